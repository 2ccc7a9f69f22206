import { expect, test } from 'vitest'
import type { Connector, Hop } from '../../src/core/connector.ts'
import type { Choice } from '../../src/core/record.ts'
import { caseId, caseIds, connectedSite, taskFor } from './site.ts'

const toDo: Choice = { kind: 'choice', id: '10000', name: 'To Do' }
const inProgress: Choice = { kind: 'choice', id: '3', name: 'In Progress' }
const blocked: Choice = { kind: 'choice', id: '10003', name: 'Blocked' }
const done: Choice = { kind: 'choice', id: '10001', name: 'Done' }
const entity = 'OPS.Task'

async function statusOf(jira: Connector, id: string): Promise<unknown> {
  return (await jira.read({ entity, id, fields: ['status'] }))?.fields['status']
}

const named = (hops: readonly Hop[]) => hops.map((hop) => hop.name)

test('[K67] the way to a status is known after one call for all issues of a type', async () => {
  const { jira, calls } = await connectedSite()
  const issues = await Promise.all(caseIds(20).map((id) => jira.create(taskFor(id))))
  calls()
  const routes = await Promise.all(issues.map(({ id }) => jira.route({ entity, id, from: toDo, to: inProgress })))
  expect(new Set(routes.map((hops) => named(hops).join()))).toEqual(new Set(['Start work']))
  expect(calls()).toEqual({ transitions: 1 })
})

test('[K67] where no direct way is, another issue shows the rest, and the issue itself stays where it is', async () => {
  const { jira, calls, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  calls()
  const hops = await jira.route({ entity, id, from: toDo, to: blocked })
  expect(named(hops)).toEqual(['Start work', 'Block'])
  expect(calls()).toEqual({ transitions: 2, search: 1, bulkfetch: 1 })
  expect(sandbox.journal().filter((entry) => entry.action === 'transition')).toEqual([])
  for (const hop of hops) await jira.move({ entity, id, hop, fields: {} })
  expect(await statusOf(jira, id)).toEqual(blocked)
})

test('[K67] an issue that was read shows the way without a search', async () => {
  const { jira, sandbox, connectAnew, calls } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const [seen] = [...sandbox.site.issues.values()].filter((one) => one.statusId === '3' && one.issueTypeId === '10001')
  const anew = connectAnew()
  await anew.read({ entity, id: seen?.id ?? '', fields: ['status'] })
  calls()
  expect(named(await anew.route({ entity, id, from: toDo, to: blocked }))).toEqual(['Start work', 'Block'])
  expect(calls()).toEqual({ transitions: 2, bulkfetch: 1 })
})

test('[K67] a prescribed transition is the last hop, and says what its screen asks for', async () => {
  const { jira } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const [hop, ...others] = await jira.route({ entity, id, from: toDo, to: done, transitionId: '41' })
  if (!hop) return expect.fail('There is no way')
  expect(others).toEqual([])
  expect(hop.asks).toMatchObject([{ field: 'resolution', required: true }])
  expect(hop.asks[0]?.options?.map((option) => option.name)).toEqual(['Done', "Won't Do", 'Duplicate'])
  await expect(jira.move({ entity, id, hop, fields: {} })).rejects.toMatchObject({
    kind: 'rejection',
    effect: 'none',
    fields: { resolution: expect.stringMatching(/./) as string },
  })
  await jira.move({ entity, id, hop, fields: { resolution: 'Done' } })
  expect(await statusOf(jira, id)).toEqual(done)
})

test('[K68] where nothing leads, the failure names where it is, where it should go, and where it could', async () => {
  const { jira } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const nowhere: Choice = { kind: 'choice', id: '77', name: 'Archived' }
  const message = expect.stringMatching(/from To Do to Archived; reachable: .*In Progress.*Blocked/) as string
  await expect(jira.route({ entity, id, from: toDo, to: nowhere })).rejects.toMatchObject({
    kind: 'rejection',
    message,
  })
})

test('[K68] what no issue can show yet is busy, not impossible', async () => {
  const { jira, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  sandbox.faults.indexLagMs = 60 * 60_000
  sandbox.site.index.clear()
  const route = jira.route({ entity, id, from: toDo, to: blocked })
  await expect(route).rejects.toMatchObject({ kind: 'busy', hint: expect.stringContaining('In Progress') as string })
  const other = await jira.create(taskFor(caseId(2)))
  const [first] = await jira.route({ entity, id: other.id, from: toDo, to: inProgress })
  if (!first) return expect.fail('There is no way')
  await jira.move({ entity, id: other.id, hop: first, fields: {} })
  expect(named(await jira.route({ entity, id, from: toDo, to: blocked }))).toEqual(['Start work', 'Block'])
})

test('[K68] a refused move forgets what was known of the workflow', async () => {
  const { jira, calls } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const [hop] = await jira.route({ entity, id, from: toDo, to: inProgress })
  if (!hop) return expect.fail('There is no way')
  await jira.move({ entity, id, hop, fields: {} })
  await expect(jira.move({ entity, id, hop, fields: {} })).rejects.toMatchObject({ kind: 'rejection' })
  const other = await jira.create(taskFor(caseId(2)))
  calls()
  await jira.route({ entity, id: other.id, from: toDo, to: inProgress })
  expect(calls()).toEqual({ transitions: 1 })
})

test('[K69] a hop whose answer is lost may have been taken', async () => {
  const { jira, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const [hop] = await jira.route({ entity, id, from: toDo, to: inProgress })
  if (!hop) return expect.fail('There is no way')
  sandbox.faults.next = [
    { call: 'transition', answer: 'drop', times: 1, effect: 'after', who: 'anyone', retryAfterSeconds: 1 },
  ]
  const lost = jira.move({ entity, id, hop, fields: {} })
  await expect(lost).rejects.toMatchObject({ kind: 'connectivity', effect: 'unknown' })
  expect(await statusOf(jira, id)).toEqual(inProgress)
})

test('[K70] a field changed when its newest entry in the history says', async () => {
  const { jira, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  expect(await jira.changedAt({ entity, id, field: 'summary' })).toBeUndefined()
  const before = Date.now()
  await jira.update({ entity, id, fields: { summary: 'first' } })
  await jira.update({ entity, id, fields: { priority: 'Low' } })
  const issue = sandbox.site.issues.get(id)
  const time = issue?.histories[0]?.created.toISOString() ?? ''
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before)
  expect(await jira.changedAt({ entity, id, field: 'summary' })).toEqual({ earliest: time, latest: time })
})

test('[K70] a long history is read from its end', async () => {
  const { jira, sandbox, calls } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const issue = sandbox.site.issues.get(id)
  if (!issue) return expect.fail('The issue is gone')
  const entry = (field: string, index: number) => ({
    id: String(index),
    author: issue.creator,
    created: new Date(1_700_000_000_000 + index * 1000),
    items: [{ field, fieldtype: 'jira' as const, fieldId: field, from: null, fromString: '', to: null, toString: '' }],
  })
  const histories = Array.from({ length: 350 }, (_, index) => entry(index === 170 ? 'summary' : 'labels', index))
  sandbox.site.issues.set(id, { ...issue, histories })
  calls()
  const time = new Date(1_700_000_170_000).toISOString()
  expect(await jira.changedAt({ entity, id, field: 'summary' })).toEqual({ earliest: time, latest: time })
  expect(calls()).toEqual({ changelog: 3 })
})
