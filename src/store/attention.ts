import type { Executor } from './store.ts'

export interface NewAttention {
  readonly id: string
  readonly workflowId: string
  readonly pairId: string | null
  readonly recordId: string | null
  /** Tells two problems of one pair apart; the same cause again updates the open item. */
  readonly cause: string
  readonly kind: string
  readonly message: string
  readonly hint: string | null
  readonly detail: object
  readonly at: Date
}

/** What a pair or record needs a person for, as of this run: opens what is new, updates what stays, resolves the rest. */
export async function settleAttention(
  db: Executor,
  subject: { workflowId: string; pairId: string | null; recordId: string | null },
  items: readonly NewAttention[],
  at: Date,
): Promise<void> {
  const open = await db
    .selectFrom('attention')
    .select(['id', 'cause'])
    .where('workflow_id', '=', subject.workflowId)
    .where('resolved_at', 'is', null)
    .$if(subject.pairId !== null, (query) => query.where('pair_id', '=', subject.pairId))
    .$if(subject.pairId === null, (query) =>
      query.where('pair_id', 'is', null).where('record_id', '=', subject.recordId),
    )
    .execute()
  const stays = new Map(
    open.filter(({ cause }) => items.some((item) => item.cause === cause)).map(({ cause, id }) => [cause, id]),
  )
  const gone = open.filter(({ cause }) => !stays.has(cause)).map(({ id }) => id)
  if (gone.length > 0) await db.updateTable('attention').set({ resolved_at: at }).where('id', 'in', gone).execute()
  for (const item of items) await openItem(db, item, stays.get(item.cause))
}

async function openItem(db: Executor, item: NewAttention, openId: string | undefined): Promise<void> {
  const words = { kind: item.kind, message: item.message, hint: item.hint, detail: JSON.stringify(item.detail) }
  if (openId) {
    await db.updateTable('attention').set(words).where('id', '=', openId).execute()
    return
  }
  await db
    .insertInto('attention')
    .values({
      ...words,
      id: item.id,
      workflow_id: item.workflowId,
      pair_id: item.pairId,
      record_id: item.recordId,
      cause: item.cause,
      opened_at: item.at,
      resolved_at: null,
    })
    .execute()
}
