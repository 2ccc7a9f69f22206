import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Flow, Side, WorkflowCard } from '../../api/dashboard.ts'
import type { Database } from '../../store/schema.ts'
import type { DepthOf } from '../status.ts'
import { readActionStatuses, type StatusOfAction } from './actions.ts'

/** Each workflow with both its sides and what flowed between them since then. */
export async function readWorkflowCards(
  db: Kysely<Database>,
  { depthOf, since }: { depthOf: DepthOf; since: Date },
): Promise<WorkflowCard[]> {
  const [rows, statuses, counts] = await Promise.all([readRows(db), readActionStatuses(db), countByAction(db, since)])
  return Promise.all(
    rows.map(async (row) => {
      const document = DocumentOutline.parse(row.document)
      return {
        ...{ id: row.id, name: row.name, state: row.state, version: row.version, managed: row.managed },
        ...{ pairs: row.pairs, attention: row.attention, queue: await depthOf(row.id) },
        left: sideOf(row, 'left', document),
        right: sideOf(row, 'right', document),
        flows: document.actions.map((action) => flowOf({ row, document, action, statuses, counts })),
      }
    }),
  )
}

/** As much of the workflow document as a card shows. */
const DocumentOutline = z.object({
  systems: z.record(z.string(), z.object({ system: z.string(), entity: z.union([z.string(), z.array(z.string())]) })),
  actions: z.array(z.object({ name: z.string(), from: z.string() })),
})
type DocumentOutline = z.infer<typeof DocumentOutline>

type Row = Awaited<ReturnType<typeof readRows>>[number]

function readRows(db: Kysely<Database>) {
  return db
    .selectFrom('workflows')
    .innerJoin('workflow_versions', (join) =>
      join
        .onRef('workflow_versions.workflow_id', '=', 'workflows.id')
        .onRef('workflow_versions.version', '=', 'workflows.version'),
    )
    .innerJoin('systems as l', 'l.id', 'workflows.left_system')
    .innerJoin('systems as r', 'r.id', 'workflows.right_system')
    .select(['workflows.id', 'workflows.name', 'workflows.state', 'workflows.version', 'workflows.managed'])
    .select(['l.name as left_name', 'l.kind as left_kind', 'l.environment as left_environment'])
    .select(['l.state as left_state', 'l.site_url as left_url'])
    .select(['r.name as right_name', 'r.kind as right_kind', 'r.environment as right_environment'])
    .select(['r.state as right_state', 'r.site_url as right_url'])
    .select('workflow_versions.document')
    .select(
      sql<number>`(select count(*)::int from pairs
        where pairs.workflow_id = workflows.id and linked_at is not null and ended is null)`.as('pairs'),
    )
    .select(
      sql<number>`(select count(*)::int from attention
        where attention.workflow_id = workflows.id and resolved_at is null)`.as('attention'),
    )
    .orderBy('workflows.name')
    .execute()
}

function sideOf(row: Row, side: 'left' | 'right', document: DocumentOutline): Side {
  const system = row[`${side}_name`]
  const outline = Object.values(document.systems).find((each) => each.system === system)
  return {
    system,
    kind: row[`${side}_kind`],
    environment: row[`${side}_environment`],
    state: row[`${side}_state`],
    url: row[`${side}_url`],
    entity: [outline?.entity ?? []].flat().join(', '),
  }
}

type Counts = Awaited<ReturnType<typeof countByAction>>

interface FlowNeeds {
  readonly row: Row
  readonly document: DocumentOutline
  readonly action: DocumentOutline['actions'][number]
  readonly statuses: readonly StatusOfAction[]
  readonly counts: Counts
}

function flowOf({ row, document, action, statuses, counts }: FlowNeeds): Flow {
  const status = statuses.find(({ workflowId, name }) => workflowId === row.id && name === action.name)
  const count = counts.find((each) => each.workflow_id === row.id && each.action === action.name)
  return {
    name: action.name,
    from: document.systems[action.from]?.system === row.left_name ? 'left' : 'right',
    lastPollAt: status?.lastPollAt ?? null,
    covered: status?.covered ?? null,
    failure: status?.failure ?? null,
    created: count?.created ?? 0,
    updated: count?.updated ?? 0,
    attention: count?.attention ?? 0,
  }
}

function countByAction(db: Kysely<Database>, since: Date) {
  return db
    .selectFrom('operations')
    .select(['workflow_id', 'action'])
    .select(verdictCount('created'))
    .select(verdictCount('updated'))
    .select(verdictCount('attention'))
    .where('at', '>=', since)
    .groupBy(['workflow_id', 'action'])
    .execute()
}

/** How many of the rows at hand have this verdict, under its name. */
export function verdictCount<Name extends 'created' | 'updated' | 'attention'>(verdict: Name) {
  return sql<number>`(count(*) filter (where verdict = ${verdict}))::int`.as(verdict)
}
