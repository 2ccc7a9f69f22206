import { sql, type Transaction } from 'kysely'
import type { Priority } from '../core/connector.ts'
import type { QueueSignal } from './queue.ts'
import type { Database } from './schema.ts'

export const SIGNAL_CHANNEL = 'crosstie_jobs'

const RANK: Readonly<Record<Priority, number>> = { live: 2, scheduled: 1, backfill: 0 }
const ATTEMPTS_MAX = 20

/**
 * What pg-boss's own `upsert` does (12.38, Manager.upsert), for many keys in two statements, with two differences: a
 * merge takes the higher priority and the earlier time, where `upsert` would overwrite both.
 *
 * Like it, this locks the waiting job until the caller's transaction ends. A job fetched meanwhile is no longer waiting
 * when the lock is granted, so its key gets a new one; a key inserted by somebody else meanwhile (unique index job_i13)
 * is merged in the next turn. Keys go in their order, or two transactions could wait for each other.
 */
export async function signalJobs(
  tx: Transaction<Database>,
  queue: { readonly name: string; readonly physicalName: string },
  signals: readonly QueueSignal[],
): Promise<void> {
  if (signals.length === 0) return
  let open = strongestByKey(signals)
  for (let attempt = 1; open.length > 0; attempt++) {
    if (attempt > ATTEMPTS_MAX) throw new Error(`Could not signal ${open.length} keys of ${queue.name}.`)
    open = without(open, await merge(tx, queue.physicalName, open))
    if (open.length > 0) open = without(open, await insert(tx, queue.physicalName, open))
  }
  await sql`select pg_notify(${SIGNAL_CHANNEL}, ${queue.name})`.execute(tx)
}

interface Wanted {
  readonly key: string
  readonly priority: number
  readonly delaySeconds: number
}

function strongestByKey(signals: readonly QueueSignal[]): readonly Wanted[] {
  const byKey = new Map<string, Wanted>()
  for (const { key, priority, delayMs = 0 } of signals) {
    const other = byKey.get(key)
    byKey.set(key, {
      key,
      priority: Math.max(RANK[priority], other?.priority ?? 0),
      delaySeconds: Math.min(delayMs / 1000, other?.delaySeconds ?? Infinity),
    })
  }
  return [...byKey.values()]
}

function without(wanted: readonly Wanted[], keys: readonly string[]): readonly Wanted[] {
  const done = new Set(keys)
  return wanted.filter(({ key }) => !done.has(key))
}

function rowsOf(wanted: readonly Wanted[]) {
  const keys = wanted.map(({ key }) => key)
  const priorities = wanted.map(({ priority }) => priority)
  const delays = wanted.map(({ delaySeconds }) => delaySeconds)
  return sql`unnest(${keys}::text[], ${priorities}::int[], ${delays}::float8[]) as wanted (key, priority, delay)`
}

async function merge(tx: Transaction<Database>, queue: string, wanted: readonly Wanted[]): Promise<readonly string[]> {
  const merged = await sql<{ key: string }>`
    with waiting as (
      select job.id, wanted.priority, pgboss.job_now() + wanted.delay * interval '1s' as start_after
      from pgboss.job_common job join ${rowsOf(wanted)} on job.singleton_key = wanted.key
      where job.name = ${queue} and job.state < 'active'
      order by job.singleton_key
      for update of job
    )
    update pgboss.job_common job set
      priority = greatest(job.priority, waiting.priority),
      start_after = least(job.start_after, waiting.start_after)
    from waiting
    where job.name = ${queue} and job.id = waiting.id
    returning job.singleton_key as key`.execute(tx)
  return merged.rows.map((row) => row.key)
}

async function insert(tx: Transaction<Database>, queue: string, wanted: readonly Wanted[]): Promise<readonly string[]> {
  const inserted = await sql<{ key: string }>`
    insert into pgboss.job_common (
      name, singleton_key, data, priority, start_after, created_on, keep_until, policy, dead_letter,
      expire_seconds, deletion_seconds, heartbeat_seconds, retry_limit, retry_delay, retry_backoff, upsert_by_key)
    select
      queue.name, wanted.key, jsonb_build_object('key', wanted.key), wanted.priority,
      pgboss.job_now() + wanted.delay * interval '1s', pgboss.job_now(),
      pgboss.job_now() + (wanted.delay + queue.retention_seconds) * interval '1s', queue.policy, queue.dead_letter,
      queue.expire_seconds, queue.deletion_seconds, queue.heartbeat_seconds, queue.retry_limit, queue.retry_delay,
      queue.retry_backoff, true
    from pgboss.queue queue cross join ${rowsOf(wanted)}
    where queue.name = ${queue}
    order by wanted.key
    on conflict do nothing
    returning singleton_key as key`.execute(tx)
  return inserted.rows.map((row) => row.key)
}
