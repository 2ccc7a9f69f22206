import type { Chance, Clock } from '../core/clock.ts'
import type { Connector, Priority } from '../core/connector.ts'
import type { CompiledWorkflow, Side } from '../core/compiled.ts'
import type { Digest } from '../core/pair.ts'
import type { Queue } from '../store/queue.ts'
import type { Store } from '../store/store.ts'

/** What of a logger the engine uses; pino is one. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Everything that the engine is handed. */
export interface EngineNeeds {
  readonly store: Store
  readonly queue: Queue
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  readonly log: Log
  /** How long after an unanswered create its absence is believed, in milliseconds. */
  readonly lostCreateMs: number
  /** Pairs worked on at once, in each workflow. */
  readonly concurrency: number
}

/** One side of a running workflow. */
export interface SystemSide {
  readonly systemId: string
  readonly name: string
  readonly siteId: string
  readonly connector: Connector
}

/** A workflow as it runs: its document compiled against the systems' schemas. */
export interface Runtime {
  readonly workflowId: string
  readonly version: number
  readonly workflow: CompiledWorkflow
  readonly sides: Readonly<Record<Side, SystemSide>>
  /** Name of its queue. */
  readonly queue: string
}

/** Keys of the queue's jobs: a pair, or a record that has none yet. */
export type JobKey =
  | { readonly kind: 'pair'; readonly pairId: string }
  | { readonly kind: 'record'; readonly side: Side; readonly recordId: string }

export const pairKey = (pairId: string): string => `pair:${pairId}`
export const recordKey = (side: Side, recordId: string): string => `record:${side}:${recordId}`

export function parseJobKey(key: string): JobKey {
  const [kind, first = '', ...rest] = key.split(':')
  if (kind === 'pair') return { kind, pairId: first }
  if (kind === 'record' && (first === 'left' || first === 'right'))
    return { kind, side: first, recordId: rest.join(':') }
  throw new Error(`The queue holds a job with the unknown key ${key}`)
}

/** Priority of what a trigger signals: people's edits before schedules before first loads. */
export function priorityOf(trigger: string): Priority {
  if (trigger === 'backfill') return 'backfill'
  return trigger === 'poller' ? 'scheduled' : 'live'
}
