import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './index.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ cases: 5 })
})
afterEach(() => sandbox.close())

interface Reply {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads many shapes and asserts on each
  readonly body: any
}

async function ask(method: string, path: string, body?: unknown): Promise<Reply> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(`${sandbox.addresses.control}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

async function jira(method: string, path: string, body?: unknown): Promise<Reply> {
  const { url, email, apiToken } = sandbox.addresses.jira
  const authorization = `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`
  const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${url}/rest/api/3/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

test('[J41] the addresses name both systems, their credentials and the control server', () => {
  expect(sandbox.addresses).toEqual({
    jira: {
      url: expect.any(String),
      email: 'bot@acme.example',
      apiToken: expect.any(String),
      projectKey: 'OPS',
      person: { email: 'amara.okafor@acme.example', apiToken: expect.any(String) },
    },
    salesforce: {
      url: expect.any(String),
      clientId: expect.any(String),
      clientSecret: expect.any(String),
      username: expect.any(String),
      password: expect.any(String),
      person: { username: expect.any(String), password: expect.any(String) },
    },
    control: expect.any(String),
  })
})

test('[J41] the dumps show everything, cost no call and meet no fault', async () => {
  await ask('POST', '/faults/jira', { expiredToken: true, indexLagMs: 60_000 })
  const issues = (await ask('GET', '/jira/issues')).body

  expect(issues).toHaveLength(12)
  expect(issues[1]).toMatchObject({
    id: '10102',
    key: 'OPS-2',
    entity: 'OPS.Task',
    status: 'In Progress',
    priority: 'Medium',
    description: 'Keep the old bucket for 30 days.\nThen remove it.',
    custom: { 'Salesforce Case ID': null },
  })
  expect((await ask('GET', '/salesforce/records/Case')).body).toHaveLength(5)
  expect((await ask('GET', '/salesforce/records/Nothing')).status).toBe(404)
  expect((await ask('GET', '/calls')).body).toEqual({
    jira: { integration: {}, others: {} },
    salesforce: { integration: {}, others: {} },
  })
})

test('[J41] calls are told and forgotten', async () => {
  await jira('GET', 'myself')
  expect((await ask('GET', '/calls')).body.jira).toEqual({ integration: { myself: 1 }, others: {} })
  expect((await ask('POST', '/calls/reset')).status).toBe(204)
  expect((await ask('GET', '/calls')).body.jira).toEqual({ integration: {}, others: {} })
})

test('[J41] fault switches are merged, unknown ones refused, and all end together', async () => {
  await ask('POST', '/faults/jira', { indexLagMs: 500 })
  const merged = await ask('POST', '/faults/jira', { next: [{ call: 'myself', answer: '503' }] })
  expect(merged.body).toMatchObject({
    indexLagMs: 500,
    next: [{ call: 'myself', times: 1, answer: '503', effect: 'before' }],
  })
  expect((await jira('GET', 'myself')).status).toBe(503)
  expect(
    (await ask('POST', '/faults/salesforce', { latencyMs: 5, answerNext: [{ fault: 'error-json' }] })).body,
  ).toMatchObject({ latencyMs: 5 })

  for (const system of ['jira', 'salesforce']) {
    expect(await ask('POST', `/faults/${system}`, { weather: 'bad' })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('weather') },
    })
  }
  expect((await ask('DELETE', '/faults')).status).toBe(204)
  expect((await ask('GET', '/faults')).body).toMatchObject({
    jira: { indexLagMs: 0, next: [] },
    salesforce: { latencyMs: 0 },
  })
})

test('[J41] an issue is deleted, and the journal names a person', async () => {
  expect((await ask('POST', '/jira/issues/OPS-1/delete')).status).toBe(204)
  expect((await ask('POST', '/jira/issues/OPS-1/delete')).status).toBe(404)
  expect((await jira('GET', 'issue/10101')).status).toBe(404)
  expect((await ask('GET', '/journal')).body.jira).toMatchObject([
    { action: 'delete', key: 'OPS-1', isIntegration: false },
  ])
  const { at } = (await ask('GET', '/journal')).body.jira[0]
  expect((await ask('GET', `/journal?since=${at}`)).body.jira).toHaveLength(1)
  expect((await ask('GET', '/journal?since=2999-01-01T00:00:00Z')).body).toEqual({ jira: [], salesforce: [] })
})

test('[J16] a moved issue keeps its id and answers to its old key', async () => {
  expect((await ask('POST', '/jira/issues/OPS-2/move', { project: 'DEV' })).body).toEqual({ key: 'DEV-5' })
  expect((await ask('POST', '/jira/issues/OPS-3/move', { project: 'NOPE' })).status).toBe(404)

  expect((await jira('GET', 'issue/ops-2?fields=project')).body).toMatchObject({
    id: '10102',
    key: 'DEV-5',
    fields: { project: { key: 'DEV' } },
  })
  expect((await jira('POST', 'issue/bulkfetch', { issueIdsOrKeys: ['OPS-2'] })).body).toMatchObject({
    issues: [{ key: 'DEV-5' }],
    issueErrors: [],
  })
  expect((await jira('POST', 'search/jql', { jql: 'key = OPS-2', fields: ['key'] })).body.issues).toMatchObject([
    { key: 'DEV-5' },
  ])
})

test('[J41] the page for people shows addresses, faults and counters, escaped', async () => {
  await ask('POST', '/faults/jira', { summaryRule: [{ contains: '<b>', message: 'No' }] })
  await jira('GET', 'myself')
  const response = await fetch(sandbox.addresses.control)
  const page = await response.text()
  expect(page).toContain(sandbox.addresses.salesforce.url)
  expect(page).toContain('myself')
  expect(page).toContain('&lt;b&gt;')
  expect(page).not.toContain('<b>')
})
