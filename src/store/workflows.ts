import type { Selectable, Transaction } from 'kysely'
import type { Database, WorkflowState } from './schema.ts'
import type { Executor } from './store.ts'

export type WorkflowRow = Selectable<Database['workflows']>

export interface WorkflowVersion {
  readonly version: number
  readonly document: object
  readonly author: string
  readonly note: string
  readonly created_at: Date
}

export interface WorkflowContent {
  readonly name: string
  readonly leftSystem: string
  readonly rightSystem: string
  /** As in a workflow file. */
  readonly document: object
  readonly author: string
  readonly note: string
  readonly at: Date
}

/** A new workflow is a draft, with this as its first version. */
export async function insertWorkflow(
  tx: Transaction<Database>,
  { id, managed, content }: { readonly id: string; readonly managed: boolean; readonly content: WorkflowContent },
): Promise<void> {
  const state: WorkflowState = { kind: 'draft' }
  await tx
    .insertInto('workflows')
    .values({ ...columnsOf(content), id, managed, state: JSON.stringify(state), version: 1, created_at: content.at })
    .execute()
  await insertVersion(tx, { workflowId: id, version: 1, content })
}

/** Saves the next version; undefined if `basedOn` is not the newest any more, so that nobody overwrites unseen. */
export async function saveVersion(
  tx: Transaction<Database>,
  { id, basedOn, content }: { readonly id: string; readonly basedOn: number; readonly content: WorkflowContent },
): Promise<number | undefined> {
  const version = basedOn + 1
  const result = await tx
    .updateTable('workflows')
    .set({ ...columnsOf(content), version })
    .where('id', '=', id)
    .where('version', '=', basedOn)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) return undefined
  await insertVersion(tx, { workflowId: id, version, content })
  return version
}

export async function listWorkflows(db: Executor): Promise<readonly WorkflowRow[]> {
  return db.selectFrom('workflows').selectAll().orderBy('name').execute()
}

export async function workflowById(db: Executor, id: string): Promise<WorkflowRow | undefined> {
  return db.selectFrom('workflows').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function workflowByName(db: Executor, name: string): Promise<WorkflowRow | undefined> {
  return db.selectFrom('workflows').selectAll().where('name', '=', name).executeTakeFirst()
}

/** The version that runs, or would run. */
export async function runningVersion(db: Executor, id: string): Promise<WorkflowVersion | undefined> {
  return versionsOf(db, id)
    .innerJoin('workflows', (join) =>
      join
        .onRef('workflows.id', '=', 'workflow_versions.workflow_id')
        .onRef('workflows.version', '=', 'workflow_versions.version'),
    )
    .executeTakeFirst()
}

/** Newest first. */
export async function listVersions(db: Executor, id: string): Promise<readonly WorkflowVersion[]> {
  return versionsOf(db, id).orderBy('version', 'desc').execute()
}

/** Changes the state if it is (still) the one that is left; whether it did. */
export async function setWorkflowState(
  db: Executor,
  id: string,
  { from, to }: { readonly from: WorkflowState['kind']; readonly to: WorkflowState },
): Promise<boolean> {
  const result = await db
    .updateTable('workflows')
    .set({ state: JSON.stringify(to) })
    .where('id', '=', id)
    .where((where) => where(where.ref('state', '->>').key('kind'), '=', from))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** With its versions, pairs, signals, cursors and attention items. */
export async function deleteWorkflow(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('workflows').where('id', '=', id).execute()
}

function versionsOf(db: Executor, id: string) {
  return db
    .selectFrom('workflow_versions')
    .select([
      'workflow_versions.version',
      'workflow_versions.document',
      'workflow_versions.author',
      'workflow_versions.note',
      'workflow_versions.created_at',
    ])
    .where('workflow_versions.workflow_id', '=', id)
}

function columnsOf({ name, leftSystem, rightSystem }: WorkflowContent) {
  return { name, left_system: leftSystem, right_system: rightSystem }
}

async function insertVersion(
  tx: Transaction<Database>,
  { workflowId, version, content }: { workflowId: string; version: number; content: WorkflowContent },
): Promise<void> {
  const { document, author, note, at } = content
  await tx
    .insertInto('workflow_versions')
    .values({
      workflow_id: workflowId,
      version,
      document: JSON.stringify(document),
      author,
      note,
      created_at: at,
    })
    .execute()
}
