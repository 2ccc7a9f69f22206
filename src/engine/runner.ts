import type { Failure } from '../core/failure.ts'
import { Failure as AnyFailure } from '../core/failure.ts'
import { SIDES, type CompiledAction, type Side } from '../core/compiled.ts'
import { notePollFailure, startCursorAt } from '../store/cursors.ts'
import type { QueueJob } from '../store/queue.ts'
import { openSignalKeys } from '../store/signals.ts'
import { pairsWithIntents } from '../store/intents.ts'
import { pollAction } from './collect.ts'
import { pairKey, parseJobKey, recordKey, type EngineNeeds, type Runtime } from './needs.ts'
import { runPair, type RunResult } from './run-pair.ts'
import { runRecord } from './run-record.ts'
import { createSchedule } from './schedule.ts'
import type { SystemHealth } from './system-health.ts'
import { createWorker } from './worker.ts'

export interface OperationEvent {
  readonly id: string
  readonly workflowId: string
  readonly verdict: string
  readonly summary: string
}

export interface Runner {
  readonly runtime: Runtime
  pollNow(): Promise<void>
  /** Something may be waiting in its queue. */
  wake(): void
  /** One of its systems is back. */
  ramp(): void
  /** Signals without a job get one: after a crash nothing may be left lying. */
  sweep(): Promise<void>
  stop(): Promise<void>
}

export interface RunnerNeeds {
  readonly runtime: Runtime
  /** When it was activated: where the cursors of actions begin that leave existing records alone. */
  readonly activeSince: Date
  readonly needs: EngineNeeds
  readonly health: SystemHealth
  readonly onOperation: (operation: OperationEvent) => void
}

/** Runs one workflow: polls its sources and works off its queue, as long as both of its systems answer. */
export async function startRunner({ runtime, activeSince, needs, health, onOperation }: RunnerNeeds): Promise<Runner> {
  const { workflowId, workflow, queue: name } = runtime
  const { queue, clock, log, store } = needs
  const isAwake = () => SIDES.every((side) => health.isReady(runtime.sides[side].systemId))

  async function run(job: QueueJob): Promise<void> {
    const { operation, failure } = await runJob(runtime, job, needs)
    if (operation) onOperation({ ...operation, workflowId })
    if (failure) await askSystems(failure)
  }

  /** A failure that could be the whole system's: probed, so that one bad record is not taken for an outage, nor the reverse. */
  async function askSystems(failure: Failure, sides: readonly Side[] = SIDES): Promise<void> {
    if (failure.kind !== 'connectivity' && failure.kind !== 'auth') return
    await Promise.all(
      sides.map((side) => health.suspect(runtime.sides[side].systemId, runtime.sides[side].connector, failure)),
    )
  }

  async function poll(action: CompiledAction): Promise<void> {
    if (!health.isReady(runtime.sides[action.from].systemId)) return
    try {
      const result = await pollAction(runtime, action, needs)
      log.debug({ workflowId, action: action.name, ...result }, 'polled')
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      log.warn({ workflowId, action: action.name, err: error }, 'a poll did not complete')
      await notePollFailure(store.db, workflowId, action.name, message).catch(() => undefined) // the database is the trouble, and logged
      if (error instanceof AnyFailure) await askSystems(error, [action.from])
    }
  }

  async function sweep(): Promise<void> {
    const signals = await openSignalKeys(store.db, workflowId)
    const keys = signals.map(({ pair_id: pairId, side, record_id: id }) =>
      pairId === null ? recordKey(side, id) : pairKey(pairId),
    )
    const unfinished = (await pairsWithIntents(store.db, workflowId)).map(pairKey)
    const absent = await queue.absent(name, [...new Set([...keys, ...unfinished])])
    if (absent.length === 0) return
    await store.db.transaction().execute((tx) =>
      queue.signal(
        tx,
        name,
        absent.map((key) => ({ key, priority: 'scheduled' as const })),
      ),
    )
  }

  const worker = createWorker({ queue, name, concurrency: needs.concurrency, clock, log, run, isAwake })
  await queue.open(name)
  for (const action of workflow.actions) await placeCursor(runtime, action, activeSince, needs)
  await sweep()
  worker.start()
  const schedules = workflow.actions.map((action) => createSchedule(action, { clock, poll: () => poll(action) }))

  return {
    runtime,
    pollNow: async () => {
      await Promise.all(schedules.map((schedule) => schedule.pollNow()))
    },
    wake: () => worker.wake(),
    ramp: () => worker.ramp(),
    sweep,
    stop: async () => {
      await Promise.all([...schedules.map((schedule) => schedule.stop()), worker.stop()])
    },
  }
}

async function runJob(runtime: Runtime, job: QueueJob, needs: EngineNeeds): Promise<RunResult> {
  const key = parseJobKey(job.key)
  if (key.kind === 'pair') return runPair(runtime, job, key.pairId, needs)
  return runRecord(runtime, job, key.side, key.recordId, needs)
}

/**
 * Where the first poll of an action begins. Records that are there already are the business of the action that creates:
 * an action beside it, which only updates, begins at the activation.
 */
async function placeCursor(
  { workflow, workflowId }: Runtime,
  action: CompiledAction,
  activeSince: Date,
  { store }: EngineNeeds,
): Promise<void> {
  const someCreate = workflow.actions.some(({ creates }) => creates)
  const existing = action.creates || !someCreate ? action.existing : 'none'
  if (existing === 'all') return
  const start = existing === 'none' ? activeSince : new Date(existing)
  await startCursorAt(store.db, workflowId, action.name, start)
}
