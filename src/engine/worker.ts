import type { Queue, QueueJob } from '../store/queue.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from './needs.ts'

export interface WorkerNeeds {
  readonly queue: Queue
  readonly name: string
  readonly concurrency: number
  readonly clock: Clock
  readonly log: Log
  /** Runs one job to its end: completed or put back. */
  readonly run: (job: QueueJob) => Promise<void>
  /** Whether jobs may start now; a resting worker keeps its place. */
  readonly isAwake: () => boolean
}

export interface Worker {
  start(): void
  wake(): void
  /** After a rest, begins with one job at a time and doubles from there. */
  ramp(): void
  /** Takes no more jobs and waits for those that run. */
  stop(): Promise<void>
  running(): number
}

const FETCH_MAX = 200
const TOUCH_MS = 3_000
/** A look at the queue without being told, for jobs whose time has come. */
const FLOOR_MS = 500

/** Takes jobs from one queue as long as there is room for them. */
export function createWorker({ queue, name, concurrency, clock, log, run, isAwake }: WorkerNeeds): Worker {
  const jobs = new Map<string, QueueJob>()
  const stopped = new AbortController()
  let nudge = new AbortController()
  let limit = concurrency
  let loop: Promise<unknown> = Promise.resolve()

  const wake = () => {
    nudge.abort()
  }

  async function runOne(job: QueueJob): Promise<void> {
    try {
      await run(job)
      limit = Math.min(concurrency, limit * 2)
    } catch (error) {
      // The job was not ended: the queue gives it to somebody else once it is silent, as after a crash.
      log.error({ err: error, key: job.key }, 'a run failed unexpectedly')
    } finally {
      jobs.delete(job.id)
      wake()
    }
  }

  async function takeJobs(): Promise<number> {
    const room = isAwake() ? limit - jobs.size : 0
    if (room <= 0) return 0
    const taken = await queue.fetch(name, Math.min(room, FETCH_MAX))
    for (const job of taken) {
      jobs.set(job.id, job)
      void runOne(job)
    }
    return taken.length
  }

  async function takeLoop(): Promise<void> {
    while (!stopped.signal.aborted) {
      nudge = new AbortController()
      const taken = await takeJobs().catch((error: unknown) => {
        log.error({ err: error }, 'the queue could not be read')
        return 0
      })
      if (taken === 0) await clock.wait(FLOOR_MS, AbortSignal.any([nudge.signal, stopped.signal]))
    }
  }

  async function touchLoop(): Promise<void> {
    while (!stopped.signal.aborted || jobs.size > 0) {
      await clock.wait(TOUCH_MS, jobs.size === 0 ? stopped.signal : undefined)
      if (jobs.size === 0) continue
      await queue.touch(name, [...jobs.values()]).catch((error: unknown) => {
        log.warn({ err: error }, 'the queue could not be told that jobs are alive')
      })
    }
  }

  return {
    start: () => {
      loop = takeLoop()
      void touchLoop()
    },
    wake,
    ramp: () => {
      limit = 1
      wake()
    },
    stop: async () => {
      stopped.abort()
      await loop
      while (jobs.size > 0) {
        nudge = new AbortController()
        await clock.wait(FLOOR_MS, nudge.signal)
      }
    },
    running: () => jobs.size,
  }
}
