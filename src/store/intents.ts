import type { Selectable } from 'kysely'
import type { Executor } from './store.ts'
import type { Database } from './schema.ts'

export type IntentRow = Selectable<Database['intents']>

export interface NewIntent {
  readonly id: string
  readonly pairId: string
  readonly run: string
  readonly kind: 'create' | 'update' | 'transition'
  readonly side: 'left' | 'right'
  readonly marker: string | null
  readonly entries: readonly object[]
  readonly createdAt: Date
}

export async function openIntents(db: Executor, pairId: string): Promise<IntentRow[]> {
  return db.selectFrom('intents').selectAll().where('pair_id', '=', pairId).orderBy('created_at').execute()
}

/** Committed before the call that it stands for. */
export async function insertIntent(db: Executor, intent: NewIntent): Promise<void> {
  await db
    .insertInto('intents')
    .values({
      id: intent.id,
      pair_id: intent.pairId,
      run: intent.run,
      kind: intent.kind,
      side: intent.side,
      marker: intent.marker,
      entries: JSON.stringify(intent.entries),
      created_at: intent.createdAt,
    })
    .execute()
}

/** A known outcome ends an intent. */
export async function endIntents(db: Executor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('intents')
    .where('id', 'in', [...ids])
    .execute()
}

/** Pairs with a write whose outcome is not known: they are looked at again after a crash. */
export async function pairsWithIntents(db: Executor, workflowId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('intents')
    .innerJoin('pairs', 'pairs.id', 'intents.pair_id')
    .select('intents.pair_id')
    .distinct()
    .where('pairs.workflow_id', '=', workflowId)
    .execute()
  return rows.map((row) => row.pair_id)
}
