import type { Transaction } from 'kysely'
import type { Priority } from '../core/connector.ts'
import type { Database } from './schema.ts'

export interface QueueSignal {
  readonly key: string
  readonly priority: Priority
  /** Not before so long; 0, the default, is at once and cuts short whatever wait is left. */
  readonly delayMs?: number
}

/** One run of a key, from `fetch` until it is completed or taken away. */
export interface QueueJob {
  readonly id: string
  readonly key: string
  /** How often this job was fetched before and never ended: its process died or stood still. Ending it starts again at 0. */
  readonly crashes: number
}

/** A job that crashed so often that it is not tried any more. */
export interface DeadJob {
  readonly queue: string
  readonly key: string
  readonly crashes: number
}

export interface QueueDepth {
  /** May be fetched now, but for keys that run. */
  readonly waiting: number
  /** Wait for their time. */
  readonly delayed: number
  readonly running: number
}

/** The job is not ours any more: it was given to another run, or ended already. Whatever is in the transaction must not be kept. */
export class LostJob extends Error {
  constructor(job: QueueJob) {
    super(`The job of ${job.key} was taken over by another run.`)
    this.name = 'LostJob'
  }
}

/**
 * "There is something to do for this key", at most one waiting and one running for each key.
 *
 * A signal for a key that waits is merged into it: the higher priority and the earlier time win. A signal for a key
 * that runs makes it wait for exactly one more run. A run cannot start on data older than a signal that it absorbed:
 * the waiting job is locked until the signalling transaction ends. A job is put back by completing it and signalling
 * its key with a delay in one transaction. Who holds a job touches it every few seconds; one that is silent for ten
 * seconds counts as crashed and goes to somebody else.
 */
export interface Queue<Tx = Transaction<Database>> {
  /** Installs what the queue needs, gives back the jobs of dead processes, listens. */
  start(): Promise<void>
  /** Ends listening. Jobs that still run are not ended: their runs complete or put them back before. */
  stop(): Promise<void>
  /** Makes a queue if there is none of that name: one per workflow, so that none waits for another. */
  open(queue: string): Promise<void>
  /** Several signals for one key are merged too. */
  signal(tx: Tx, queue: string, signals: readonly QueueSignal[]): Promise<void>
  /** Takes up to so many jobs, the most urgent first, then the oldest. */
  fetch(queue: string, max: number): Promise<readonly QueueJob[]>
  /** Throws `LostJob` unless it ended exactly this run. */
  complete(tx: Tx, queue: string, job: QueueJob): Promise<void>
  /** Keeps jobs alive. Answers with those that are lost. */
  touch(queue: string, jobs: readonly QueueJob[]): Promise<readonly QueueJob[]>
  /** Those of the keys that neither wait nor run. */
  absent(queue: string, keys: readonly string[]): Promise<readonly string[]>
  depth(queue: string): Promise<QueueDepth>
  /** Takes dead jobs out of the queue, to be told of; in the caller's transaction. */
  takeDead(tx: Tx, max: number): Promise<readonly DeadJob[]>
  /** Calls back for a queue in which something may be ready: upon each signal, and now and then for what became due. */
  onSignal(listener: (queue: string) => void): () => void
}
