import type { Selectable } from 'kysely'
import type { Executor } from './store.ts'
import type { Database, SideColumn } from './schema.ts'

export type SignalRow = Selectable<Database['signals']>

export interface NewSignal {
  readonly workflowId: string
  readonly side: SideColumn
  readonly recordId: string
  readonly pairId: string | null
  readonly action: string
  readonly trigger: string
  readonly stamp: Date
  readonly receivedAt: Date
}

export async function insertSignals(db: Executor, signals: readonly NewSignal[]): Promise<void> {
  if (signals.length === 0) return
  await db
    .insertInto('signals')
    .values(
      signals.map((signal) => ({
        workflow_id: signal.workflowId,
        side: signal.side,
        record_id: signal.recordId,
        pair_id: signal.pairId,
        action: signal.action,
        trigger: signal.trigger,
        stamp: signal.stamp,
        received_at: signal.receivedAt,
      })),
    )
    .execute()
}

export async function openSignalsOfPair(db: Executor, pairId: string): Promise<SignalRow[]> {
  return db
    .selectFrom('signals')
    .selectAll()
    .where('pair_id', '=', pairId)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute()
}

/** Signals of a record that has no pair yet. */
export async function openSignalsOfRecord(
  db: Executor,
  workflowId: string,
  side: SideColumn,
  recordId: string,
): Promise<SignalRow[]> {
  return db
    .selectFrom('signals')
    .selectAll()
    .where('workflow_id', '=', workflowId)
    .where('side', '=', side)
    .where('record_id', '=', recordId)
    .where('pair_id', 'is', null)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .execute()
}

/** Hands the waiting signals of a record to its pair. */
export async function giveSignalsToPair(db: Executor, ids: readonly string[], pairId: string): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('signals')
    .set({ pair_id: pairId })
    .where('id', 'in', [...ids])
    .execute()
}

export async function closeSignals(
  db: Executor,
  ids: readonly string[],
  outcome: { verdict: string; operationId: string; at: Date },
): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('signals')
    .set({ closed_at: outcome.at, verdict: outcome.verdict, operation_id: outcome.operationId })
    .where('id', 'in', [...ids])
    .where('closed_at', 'is', null)
    .execute()
}

/** Every record or pair of a workflow that has unclosed signals: what the queue must hold a job for. */
export async function openSignalKeys(
  db: Executor,
  workflowId: string,
): Promise<{ pair_id: string | null; side: SideColumn; record_id: string }[]> {
  return db
    .selectFrom('signals')
    .select(['pair_id', 'side', 'record_id'])
    .distinct()
    .where('workflow_id', '=', workflowId)
    .where('closed_at', 'is', null)
    .execute()
}
