import { afterAll, afterEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { deleteUnusedLinks, insertLink, linkPurpose, redeemLink } from './one-time-links.ts'
import {
  deleteExpiredSessions,
  deleteSession,
  deleteSessionsOf,
  insertSession,
  prolongSession,
  sessionOf,
} from './sessions.ts'
import { hashToken, newToken } from './tokens.ts'
import {
  deleteUser,
  hasUsers,
  insertUser,
  listUsers,
  setPassword,
  setRole,
  userById,
  userWithPassword,
  type NewUser,
} from './users.ts'

const { store, drop } = await createTestDatabase()
const { db } = store
afterEach(async () => {
  await db.deleteFrom('users').execute()
  await db.deleteFrom('sessions').execute()
  await db.deleteFrom('one_time_links').execute()
})
afterAll(drop)

const at = new Date('2026-11-23T12:00:00Z')
const later = new Date('2026-11-23T13:00:00Z')
const id = '00000000-0000-4000-8000-000000000001'
const ada: NewUser = { id, email: 'Ada@Example.com', name: 'Ada', passwordHash: '$argon2id$', role: 'editor', at }
const row = { id, email: 'ada@example.com', name: 'Ada', role: 'editor', created_at: at }

test('[S60] a user is found by e-mail address in any case, and shown without the password hash', async () => {
  expect(await hasUsers(db)).toBe(false)
  expect(await insertUser(db, ada)).toBe(true)

  expect(await hasUsers(db)).toBe(true)
  expect(await userById(db, id)).toEqual(row)
  expect(await listUsers(db)).toEqual([row])
  expect(await userWithPassword(db, 'ADA@example.com')).toEqual({ ...row, password_hash: '$argon2id$' })
})

test('[S60] an e-mail address belongs to one user', async () => {
  await insertUser(db, ada)

  expect(await insertUser(db, { ...ada, id: '00000000-0000-4000-8000-000000000002', email: 'ada@EXAMPLE.com' })).toBe(
    false,
  )
})

test('[S60] password and role can be changed', async () => {
  await insertUser(db, ada)

  await setPassword(db, id, 'other')
  await setRole(db, id, 'viewer')

  expect(await userWithPassword(db, ada.email)).toMatchObject({ password_hash: 'other', role: 'viewer' })
})

test('[S61] a token is kept as a hash only', () => {
  const { token, tokenHash } = newToken()

  expect(tokenHash).toBe(hashToken(token))
  expect(tokenHash).not.toContain(token)
  expect(newToken().token).not.toBe(token)
  expect(hashToken('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})

test('[S62] a session has the role that its user has now, until it expires', async () => {
  await insertUser(db, ada)
  await insertSession(db, { tokenHash: 'a', userId: id, role: 'editor', at, expiresAt: later })
  await setRole(db, id, 'viewer')

  expect(await sessionOf(db, 'a', at)).toEqual({ userId: id, userName: 'Ada', role: 'viewer', expiresAt: later })
  expect(await sessionOf(db, 'a', later)).toBeUndefined()
  expect(await sessionOf(db, 'b', at)).toBeUndefined()
})

test('[S62] a guest has the role of the session', async () => {
  await insertSession(db, { tokenHash: 'a', userId: undefined, role: 'admin', at, expiresAt: later })

  expect(await sessionOf(db, 'a', at)).toEqual({ userId: null, userName: null, role: 'admin', expiresAt: later })
})

test('[S62] sessions are prolonged, ended one by one, for a user, and when they expire', async () => {
  await insertUser(db, ada)
  const evenLater = new Date('2026-11-24T12:00:00Z')
  for (const tokenHash of ['a', 'b', 'c']) {
    await insertSession(db, { tokenHash, userId: undefined, role: 'viewer', at, expiresAt: later })
  }
  await insertSession(db, { tokenHash: 'd', userId: id, role: 'viewer', at, expiresAt: evenLater })
  const alive = async () =>
    (await db.selectFrom('sessions').select('token_hash').execute()).map((each) => each.token_hash)

  await prolongSession(db, 'a', evenLater)
  await deleteSession(db, 'b')
  expect((await alive()).toSorted()).toEqual(['a', 'c', 'd'])
  await deleteExpiredSessions(db, later)
  expect((await alive()).toSorted()).toEqual(['a', 'd'])
  await deleteSessionsOf(db, id)
  expect(await alive()).toEqual(['a'])
})

test('[S62] a deleted user has no session any more', async () => {
  await insertUser(db, ada)
  await insertSession(db, { tokenHash: 'a', userId: id, role: 'editor', at, expiresAt: later })

  await deleteUser(db, id)

  expect(await sessionOf(db, 'a', at)).toBeUndefined()
})

test('[S63] a one-time link works once, even if it is opened twice at the same moment', async () => {
  await insertLink(db, { tokenHash: 'a', purpose: 'first-admin', at, expiresAt: later })

  expect(await linkPurpose(db, 'a', at)).toBe('first-admin')
  const redeemed = await Promise.all([redeemLink(db, 'a', at), redeemLink(db, 'a', at)])

  expect(redeemed.toSorted()).toEqual(['first-admin', undefined])
  expect(await linkPurpose(db, 'a', at)).toBeUndefined()
})

test('[S63] a one-time link that expired or was replaced does not work', async () => {
  await insertLink(db, { tokenHash: 'a', purpose: 'sign-in', at, expiresAt: later })
  await insertLink(db, { tokenHash: 'b', purpose: 'first-admin', at, expiresAt: later })

  expect(await redeemLink(db, 'a', later)).toBeUndefined()
  expect(await linkPurpose(db, 'a', later)).toBeUndefined()
  await deleteUnusedLinks(db, 'sign-in')
  expect(await redeemLink(db, 'a', at)).toBeUndefined()
  expect(await redeemLink(db, 'b', at)).toBe('first-admin')
})
