import { connectorKindOf } from '../connectors/registry.ts'
import { secretsOf } from '../connectors/secrets.ts'
import { parseWorkflow } from '../core/workflow.ts'
import type { Chance, Clock } from '../core/clock.ts'
import type { Keys } from '../store/keys.ts'
import type { WorkflowState } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { insertSystem, systemByName, updateSystem } from '../store/systems.ts'
import { insertWorkflow, runningVersion, saveVersion, setWorkflowState, workflowByName } from '../store/workflows.ts'
import { CommandError } from './exit.ts'
import type { Installation, InstalledSystem, InstalledWorkflow } from './installation.ts'

export interface ApplyNeeds {
  readonly store: Store
  readonly keys: Keys
  readonly clock: Clock
  readonly chance: Chance
}

/** Makes the store say what the installation file says: systems first, then the workflows that use them. */
export async function applyInstallation(installation: Installation, needs: ApplyNeeds): Promise<void> {
  for (const system of installation.systems) await applySystem(system, needs)
  for (const workflow of installation.workflows) await applyWorkflow(workflow, installation.path, needs)
}

async function applySystem(system: InstalledSystem, { store, keys, clock, chance }: ApplyNeeds): Promise<void> {
  const { name, kind, environment } = system
  const given = system.settings as Record<string, unknown> // an object: the kind's schema has accepted it
  const { open, secret } = secretsOf(connectorKindOf(kind), given)
  const row = { name, environment, settings: open, sealedSecrets: keys.seal(secret), managed: true }
  const known = await systemByName(store.db, name)
  if (known) await updateSystem(store.db, known.id, row)
  else await insertSystem(store.db, { ...row, id: chance.uuid(), kind, at: clock.now() })
}

async function applyWorkflow(workflow: InstalledWorkflow, path: string, needs: ApplyNeeds): Promise<void> {
  const { store, clock, chance } = needs
  const parsed = parseWorkflow(workflow.document)
  if ('problems' in parsed) {
    const list = parsed.problems.map((problem) => `  - ${problem.path}: ${problem.message}. ${problem.fix}`).join('\n')
    throw new CommandError(`${workflow.source} is not right:\n${list}`)
  }
  const { document } = parsed
  const [left, right] = await Promise.all(
    Object.values(document.systems).map(({ system }) => systemByName(store.db, system)),
  )
  if (!left || !right)
    throw new CommandError(`${workflow.source} uses a connected system that ${path} does not describe.`)
  const content = {
    name: document.name,
    leftSystem: left.id,
    rightSystem: right.id,
    document,
    author: 'installation file',
    note: path,
    at: clock.now(),
  }
  const known = await workflowByName(store.db, document.name)
  await store.db.transaction().execute(async (tx) => {
    const id = known?.id ?? chance.uuid()
    if (!known) await insertWorkflow(tx, { id, managed: true, content })
    else if (!sameDocument((await runningVersion(tx, id))?.document, document)) {
      await saveVersion(tx, { id, basedOn: known.version, content })
    }
    const from = known?.state.kind ?? 'draft'
    if (from !== workflow.state) await setWorkflowState(tx, id, { from, to: stateOf(workflow.state, clock.now()) })
  })
}

function stateOf(state: InstalledWorkflow['state'], at: Date): WorkflowState {
  const since = at.toISOString()
  if (state === 'active') return { kind: 'active', since }
  return state === 'paused' ? { kind: 'paused', since, reason: 'paused by the installation file' } : { kind: 'draft' }
}

/** The database reorders keys, so their order says nothing here. */
function sameDocument(stored: object | undefined, wanted: object): boolean {
  return stored !== undefined && sorted(stored) === sorted(wanted)
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )
}
