import type { Transaction } from 'kysely'
import type { CompiledAction } from '../core/compiled.ts'
import type { ChangesPage } from '../core/connector.ts'
import { advanceCursor, cursorOf, forgetSeen, markSeen, unseen } from '../store/cursors.ts'
import { pairsOf } from '../store/pairs.ts'
import { insertSignals } from '../store/signals.ts'
import type { Database } from '../store/schema.ts'
import { pairKey, priorityOf, recordKey, type EngineNeeds, type Runtime } from './needs.ts'

/** A change younger than this when it was seen may be followed by another in the same second: it is signalled again. */
const SETTLED_MS = 10_000
/** No poll reaches further back than this before the last watermark, so older dedupe entries are of no use. */
const LONGEST_OVERLAP_MS = 15 * 60_000

export interface PollResult {
  readonly found: number
  readonly signalled: number
}

/**
 * Asks the source of an action what changed since its last complete poll. Signals are stored page by page; the cursor
 * moves, and the interval counts as covered, only when every page is in.
 */
export async function pollAction(runtime: Runtime, action: CompiledAction, needs: EngineNeeds): Promise<PollResult> {
  const { db } = needs.store
  const cursor = await cursorOf(db, runtime.workflowId, action.name)
  const since = cursor?.watermark?.toISOString() ?? null
  const trigger = since === null ? 'backfill' : 'poller'
  const entity = runtime.workflow.entities[action.from]
  let found = 0
  let signalled = 0
  let window: ChangesPage['window'] | undefined
  for await (const page of runtime.sides[action.from].connector.changesSince({
    entity,
    since,
    priority: priorityOf(trigger),
  })) {
    found += page.changes.length
    signalled += await storePage(runtime, action, trigger, page, needs)
    window = page.window
  }
  if (window) await finish(runtime, action, window, { found, signalled }, needs)
  return { found, signalled }
}

async function storePage(
  runtime: Runtime,
  action: CompiledAction,
  trigger: string,
  page: ChangesPage,
  needs: EngineNeeds,
): Promise<number> {
  return needs.store.db.transaction().execute(async (tx) => {
    const { workflowId } = runtime
    const changes = page.changes.map(({ id, stamp }) => ({ recordId: id, stamp: new Date(stamp) }))
    const news = await unseen(tx, workflowId, action.name, changes)
    await signalChanges(tx, runtime, action, trigger, news, needs)
    const serverTime = Date.parse(page.serverTime)
    const horizon = Date.parse(page.window.to) - LONGEST_OVERLAP_MS
    const settled = news.filter(({ stamp }) => stamp.getTime() <= serverTime - SETTLED_MS && stamp.getTime() >= horizon)
    await markSeen(tx, workflowId, action.name, settled)
    return news.length
  })
}

/** Stores the signals and puts their pairs, or records without one, into the queue: in one transaction. */
async function signalChanges(
  tx: Transaction<Database>,
  runtime: Runtime,
  action: CompiledAction,
  trigger: string,
  changes: readonly { recordId: string; stamp: Date }[],
  needs: EngineNeeds,
): Promise<void> {
  if (changes.length === 0) return
  const side = action.from
  const { workflowId, queue } = runtime
  const pairs = await pairsOf(
    tx,
    workflowId,
    side,
    changes.map(({ recordId }) => recordId),
  )
  const receivedAt = needs.clock.now()
  await insertSignals(
    tx,
    changes.map(({ recordId, stamp }) => ({
      workflowId,
      side,
      recordId,
      pairId: pairs.get(recordId) ?? null,
      action: action.name,
      trigger,
      stamp,
      receivedAt,
    })),
  )
  const keys = changes.map(({ recordId }) => {
    const pairId = pairs.get(recordId)
    return pairId === undefined ? recordKey(side, recordId) : pairKey(pairId)
  })
  await needs.queue.signal(
    tx,
    queue,
    [...new Set(keys)].map((key) => ({ key, priority: priorityOf(trigger) })),
  )
}

async function finish(
  { workflowId }: Runtime,
  action: CompiledAction,
  window: ChangesPage['window'],
  result: PollResult,
  needs: EngineNeeds,
): Promise<void> {
  const to = new Date(window.to)
  await needs.store.db.transaction().execute(async (tx) => {
    await advanceCursor(tx, {
      workflowId,
      action: action.name,
      from: window.from === null ? null : new Date(window.from),
      to,
      polledAt: needs.clock.now(),
      ...result,
    })
    await forgetSeen(tx, workflowId, action.name, new Date(to.getTime() - LONGEST_OVERLAP_MS))
  })
}
