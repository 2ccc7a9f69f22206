import { afterEach, beforeEach, expect, test } from 'vitest'
import { doc, openTestSite, task, type TestSite } from './test-site.ts'

let site: TestSite
beforeEach(async () => {
  site = await openTestSite()
})
afterEach(() => site.jira.close())

const emptyDocument = { type: 'doc', version: 1, content: [] }
const fieldRefusal = (errors: object): object => ({ errorMessages: [], errors })
const fieldsOf = async (key: string): Promise<Record<string, unknown>> =>
  (await site.call('GET', `issue/${key}`)).body.fields

test('[J18] a created issue answers with id, key and self, and starts with the defaults', async () => {
  const answer = await site.call('POST', 'issue', {
    fields: task({ labels: ['b', 'a'], customfield_10053: { value: 'Major' }, customfield_10052: 5 }),
  })

  expect(answer.status).toBe(201)
  expect(answer.body).toEqual({ id: '10113', key: 'OPS-9', self: `${site.jira.url}/rest/api/3/issue/10113` })
  expect(await fieldsOf('OPS-9')).toMatchObject({
    status: { name: 'To Do', statusCategory: { id: 2, key: 'new' } },
    priority: { name: 'Medium' },
    reporter: { emailAddress: 'bot@acme.example' },
    assignee: null,
    resolution: null,
    labels: ['a', 'b'],
    customfield_10052: 5,
    customfield_10053: { id: '10122', value: 'Major' },
  })
})

test.each([
  [
    { project: undefined, issuetype: undefined, summary: undefined },
    {
      project: 'Specify a valid project ID or key',
      issuetype: 'Specify an issue type',
      summary: 'You must specify a summary of the issue.',
    },
  ],
  [{ summary: '' }, { summary: 'You must specify a summary of the issue.' }],
  [
    { customfield_99999: 'x' },
    { customfield_99999: "Field 'customfield_99999' cannot be set. It is not on the appropriate screen, or unknown." },
  ],
  [
    { status: { name: 'Done' } },
    { status: "Field 'status' cannot be set. It is not on the appropriate screen, or unknown." },
  ],
  [
    { priority: { name: 'Urgent' }, customfield_10052: '5' },
    { priority: 'The priority selected is invalid.', customfield_10052: 'Operation value must be a number' },
  ],
  [{ customfield_10053: { value: 'Huge' } }, { customfield_10053: "Option value 'Huge' is not valid" }],
  [
    { customfield_10050: 'x'.repeat(256) },
    { customfield_10050: 'The entered text is too long. It exceeds the allowed limit of 255 characters.' },
  ],
])('[J18] a create with %o is refused by field', async (fields, errors) => {
  const answer = await site.call('POST', 'issue', { fields: task(fields) })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual(fieldRefusal(errors))
})

test.each([
  [{ summary: 'x'.repeat(256) }, { summary: 'Summary must be less than 255 characters.' }],
  [{ summary: 'one\ntwo' }, { summary: 'The summary is invalid because it contains newline characters.' }],
  [
    { description: doc('x'.repeat(32_768)) },
    { description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' },
  ],
  [{ labels: ['two words'] }, { labels: "The label 'two words' contains spaces which is invalid." }],
  [{ assignee: { accountId: '712020:unknown' } }, { assignee: "User '712020:unknown' cannot be assigned issues." }],
])('[J19] %j is too much', async (fields, errors) => {
  const answer = await site.call('POST', 'issue', { fields: task(fields) })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual(fieldRefusal(errors))
})

test('[J19] the longest summary and text fit, and people can be assigned by either key', async () => {
  const [person] = site.jira.site.users
  const created = await site.call('POST', 'issue', {
    fields: task({
      summary: 'x'.repeat(255),
      description: doc('x'.repeat(32_767)),
      assignee: { id: person?.accountId },
    }),
  })
  expect(created.status).toBe(201)
  expect(await fieldsOf(created.body.key)).toMatchObject({ assignee: { displayName: 'Amara Okafor' } })
})

test('[J19] the integration user cannot be assigned', async () => {
  const { accountId } = site.jira.site.integration
  const answer = await site.call('PUT', 'issue/OPS-1', { fields: { assignee: { accountId } } })
  expect(answer.body.errors.assignee).toBe(`User '${accountId}' cannot be assigned issues.`)
})

test('[J20] a string is no document', async () => {
  const answer = await site.call('PUT', 'issue/OPS-1', { fields: { description: 'plain' } })
  expect(answer.body).toEqual(
    fieldRefusal({ description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)' }),
  )
})

const paragraph = (...content: readonly object[]): object => ({ type: 'paragraph', content })
const text = (value: string, ...marks: readonly object[]): object => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
})
const documentOf = (...content: readonly object[]): object => ({ type: 'doc', version: 1, content })

test.each([
  ['an unknown node', documentOf({ type: 'banner' })],
  ['text at the top', documentOf(text('x'))],
  [
    'a heading in a quote',
    documentOf({ type: 'blockquote', content: [{ type: 'heading', attrs: { level: 1 }, content: [] }] }),
  ],
  ['a heading without a level', documentOf({ type: 'heading', content: [text('x')] })],
  ['an unknown attribute', documentOf({ ...paragraph(text('x')), attrs: { color: 'red' } })],
  ['an unknown mark', documentOf(paragraph(text('x', { type: 'blink' })))],
  ['code with another mark', documentOf(paragraph(text('x', { type: 'code' }, { type: 'strong' })))],
  ['an unknown key', documentOf({ ...paragraph(text('x')), color: 'red' })],
  ['another version', { type: 'doc', version: 2, content: [] }],
])('[J20] a document with %s is invalid input', async (_what, description) => {
  const answer = await site.call('PUT', 'issue/OPS-1', { fields: { description } })
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({ errorMessages: ['INVALID_INPUT'], errors: {} })
})

test('[J20] what a document may hold comes back as it was, without empty text', async () => {
  const rich = documentOf(
    { type: 'heading', attrs: { level: 2 }, content: [text('Title')] },
    paragraph(text('a ', { type: 'strong' }), text('link', { type: 'link', attrs: { href: 'https://acme.example' } }), {
      type: 'hardBreak',
    }),
    { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('one'))] }] },
    { type: 'codeBlock', attrs: { language: 'sql' }, content: [text('select 1')] },
    { type: 'panel', attrs: { panelType: 'info' }, content: [paragraph(text('note'))] },
  )
  await site.call('PUT', 'issue/OPS-1', { fields: { description: rich } })
  expect(await fieldsOf('OPS-1')).toMatchObject({ description: rich })

  await site.call('PUT', 'issue/OPS-1', { fields: { description: documentOf(paragraph(text(''), text('x'))) } })
  expect((await fieldsOf('OPS-1'))['description']).toEqual(documentOf(paragraph(text('x'))))
})

test('[J20] cleared text is an empty document, text that was never set is null', async () => {
  const { key } = await site.createTask()
  expect(await fieldsOf(key)).toMatchObject({ description: null, environment: null })
  await site.call('PUT', `issue/${key}`, { fields: { description: null } })
  expect(await fieldsOf(key)).toMatchObject({ description: emptyDocument, environment: null })
})

test('[J21] in a bulk create each stands for itself', async () => {
  const answer = await site.call('POST', 'issue/bulk', {
    issueUpdates: [
      { fields: task() },
      { fields: task({ summary: '' }) },
      { fields: task(), properties: [{ key: 'mark', value: 7 }] },
    ],
  })

  expect(answer.status).toBe(201)
  expect(answer.body.issues.map(({ key }: { key: string }) => key)).toEqual(['OPS-9', 'OPS-10'])
  expect(answer.body.errors).toEqual([
    {
      status: 400,
      elementErrors: fieldRefusal({ summary: 'You must specify a summary of the issue.' }),
      failedElementNumber: 1,
    },
  ])
  expect((await site.call('GET', 'issue/OPS-10/properties/mark')).body).toEqual({ key: 'mark', value: 7 })
})

test('[J21] a bulk create of failures only, or of more than 50, is refused', async () => {
  const failed = await site.call('POST', 'issue/bulk', { issueUpdates: [{ fields: {} }, 'nonsense'] })
  expect(failed.status).toBe(400)
  expect(failed.body).toMatchObject({ issues: [], errors: [{ failedElementNumber: 0 }, { failedElementNumber: 1 }] })

  const tooMany = await site.call('POST', 'issue/bulk', {
    issueUpdates: Array.from({ length: 51 }, () => ({ fields: task() })),
  })
  expect(tooMany.status).toBe(400)
  expect(site.jira.site.issues.size).toBe(12)
})

test('[J22] a bulk fetch mixes ids and keys, sorts by id and names the unknown', async () => {
  await site.call('PUT', 'issue/OPS-2/properties/mark', { source: '500' })

  const { body } = await site.call('POST', 'issue/bulkfetch', {
    issueIdsOrKeys: ['ops-2', '10101', 'OPS-1', '99999', 'OPS-77'],
    fields: ['summary'],
    properties: ['mark'],
  })

  expect(body.issues.map(({ id, properties }: { id: string; properties: object }) => [id, properties])).toEqual([
    ['10101', {}],
    ['10102', { mark: { source: '500' } }],
  ])
  expect(Object.keys(body.issues[0].fields)).toEqual(['summary'])
  expect(body.issueErrors.map(({ id }: { id: string }) => id)).toEqual(['99999', 'OPS-77'])
})

test('[J22] a bulk fetch of more than 100 is refused, and without fields shows the navigable ones', async () => {
  expect(
    (await site.call('POST', 'issue/bulkfetch', { issueIdsOrKeys: Array.from({ length: 101 }, String) })).status,
  ).toBe(400)
  const { body } = await site.call('POST', 'issue/bulkfetch', { issueIdsOrKeys: ['10101'] })
  expect(body.issues[0].fields).toHaveProperty('description')
  expect(body.issues[0].fields).not.toHaveProperty('comment')
})

test('[J23] an edit answers nothing, or the issue when it is asked to', async () => {
  expect((await site.call('PUT', 'issue/OPS-1', { fields: { priority: { id: '1' } } })).status).toBe(204)
  site.clock.advance(1500)
  const returned = await site.call('PUT', 'issue/OPS-1?returnIssue=true&fields=summary,updated', {
    fields: { summary: 'New words' },
  })
  expect(returned.status).toBe(200)
  expect(returned.body).toMatchObject({
    key: 'OPS-1',
    fields: { summary: 'New words', updated: '2026-11-23T11:00:01.500+0100' },
  })
})

test('[J23] fields and update work together, but not on the same field', async () => {
  await site.call('PUT', 'issue/OPS-2', {
    fields: { duedate: '2026-12-24' },
    update: {
      labels: [{ add: 'urgent' }, { remove: 'backup' }],
      summary: [{ set: 'Set' }],
      comment: [{ add: { body: doc('Why') } }],
    },
  })
  expect(await fieldsOf('OPS-2')).toMatchObject({
    labels: ['storage', 'urgent'],
    summary: 'Set',
    duedate: '2026-12-24',
    comment: { total: 1 },
  })

  const twice = await site.call('PUT', 'issue/OPS-2', { fields: { labels: ['a'] }, update: { labels: [{ add: 'b' }] } })
  expect(twice.body).toEqual(fieldRefusal({ labels: "Field 'labels' cannot appear in both 'fields' and 'update'" }))
})

test('[J23] an edit that changes nothing leaves the time alone', async () => {
  const { summary, updated } = await fieldsOf('OPS-1')
  await site.call('PUT', 'issue/OPS-1', { fields: { summary } })
  expect(await fieldsOf('OPS-1')).toMatchObject({ updated })
  expect(site.jira.journal()).toMatchObject([{ action: 'update', key: 'OPS-1', changes: {} }])
})

test('[J23] a project or a resolution cannot be edited', async () => {
  const answer = await site.call('PUT', 'issue/OPS-1', {
    fields: { project: { key: 'DEV' }, resolution: { name: 'Done' } },
  })
  expect(Object.keys(answer.body.errors)).toEqual(['project', 'resolution'])
})

test('[J24] only an administrator edits without notifications', async () => {
  const quietly = (): Promise<{ status: number }> =>
    site.call('PUT', 'issue/OPS-1?notifyUsers=false', { fields: { summary: 'Psst' } })
  expect(await quietly()).toMatchObject({
    status: 400,
    body: {
      errorMessages: ['To discard the user notification either admin or project admin permissions are required.'],
    },
  })
  site.jira.faults.integrationIsAdmin = true
  expect((await quietly()).status).toBe(204)
})

test('[J25] properties come with a create and have a path of their own', async () => {
  const { key } = (
    await site.call('POST', 'issue', { fields: task(), properties: [{ key: 'sync', value: { from: '500' } }] })
  ).body
  expect((await site.call('GET', `issue/${key}?fields=summary&properties=sync`)).body.properties).toEqual({
    sync: { from: '500' },
  })
  expect(
    (await site.search(`key = ${key}`, { fields: ['summary'], properties: ['sync'] })).body.issues[0].properties,
  ).toEqual({ sync: { from: '500' } })

  expect((await site.call('PUT', `issue/${key}/properties/sync`, { from: '501' })).status).toBe(200)
  expect((await site.call('PUT', `issue/${key}/properties/other`, true)).status).toBe(201)
  expect(
    (await site.call('GET', `issue/${key}/properties`)).body.keys.map((each: { key: string }) => each.key),
  ).toEqual(['sync', 'other'])
  expect((await site.call('DELETE', `issue/${key}/properties/sync`)).status).toBe(204)
  expect((await site.call('GET', `issue/${key}/properties/sync`)).status).toBe(404)
  expect((await site.call('PUT', `issue/${key}/properties/big`, 'x'.repeat(32_768))).status).toBe(400)
})

test('[J17] what was deleted is gone, like what never was', async () => {
  expect((await site.call('DELETE', 'issue/OPS-1')).status).toBe(204)
  for (const path of ['issue/OPS-1', 'issue/10101', 'issue/OPS-999', 'issue/OPS-1/transitions']) {
    expect(await site.call('GET', path)).toMatchObject({
      status: 404,
      body: { errorMessages: ['Issue does not exist or you do not have permission to see it.'] },
    })
  }
})

test('[J33] times are in the site’s zone, users in their own', async () => {
  const { key } = await site.createTask()
  expect(await fieldsOf(key)).toMatchObject({
    created: '2026-11-23T11:00:00.000+0100',
    creator: { timeZone: 'America/New_York' },
  })
})
