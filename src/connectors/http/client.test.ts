import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { CancelSignal, Clock } from '../../core/clock.ts'
import type { Exchange } from '../../core/connector.ts'
import { createHttpClient, type HttpClient, type HttpRequest, type HttpSettings } from './client.ts'
import { retryAfterMs } from './failures.ts'

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  closers.push(() => new Promise((closed) => void server.close(closed).closeAllConnections()))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A clock on which no time passes but by hand. */
function stillClock(): Clock & { pass(): void } {
  const waiting = new Set<() => void>()
  return {
    now: () => new Date('2030-01-01T00:00:00Z'),
    monotonicMs: () => 0,
    wait: (_milliseconds: number, signal?: CancelSignal) =>
      new Promise((resolve) => {
        waiting.add(resolve)
        signal?.addEventListener('abort', () => resolve())
      }),
    pass: () => waiting.forEach((resolve) => resolve()),
  }
}

function clientFor(settings: HttpSettings = {}, secrets: readonly string[] = []) {
  const exchanges: Exchange[] = []
  const clock = stillClock()
  const client: HttpClient = createHttpClient({
    system: 'acme',
    settings,
    secrets,
    clock,
    chance: { random: () => 0, uuid: () => 'the-id' },
    onExchange: (exchange) => exchanges.push(exchange),
  })
  closers.push(() => client.close())
  return { client, exchanges, clock }
}

const once = (url: string): HttpRequest => ({ method: 'POST', url, json: {}, effect: 'once' })
const repeatable = (url: string): HttpRequest => ({ method: 'GET', url, effect: 'repeatable' })

test('[K11] any status is an answer, a redirect too, and nothing is sent twice', async () => {
  let asked = 0
  const url = await serve((_request, response) => {
    asked++
    response.writeHead(302, { location: '/elsewhere', 'X-Mixed': 'Case' }).end('moved')
  })
  const answer = await clientFor().client.send(once(url))
  expect(answer).toMatchObject({ status: 302, text: 'moved', headers: { location: '/elsewhere', 'x-mixed': 'Case' } })
  expect(answer.json()).toBeUndefined()
  expect(asked).toBe(1)
})

test('[K11] JSON and forms are sent as such, compressed answers are read', async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const echo = { type: request.headers['content-type'], body: Buffer.concat(chunks).toString() }
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(echo)))
      })
  })
  const { client } = clientFor()
  const json = await client.send({ method: 'PUT', url, json: { a: 'ü' }, effect: 'once' })
  expect(json.json()).toEqual({ type: 'application/json', body: '{"a":"ü"}' })
  const form = await client.send({ method: 'POST', url, form: { a: 'b c' }, effect: 'once' })
  expect(form.json()).toEqual({ type: 'application/x-www-form-urlencoded', body: 'a=b+c' })
})

test.each([
  ['nobody listens', 'http://127.0.0.1:1/'],
  ['the name is unknown', 'http://nowhere.invalid/'],
  ['the address is not HTTP', 'ftp://acme.example/'],
  ['the address is none', 'acme'],
  ['it is a metadata service', 'http://169.254.169.254/latest/meta-data'],
  ['it is a metadata service in other clothes', 'http://[::ffff:169.254.169.254]/'],
  ['it is a metadata service written as a number', 'http://2852039166/'],
  ['it is the metadata name of a cloud', 'http://metadata.google.internal./'],
  ['it is a metadata service of IPv6', 'http://[fd00:ec2::254]/'],
])('[K12] a call that never left has had no effect: %s', async (_why, url) => {
  const { client, exchanges } = clientFor()
  await expect(client.send(once(url))).rejects.toMatchObject({ kind: 'connectivity', effect: 'none' })
  expect(exchanges[0]).toMatchObject({ status: undefined, error: expect.stringMatching(/./) as string })
})

test.each([
  ['once', 'unknown'],
  ['repeatable', 'none'],
] as const)('[K13] a connection lost after sending: %s → %s', async (effect, expected) => {
  const url = await serve((request) => void request.socket.destroy())
  const lost = clientFor().client.send({ method: 'POST', url, json: {}, effect })
  await expect(lost).rejects.toMatchObject({ kind: 'connectivity', effect: expected })
})

test('[K13] a time-out: what was sent may have taken effect', async () => {
  const { client, clock } = clientFor()
  const url = await serve(() => clock.pass())
  const message = expect.stringContaining('time-out after 30 seconds') as string
  await expect(client.send(once(url))).rejects.toMatchObject({ kind: 'connectivity', effect: 'unknown', message })
  await expect(client.send(repeatable(url))).rejects.toMatchObject({ kind: 'connectivity', effect: 'none' })
})

test('[K13] an answer that breaks off is no answer', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"id":')
    setImmediate(() => response.socket?.destroy())
  })
  await expect(clientFor().client.send(once(url))).rejects.toMatchObject({ kind: 'connectivity', effect: 'unknown' })
})

test.each([
  ['once', 'unknown'],
  ['repeatable', 'none'],
] as const)('[K13] an unreadable body of a success: %s → %s', async (effect, expected) => {
  const url = await serve((_request, response) => void response.end('<html>Sign in</html>'))
  const answer = await clientFor().client.send({ method: 'GET', url, effect })
  expect(() => answer.json()).toThrow(expect.objectContaining({ kind: 'connectivity', effect: expected }) as Error)
})

test('[K14] an answer larger than 20 MB is not read to its end', async () => {
  const url = await serve((_request, response) => void response.end(Buffer.alloc(21 * 1024 * 1024, 'x')))
  await expect(clientFor().client.send(repeatable(url))).rejects.toThrow('larger than 20 MB')
})

test('[K8] an exchange is captured with its operations and without its secrets', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'set-cookie': 'session=hush' }).end('{"access_token":"hush","note":"my-secret is safe"}')
  })
  const { client, exchanges } = clientFor({}, ['my-secret'])
  await client.send({
    method: 'POST',
    url: `${url}/token?password=hush`,
    headers: { Authorization: 'Bearer hush' },
    form: { client_secret: 'hush', grant_type: 'password', also: 'my-secret' },
    effect: 'once',
    operations: ['operation-1'],
  })
  expect(exchanges).toHaveLength(1)
  expect(JSON.stringify(exchanges)).not.toMatch(/hush|my-secret/)
  expect(exchanges[0]).toMatchObject({
    id: 'the-id',
    system: 'acme',
    startedAt: '2030-01-01T00:00:00.000Z',
    method: 'POST',
    status: 200,
    operations: ['operation-1'],
    requestHeaders: { authorization: '[redacted]' },
  })
  expect(exchanges[0]?.requestBody).toContain('grant_type=password')
})

test('[K15] a proxy is used with its credentials, but not for the hosts named', async () => {
  const seen: string[] = []
  const target = await serve((_request, response) => void response.end('direct'))
  const proxy = await serve((request, response) => {
    seen.push(`${request.url} ${request.headers['proxy-authorization']}`)
    response.end('by proxy')
  })
  const settings = { url: proxy, username: 'me', password: 'p:w' }
  const viaProxy = await clientFor({ proxy: settings }).client.send(repeatable(`${target}/x`))
  expect(viaProxy.text).toBe('by proxy')
  expect(seen).toEqual([`${target}/x Basic ${Buffer.from('me:p:w').toString('base64')}`])
  const direct = clientFor({ proxy: { ...settings, noProxy: ['127.0.0.1'] } })
  expect((await direct.client.send(repeatable(target))).text).toBe('direct')
})

test.each([
  ['3', 3000],
  ['1.5', 1500],
  ['Tue, 01 Jan 2030 00:01:00 GMT', 60_000],
  ['Tue, 01 Jan 2019 00:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('[K16] Retry-After %s → %s', (value, expected) => {
  const headers = value === undefined ? {} : { 'retry-after': value }
  expect(retryAfterMs(headers, new Date('2030-01-01T00:00:00Z'))).toBe(expected)
})
