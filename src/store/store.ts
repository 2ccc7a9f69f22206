import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { checkServer } from './check-server.ts'
import { migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** Where a table module reads and writes: the store itself or a transaction in it. */
export type Executor = Kysely<Database> | Transaction<Database>

export interface Store {
  readonly db: Kysely<Database>
  readonly url: string
  close(): Promise<void>
}

export interface StoreOptions {
  readonly url: string
  readonly poolSize?: number
  /** Hears of connections that broke while nobody used them; the pool replaces them by itself. */
  readonly onConnectionLost?: (error: Error) => void
}

/** Opens the database and brings its tables up to date. Throws `StartError` with what is wrong and what to do. */
export async function openStore({ url, poolSize = 10, onConnectionLost }: StoreOptions): Promise<Store> {
  await checkServer(url)
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'crosstie',
    connectionTimeoutMillis: 10_000,
    // A transaction lasts milliseconds. One of a process that stands still must not hold its locks.
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser },
  })
  pool.on('error', (error) => onConnectionLost?.(error))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, url, close: () => db.destroy() }
}

/** bigint stays text, exact, as an id; numeric, which only sums and averages give, becomes a number. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid === pg.types.builtins.NUMERIC && format !== 'binary') return Number
  return pg.types.getTypeParser(oid, format)
}
