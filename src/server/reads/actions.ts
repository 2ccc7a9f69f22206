import type { Kysely } from 'kysely'
import type { ActionStatus } from '../../api/workflows.ts'
import type { Database } from '../../store/schema.ts'

export interface StatusOfAction extends ActionStatus {
  readonly workflowId: string
}

/** How the polling of each action stands: its last complete poll and the interval that this one covered. */
export async function readActionStatuses(db: Kysely<Database>): Promise<StatusOfAction[]> {
  const rows = await db
    .selectFrom('cursors')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('coverage')
          .select(['covered_from', 'covered_to'])
          .whereRef('coverage.workflow_id', '=', 'cursors.workflow_id')
          .whereRef('coverage.action', '=', 'cursors.action')
          .orderBy('polled_at', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['cursors.workflow_id', 'cursors.action', 'cursors.polled_at', 'cursors.failure'])
    .select(['last.covered_from', 'last.covered_to'])
    .orderBy('cursors.action')
    .execute()
  return rows.map((row) => ({
    workflowId: row.workflow_id,
    name: row.action,
    lastPollAt: row.polled_at?.toISOString() ?? null,
    covered: row.covered_to && { from: row.covered_from?.toISOString() ?? null, to: row.covered_to.toISOString() },
    failure: row.failure,
  }))
}
