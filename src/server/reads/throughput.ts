import { sql, type Kysely } from 'kysely'
import type { Bucket } from '../../api/dashboard.ts'
import type { Database } from '../../store/schema.ts'
import { verdictCount } from './workflow-cards.ts'

export type Range = 'hour' | 'day'

const ranges = {
  hour: { stepMs: 60_000, steps: 60 },
  day: { stepMs: 3_600_000, steps: 24 },
} as const satisfies Record<Range, { stepMs: number; steps: number }>

/** What was done in the last hour or day, step by step up to the one that is running. */
export async function readThroughput(db: Kysely<Database>, { range, now }: { range: Range; now: Date }) {
  const starts = stepStarts(range, now)
  const since = new Date(starts[0] ?? now.getTime())
  const [counts, latency] = await Promise.all([countBySteps(db, ranges[range].stepMs, since), readLatency(db, since)])
  const byStart = new Map(counts.map(({ start, ...count }) => [start, count]))
  const buckets: Bucket[] = starts.map((start) => ({
    at: new Date(start).toISOString(),
    ...(byStart.get(start) ?? { created: 0, updated: 0, attention: 0 }),
  }))
  return { buckets, latency }
}

function stepStarts(range: Range, now: Date): number[] {
  const { stepMs, steps } = ranges[range]
  const running = Math.floor(now.getTime() / stepMs) * stepMs
  return Array.from({ length: steps }, (_, index) => running - (steps - 1 - index) * stepMs)
}

function countBySteps(db: Kysely<Database>, stepMs: number, since: Date) {
  return db
    .selectFrom('operations')
    .select(sql<number>`(floor(extract(epoch from at) * 1000 / ${stepMs}::int) * ${stepMs}::int)::float8`.as('start'))
    .select(verdictCount('created'))
    .select(verdictCount('updated'))
    .select(verdictCount('attention'))
    .where('at', '>=', since)
    .groupBy('start')
    .execute()
}

/** Of what was written; a look that found nothing to do would flatter the figures. */
async function readLatency(db: Kysely<Database>, since: Date) {
  const row = await db
    .selectFrom('operations')
    .select(sql<number | null>`percentile_cont(0.5) within group (order by latency_ms)`.as('p50'))
    .select(sql<number | null>`percentile_cont(0.95) within group (order by latency_ms)`.as('p95'))
    .select(sql<number>`count(latency_ms)::int`.as('operations'))
    .where('at', '>=', since)
    .where('verdict', 'in', ['created', 'updated'])
    .executeTakeFirstOrThrow()
  if (row.p50 === null || row.p95 === null) return null
  return { p50: row.p50, p95: row.p95, operations: row.operations }
}
