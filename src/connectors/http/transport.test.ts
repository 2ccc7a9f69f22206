import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createHttpClient, type HttpSettings } from './client.ts'

/** Made for this test, of localhost, by itself. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUJOqZduCkKarYEZ1bL5mOZ4SXPxcwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzIxMjkyM1oYDzIxMjYxMDMw
MjEyOTIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARIxgIIPh0BZaMDCADP9A7d/1FRityiWtgGe76XxVCswQunQZkEqQPM
B+cAhg6X1N+pr3eV9hJheK4qVnj41ClGo2kwZzAdBgNVHQ4EFgQUr6kqTRSVuYKZ
S13BRMfcbFu8DOUwHwYDVR0jBBgwFoAUr6kqTRSVuYKZS13BRMfcbFu8DOUwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIgfrGIulfC77z2hgG7yaH7nY4e5KAp6C/2dC9xG6zkHgYCIQDHYHCKi7pC
D5bA2RDxkdXHVP+7Rd0JIlCyi/7GXugQtw==
-----END CERTIFICATE-----
`
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQge2f04KiHeTlxCEEy
zMlWDb166yqdRgFr6AqNfjxI3iahRANCAARIxgIIPh0BZaMDCADP9A7d/1FRityi
WtgGe76XxVCswQunQZkEqQPMB+cAhg6X1N+pr3eV9hJheK4qVnj41ClG
-----END PRIVATE KEY-----
`

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((ready) => void server.listen(0, ready))
  closers.push(() => new Promise((closed) => void server.close(closed).closeAllConnections()))
  return (server.address() as AddressInfo).port
}

async function securePort(): Promise<number> {
  return listening(createServer({ cert: CERTIFICATE, key: KEY }, (_request, response) => void response.end('secret')))
}

function send(port: number, settings: HttpSettings) {
  const client = createHttpClient({
    system: 'acme',
    settings,
    secrets: [],
    clock: { now: () => new Date(0), monotonicMs: () => 0, wait: () => new Promise(() => undefined) },
    chance: { random: () => 0, uuid: () => '' },
    onExchange: () => undefined,
  })
  closers.push(() => client.close())
  return client.send({ method: 'POST', url: `https://localhost:${port}/`, json: {}, effect: 'once' })
}

test('[K17] a certificate of an own authority is trusted when the settings say so, and only then', async () => {
  const port = await securePort()
  expect((await send(port, { ca: CERTIFICATE })).text).toBe('secret')
  await expect(send(port, {})).rejects.toMatchObject({ kind: 'connectivity', effect: 'none' })
})

test('[K17] the same holds through the tunnel of a proxy, which sees nothing of the call', async () => {
  const port = await securePort()
  const seen: string[] = []
  const proxy = createHttpServer().on('connect', (request, socket) => {
    seen.push(`${request.url} ${request.headers['proxy-authorization']}`)
    const target = connect(port, 'localhost', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    target.pipe(socket).pipe(target)
    closers.push(async () => socket.destroy())
  })
  const url = `http://localhost:${await listening(proxy)}`
  const answer = await send(port, { ca: CERTIFICATE, proxy: { url, username: 'me', password: 'pw' } })
  expect(answer.text).toBe('secret')
  expect(seen).toEqual([`localhost:${port} Basic ${Buffer.from('me:pw').toString('base64')}`])
})

test('[K17] a proxy that refuses the tunnel has passed nothing on', async () => {
  const proxy = createHttpServer().on('connect', (_request, socket) => void socket.end('HTTP/1.1 407 No\r\n\r\n'))
  const refused = send(1, { proxy: { url: `http://localhost:${await listening(proxy)}` } })
  await expect(refused).rejects.toMatchObject({ kind: 'connectivity', effect: 'none' })
})
