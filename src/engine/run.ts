import type { Side } from '../core/compiled.ts'
import type { CallOptions, Priority } from '../core/connector.ts'
import type { Intent } from '../core/intents.ts'
import type { Agreement } from '../core/pair.ts'
import type { SystemRecord } from '../core/record.ts'
import type { NewAttention } from '../store/attention.ts'
import type { PairRow } from '../store/pairs.ts'
import type { QueueJob } from '../store/queue.ts'
import type { SignalRow } from '../store/signals.ts'
import type { EngineNeeds, Runtime } from './needs.ts'

export type StageName = 'collect' | 'read' | 'filter' | 'correlate' | 'plan' | 'deliver' | 'respond' | 'settle'

/** One step of an operation's timeline, as the activity log shows it. */
export interface Stage {
  readonly stage: StageName
  readonly at: string
  readonly ms: number
  readonly summary: string
  readonly detail?: object
}

/** How an operation ended. */
export type OperationVerdict = 'created' | 'updated' | 'unchanged' | 'filtered' | 'waiting' | 'attention' | 'retrying'

export type Problem = Omit<NewAttention, 'id' | 'workflowId' | 'pairId' | 'recordId' | 'at'>

/** One run of a pair: what it has read, done and found out so far. Its id is the operation's. */
export interface PairRun {
  readonly id: string
  readonly startedAt: Date
  readonly job: QueueJob
  readonly runtime: Runtime
  readonly needs: EngineNeeds
  readonly signals: readonly SignalRow[]
  readonly call: CallOptions
  readonly stages: Stage[]
  pair: PairRow
  records: { left?: SystemRecord | undefined; right?: SystemRecord | undefined }
  /** On the engine's monotonic clock. */
  readAtMs: number
  readAt: Date
  /** As agreed now, in memory; what differs from the store is written when the run settles. */
  agreements: Map<string, Agreement>
  readonly newAgreements: Map<string, Agreement>
  intents: readonly Intent[]
  readonly endedIntents: string[]
  readonly problems: Problem[]
  /** What was written, in words for the summary. */
  readonly effects: {
    readonly kind: 'create' | 'update' | 'transition'
    readonly side: Side
    readonly fields: readonly string[]
  }[]
}

/** Runs one step of a pair's way and notes it in the operation's timeline. */
export async function stage<Result>(
  run: PairRun,
  name: StageName,
  work: () => Promise<{ result: Result; summary: string; detail?: object }>,
): Promise<Result> {
  const { clock } = run.needs
  const at = clock.now().toISOString()
  const started = clock.monotonicMs()
  const took = () => Math.round(clock.monotonicMs() - started)
  try {
    const { result, summary, detail } = await work()
    run.stages.push({ stage: name, at, ms: took(), summary, ...(detail ? { detail } : {}) })
    return result
  } catch (error) {
    run.stages.push({ stage: name, at, ms: took(), summary: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

export const callOptions = (operation: string, priority: Priority): CallOptions => ({ operation, priority })

export function agree(run: PairRun, agreements: Iterable<[string, Agreement]>): void {
  for (const [mapping, agreement] of agreements) {
    run.agreements.set(mapping, agreement)
    run.newAgreements.set(mapping, agreement)
  }
}
