import { sql, type Kysely } from 'kysely'
import { fromKysely, PgBoss, type ConstructorOptions, type QueueOptions } from 'pg-boss'
import { SIGNAL_CHANNEL, signalJobs } from './pg-boss-signal.ts'
import { LostJob, type Queue, type QueueDepth, type QueueJob } from './queue.ts'
import type { Database } from './schema.ts'
import { listenForSignals, type SignalListener } from './signal-listener.ts'

export interface PgBossQueueNeeds {
  readonly db: Kysely<Database>
  readonly url: string
  /**
   * Nobody else uses this database, which the lock of an embedded database's data directory proves: whatever is marked
   * as running at the start was left by a process that died, and is given back at once. Otherwise the jobs of a dead
   * process come back when their heartbeat is missed: after 10 seconds, and up to 2 until that is looked for.
   */
  readonly isOnlyUser: boolean
  readonly onError: (error: Error) => void
}

const DEAD = 'crosstie-dead'
/** What may become ready without a signal, because its time has come, is looked for this often. */
const FLOOR_MS = 500
const TEN_YEARS_SECONDS = 315_360_000

/** A queue keeps the options it was made with: another number makes new queues. */
const physicalName = (queue: string) => `${queue}.v1`
const logicalName = (name: string) => name.replace(/\.v\d+$/, '')

const boss: ConstructorOptions = {
  application_name: 'crosstie-queue',
  max: 3,
  schedule: false,
  registerInstance: false,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 2,
  maintenanceIntervalSeconds: 60,
}

const queueOptions: QueueOptions = {
  // Far beyond any pause: a waiting job must never be tidied away.
  retentionSeconds: TEN_YEARS_SECONDS,
  // A run ends itself after 240 seconds; this is for one that does not.
  expireInSeconds: 300,
  // The shortest that pg-boss takes.
  heartbeatSeconds: 10,
  // Only crashes are retried by pg-boss; a failed run completes its job and signals again.
  retryLimit: 5,
  retryDelay: 0,
  deleteAfterSeconds: 60,
}

/** The queue on pg-boss 12 in the store's own database. */
export function createPgBossQueue({ db, url, isOnlyUser, onError }: PgBossQueueNeeds): Queue {
  const pgBoss = new PgBoss({ ...boss, connectionString: url })
  pgBoss.on('error', onError)
  const opened = new Set<string>()
  const listeners = new Set<(queue: string) => void>()
  let listening: SignalListener | undefined
  let floor: NodeJS.Timeout | undefined

  const announce = (queue: string) => listeners.forEach((listener) => listener(queue))
  const announceAll = () => opened.forEach(announce)

  return {
    async start() {
      await pgBoss.start()
      await pgBoss.createQueue(DEAD, { retentionSeconds: TEN_YEARS_SECONDS, deleteAfterSeconds: 3600 })
      if (isOnlyUser) await giveBackRunning(db, pgBoss)
      const needs = { url, channel: SIGNAL_CHANNEL, onNotification: announce, onConnected: announceAll }
      listening = await listenForSignals(needs)
      floor = setInterval(announceAll, FLOOR_MS)
    },

    async stop() {
      clearInterval(floor)
      await listening?.close()
      await pgBoss.stop({ graceful: false })
    },

    async open(queue) {
      if (opened.has(queue)) return
      await pgBoss.createQueue(physicalName(queue), { ...queueOptions, policy: 'singleton', deadLetter: DEAD })
      opened.add(queue)
    },

    signal: (tx, queue, signals) => signalJobs(tx, { name: queue, physicalName: physicalName(queue) }, signals),

    async fetch(queue, max) {
      const jobs = await pgBoss.fetch<{ key: string }>(physicalName(queue), { batchSize: max })
      return jobs.map(({ id, data, retryCount }) => ({ id, key: data.key, crashes: retryCount }))
    },

    async complete(tx, queue, job) {
      const done = await pgBoss.complete(physicalName(queue), [attemptOf(job)], null, { db: fromKysely(tx) })
      if (affected(done).count !== 1) throw new LostJob(job)
    },

    async touch(queue, jobs) {
      if (jobs.length === 0) return []
      const kept = affected(await pgBoss.touch(physicalName(queue), jobs.map(attemptOf)))
      return jobs.filter((job) => !kept.ids.has(job.id) || jobs.some((other) => isLaterRun(other, job)))
    },

    absent: (queue, keys) => absentKeys(db, physicalName(queue), keys),
    depth: (queue) => readDepth(db, physicalName(queue)),

    async takeDead(tx, max) {
      const options = { batchSize: max, includeMetadata: true, db: fromKysely(tx) } as const
      const jobs = await pgBoss.fetch<{ key: string }>(DEAD, options)
      if (jobs.length > 0) await pgBoss.complete(DEAD, jobs, null, { db: fromKysely(tx) })
      return jobs.map(({ data, sourceName, sourceRetryCount }) => ({
        queue: logicalName(sourceName ?? ''),
        key: data.key,
        crashes: (sourceRetryCount ?? 0) + 1,
      }))
    },

    onSignal(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** pg-boss numbers the attempts of a job, and settles or touches only the attempt that it is shown. */
function attemptOf({ id, crashes }: QueueJob) {
  return { id, retryCount: crashes }
}

/** One process may hold both the run that it lost and the one that took over: pg-boss tells them apart, its answer not. */
function isLaterRun(other: QueueJob, job: QueueJob): boolean {
  return other.id === job.id && other.crashes > job.crashes
}

/** pg-boss answers with more than its types say: how many jobs it reached, and which. */
function affected(response: object): { readonly count: number; readonly ids: ReadonlySet<unknown> } {
  const count = 'affected' in response ? Number(response.affected) : 0
  return { count, ids: new Set('settled' in response && Array.isArray(response.settled) ? response.settled : []) }
}

async function giveBackRunning(db: Kysely<Database>, pgBoss: PgBoss): Promise<void> {
  const running = await sql<{ name: string; id: string; retryCount: number }>`
    select name, id, retry_count as "retryCount" from pgboss.job_common where state = 'active'`.execute(db)
  for (const [name, jobs] of Map.groupBy(running.rows, (job) => job.name)) {
    await pgBoss.fail(name, jobs, { message: 'The process that ran it died.' })
  }
}

async function absentKeys(db: Kysely<Database>, name: string, keys: readonly string[]): Promise<readonly string[]> {
  const absent = await sql<{ key: string }>`
    select key from unnest(${keys}::text[]) key where not exists (
      select from pgboss.job_common where name = ${name} and singleton_key = key and state <= 'active')`.execute(db)
  return absent.rows.map((row) => row.key)
}

async function readDepth(db: Kysely<Database>, name: string): Promise<QueueDepth> {
  const counts = await sql<QueueDepth>`
    select
      count(*) filter (where state < 'active' and start_after <= now())::int as waiting,
      count(*) filter (where state < 'active' and start_after > now())::int as delayed,
      count(*) filter (where state = 'active')::int as running
    from pgboss.job_common where name = ${name} and state <= 'active'`.execute(db)
  return counts.rows[0] ?? { waiting: 0, delayed: 0, running: 0 }
}
