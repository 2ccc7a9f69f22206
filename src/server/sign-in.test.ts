import { sql } from 'kysely'
import { afterAll, afterEach, expect, test } from 'vitest'
import { cookieOf, startServer } from '../../test/web/running-server.ts'
import { hashToken } from '../store/tokens.ts'
import { realChance } from '../cli/real-time.ts'
import { insertUser } from '../store/users.ts'
import { createOneTimeLink } from './one-time-links.ts'

const server = await startServer()
const { store, clock, request } = server
afterEach(async () => {
  clock.advance(3_600_001)
  for (const table of ['users', 'sessions', 'one_time_links'] as const) await store.db.deleteFrom(table).execute()
})
afterAll(server.close)

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }

async function tokenOf(purpose: 'first-admin' | 'sign-in'): Promise<string> {
  const link = await createOneTimeLink({ store, clock, purpose, webUrl: server.url })
  return new URL(link).hash.slice(1)
}

async function createAda(): Promise<void> {
  await request('POST', '/api/first-admin', { body: { ...ada, token: await tokenOf('first-admin') } })
}

const signInAsAda = (password: string) => request('POST', '/api/session', { body: { email: ada.email, password } })

test('[W1] a one-time link signs an administrator in, once', async () => {
  const token = await tokenOf('sign-in')

  const first = await request('POST', '/api/session/link', { body: { token } })
  const second = await request('POST', '/api/session/link', { body: { token } })

  expect(first.body).toEqual({ person: { name: 'One-time guest', email: null, role: 'admin' }, firstRun: true })
  expect((await request('GET', '/api/status', { cookie: cookieOf(first) })).status).toBe(200)
  expect(second.status).toBe(410)
  expect(cookieOf(second)).toBe('')
})

test('[W1] a one-time link ends after an hour', async () => {
  const token = await tokenOf('sign-in')
  clock.advance(3_600_001)

  expect((await request('POST', '/api/session/link', { body: { token } })).status).toBe(410)
})

test('[W2] the first administrator is made with the link for it, and signed in', async () => {
  const token = await tokenOf('first-admin')

  const made = await request('POST', '/api/first-admin', { body: { ...ada, token } })

  const person = { name: 'Ada', email: 'ada@example.com', role: 'admin' }
  expect(made.body).toEqual({ person, firstRun: false })
  expect((await request('GET', '/api/session', { cookie: cookieOf(made) })).body).toEqual({ person, firstRun: false })
})

test('[W2] a link for signing in makes no administrator, and stays good', async () => {
  const token = await tokenOf('sign-in')

  expect((await request('POST', '/api/first-admin', { body: { ...ada, token } })).status).toBe(410)
  expect((await request('POST', '/api/session/link', { body: { token } })).status).toBe(200)
})

test('[W2] two first administrators made at the same time are one', async () => {
  const token = await tokenOf('first-admin')

  const first = await store.db.startTransaction().execute()
  const user = { name: 'Eve', email: 'eve@example.com', passwordHash: '', role: 'admin' as const, at: clock.now() }
  await insertUser(first, { ...user, id: realChance.uuid() })
  const second = request('POST', '/api/first-admin', { body: { ...ada, token } })
  await Promise.race([second, someoneWaits()])
  await first.commit().execute()

  expect((await second).status).toBe(409)
})

function someoneWaits(): Promise<void> {
  const waiting = sql`select 1 from pg_locks where not granted and relation = 'users'::regclass`
  return expect.poll(async () => (await waiting.execute(store.db)).rows.length).toBe(1)
}

test('[W2] the first administrator needs a name, an e-mail address and twelve characters of password', async () => {
  const token = await tokenOf('first-admin')

  const refused = await request('POST', '/api/first-admin', {
    body: { token, name: ' ', email: 'ada', password: 'elevenchars' },
  })

  expect(refused.status).toBe(400)
  expect(refused.body).toMatchObject({
    error: {
      fields: {
        name: 'Enter your name.',
        email: 'Enter an e-mail address, like name@example.com.',
        password: 'Use at least 12 characters.',
      },
    },
  })
})

test('[W3] a person signs in by e-mail address in any case and password', async () => {
  await createAda()

  const answer = await request('POST', '/api/session', { body: { ...ada, email: ' ADA@example.com ' } })

  expect(answer.body).toEqual({ person: { name: 'Ada', email: 'ada@example.com', role: 'admin' }, firstRun: false })
})

test('[W3] a wrong password and an unknown address get the same answer', async () => {
  await createAda()

  const wrong = await signInAsAda('not the password')
  const unknown = await request('POST', '/api/session', { body: { email: 'eve@example.com', password: 'guess' } })

  expect(wrong.status).toBe(401)
  expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body])
})

test('[W4] five failures lock an address out for a quarter of an hour, the right password included', async () => {
  await createAda()
  for (let failure = 1; failure <= 5; failure += 1) expect((await signInAsAda('wrong')).status).toBe(401)

  expect((await signInAsAda(ada.password)).status).toBe(429)
  clock.advance(15 * 60_000)
  expect((await signInAsAda(ada.password)).status).toBe(200)
})

test('[W4] a success forgets the failures before it', async () => {
  await createAda()
  for (let failure = 1; failure <= 4; failure += 1) await signInAsAda('wrong')
  await signInAsAda(ada.password)

  for (let failure = 1; failure <= 4; failure += 1) expect((await signInAsAda('wrong')).status).toBe(401)
})

test('[W5] the cookie is kept from scripts and other sites, and the database keeps its hash only', async () => {
  const answer = await request('POST', '/api/session/link', { body: { token: await tokenOf('sign-in') } })

  const token = cookieOf(answer).slice('crosstie_session='.length)
  expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  const rows = await store.db.selectFrom('sessions').select('token_hash').execute()
  expect(rows).toEqual([{ token_hash: hashToken(token) }])
})

test('[W5] signing out ends the session', async () => {
  const cookie = await server.cookieFor('viewer')
  await request('DELETE', '/api/session', { cookie })

  expect((await request('GET', '/api/status', { cookie })).status).toBe(401)
})

test('[W5] a role that was taken away is gone with the next call', async () => {
  const made = await request('POST', '/api/first-admin', { body: { ...ada, token: await tokenOf('first-admin') } })
  await store.db.updateTable('users').set({ role: 'viewer' }).execute()

  const session = await request('GET', '/api/session', { cookie: cookieOf(made) })

  expect(session.body).toMatchObject({ person: { role: 'viewer' } })
})
