import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database } from './schema.ts'

type PartitionedTable = 'operations' | 'exchanges'

export interface PartitionPlan {
  readonly at: Date
  /** Days for which partitions are made, today among them. */
  readonly daysAhead: number
  readonly keepDays: Readonly<Record<PartitionedTable, number>>
}

const TABLES: readonly PartitionedTable[] = ['operations', 'exchanges']
const DAY_MS = 86_400_000
const LOCK = 7_281_650_113

/**
 * Makes the coming days' partitions and drops those that are wholly past their retention; days are UTC's. To be called
 * at the start and a few times a day, by any number of servers. Locks a table against writing for the moment in which a
 * partition is attached or dropped.
 */
export async function keepPartitions(db: Kysely<Database>, plan: PartitionPlan): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
    for (const table of TABLES) {
      const existing = await partitionDays(tx, table)
      for (const day of comingDays(plan)) if (!existing.includes(day)) await makePartition(tx, table, day)
      await dropBefore(tx, table, { existing, before: dayOf(plan.at.getTime() - plan.keepDays[table] * DAY_MS) })
    }
  })
}

function comingDays({ at, daysAhead }: PartitionPlan): readonly string[] {
  return Array.from({ length: daysAhead }, (_, index) => dayOf(at.getTime() + index * DAY_MS))
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function nameOf(table: PartitionedTable, day: string): string {
  return `${table}_${day.replaceAll('-', '_')}`
}

async function partitionDays(tx: Transaction<Database>, table: PartitionedTable): Promise<readonly string[]> {
  const partitions = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = ${table}::regclass`.execute(tx)
  const days = partitions.rows.map(({ name }) => name.slice(table.length + 1).replaceAll('_', '-'))
  return days.filter((day) => /^\d{4}-\d{2}-\d{2}$/.test(day)).toSorted()
}

/** Rows of that day that went to the default partition, because nobody ran this in time, move to where they belong. */
async function makePartition(tx: Transaction<Database>, table: PartitionedTable, day: string): Promise<void> {
  const partition = sql.table(nameOf(table, day))
  const rest = sql.table(`${table}_rest`)
  const [from, to] = [sql.lit(`${day}T00:00:00Z`), sql.lit(`${dayOf(Date.parse(day) + DAY_MS)}T00:00:00Z`)]
  await sql`create table ${partition} (like ${sql.table(table)} including all)`.execute(tx)
  await sql`with moved as (delete from ${rest} where at >= ${from} and at < ${to} returning *)
    insert into ${partition} select * from moved`.execute(tx)
  await sql`alter table ${sql.table(table)} attach partition ${partition} for values from (${from}) to (${to})`.execute(
    tx,
  )
}

async function dropBefore(
  tx: Transaction<Database>,
  table: PartitionedTable,
  { existing, before }: { readonly existing: readonly string[]; readonly before: string },
): Promise<void> {
  for (const day of existing.filter((each) => each < before)) {
    await sql`drop table ${sql.table(nameOf(table, day))}`.execute(tx)
  }
  await sql`delete from ${sql.table(`${table}_rest`)} where at < ${`${before}T00:00:00Z`}`.execute(tx)
}
