import type { Kysely } from 'kysely'
import type { AttentionItem } from '../../api/dashboard.ts'
import type { Database } from '../../store/schema.ts'
import { readFailuresByKind } from '../status.ts'
import { recordLink } from './records.ts'

const shownMax = 8

/** What waits for a person: how much by kind, and the latest of it. */
export async function readAttention(db: Kysely<Database>) {
  const [byKind, latest] = await Promise.all([readFailuresByKind(db), readLatest(db)])
  return { total: Object.values(byKind).reduce((sum, items) => sum + items, 0), byKind, latest }
}

async function readLatest(db: Kysely<Database>): Promise<AttentionItem[]> {
  const rows = await db
    .selectFrom('attention')
    .innerJoin('workflows', 'workflows.id', 'attention.workflow_id')
    .leftJoin('pairs', 'pairs.id', 'attention.pair_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('operations')
          .select('operations.id')
          .whereRef('operations.pair_id', '=', 'attention.pair_id')
          .orderBy('at', 'desc')
          .limit(1)
          .as('last_operation'),
      (join) => join.onTrue(),
    )
    .select(['attention.id', 'attention.kind', 'attention.message', 'attention.hint', 'attention.opened_at'])
    .select([
      'pairs.left_id',
      'pairs.left_key',
      'pairs.left_url',
      'pairs.right_id',
      'pairs.right_key',
      'pairs.right_url',
    ])
    .select(['workflows.name as workflow', 'last_operation.id as operation_id'])
    .where('resolved_at', 'is', null)
    .orderBy('opened_at', 'desc')
    .limit(shownMax)
    .execute()
  return rows.map((row) => ({
    ...{ id: row.id, workflow: row.workflow, kind: row.kind, message: row.message, hint: row.hint },
    openedAt: row.opened_at.toISOString(),
    left: recordLink(row.left_id, row.left_key, row.left_url),
    right: recordLink(row.right_id, row.right_key, row.right_url),
    operationId: row.operation_id,
  }))
}
