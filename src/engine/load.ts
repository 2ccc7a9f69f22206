import type { Connector } from '../core/connector.ts'
import { compileWorkflow } from '../core/compile.ts'
import { Failure } from '../core/failure.ts'
import type { Problem } from '../core/problem.ts'
import { parseWorkflow, type WorkflowDocument } from '../core/workflow.ts'
import { systemByName, updateSystem, type SystemRow } from '../store/systems.ts'
import { runningVersion, type WorkflowRow } from '../store/workflows.ts'
import type { Store } from '../store/store.ts'
import type { Runtime, SystemSide } from './needs.ts'

export interface LoadNeeds {
  readonly store: Store
  connect(system: SystemRow): Promise<Connector>
}

/** Reads a workflow's running version and compiles it against the schemas of its two systems. Throws `Failure`. */
export async function loadRuntime(row: WorkflowRow, needs: LoadNeeds): Promise<Runtime> {
  const version = await runningVersion(needs.store.db, row.id)
  if (!version) throw new Failure('mapping', `The workflow "${row.name}" has no version ${row.version}`)
  const parsed = parseWorkflow(version.document)
  if ('problems' in parsed) throw invalid(row, parsed.problems)
  const { document } = parsed
  const [leftAlias = '', rightAlias = ''] = Object.keys(document.systems)
  const [left, right] = await Promise.all([sideOf(document, leftAlias, needs), sideOf(document, rightAlias, needs)])
  const [leftSchema, rightSchema] = await Promise.all([
    describe(left, document, leftAlias),
    describe(right, document, rightAlias),
  ])
  const compiled = compileWorkflow(document, { left: leftSchema, right: rightSchema })
  if ('problems' in compiled) throw invalid(row, compiled.problems)
  return {
    workflowId: row.id,
    version: version.version,
    workflow: compiled.workflow,
    sides: { left, right },
    queue: queueOf(row.id),
  }
}

/** pg-boss keeps a queue's policy for good: a change of policy means another suffix. */
export const queueOf = (workflowId: string): string => `workflow-${workflowId}-v1`

async function sideOf(document: WorkflowDocument, alias: string, { store, connect }: LoadNeeds): Promise<SystemSide> {
  const name = document.systems[alias]?.system ?? ''
  const row = await systemByName(store.db, name)
  if (!row)
    throw new Failure(
      'mapping',
      `The workflow "${document.name}" uses the connected system "${name}", which does not exist`,
    )
  const connector = await connect(row)
  const account = await connector.account()
  await updateSystem(store.db, row.id, { site: { id: account.siteId, url: account.siteUrl } })
  return { systemId: row.id, name, siteId: account.siteId, connector }
}

function describe({ connector }: SystemSide, document: WorkflowDocument, alias: string) {
  const entity = document.systems[alias]?.entity ?? ''
  return connector.describe(typeof entity === 'string' ? entity : (entity[0] ?? ''))
}

function invalid(row: WorkflowRow, problems: readonly Problem[]): Failure {
  const list = problems.map(({ path, message, fix }) => `${path}: ${message}. ${fix}`).join('\n')
  return new Failure('mapping', `The workflow "${row.name}" cannot run:\n${list}`)
}
