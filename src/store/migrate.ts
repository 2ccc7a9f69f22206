import { sql, type Kysely } from 'kysely'
import { Migrator, type Migration } from 'kysely/migration'
import * as foundation from './migrations/0001-foundation.ts'
import type { Database } from './schema.ts'
import { StartError } from './start-error.ts'

/** Append-only, in this order. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
}

const TABLE = 'migrations'

/** Kysely runs them in one transaction under an advisory lock, so that servers may start at the same time. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  await refuseNewer(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableName: TABLE,
    migrationLockTableName: `${TABLE}_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')
  throw new StartError(
    `The database could not be brought up to date${failed ? ` (${failed.migrationName})` : ''}: ${messageOf(error)}.`,
    'Nothing was changed. Check that the user may create tables in this database.',
    error,
  )
}

async function refuseNewer(db: Kysely<Database>): Promise<void> {
  const table = await sql<{ found: boolean }>`select to_regclass(${TABLE}) is not null as found`.execute(db)
  if (table.rows[0]?.found !== true) return
  const done = await sql<{ name: string }>`select name from ${sql.table(TABLE)} order by name`.execute(db)
  const unknown = done.rows.map((row) => row.name).filter((name) => !(name in migrations))
  if (unknown.length === 0) return
  throw new StartError(
    `The database was used by a newer Crosstie (it has ${unknown.join(', ')}).`,
    'Start that version or a later one, or restore the back-up made before the upgrade.',
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
