import type { Budget, Connector } from '../core/connector.ts'
import { Failure } from '../core/failure.ts'
import { backOffMs } from '../core/retry.ts'
import { keepPartitions } from '../store/partitions.ts'
import type { QueueDepth } from '../store/queue.ts'
import { listSystems, setSystemState, type SystemRow } from '../store/systems.ts'
import { listWorkflows, setWorkflowState, workflowById, type WorkflowRow } from '../store/workflows.ts'
import type { ExchangeLog } from './exchange-log.ts'
import { loadRuntime, queueOf } from './load.ts'
import type { EngineNeeds } from './needs.ts'
import { startRunner, type OperationEvent, type Runner } from './runner.ts'
import { createSystemHealth } from './system-health.ts'

export interface Engine {
  start(): Promise<void>
  /** Takes nothing new; what runs ends or goes back. */
  stop(): Promise<void>
  pollNow(workflowId: string): Promise<void>
  pauseWorkflow(workflowId: string, reason: string): Promise<void>
  activateWorkflow(workflowId: string): Promise<void>
  depth(workflowId: string): Promise<QueueDepth>
  budgets(): readonly (Budget & { readonly system: string })[]
  onOperation(listener: (operation: OperationEvent) => void): () => void
}

export interface EngineOptions extends EngineNeeds {
  readonly exchanges: ExchangeLog
  connect(system: SystemRow): Promise<Connector>
}

const EXCHANGES_MS = 400
const SWEEP_MS = 3_600_000
const KEEP_DAYS = { operations: 30, exchanges: 7 }
const LOAD_ATTEMPT_MAX = 6

/** Runs every active workflow, each with a queue and schedules of its own. */
export function createEngine(options: EngineOptions): Engine {
  const { store, queue, clock, chance, log, exchanges } = options
  const runners = new Map<string, Runner>()
  const loading = new Map<string, AbortController>()
  const connectors = new Map<string, { name: string; connector: Connector }>()
  const listeners = new Set<(operation: OperationEvent) => void>()
  const stopped = new AbortController()
  const background: Promise<unknown>[] = []
  const health = createSystemHealth({
    store,
    clock,
    log,
    random: () => chance.random(),
    onBack: (systemId) => {
      for (const runner of runners.values()) if (uses(runner, systemId)) void backAgain(runner)
    },
  })

  const backAgain = async (runner: Runner) => {
    runner.ramp()
    await runner.pollNow()
  }

  async function connect(system: SystemRow): Promise<Connector> {
    const known = connectors.get(system.id)
    if (known) return known.connector
    const connector = await options.connect(system)
    connectors.set(system.id, { name: system.name, connector })
    return connector
  }

  async function run(row: WorkflowRow, cancelled: AbortSignal): Promise<void> {
    for (let attempt = 1; !cancelled.aborted && !stopped.signal.aborted; attempt += 1) {
      try {
        const runtime = await loadRuntime(row, { store, connect })
        const activeSince = row.state.kind === 'active' ? new Date(row.state.since) : clock.now()
        const runner = await startRunner({ runtime, activeSince, needs: options, health, onOperation: tell })
        runners.set(row.id, runner)
        log.info({ workflowId: row.id, version: runtime.version }, 'workflow runs')
        return
      } catch (error) {
        log.error({ workflowId: row.id, err: error }, 'a workflow could not start')
        if (error instanceof Failure && error.kind === 'mapping') return pauseBroken(row, error)
        const delay = backOffMs(Math.min(attempt, LOAD_ATTEMPT_MAX), chance.random())
        await clock.wait(delay, AbortSignal.any([cancelled, stopped.signal]))
      }
    }
  }

  async function pauseBroken(row: WorkflowRow, failure: Failure): Promise<void> {
    const to = { kind: 'paused' as const, since: clock.now().toISOString(), reason: failure.message }
    await setWorkflowState(store.db, row.id, { from: 'active', to })
  }

  function begin(row: WorkflowRow): void {
    const cancel = new AbortController()
    loading.set(row.id, cancel)
    background.push(run(row, cancel.signal))
  }

  async function end(workflowId: string): Promise<void> {
    loading.get(workflowId)?.abort()
    const runner = runners.get(workflowId)
    runners.delete(workflowId)
    await runner?.stop()
  }

  function tell(operation: OperationEvent): void {
    for (const listener of listeners) listener(operation)
  }

  async function repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    while (!stopped.signal.aborted) {
      await work().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
      await clock.wait(everyMs, stopped.signal)
    }
  }

  async function keepHouse(): Promise<void> {
    await keepPartitions(store.db, { at: clock.now(), daysAhead: 3, keepDays: KEEP_DAYS })
    for (const runner of runners.values()) await runner.sweep()
  }

  return {
    start: async () => {
      for (const { id, state } of await listSystems(store.db)) {
        if (state.kind !== 'ready') await setSystemState(store.db, id, { from: state.kind, to: { kind: 'ready' } })
      }
      queue.onSignal((name) => {
        for (const runner of runners.values()) if (runner.runtime.queue === name) runner.wake()
      })
      background.push(repeat(SWEEP_MS, keepHouse), repeat(EXCHANGES_MS, exchanges.flush))
      for (const row of await listWorkflows(store.db)) {
        await queue.open(queueOf(row.id))
        if (row.state.kind === 'active') begin(row)
      }
    },
    stop: async () => {
      stopped.abort()
      await Promise.all([...runners.keys()].map(end))
      await health.stop()
      await Promise.all(background)
      await exchanges.flush()
      await Promise.all([...connectors.values()].map(({ connector }) => connector.close()))
    },
    pollNow: async (workflowId) => runners.get(workflowId)?.pollNow(),
    pauseWorkflow: async (workflowId, reason) => {
      const to = { kind: 'paused' as const, since: clock.now().toISOString(), reason }
      await setWorkflowState(store.db, workflowId, { from: 'active', to })
      await end(workflowId)
    },
    activateWorkflow: async (workflowId) => {
      const row = await workflowById(store.db, workflowId)
      if (!row || row.state.kind === 'active') return
      const to = { kind: 'active' as const, since: clock.now().toISOString() }
      await setWorkflowState(store.db, workflowId, { from: row.state.kind, to })
      begin({ ...row, state: to })
    },
    depth: (workflowId) => queue.depth(queueOf(workflowId)),
    budgets: () =>
      [...connectors.values()].flatMap(({ name, connector }) =>
        connector.budgets().map((budget) => ({ ...budget, system: name })),
      ),
    onOperation: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function uses({ runtime }: Runner, systemId: string): boolean {
  return runtime.sides.left.systemId === systemId || runtime.sides.right.systemId === systemId
}
