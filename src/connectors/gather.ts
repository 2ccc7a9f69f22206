import { setTimeout as sleep } from 'node:timers/promises'
import DataLoader from 'dataloader'
import type { Clock } from '../core/clock.ts'
import type { CallOptions, Priority } from '../core/connector.ts'
import { Failure } from '../core/failure.ts'

export interface GathererNeeds<Key, Value> {
  /** Most keys that one call takes. */
  readonly max: number
  /** How long a batch waits for more company; less urgent ones wait longer. Default: 10 ms. */
  readonly waitMs?: number
  /** Most batches under way at once, of all priorities together. Default: 2. */
  readonly parallel?: number
  /** Default: the process's own time. */
  readonly clock?: Pick<Clock, 'wait'>
  /** Does the call: one result or error for each key, in their order. */
  run(keys: readonly Key[], operations: readonly string[], priority: Priority): Promise<readonly (Value | Error)[]>
  /** Reads: keys with the same text are asked for once in a batch. */
  keyOf?(key: Key): string
  /** Writes: the record that a key writes to; never twice in a batch, and in the order of the calls. */
  distinct?(key: Key): string
}

export interface Gatherer<Key, Value> {
  load(key: Key, options: CallOptions): Promise<Value>
}

const PRIORITIES: readonly Priority[] = ['live', 'scheduled', 'backfill']

/** What is not urgent waits longer for company: fewer calls are worth more to it than milliseconds. */
const PATIENCE: Readonly<Record<Priority, number>> = { live: 1, scheduled: 5, backfill: 5 }

/** How often newcomers prolong a batch's wait. */
const ROUNDS_MAX = 10

const REAL_TIME: Pick<Clock, 'wait'> = { wait: (milliseconds) => sleep(milliseconds) }

/** What one key of a batch asks for, and for whom. */
interface Entry<Key> {
  readonly key: Key
  readonly operations: Set<string>
}

/** A batch that still takes keys, or waits for its turn. */
interface Batch<Key, Value> {
  readonly priority: Priority
  readonly dispatch: () => void
  /** By the text of the key, so that equal keys share a place. */
  readonly equal: Map<string, { entry: Entry<Key>; result: Promise<Value> }>
  size: number
  /** Full, or has waited long enough. */
  due: boolean
  left: boolean
}

/**
 * Gathers simultaneous calls for single records into bulk calls, around dataloader. A batch leaves when it is full or no
 * more company comes, as soon as fewer than `parallel` are under way; until then it goes on filling. Live batches leave first.
 */
export function createGatherer<Key, Value>(needs: GathererNeeds<Key, Value>): Gatherer<Key, Value> {
  const { max, waitMs = 10, parallel = 2, clock = REAL_TIME } = needs
  const waiting: Batch<Key, Value>[] = []
  const open = new Map<Priority, Batch<Key, Value>>()
  const lanes = { live: lane('live'), scheduled: lane('scheduled'), backfill: lane('backfill') }
  const inOrder = needs.distinct ? createSeries() : undefined
  let underWay = 0

  function lane(priority: Priority): DataLoader<Entry<Key>, Value> {
    return new DataLoader<Entry<Key>, Value>((entries) => perform(entries, priority), {
      cache: false,
      maxBatchSize: max,
      batchScheduleFn: (dispatch) => openBatch(priority, dispatch),
    })
  }

  function openBatch(priority: Priority, dispatch: () => void): void {
    const batch: Batch<Key, Value> = { priority, dispatch, equal: new Map(), size: 0, due: false, left: false }
    open.set(priority, batch)
    waiting.push(batch)
    void ripen(batch, waitMs * PATIENCE[priority])
  }

  /** A stream of keys that come one by one still makes few, large batches: each newcomer prolongs the wait, to a limit. */
  async function ripen(batch: Batch<Key, Value>, quietMs: number): Promise<void> {
    let known = 0
    queueMicrotask(() => (known = batch.size))
    for (let round = 0; round < ROUNDS_MAX; round++) {
      await clock.wait(quietMs)
      if (batch.left || batch.size === known) break
      known = batch.size
    }
    makeDue(batch)
  }

  function makeDue(batch: Batch<Key, Value>): void {
    batch.due = true
    leave()
  }

  function leave(): void {
    while (underWay < parallel) {
      const next = PRIORITIES.flatMap((priority) =>
        waiting.filter((batch) => batch.due && batch.priority === priority),
      )[0]
      if (!next) return
      waiting.splice(waiting.indexOf(next), 1)
      underWay++
      next.left = true
      next.dispatch()
    }
  }

  async function perform(entries: readonly Entry<Key>[], priority: Priority): Promise<(Value | Error)[]> {
    try {
      const results = await runHalving(needs, entries, priority)
      return entries.map((_entry, index) => results[index] ?? missing(results, index))
    } finally {
      underWay--
      leave()
    }
  }

  function enter(key: Key, { operation, priority = 'live' }: CallOptions): Promise<Value> {
    const text = needs.keyOf?.(key)
    const equal = text === undefined ? undefined : openEqual(priority, text)
    if (equal) {
      if (operation !== undefined) equal.entry.operations.add(operation)
      return equal.result
    }
    const entry = { key, operations: new Set(operation === undefined ? [] : [operation]) }
    const result = lanes[priority].load(entry)
    const batch = open.get(priority)
    if (batch) {
      if (text !== undefined) batch.equal.set(text, { entry, result })
      batch.size++
      if (batch.size === max) makeDue(batch)
    }
    return result
  }

  function openEqual(priority: Priority, text: string) {
    const batch = open.get(priority)
    return batch?.left ? undefined : batch?.equal.get(text)
  }

  return {
    load: (key, options) =>
      inOrder && needs.distinct ? inOrder(needs.distinct(key), () => enter(key, options)) : enter(key, options),
  }
}

/** Runs the call; a refusal of the call as a whole is halved until the culprit stands alone. */
async function runHalving<Key, Value>(
  needs: GathererNeeds<Key, Value>,
  asked: readonly Entry<Key>[],
  priority: Priority,
): Promise<readonly (Value | Error)[]> {
  const operations = [...new Set(asked.flatMap((one) => [...one.operations]))]
  try {
    return await needs.run(
      asked.map((one) => one.key),
      operations,
      priority,
    )
  } catch (error) {
    if (asked.length === 1 || !isRefusal(error)) return asked.map(() => asError(error))
    const middle = Math.ceil(asked.length / 2)
    const first = await runHalving(needs, asked.slice(0, middle), priority)
    return [...first, ...(await runHalving(needs, asked.slice(middle), priority))]
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'rejection' && error.effect === 'none'
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function missing<Value>(results: readonly (Value | Error)[], place: number): Value | Error {
  return place in results ? (results[place] as Value) : new Error('A gathered call gave no result for one of its keys')
}

/** Lets the tasks of one name run one after the other, whatever became of the one before. */
export function createSeries(): <Result>(name: string, task: () => Promise<Result>) => Promise<Result> {
  const tails = new Map<string, Promise<unknown>>()
  return (name, task) => {
    const before = tails.get(name)
    const result = before ? before.then(task, task) : task()
    tails.set(name, result)
    const forget = () => {
      if (tails.get(name) === result) tails.delete(name)
    }
    void result.then(forget, forget)
    return result
  }
}
