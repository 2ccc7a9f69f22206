import { expect, test } from 'vitest'
import { asPerson, CASE_ID_FIELD, CASE_NUMBER_FIELD, caseId, caseIds, connectedSite, edit, taskFor } from './site.ts'

test('[K60] creates are gathered by fifty, each confirmed by its marker, in order of the callers', async () => {
  const { jira, calls, sandbox } = await connectedSite()
  const ids = caseIds(120)
  const records = await Promise.all(ids.map((id) => jira.create(taskFor(id))))
  expect(records.map((record) => record.fields[CASE_ID_FIELD])).toEqual(ids)
  expect(records[0]).toMatchObject({
    entity: 'OPS.Task',
    key: expect.stringMatching(/^OPS-\d+$/) as string,
    url: `${sandbox.url}/browse/${records[0]?.key}`,
    fields: { summary: `Task for ${ids[0]}`, status: { kind: 'choice', id: '10000', name: 'To Do' } },
  })
  expect(calls()).toMatchObject({ 'bulk create': 3, bulkfetch: 3 })
  expect(sandbox.site.issues.get(records[0]?.id ?? '')?.properties).toEqual({ crosstie: { marker: ids[0] } })
})

test('[K61] an issue that Jira refuses fails alone, with the field it complained about', async () => {
  const { jira } = await connectedSite()
  const requests = caseIds(3).map((id) => taskFor(id))
  requests[1] = taskFor(caseId(2), { fields: { summary: 'x'.repeat(300) } })
  const results = await Promise.allSettled(requests.map((request) => jira.create(request)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({
    reason: { kind: 'rejection', effect: 'none', fields: { summary: expect.stringContaining('255') as string } },
  })
  expect(results[2]).toMatchObject({ value: { fields: { [CASE_ID_FIELD]: caseId(3) } } })
})

test('[K61] when all are refused, each has its own reason, and nothing is sent again', async () => {
  const { jira, calls } = await connectedSite()
  const summary = 'x'.repeat(300)
  const requests = caseIds(2).map((id) => taskFor(id, { fields: { summary } }))
  const results = await Promise.allSettled(requests.map((request) => jira.create(request)))
  const reason = { kind: 'rejection', fields: { summary: expect.stringContaining('255') as string } }
  expect(results).toMatchObject([{ reason }, { reason }])
  expect(calls()).toMatchObject({ 'bulk create': 1 })
})

test('[K61] a value that cannot be written fails before anything is sent', async () => {
  const { jira, calls } = await connectedSite()
  await expect(jira.create(taskFor(caseId(1), { fields: { status: 'Done' } }))).rejects.toMatchObject({
    kind: 'mapping',
  })
  expect(calls()).not.toHaveProperty('bulk create')
})

test.each([
  ['the answer is dropped', 'bulk create', 'drop'],
  ['the server fails after the deed', 'bulk create', '500'],
  ['the confirmation fails', 'bulkfetch', '503 html'],
] as const)('[K62] a create whose outcome is not known says so: %s', async (_why, call, answer) => {
  const { jira, sandbox } = await connectedSite()
  sandbox.faults.next = [{ call, answer, times: 1, effect: 'after', who: 'anyone', retryAfterSeconds: 1 }]
  await expect(jira.create(taskFor(caseId(1)))).rejects.toMatchObject({ kind: 'connectivity', effect: 'unknown' })
})

test('[K62] a create that was refused for its rate has had no effect', async () => {
  const { jira, sandbox } = await connectedSite()
  const next = {
    call: 'bulk create',
    answer: '429',
    times: 1,
    effect: 'before',
    who: 'anyone',
    retryAfterSeconds: 7,
  } as const
  sandbox.faults.next = [next]
  await expect(jira.create(taskFor(caseId(1)))).rejects.toMatchObject({
    kind: 'limit',
    effect: 'none',
    retryAfterMs: 7000,
  })
  expect(jira.budgets()).toEqual([{ name: 'Jira requests', used: 350, limit: 350 }])
})

test('[K63] a lost create is found by its marker at once, although the index lags', async () => {
  const { jira, sandbox, connectAnew } = await connectedSite()
  sandbox.faults.indexLagMs = 60 * 60_000
  const since = new Date().toISOString()
  sandbox.faults.next = [
    { call: 'bulk create', answer: 'drop', times: 1, effect: 'after', who: 'anyone', retryAfterSeconds: 1 },
  ]
  await Promise.allSettled(caseIds(3).map((id) => jira.create(taskFor(id))))
  const anew = connectAnew()
  const query = { entity: 'OPS.Task', since, read: ['summary'] }
  const markers = [caseId(2), caseId(3), caseId(4)]
  const found = await Promise.all(
    markers.map((value) => anew.findCreated({ ...query, marker: { field: CASE_ID_FIELD, value } })),
  )
  expect(found.map((record) => record?.fields['summary'])).toEqual([
    `Task for ${caseId(2)}`,
    `Task for ${caseId(3)}`,
    undefined,
  ])
  const withoutField = await anew.findCreated({ ...query, marker: { value: caseId(1) } })
  expect(withoutField?.fields['summary']).toBe(`Task for ${caseId(1)}`)
})

test('[K63] a lost create is found through the index too, in one search for many', async () => {
  const { jira, calls } = await connectedSite()
  const since = new Date().toISOString()
  await Promise.all(caseIds(20).map((id) => jira.create(taskFor(id))))
  calls()
  const query = { entity: 'OPS.Task', since, read: ['summary'] }
  const found = await Promise.all(
    caseIds(20).map((value) => jira.findCreated({ ...query, marker: { field: CASE_ID_FIELD, value } })),
  )
  expect(found.map((record) => record?.fields['summary'])).toEqual(caseIds(20).map((id) => `Task for ${id}`))
  expect(calls()).toEqual({ search: 1, bulkfetch: 1 })
})

test('[K63] the walk begins before what is lost, though younger issues are in the index already', async () => {
  const { jira, sandbox, connectAnew } = await connectedSite()
  const since = new Date().toISOString()
  sandbox.faults.indexLagMs = 60 * 60_000
  const lost = await jira.create(taskFor(caseId(1)))
  sandbox.faults.indexLagMs = 0
  await jira.create(taskFor(caseId(2)))
  sandbox.faults.indexLagMs = 1
  const query = { entity: 'OPS.Task', since, read: [], marker: { field: CASE_ID_FIELD, value: caseId(1) } }
  expect((await connectAnew().findCreated(query))?.id).toBe(lost.id)
})

test('[K63] an old issue that was moved here meanwhile does not hide a lost one', async () => {
  const { jira, sandbox, connectAnew } = await connectedSite()
  const since = new Date().toISOString()
  sandbox.faults.indexLagMs = 60 * 60_000
  const lost = await jira.create(taskFor(caseId(1)))
  const [moved] = [...sandbox.site.issues.values()].filter((issue) => issue.projectId === '10001')
  if (!moved) return expect.fail('There is no issue to move')
  const key = `OPS-${Number(lost.key.split('-')[1]) + 1}`
  const issue = { ...moved, id: '99999', key, projectId: '10000', created: new Date(0) }
  sandbox.site.issues.set(issue.id, issue)
  sandbox.site.index.set(issue.id, [{ visibleAt: 0, issue }])
  const query = { entity: 'OPS.Task', since, read: [], marker: { value: caseId(1) } }
  expect((await connectAnew().findCreated(query))?.id).toBe(lost.id)
})

test('[K63] somebody else’s copy is not our lost create, nor is one older than the intent', async () => {
  const { jira, sandbox } = await connectedSite()
  const copy = { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Copy', [CASE_ID_FIELD]: caseId(1) }
  const properties = [{ key: 'crosstie', value: { marker: caseId(1) } }]
  await asPerson(sandbox, 'POST', '/rest/api/3/issue', { fields: copy, properties })
  await jira.create(taskFor(caseId(2)))
  const query = { entity: 'OPS.Task', read: ['summary'] }
  const marker = (value: string) => ({ field: CASE_ID_FIELD, value })
  const now = new Date().toISOString()
  const later = new Date(Date.now() + 10 * 60_000).toISOString()
  expect(await jira.findCreated({ ...query, since: now, marker: marker(caseId(1)) })).toBeUndefined()
  expect(await jira.findCreated({ ...query, since: later, marker: marker(caseId(2)) })).toBeUndefined()
})

test('[K64] reads are gathered by a hundred; what is not there is undefined', async () => {
  const { jira, calls, exchanges } = await connectedSite()
  const created = await Promise.all(caseIds(150).map((id) => jira.create(taskFor(id))))
  calls()
  const reads = [...created.map((record) => record.id), '999999'].map((id, index) =>
    jira.read({ entity: 'OPS.Task', id, fields: ['id', 'key', 'summary'], operation: `operation-${index}` }),
  )
  const records = await Promise.all(reads)
  expect(records.slice(0, 150).map((record) => record?.fields)).toEqual(
    created.map(({ id, key, fields }) => ({ id, key, summary: fields['summary'] })),
  )
  expect(records[150]).toBeUndefined()
  expect(calls()['bulkfetch']).toBe(2)
  expect(exchanges.flatMap((exchange) => exchange.operations)).toContain('operation-0')
})

test('[K64] a moved issue is read under its new key, by its old one too', async () => {
  const { jira, sandbox } = await connectedSite()
  const { id, key } = await jira.create(taskFor(caseId(1)))
  const issue = sandbox.site.issues.get(id)
  if (!issue) return expect.fail('The issue is gone')
  sandbox.site.issues.set(id, { ...issue, key: 'DEV-900', projectId: '10001' })
  sandbox.site.keys.set('DEV-900', id)
  const read = await jira.read({ entity: 'OPS.Task', id, fields: ['key'] })
  expect(read).toMatchObject({ id, key: 'DEV-900', entity: 'DEV.Task', url: `${sandbox.url}/browse/DEV-900` })
  expect(await jira.find({ entity: 'OPS.*', field: 'key', value: key, fields: [] })).toEqual([])
})

test('[K65] look-ups of three hundred values take six searches, and what is hit is compared exactly', async () => {
  const { jira, sandbox, calls } = await connectedSite()
  const wanted = await jira.create(taskFor(caseId(7)))
  const decoy = await jira.create(taskFor(caseId(1000)))
  await edit(sandbox, decoy.id, { [CASE_ID_FIELD]: `${caseId(7)} and more` })
  calls()
  const found = await Promise.all(
    caseIds(300).map((value) => jira.find({ entity: 'OPS.Task', field: CASE_ID_FIELD, value, fields: ['summary'] })),
  )
  expect(found.flat().map((record) => record.id)).toEqual([wanted.id])
  expect(found[6]?.[0]?.id).toBe(wanted.id)
  expect(calls()).toEqual({ search: 6, bulkfetch: 1 })
})

test('[K65] values that only look like queries are found as they are', async () => {
  const { jira } = await connectedSite()
  const value = 'a "b" OR (c) \\ *'
  const { id } = await jira.create(taskFor(caseId(1), { fields: { [CASE_NUMBER_FIELD]: value } }))
  const found = await jira.find({ entity: 'OPS.Task', field: CASE_NUMBER_FIELD, value, fields: [] })
  expect(found.map((record) => record.id)).toEqual([id])
})

test('[K66] an update sets what it names and leaves the rest', async () => {
  const { jira } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const description = 'First\nsecond\n\nthird <b>not bold</b>'
  await jira.update({ entity: 'OPS.Task', id, fields: { description, labels: ['b', 'a'], priority: 'High' } })
  const fields = ['summary', 'description', 'labels', 'priority']
  expect((await jira.read({ entity: 'OPS.Task', id, fields }))?.fields).toEqual({
    summary: `Task for ${caseId(1)}`,
    description: { kind: 'rich-text', text: description, exact: true },
    labels: ['a', 'b'],
    priority: { kind: 'choice', id: '2', name: 'High' },
  })
  await jira.update({ entity: 'OPS.Task', id, fields: { description: null, labels: null } })
  const cleared = await jira.read({ entity: 'OPS.Task', id, fields: ['labels'] })
  expect(cleared?.fields).toEqual({ labels: [] })
})

test('[K66] updates of one issue go one after the other', async () => {
  const { jira, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const updates = ['one', 'two', 'three'].map((summary) => jira.update({ entity: 'OPS.Task', id, fields: { summary } }))
  await Promise.all(updates)
  const summaries = sandbox.journal().flatMap((entry) => (entry.id === id ? [entry.changes['summary']?.[1]] : []))
  expect(summaries.slice(1)).toEqual(['one', 'two', 'three'])
})

test.each([
  ['409', 'before', { kind: 'busy', effect: 'none' }],
  ['429', 'before', { kind: 'limit', effect: 'none' }],
  ['503', 'after', { kind: 'connectivity', effect: 'unknown', retryAfterMs: undefined }],
  ['drop', 'after', { kind: 'connectivity', effect: 'unknown' }],
] as const)('[K66] an update that meets %s %s its deed', async (answer, effect, failure) => {
  const { jira, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  sandbox.faults.next = [{ call: 'edit', answer, times: 1, effect, who: 'anyone', retryAfterSeconds: 1 }]
  const update = jira.update({ entity: 'OPS.Task', id, fields: { summary: 'new' } })
  await expect(update).rejects.toMatchObject(failure)
})
