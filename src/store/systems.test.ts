import { afterAll, afterEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import {
  deleteSystem,
  insertSystem,
  listSystems,
  sealedSecretsOf,
  setSystemState,
  systemById,
  systemByName,
  updateSystem,
  type NewSystem,
} from './systems.ts'

const { store, drop } = await createTestDatabase()
const { db } = store
afterEach(() => db.deleteFrom('systems').execute())
afterAll(drop)

const at = new Date('2026-11-23T12:00:00Z')
const id = '00000000-0000-4000-8000-000000000001'

function system(changes: Partial<NewSystem> = {}): NewSystem {
  return {
    id,
    name: 'acme-jira',
    kind: 'jira',
    environment: 'sandbox',
    settings: { url: 'https://acme.example' },
    sealedSecrets: Buffer.from('sealed'),
    managed: false,
    at,
    ...changes,
  }
}

const row = {
  id,
  name: 'acme-jira',
  kind: 'jira',
  environment: 'sandbox',
  settings: { url: 'https://acme.example' },
  managed: false,
  site_id: null,
  site_url: null,
  state: { kind: 'ready' },
  created_at: at,
}

test('[S50] a system is found by id and by name, and listed, without its secrets', async () => {
  await insertSystem(db, system())

  expect(await systemById(db, id)).toEqual(row)
  expect(await systemByName(db, 'acme-jira')).toEqual(row)
  expect(await listSystems(db)).toEqual([row])
  expect(await sealedSecretsOf(db, id)).toEqual(Buffer.from('sealed'))
})

test('[S50] a change touches what it names and nothing else', async () => {
  await insertSystem(db, system())

  await updateSystem(db, id, { settings: { url: 'https://other.example' }, site: { id: 'cloud', url: 'https://a' } })

  expect(await systemById(db, id)).toEqual({
    ...row,
    settings: { url: 'https://other.example' },
    site_id: 'cloud',
    site_url: 'https://a',
  })
  expect(await sealedSecretsOf(db, id)).toEqual(Buffer.from('sealed'))
  expect(await updateSystem(db, id, { sealedSecrets: Buffer.from('new'), name: 'b', environment: 'staging' })).toBe(
    true,
  )
  expect(await sealedSecretsOf(db, id)).toEqual(Buffer.from('new'))
})

test('[S50] a change of a system that is gone says so', async () => {
  expect(await updateSystem(db, id, { managed: true })).toBe(false)
  expect(await updateSystem(db, id, {})).toBe(false)
})

test('[S51] a state changes only from the one that is left', async () => {
  await insertSystem(db, system())
  const unreachable = { kind: 'unreachable', since: at.toISOString(), reason: 'no answer' } as const

  expect(await setSystemState(db, id, { from: 'paused', to: { kind: 'ready' } })).toBe(false)
  expect(await setSystemState(db, id, { from: 'ready', to: unreachable })).toBe(true)
  expect(await setSystemState(db, id, { from: 'ready', to: unreachable })).toBe(false)

  expect(await systemById(db, id)).toMatchObject({ state: unreachable })
})

test('[S50] a deleted system is gone', async () => {
  await insertSystem(db, system())

  await deleteSystem(db, id)

  expect(await listSystems(db)).toEqual([])
})
