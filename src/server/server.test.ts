import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOneTimeLink } from './one-time-links.ts'
import { startServer, type RunningServer } from '../../test/web/running-server.ts'

let server: RunningServer
let webRoot: string

beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'crosstie-web-'))
  await mkdir(join(webRoot, 'assets'))
  await writeFile(join(webRoot, 'index.html'), '<title>Crosstie</title>')
  await writeFile(join(webRoot, 'assets/main-abc123.js'), 'start()')
  server = await startServer({ webRoot })
})
afterAll(async () => {
  await server.close()
  await rm(webRoot, { recursive: true })
})

const error = (message: string, hint: string | null) => ({ error: { message, hint } })

test('[W6] who is not signed in is refused', async () => {
  const { status, body } = await server.request('GET', '/api/dashboard')

  expect(status).toBe(401)
  expect(body).toEqual(error('You are not signed in.', 'Sign in and try again.'))
})

test('[W6] a lesser role than the call needs is refused', async () => {
  const cookie = await server.cookieFor('viewer')
  const path = '/api/workflows/00000000-0000-4000-8000-0000000000b1/poll'

  const { status, body } = await server.request('POST', path, { cookie, body: {} })

  expect(status).toBe(403)
  expect(body).toEqual(error('This needs the role operator; yours is viewer.', 'Ask an administrator.'))
})

test('[W7] a change asked for by a page of another site is refused', async () => {
  const attempt = (origin: string) =>
    server.request('POST', '/api/session/link', { body: { token: 'none' }, headers: { origin } })

  expect((await attempt('https://evil.example')).status).toBe(403)
  expect((await attempt('null')).status).toBe(403)
  expect((await attempt(server.url)).status).toBe(410)
})

test('[W7] a body that is not JSON is refused', async () => {
  const response = await fetch(`${server.url}/api/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"token":"none"}',
  })

  expect(response.status).toBe(415)
})

test('[W7] a body that is too large is refused', async () => {
  const { status, body } = await server.request('POST', '/api/session/link', { body: { token: 'x'.repeat(300_000) } })

  expect(status).toBe(413)
  expect(body).toEqual(error('The request is too large.', null))
})

test('[W8] pages may run our own scripts only and stand in no frame; plain http is not forced to https', async () => {
  const { headers } = await server.request('GET', '/')

  const policy = headers.get('content-security-policy')
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(headers.get('strict-transport-security')).toBeNull()
})

test('[W8] at a public https address, browsers are told to stay there and cookies ask for it', async () => {
  const secure = await startServer({ publicUrl: 'https://crosstie.acme.example' })
  try {
    const { headers } = await secure.request('GET', '/healthz')
    expect(headers.get('strict-transport-security')).toContain('max-age=')
    const origin = 'https://crosstie.acme.example'
    const link = await createOneTimeLink({ ...secure, purpose: 'sign-in', webUrl: origin })
    const token = new URL(link).hash.slice(1)
    const signedIn = await secure.request('POST', '/api/session/link', { body: { token }, headers: { origin } })
    expect(signedIn.headers.get('set-cookie')).toContain('; Secure')
  } finally {
    await secure.close()
  }
})

test('[W9] the probes need no sign-in', async () => {
  expect((await server.request('GET', '/healthz')).body).toEqual({ status: 'alive' })
  expect((await server.request('GET', '/readyz')).body).toEqual({ status: 'ready' })
})

test('[W9] ready is who reaches the database', async () => {
  const cut = await startServer()
  await cut.store.close()

  const { status } = await cut.request('GET', '/readyz')

  expect(status).toBe(503)
  expect((await cut.request('GET', '/healthz')).status).toBe(200)
  await cut.close().catch(() => undefined)
})

test('[W10] every page of the web app is its one page, asked for anew each time', async () => {
  const { body, headers } = await server.request('GET', '/activity/1?tab=http')

  expect(body).toBe('<title>Crosstie</title>')
  expect(headers.get('cache-control')).toBe('no-cache')
})

test('[W10] files named by their content are kept for good', async () => {
  const { body, headers } = await server.request('GET', '/assets/main-abc123.js')

  expect(body).toBe('start()')
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test.each(['/assets/gone.js', '/api/nothing', '/favicon.ico'])(
  '[W10] what is not there is not a page: %s',
  async (path) => {
    const { status, body } = await server.request('GET', path)

    expect(status).toBe(404)
    expect(body).toEqual(error(`There is nothing at GET ${path}.`, null))
  },
)

test('[W10] a web app that is not built says how to build it', async () => {
  const unbuilt = await startServer({ webRoot: join(webRoot, 'none') })
  try {
    const { status, body } = await unbuilt.request('GET', '/')
    expect(status).toBe(503)
    expect(body).toContain('npm ci')
  } finally {
    await unbuilt.close()
  }
})
