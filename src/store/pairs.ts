import type { Selectable } from 'kysely'
import type { Executor } from './store.ts'
import type { Database, SideColumn } from './schema.ts'

export type PairRow = Selectable<Database['pairs']>

/** What is known of one record of a pair. */
export interface PairMember {
  readonly id: string
  readonly key: string
  readonly url: string
}

export interface NewPair {
  readonly id: string
  readonly workflowId: string
  readonly left: PairMember | undefined
  readonly right: PairMember | undefined
  readonly at: Date
}

export async function pairById(db: Executor, id: string): Promise<PairRow | undefined> {
  return db.selectFrom('pairs').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function pairOf(
  db: Executor,
  workflowId: string,
  side: SideColumn,
  recordId: string,
): Promise<PairRow | undefined> {
  return db
    .selectFrom('pairs')
    .selectAll()
    .where('workflow_id', '=', workflowId)
    .where(`${side}_id`, '=', recordId)
    .executeTakeFirst()
}

/** The pairs of these records, by record id. */
export async function pairsOf(
  db: Executor,
  workflowId: string,
  side: SideColumn,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (recordIds.length === 0) return new Map()
  const column = `${side}_id` as const
  const rows = await db
    .selectFrom('pairs')
    .select(['id', column])
    .where('workflow_id', '=', workflowId)
    .where(column, 'in', [...recordIds])
    .execute()
  return new Map(rows.flatMap((row) => (row[column] === null ? [] : [[row[column], row.id]])))
}

/** Makes the pair, unless either record has one already; the unique constraints decide who wins. */
export async function insertPair(db: Executor, { id, workflowId, left, right, at }: NewPair): Promise<boolean> {
  const result = await db
    .insertInto('pairs')
    .values({
      id,
      workflow_id: workflowId,
      left_id: left?.id ?? null,
      right_id: right?.id ?? null,
      left_key: left?.key ?? null,
      right_key: right?.key ?? null,
      left_url: left?.url ?? null,
      right_url: right?.url ?? null,
      created_at: at,
      linked_at: left && right ? at : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

/** Fills the empty side of a pair. False if it is taken meanwhile, or the record belongs to another pair. */
export async function linkPair(
  db: Executor,
  pairId: string,
  side: SideColumn,
  member: PairMember,
  at: Date,
): Promise<boolean> {
  const pair = await pairById(db, pairId)
  if (!pair || pair[`${side}_id`] !== null) return pair?.[`${side}_id`] === member.id
  if (await pairOf(db, pair.workflow_id, side, member.id)) return false
  const result = await db
    .updateTable('pairs')
    .set({ [`${side}_id`]: member.id, [`${side}_key`]: member.key, [`${side}_url`]: member.url, linked_at: at })
    .where('id', '=', pairId)
    .where(`${side}_id`, 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Labels follow renames and moves. */
export async function relabelPair(
  db: Executor,
  pairId: string,
  side: SideColumn,
  { key, url }: PairMember,
): Promise<void> {
  await db
    .updateTable('pairs')
    .set({ [`${side}_key`]: key, [`${side}_url`]: url })
    .where('id', '=', pairId)
    .execute()
}

export async function notePairRun(
  db: Executor,
  pairId: string,
  run: { attempts: number; readAt?: Date },
): Promise<void> {
  await db
    .updateTable('pairs')
    .set({ attempts: run.attempts, ...(run.readAt ? { read_at: run.readAt } : {}) })
    .where('id', '=', pairId)
    .execute()
}
