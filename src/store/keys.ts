import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import { KEY_BYTES } from './master-key.ts'
import type { Database } from './schema.ts'
import {
  createHasher,
  keyIdOf,
  seal,
  sealBytes,
  unseal,
  unsealBytes,
  type Hasher,
  type NumberedKey,
} from './secrets.ts'
import { StartError } from './start-error.ts'
import type { Executor } from './store.ts'

export interface Keys {
  /** Hashes with the newest key. */
  readonly hash: Hasher
  /** Hashes with the key that another hash names, to compare with it; with the newest where that key is gone. */
  hashLike(other: string, text: string): string
  seal(value: object): Buffer
  unseal(sealed: Buffer): unknown
}

const FIRST_KEYS = [
  { id: 1, purpose: 'hash' },
  { id: 2, purpose: 'seal' },
] as const

/** Names the master key inside the keys that it seals; those are told apart by their own numbers. */
const MASTER_ID = 0

/** Opens the keys of this database with the master key, after making them if there are none. Throws `StartError`. */
export async function openKeys(db: Executor, masterKey: Buffer, at: Date): Promise<Keys> {
  const master = { id: MASTER_ID, key: masterKey }
  const fresh = FIRST_KEYS.map((key) => ({ ...key, sealed: sealBytes(master, randomBytes(KEY_BYTES)), created_at: at }))
  await db
    .insertInto('keys')
    .values(fresh)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const rows = await db.selectFrom('keys').selectAll().orderBy('id').execute()
  return createKeys(
    rows.filter((row) => row.purpose === 'hash').map((row) => openKey(master, row)),
    rows.filter((row) => row.purpose === 'seal').map((row) => openKey(master, row)),
  )
}

function openKey(master: NumberedKey, row: Selectable<Database['keys']>): NumberedKey {
  try {
    return { id: row.id, key: unsealBytes(master, row.sealed) }
  } catch (error) {
    throw new StartError(
      'The key does not fit this database: its secrets were sealed with another one.',
      'Set CROSSTIE_KEY to the key that this database was first started with, or put its crosstie.key back.',
      error,
    )
  }
}

function createKeys(hashKeys: readonly NumberedKey[], sealKeys: readonly NumberedKey[]): Keys {
  const hashers = new Map(hashKeys.map((key) => [String(key.id), createHasher(key)]))
  const hash = createHasher(newest(hashKeys))
  const sealKey = newest(sealKeys)
  return {
    hash,
    hashLike: (other, text) => (hashers.get(other.slice(0, other.indexOf('.'))) ?? hash)(text),
    seal: (value) => seal(sealKey, value),
    unseal: (sealed) => unseal(sealKeys.find((key) => key.id === keyIdOf(sealed)) ?? sealKey, sealed),
  }
}

function newest(keys: readonly NumberedKey[]): NumberedKey {
  const last = keys.at(-1)
  if (last === undefined) throw new Error('The table keys lacks a key.')
  return last
}
