import { sql, type Kysely } from 'kysely'
import type { Health, Status } from '../api/status.ts'
import type { Database } from '../store/schema.ts'
import type { QueueDepth } from './engine-control.ts'
import { readActionStatuses } from './reads/actions.ts'
import { productVersion } from './version.ts'

export type DepthOf = (workflowId: string) => Promise<QueueDepth>

/** How everything stands: what `crosstie status --json` prints. */
export async function readStatus(db: Kysely<Database>, depthOf: DepthOf): Promise<Status> {
  const [workflows, systems, failuresByKind] = await Promise.all([
    readWorkflows(db, depthOf),
    db.selectFrom('systems').select(['name', 'kind', 'environment', 'state']).orderBy('name').execute(),
    readFailuresByKind(db),
  ])
  return {
    health: healthOf({ workflows, systems }),
    version: productVersion(),
    workflows,
    systems,
    queueDepth: workflows.reduce((sum, { queue }) => sum + queue.waiting + queue.delayed + queue.running, 0),
    failuresByKind,
  }
}

/** Open attention items by kind. */
export async function readFailuresByKind(db: Kysely<Database>): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('attention')
    .select(['kind', sql<number>`count(*)::int`.as('items')])
    .where('resolved_at', 'is', null)
    .groupBy('kind')
    .orderBy('kind')
    .execute()
  return Object.fromEntries(rows.map(({ kind, items }) => [kind, items]))
}

async function readWorkflows(db: Kysely<Database>, depthOf: DepthOf): Promise<Status['workflows']> {
  const rows = await db
    .selectFrom('workflows')
    .select(['id', 'name', 'state', 'version'])
    .select(
      countOf(sql`pairs where pairs.workflow_id = workflows.id and linked_at is not null and ended is null`, 'pairs'),
    )
    .select(countOf(sql`attention where attention.workflow_id = workflows.id and resolved_at is null`, 'attention'))
    .orderBy('name')
    .execute()
  const statuses = await readActionStatuses(db)
  return Promise.all(
    rows.map(async ({ id, ...row }) => ({
      ...row,
      queue: await depthOf(id),
      actions: statuses.filter(({ workflowId }) => workflowId === id).map(({ workflowId: _, ...status }) => status),
    })),
  )
}

function countOf<Alias extends string>(from: ReturnType<typeof sql>, alias: Alias) {
  return sql<number>`(select count(*)::int from ${from})`.as(alias)
}

/** A system that is not ready, or a poll that failed, degrades; when no system is ready, nothing can flow. */
function healthOf({ workflows, systems }: Pick<Status, 'workflows' | 'systems'>): Health {
  const held = systems.filter(({ state }) => state.kind !== 'ready')
  if (held.length > 0 && held.length === systems.length) return 'down'
  const active = workflows.filter(({ state }) => state.kind === 'active')
  const failing = active.some(({ actions }) => actions.some(({ failure }) => failure !== null))
  return held.length > 0 || failing ? 'degraded' : 'ok'
}
