import { sql } from 'kysely'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { keepPartitions } from './partitions.ts'

const { store, drop } = await createTestDatabase()
const { db } = store
afterAll(drop)
afterEach(() =>
  keepPartitions(db, { at: new Date('2100-01-01'), daysAhead: 0, keepDays: { operations: 1, exchanges: 1 } }),
)

const plan = { at: new Date('2026-11-23T23:59:00Z'), daysAhead: 2, keepDays: { operations: 30, exchanges: 7 } }

async function partitions(): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent in ('operations'::regclass, 'exchanges'::regclass) order by 1`.execute(db)
  return found.rows.map(({ name }) => name)
}

async function insertOperation(at: string): Promise<void> {
  await sql`insert into operations (id, at, started_at, workflow_id, version, verdict, summary, attempt, stages)
    values (gen_random_uuid(), ${at}, ${at}, gen_random_uuid(), 1, 'created', '', 1, '[]')`.execute(db)
}

async function operations(): Promise<unknown[]> {
  const found = await sql`select tableoid::regclass::text as partition, at from operations order by at`.execute(db)
  return found.rows
}

test('[S70] partitions of the coming days are made, once, also by several servers at the same time', async () => {
  await Promise.all([keepPartitions(db, plan), keepPartitions(db, plan)])

  expect(await partitions()).toEqual([
    'exchanges_2026_11_23',
    'exchanges_2026_11_24',
    'exchanges_rest',
    'operations_2026_11_23',
    'operations_2026_11_24',
    'operations_rest',
  ])
})

test('[S70] a row goes to its day, and one that came before its partition moves there', async () => {
  await insertOperation('2026-11-23T00:00:00Z')
  await insertOperation('2026-11-22T23:59:59.999Z')

  await keepPartitions(db, plan)
  await insertOperation('2026-11-24T23:59:59.999Z')

  expect(await operations()).toEqual([
    { partition: 'operations_rest', at: new Date('2026-11-22T23:59:59.999Z') },
    { partition: 'operations_2026_11_23', at: new Date('2026-11-23T00:00:00Z') },
    { partition: 'operations_2026_11_24', at: new Date('2026-11-24T23:59:59.999Z') },
  ])
})

test('[S71] days that are wholly past their retention are dropped, each table by its own', async () => {
  await keepPartitions(db, plan)
  await insertOperation('2026-11-20T00:00:00Z')

  await keepPartitions(db, {
    at: new Date('2026-12-01T01:00:00Z'),
    daysAhead: 1,
    keepDays: { operations: 8, exchanges: 7 },
  })

  expect(await partitions()).toEqual([
    'exchanges_2026_11_24',
    'exchanges_2026_12_01',
    'exchanges_rest',
    'operations_2026_11_23',
    'operations_2026_11_24',
    'operations_2026_12_01',
    'operations_rest',
  ])
  expect(await operations()).toEqual([])
})
