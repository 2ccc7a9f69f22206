import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { insertSystem } from './systems.ts'
import {
  deleteWorkflow,
  insertWorkflow,
  listVersions,
  listWorkflows,
  runningVersion,
  saveVersion,
  setWorkflowState,
  workflowById,
  workflowByName,
  type WorkflowContent,
} from './workflows.ts'

const { store, drop } = await createTestDatabase()
const { db } = store
const at = new Date('2026-11-23T12:00:00Z')
const [sf, jira, id] = [1, 2, 3].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`) as [
  string,
  string,
  string,
]

beforeEach(async () => {
  for (const [systemId, kind] of [
    [sf, 'salesforce'],
    [jira, 'jira'],
  ] as const) {
    await insertSystem(db, {
      id: systemId,
      name: kind,
      kind,
      environment: 'sandbox',
      settings: {},
      sealedSecrets: Buffer.alloc(0),
      managed: false,
      at,
    })
  }
})
afterEach(async () => {
  await db.deleteFrom('workflows').execute()
  await db.deleteFrom('systems').execute()
})
afterAll(drop)

function content(changes: Partial<WorkflowContent> = {}): WorkflowContent {
  const document = { name: 'Cases and tasks' }
  return { name: 'Cases', leftSystem: sf, rightSystem: jira, document, author: 'Ada', note: 'first', at, ...changes }
}

const insert = () => db.transaction().execute((tx) => insertWorkflow(tx, { id, managed: true, content: content() }))
const save = (basedOn: number, changes: Partial<WorkflowContent>) =>
  db.transaction().execute((tx) => saveVersion(tx, { id, basedOn, content: content(changes) }))

test('[S52] a new workflow is a draft with one version, found by id and by name', async () => {
  await insert()

  const row = {
    id,
    name: 'Cases',
    managed: true,
    left_system: sf,
    right_system: jira,
    state: { kind: 'draft' },
    version: 1,
    created_at: at,
  }
  expect(await workflowById(db, id)).toEqual(row)
  expect(await workflowByName(db, 'Cases')).toEqual(row)
  expect(await listWorkflows(db)).toEqual([row])
  expect(await runningVersion(db, id)).toEqual({
    version: 1,
    document: { name: 'Cases and tasks' },
    author: 'Ada',
    note: 'first',
    created_at: at,
  })
})

test('[S52] a saved version is the one that runs, and older ones stay', async () => {
  await insert()

  expect(await save(1, { document: { name: 'Better' }, name: 'Better' })).toBe(2)

  expect(await runningVersion(db, id)).toMatchObject({ version: 2, document: { name: 'Better' } })
  expect((await listVersions(db, id)).map(({ version }) => version)).toEqual([2, 1])
  expect(await workflowById(db, id)).toMatchObject({ name: 'Better', version: 2 })
})

test('[S53] of two people who edit the same version one is told', async () => {
  await insert()

  const saved = await Promise.all([save(1, { note: 'mine' }), save(1, { note: 'yours' })])

  expect(saved.toSorted()).toEqual([2, undefined])
  expect(await listVersions(db, id)).toHaveLength(2)
})

test('[S51] a workflow is activated from the state that it was seen in', async () => {
  await insert()
  const active = { kind: 'active', since: at.toISOString() } as const

  expect(await setWorkflowState(db, id, { from: 'draft', to: active })).toBe(true)
  expect(await setWorkflowState(db, id, { from: 'draft', to: active })).toBe(false)

  expect(await workflowById(db, id)).toMatchObject({ state: active })
})

test('[S52] a deleted workflow takes its versions along', async () => {
  await insert()

  await deleteWorkflow(db, id)

  expect(await listVersions(db, id)).toEqual([])
  expect(await listWorkflows(db)).toEqual([])
})
