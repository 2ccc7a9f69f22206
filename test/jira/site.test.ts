import { expect, test } from 'vitest'
import { CASE_ID_FIELD, caseId, caseIds, connectedSite, edit, pagesOf, taskFor } from './site.ts'

test('[K71] the account tells who we are and where', async () => {
  const { jira, sandbox } = await connectedSite()
  await jira.probe()
  expect(await jira.account()).toEqual({
    userId: sandbox.site.integration.accountId,
    userName: 'Integration Bot',
    siteId: sandbox.site.cloudId,
    siteUrl: sandbox.url,
  })
})

test('[K71] a wrong token is an auth failure with a hint, at the first call of whatever kind', async () => {
  const { connectAnew, sandbox } = await connectedSite()
  const jira = connectAnew({ email: sandbox.credentials.email, apiToken: 'wrong' })
  const failure = { kind: 'auth', effect: 'none', hint: expect.stringMatching(/token|captcha/) as string }
  await expect(jira.probe()).rejects.toMatchObject(failure)
  await expect(jira.read({ entity: 'OPS.Task', id: '1', fields: [] })).rejects.toMatchObject(failure)
})

test('[K72] a token that expires is noticed although Jira goes on answering 200', async () => {
  const { jira, sandbox } = await connectedSite()
  await pagesOf(jira)
  sandbox.faults.expiredToken = true
  await expect(pagesOf(jira)).rejects.toMatchObject({ kind: 'auth' })
})

test('[K73] no capture holds the token, plain or encoded', async () => {
  const { jira, exchanges, sandbox } = await connectedSite()
  await jira.create(taskFor(caseId(1)))
  const { email, apiToken } = sandbox.credentials
  const captured = JSON.stringify(exchanges)
  expect(exchanges.length).toBeGreaterThan(4)
  expect(captured).not.toContain(apiToken)
  expect(captured).not.toContain(Buffer.from(`${email}:${apiToken}`).toString('base64'))
})

test('[K74] the schema of an entity joins its create screen with all other fields of the site', async () => {
  const { jira } = await connectedSite()
  const schema = await jira.describe('OPS.Task')
  const field = (id: string) => schema.fields.find((one) => one.id === id)
  expect(schema).toMatchObject({ entity: 'OPS.Task', label: 'OPS.Task' })
  expect(field('summary')).toMatchObject({
    type: 'text',
    required: true,
    createable: true,
    updateable: true,
    maxLength: 255,
  })
  expect(field('description')).toMatchObject({ type: 'rich-text', required: false, maxLength: 32_767 })
  expect(field('status')).toMatchObject({ type: 'status', createable: false, updateable: false })
  expect(field('status')?.options?.map((option) => option.name)).toEqual(['To Do', 'In Progress', 'Blocked', 'Done'])
  expect(field('priority')?.options?.map((option) => option.name)).toEqual([
    'Highest',
    'High',
    'Medium',
    'Low',
    'Lowest',
  ])
  expect(field('resolution')?.options?.map((option) => option.name)).toContain('Duplicate')
  expect(field(CASE_ID_FIELD)).toMatchObject({
    name: 'Salesforce Case ID',
    type: 'text',
    createable: true,
    updateable: true,
  })
  expect(field('project')).toMatchObject({ required: false, createable: false })
  for (const id of ['id', 'key', 'created', 'updated', 'creator']) {
    expect(field(id)).toMatchObject({ createable: false, updateable: false })
  }
  expect(schema.fields.map((one) => one.id)).toHaveLength(new Set(schema.fields.map((one) => one.id)).size)
})

test('[K74] any type of a project can be described; an unknown one cannot', async () => {
  const { jira } = await connectedSite()
  const summary = (await jira.describe('OPS.*')).fields.find((field) => field.id === 'summary')
  expect(summary).toMatchObject({ required: true })
  await expect(jira.describe('OPS.Saga')).rejects.toMatchObject({ kind: 'rejection' })
  await expect(jira.describe('NOPE.Task')).rejects.toMatchObject({ kind: 'rejection', status: 404 })
})

test('[K75] a poll gives every change once, oldest first, over as many pages as it takes', async () => {
  const { jira, calls } = await connectedSite()
  const created = await Promise.all(caseIds(230).map((id) => jira.create(taskFor(id))))
  calls()
  const before = Date.now()
  const pages = await pagesOf(jira)
  const changes = pages.flatMap((page) => page.changes)
  const stamps = changes.map((change) => change.stamp)
  expect(pages).toHaveLength(3)
  expect(calls()).toEqual({ search: 3 })
  expect(stamps).toEqual(stamps.toSorted())
  expect(new Set(changes.map((change) => change.id)).size).toBe(changes.length)
  for (const { id, stamp } of created) expect(changes).toContainEqual({ id, stamp })
  const { from, to } = pages[0]?.window ?? expect.fail('There is no page')
  expect(from).toBeNull()
  expect(new Set(pages.map((page) => page.window.to)).size).toBe(1)
  expect(Date.parse(to)).toBeGreaterThan(before - 2100)
  expect(Date.parse(to)).toBeLessThanOrEqual(Date.now() - 1000)
})

test('[K76] a poll goes back two minutes over the last', async () => {
  const { jira } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const sees = async (since: number) => {
    const pages = await pagesOf(jira, { since: new Date(since).toISOString() })
    expect(pages[0]?.window.from).toBe(new Date(since).toISOString())
    return pages.some((page) => page.changes.some((change) => change.id === id))
  }
  expect(await sees(Date.now() + 115_000)).toBe(true)
  expect(await sees(Date.now() + 125_000)).toBe(false)
})

test('[K77] our own writes are seen at once, although the index lags', async () => {
  const { jira, sandbox, connectAnew } = await connectedSite()
  const old = await jira.create(taskFor(caseId(1)))
  sandbox.faults.indexLagMs = 60_000
  const anew = connectAnew()
  const young = await anew.create(taskFor(caseId(2)))
  await anew.update({ entity: 'OPS.Task', id: old.id, fields: { summary: 'new' } })
  const updated = await anew.read({ entity: 'OPS.Task', id: old.id, fields: [] })
  const changes = (await pagesOf(anew)).flatMap((page) => page.changes)
  expect(changes).toContainEqual({ id: young.id, stamp: young.stamp })
  expect(changes).toContainEqual({ id: old.id, stamp: updated?.stamp })
})

test('[K78] an empty answer for what we cannot see is a failure, not an interval without changes', async () => {
  const { jira } = await connectedSite()
  await expect(pagesOf(jira, { entity: 'NOPE.Task' })).rejects.toMatchObject({ kind: 'rejection' })
  await expect(pagesOf(jira, { entity: 'OPS.Saga' })).rejects.toMatchObject({ kind: 'rejection' })
  const quiet = await pagesOf(jira, { since: '2099-01-01T00:00:00.000Z' })
  expect(quiet).toMatchObject([{ changes: [] }])
})

test('[K79] an entity of any type is polled as one', async () => {
  const { jira, sandbox } = await connectedSite()
  const count = (await pagesOf(jira, { entity: 'OPS.*' })).flatMap((page) => page.changes).length
  expect(count).toBe([...sandbox.site.issues.values()].filter((issue) => issue.projectId === '10000').length)
})

test('[K80] people are found by address with one call for all, and one more for who hides it', async () => {
  const { jira, calls, sandbox } = await connectedSite()
  await jira.probe()
  await jira.account()
  calls()
  const find = (email: string) => jira.findPerson({ entity: 'OPS.Task', email })
  const [amara, again, gabriela, nobody] = await Promise.all([
    find('Amara.Okafor@acme.example'),
    find('amara.okafor@acme.example'),
    find('gabriela.nunez@acme.example'),
    find('nobody@acme.example'),
  ])
  expect(amara).toMatchObject({ kind: 'person', name: 'Amara Okafor', email: 'amara.okafor@acme.example' })
  expect(again).toEqual(amara)
  expect(gabriela).toMatchObject({ name: 'Gabriela Núñez', email: null })
  expect(nobody).toBeUndefined()
  expect(calls()).toEqual({ 'user search': 3 })
  expect(await find('bot@acme.example')).toBeUndefined()
  expect(await find('gabriela.nunez@acme.example')).toEqual(gabriela)
  expect(calls()).toEqual({ 'user search': 1 })
  const { id } = await jira.create(taskFor(caseId(1), { fields: { assignee: gabriela ?? null } }))
  expect(sandbox.site.issues.get(id)?.assignee).toBe(gabriela?.id)
})

test('[K81] three hundred cases take eighteen calls and what it takes to know the site', async () => {
  const { jira, sandbox } = await connectedSite()
  const ids = caseIds(300)
  const found = await Promise.all(
    ids.map((value) => jira.find({ entity: 'OPS.Task', field: CASE_ID_FIELD, value, fields: ['summary'] })),
  )
  expect(found.flat()).toEqual([])
  await Promise.all(ids.map((id) => jira.create(taskFor(id))))
  const { integration } = sandbox.calls()
  expect(integration).toMatchObject({ search: 6, 'bulk create': 6, bulkfetch: 6 })
  expect(Object.values(integration).reduce((sum, count) => sum + count)).toBeLessThanOrEqual(22)
})

test('[K82] what a person writes reads as the same text, or says that it would not survive', async () => {
  const { jira, sandbox } = await connectedSite()
  const { id } = await jira.create(taskFor(caseId(1)))
  const bold = { type: 'text', text: 'urgent', marks: [{ type: 'strong' }] }
  await edit(sandbox, id, {
    description: { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [bold] }] },
  })
  const record = await jira.read({ entity: 'OPS.Task', id, fields: ['description'] })
  expect(record?.fields['description']).toEqual({ kind: 'rich-text', text: 'urgent', exact: false })
})
