import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { openStore, type Store } from '../src/store/store.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    templateDatabase: string
  }
}

export interface TestDatabase {
  readonly store: Store
  readonly url: string
  /** Closes the store and removes the database. */
  drop(): Promise<void>
}

/** A database of its own with all tables, copied from the one that the run's set-up migrated. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await copyDatabase(inject('templateDatabase'))
  const store = await openStore({ url })
  return { store, url, drop: () => store.close().then(drop) }
}

/** A database of its own without any table. */
export function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  return copyDatabase('template1')
}

async function copyDatabase(template: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `crosstie_test_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name} template ${template}`)
  const url = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${name}` }).href
  return { url, drop: () => administer(`drop database if exists ${name} with (force)`) }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
