import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import { z } from 'zod'
import { OperationFailure, Stage, Verdict, type Operation, type OperationSummary } from '../../api/operations.ts'
import type { Database } from '../../store/schema.ts'
import { recordLink } from './records.ts'

export interface OperationFilter {
  readonly verdicts?: readonly Verdict[] | undefined
  readonly workflowId?: string | undefined
  readonly pairId?: string | undefined
  readonly search?: string | undefined
}

export interface OperationPage {
  readonly filter: OperationFilter
  /** As the page before gave it. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page of operations, newest first, and the cursor of the next one. */
export async function readOperations(
  db: Kysely<Database>,
  { filter, cursor, limit }: OperationPage,
): Promise<{ operations: OperationSummary[]; next: string | null }> {
  const position = cursor === undefined ? undefined : parseCursor(cursor)
  let query = filtered(summaries(db), filter)
    .orderBy('operations.at', 'desc')
    .orderBy('operations.id', 'desc')
    .limit(limit + 1)
  if (position) {
    query = query.where(
      sql<boolean>`(operations.at, operations.id) < (${position.at}::timestamptz, ${position.id}::uuid)`,
    )
  }
  const rows = await query.execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { operations: rows.slice(0, limit).map(toSummary), next: last ? `${last.exact_at}|${last.id}` : null }
}

/** The operations of these ids, oldest first, for those who watch. */
export async function readOperationsById(db: Kysely<Database>, ids: readonly string[]): Promise<OperationSummary[]> {
  if (ids.length === 0) return []
  const rows = await summaries(db).where('operations.id', 'in', ids).orderBy('operations.at').execute()
  return rows.map(toSummary)
}

export async function readOperation(db: Kysely<Database>, id: string): Promise<Operation | undefined> {
  const row = await summaries(db)
    .innerJoin('systems as left_system', 'left_system.id', 'workflows.left_system')
    .innerJoin('systems as right_system', 'right_system.id', 'workflows.right_system')
    .select(['operations.started_at', 'operations.version', 'operations.stages', 'operations.failure'])
    .select(['left_system.name as left_name', 'left_system.kind as left_kind'])
    .select(['right_system.name as right_name', 'right_system.kind as right_kind'])
    .where('operations.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...toSummary(row),
    startedAt: row.started_at.toISOString(),
    version: row.version,
    systems: {
      left: { name: row.left_name, kind: row.left_kind },
      right: { name: row.right_name, kind: row.right_kind },
    },
    stages: z.array(Stage).parse(row.stages),
    failure: StoredFailure.nullable().parse(row.failure),
  }
}

/** As the engine stores it: what does not apply is absent. */
const StoredFailure = OperationFailure.extend({
  hint: z
    .string()
    .nullish()
    .transform((hint) => hint ?? null),
  fields: z.record(z.string(), z.string()).default({}),
})

function summaries(db: Kysely<Database>) {
  return db
    .selectFrom('operations')
    .innerJoin('workflows', 'workflows.id', 'operations.workflow_id')
    .leftJoin('pairs', 'pairs.id', 'operations.pair_id')
    .select(['operations.id', 'operations.at', 'operations.workflow_id', 'operations.pair_id', 'operations.action'])
    .select(['operations.trigger', 'operations.verdict', 'operations.summary', 'operations.attempt'])
    .select(['operations.latency_ms', 'operations.left_id', 'operations.left_key'])
    .select(['operations.right_id', 'operations.right_key', 'pairs.left_url', 'pairs.right_url'])
    .select('workflows.name as workflow_name')
    .select(sql<string>`operations.at::text`.as('exact_at'))
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>['executeTakeFirstOrThrow']>>

function filtered<DB extends Database, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  { verdicts, workflowId, pairId, search }: OperationFilter,
): SelectQueryBuilder<DB, TB, O> {
  let result = query
  if (verdicts) result = result.where(sql<boolean>`operations.verdict = any(${[...verdicts]}::text[])`)
  if (workflowId) result = result.where(sql<boolean>`operations.workflow_id = ${workflowId}::uuid`)
  if (pairId) result = result.where(sql<boolean>`operations.pair_id = ${pairId}::uuid`)
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
    result = result.where(
      sql<boolean>`(operations.left_key ilike ${pattern} or operations.right_key ilike ${pattern}
        or operations.left_id ilike ${pattern} or operations.right_id ilike ${pattern})`,
    )
  }
  return result
}

function toSummary(row: SummaryRow): OperationSummary {
  return {
    id: row.id,
    at: row.at.toISOString(),
    workflow: { id: row.workflow_id, name: row.workflow_name },
    pairId: row.pair_id,
    action: row.action,
    trigger: row.trigger,
    left: recordLink(row.left_id, row.left_key, row.left_url),
    right: recordLink(row.right_id, row.right_key, row.right_url),
    verdict: Verdict.parse(row.verdict),
    summary: row.summary,
    attempt: row.attempt,
    latencyMs: row.latency_ms,
  }
}

/** The time as the database writes it, to the microsecond, so that no page skips or repeats a row. */
const Cursor = z.tuple([z.string().regex(/^[\d :+.-]+$/), z.uuid()])

function parseCursor(cursor: string): { at: string; id: string } {
  const [at, id] = Cursor.parse(cursor.split('|'))
  return { at, id }
}
