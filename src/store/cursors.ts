import type { Selectable } from 'kysely'
import type { Executor } from './store.ts'
import type { Database } from './schema.ts'

export type CursorRow = Selectable<Database['cursors']>

export interface ChangeSeen {
  readonly recordId: string
  readonly stamp: Date
}

export async function cursorOf(db: Executor, workflowId: string, action: string): Promise<CursorRow | undefined> {
  return db
    .selectFrom('cursors')
    .selectAll()
    .where('workflow_id', '=', workflowId)
    .where('action', '=', action)
    .executeTakeFirst()
}

/** Moves a cursor once every page of its poll is stored, and records the interval that was covered. */
export async function advanceCursor(
  db: Executor,
  poll: {
    workflowId: string
    action: string
    from: Date | null
    to: Date
    polledAt: Date
    found: number
    signalled: number
  },
): Promise<void> {
  const values = {
    workflow_id: poll.workflowId,
    action: poll.action,
    watermark: poll.to,
    polled_at: poll.polledAt,
    failure: null,
  }
  await db
    .insertInto('cursors')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['workflow_id', 'action'])
        .doUpdateSet({ watermark: poll.to, polled_at: poll.polledAt, failure: null }),
    )
    .execute()
  await db
    .insertInto('coverage')
    .values({
      workflow_id: poll.workflowId,
      action: poll.action,
      covered_from: poll.from,
      covered_to: poll.to,
      polled_at: poll.polledAt,
      found: poll.found,
      signalled: poll.signalled,
    })
    .execute()
}

export async function notePollFailure(
  db: Executor,
  workflowId: string,
  action: string,
  failure: string,
): Promise<void> {
  await db
    .insertInto('cursors')
    .values({ workflow_id: workflowId, action, watermark: null, polled_at: null, failure })
    .onConflict((conflict) => conflict.columns(['workflow_id', 'action']).doUpdateSet({ failure }))
    .execute()
}

/** Starts an action's cursor at a moment, unless it has one: records that were there before are left alone. */
export async function startCursorAt(db: Executor, workflowId: string, action: string, watermark: Date): Promise<void> {
  await db
    .insertInto('cursors')
    .values({ workflow_id: workflowId, action, watermark, polled_at: null, failure: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Those of the changes that were not signalled before. */
export async function unseen(
  db: Executor,
  workflowId: string,
  action: string,
  changes: readonly ChangeSeen[],
): Promise<readonly ChangeSeen[]> {
  if (changes.length === 0) return []
  const rows = await db
    .selectFrom('seen')
    .select(['record_id', 'stamp'])
    .where('workflow_id', '=', workflowId)
    .where('action', '=', action)
    .where('record_id', 'in', [...new Set(changes.map(({ recordId }) => recordId))])
    .execute()
  const known = new Set(rows.map((row) => `${row.record_id}/${row.stamp.getTime()}`))
  return changes.filter(({ recordId, stamp }) => !known.has(`${recordId}/${stamp.getTime()}`))
}

export async function markSeen(
  db: Executor,
  workflowId: string,
  action: string,
  changes: readonly ChangeSeen[],
): Promise<void> {
  if (changes.length === 0) return
  await db
    .insertInto('seen')
    .values(changes.map(({ recordId, stamp }) => ({ workflow_id: workflowId, action, record_id: recordId, stamp })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Forgets what no poll can meet again. */
export async function forgetSeen(db: Executor, workflowId: string, action: string, before: Date): Promise<void> {
  await db
    .deleteFrom('seen')
    .where('workflow_id', '=', workflowId)
    .where('action', '=', action)
    .where('stamp', '<', before)
    .execute()
}
