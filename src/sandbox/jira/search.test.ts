import { afterEach, beforeEach, expect, test } from 'vitest'
import { doc, openTestSite, type TestSite } from './test-site.ts'

let site: TestSite
beforeEach(async () => {
  site = await openTestSite()
})
afterEach(() => site.jira.close())

const keys = (body: { issues: readonly { key: string }[] }): readonly string[] => body.issues.map(({ key }) => key)
const ids = (body: { issues: readonly { id: string }[] }): readonly string[] => body.issues.map(({ id }) => id)
const refusal = (message: string): object => ({ errorMessages: [message], errors: {} })

test('[J3] pages follow each other by token, and the last has none', async () => {
  const first = await site.search('project = OPS ORDER BY created ASC', { maxResults: 5 })
  const second = await site.search('project = OPS ORDER BY created ASC', {
    maxResults: 5,
    nextPageToken: first.body.nextPageToken,
  })

  expect(first.body).toEqual({ issues: expect.any(Array), nextPageToken: expect.any(String), isLast: false })
  expect(second.body).toEqual({ issues: expect.any(Array), isLast: true })
  expect(ids(first.body).concat(ids(second.body))).toEqual([
    '10101',
    '10102',
    '10104',
    '10105',
    '10107',
    '10108',
    '10110',
    '10111',
  ])
})

test('[J3] a page goes on behind the last issue even when one in front of it has moved', async () => {
  const jql = 'project = OPS ORDER BY updated ASC'
  const first = await site.search(jql, { maxResults: 3 })
  await site.call('PUT', `issue/${ids(first.body)[0]}`, { fields: { summary: 'Moved to the end' } })

  const second = await site.search(jql, { maxResults: 100, nextPageToken: first.body.nextPageToken })

  expect(ids(second.body)).toEqual(['10105', '10107', '10108', '10110', '10111', '10101'])
})

test('[J4] a token of another query, an old one and an invented one are refused', async () => {
  const { nextPageToken } = (await site.search('project = OPS', { maxResults: 1 })).body

  expect((await site.search('project = DEV', { nextPageToken })).status).toBe(400)
  expect((await site.search('project = OPS', { nextPageToken: 'abc' })).status).toBe(400)
  site.clock.advance(7 * 24 * 60 * 60 * 1000)
  expect((await site.search('project = OPS', { nextPageToken })).status).toBe(400)
})

test('[J5] a page is cut at 100 with fields and holds thousands with ids only', async () => {
  for (let batch = 0; batch < 3; batch += 1) {
    const issueUpdates = Array.from({ length: 50 }, () => ({
      fields: { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'One of many' },
    }))
    await site.call('POST', 'issue/bulk', { issueUpdates })
  }

  expect((await site.search('project = OPS', { maxResults: 5000, fields: ['summary'] })).body.issues).toHaveLength(100)
  expect((await site.search('project = OPS', { maxResults: 5000, fields: ['id', 'key'] })).body.issues).toHaveLength(
    158,
  )
  expect((await site.search('project = OPS')).body.issues).toHaveLength(50)
})

test.each([0, 5001])('[J5] a page of %i is refused', async (maxResults) => {
  expect((await site.search('project = OPS', { maxResults })).status).toBe(400)
})

test('[J6] an issue has its id only, unless fields are named', async () => {
  expect((await site.search('key = OPS-1')).body.issues).toEqual([{ id: '10101' }])
  expect((await site.search('key = OPS-1', { fields: ['key'] })).body.issues[0]).not.toHaveProperty('fields')
  const named = await site.search('key = OPS-1', { fields: ['summary', 'customfield_99999'] })
  expect(named.body.issues[0]).toMatchObject({
    key: 'OPS-1',
    fields: { summary: 'Renew the TLS certificate of the status page' },
  })
  expect(Object.keys(named.body.issues[0].fields)).toEqual(['summary'])
})

test('[J6] fields can be asked for as a group and left out one by one', async () => {
  const all = (await site.search('key = OPS-1', { fields: ['*all', '-description'] })).body.issues[0].fields
  const navigable = (await site.search('key = OPS-1', { fields: ['*navigable'] })).body.issues[0].fields

  expect(all).toHaveProperty('comment')
  expect(all).not.toHaveProperty('description')
  expect(navigable).toHaveProperty('description')
  expect(navigable).not.toHaveProperty('comment')
})

test('[J6] names, schema and changelog come when they are expanded', async () => {
  await site.call('PUT', 'issue/OPS-1', { fields: { summary: 'Changed' } })

  const { body } = await site.search('key = OPS-1', { fields: ['summary'], expand: 'names,schema,changelog' })

  expect(body.names).toEqual({ summary: 'Summary' })
  expect(body.schema).toEqual({ summary: { type: 'string', system: 'summary' } })
  expect(body.issues[0].changelog.histories[0].items[0]).toMatchObject({ field: 'summary', toString: 'Changed' })
})

test.each([
  ['ORDER BY updated', 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'],
  ['', 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'],
  [
    'summary ~ "unclosed',
    "Error in the JQL Query: The quoted string 'unclosed' has not been completed. (line 1, character 11)",
  ],
  [
    'project = INT',
    "Error in the JQL Query: 'INT' is a reserved JQL word. You must surround it in quotation marks to use it in a query. (line 1, character 11)",
  ],
])('[J7] %s is refused', async (jql, message) => {
  const answer = await site.search(jql)
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual(refusal(message))
})

test.each([{ startAt: 0 }, { fields: 'summary' }, { expand: ['names'] }])(
  '[J7] a body with %o is refused',
  async (more) => {
    const answer = await site.search('project = OPS', more)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual(refusal('Invalid request payload. Refer to the REST API documentation and try again.'))
  },
)

test.each([
  'nofield = 1',
  'project = NOPE',
  'key = OPS-999',
  'assignee in nobody()',
  'status = "Nope"',
  'updated > "soon"',
])('[J8] %s finds nothing', async (jql) => {
  const answer = await site.search(jql)
  expect(answer).toMatchObject({ status: 200, body: { issues: [], isLast: true } })
})

test.each(['cf[10050] = "500A"', 'cf[10050] in ("500A")', '"Salesforce Case ID" = "500A"', 'summary = "x"'])(
  '[J9] %s is refused',
  async (jql) => {
    const answer = await site.search(jql)
    expect(answer.status).toBe(400)
    expect(answer.body.errorMessages[0]).toMatch(/^The operator '.+' is not supported by the '.+' field\.$/)
  },
)

test('[J9] a phrase finds a value of one token exactly, but for its case', async () => {
  const upper = await site.createTask({ customfield_10050: '500gK0000000FrtQAE' })
  const lower = await site.createTask({ customfield_10050: '500gk0000000frtqae' })
  await site.createTask({ customfield_10050: '500gK0000000FrtQAEx' })

  const answer = await site.search(String.raw`cf[10050] ~ "\"500gK0000000FrtQAE\""`, { fields: ['customfield_10050'] })

  expect(keys(answer.body)).toEqual([lower.key, upper.key])
})

test('[J10] a quoted date means the caller’s own zone, digits mean an instant', async () => {
  const { key } = await site.createTask()
  const { person } = site.jira.credentials
  const asPerson = async (jql: string): Promise<readonly string[]> =>
    keys((await site.call('POST', 'search/jql', { jql, fields: ['key'] }, { as: person })).body)
  const asBot = async (jql: string): Promise<readonly string[]> =>
    keys((await site.search(jql, { fields: ['key'] })).body)

  // Created at 10:00 UTC: 05:00 in New York, where the bot lives, 11:00 in Lagos, where the person does.
  expect(await asBot('created >= "2026-11-23 05:00"')).toEqual([key])
  expect(await asBot('created >= "2026/11/23 05:01"')).toEqual([])
  expect(await asPerson('created >= "2026-11-23 11:00"')).toEqual([key])
  expect(await asPerson('created >= "2026-11-23 11:01"')).toEqual([])
  expect(await asBot(`created >= ${Date.parse('2026-11-23T10:00:00Z')}`)).toEqual([key])
  expect(await asBot(`created > ${Date.parse('2026-11-23T10:00:00Z')}`)).toEqual([])
  site.clock.advance(20 * 60_000)
  expect(await asBot('created >= "-15m"')).toEqual([])
  expect(await asBot('created >= -21m')).toEqual([key])
})

test('[J14] search is late by the index lag, reads are not', async () => {
  site.jira.faults.indexLagMs = 20_000
  const { id, key } = await site.createTask({ summary: 'Fresh' })
  const find = async (more = {}): Promise<readonly string[]> =>
    ids((await site.search(`key = ${key} OR summary ~ Fresh`, more)).body)

  expect((await site.call('GET', `issue/${id}`)).status).toBe(200)
  expect((await site.call('POST', 'issue/bulkfetch', { issueIdsOrKeys: [id] })).body.issues).toHaveLength(1)
  expect(await find()).toEqual([])
  expect(await find({ reconcileIssues: [Number(id)] })).toEqual([id])
  site.clock.advance(20_000)
  expect(await find()).toEqual([id])
})

test('[J14] a lagging index still shows the version before and the issue that is gone', async () => {
  const { id } = await site.createTask({ summary: 'Before' })
  site.jira.faults.indexLagMs = 20_000
  await site.call('PUT', `issue/${id}`, { fields: { summary: 'After' } })
  expect((await site.search('summary ~ "Before"', { fields: ['summary'] })).body.issues[0].fields).toEqual({
    summary: 'Before',
  })

  await site.call('DELETE', `issue/${id}`)
  expect(ids((await site.search('summary ~ "Before"')).body)).toEqual([id])
  site.clock.advance(20_000)
  expect(ids((await site.search('summary ~ "Before" OR summary ~ "After"')).body)).toEqual([])
})

test.each(['GET', 'POST'])('[J15] %s of the old search is gone', async (method) => {
  const answer = await site.call(method, 'search', method === 'POST' ? { jql: 'project = OPS' } : undefined)
  expect(answer.status).toBe(410)
  expect(answer.body.errorMessages[0]).toContain('CHANGE-2046')
})

test('[J3] a search by GET takes the same parameters', async () => {
  const answer = await site.call(
    'GET',
    'search/jql?jql=project%20%3D%20OPS&fields=summary,status&maxResults=2&expand=names',
  )
  expect(answer.body).toMatchObject({ isLast: false, names: { summary: 'Summary', status: 'Status' } })
  expect(answer.body.issues).toHaveLength(2)
})

test('[J7] count and parse read queries as the search does', async () => {
  expect((await site.call('POST', 'search/approximate-count', { jql: 'project = DEV' })).body).toEqual({ count: 4 })
  expect((await site.call('POST', 'search/approximate-count', { jql: '' })).status).toBe(400)
  const parsed = await site.call('POST', 'jql/parse', { queries: ['project = OPS', 'project = ('] })
  expect(parsed.body.queries).toEqual([
    { query: 'project = OPS' },
    { query: 'project = (', errors: [expect.stringContaining('Error in the JQL Query')] },
  ])
})

test('[J20] text search looks into description and comments', async () => {
  const { id } = await site.createTask({ description: doc('The zeppelin has landed') })
  expect(ids((await site.search('text ~ zeppelin')).body)).toEqual([id])
})
