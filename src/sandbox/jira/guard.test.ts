import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestSite, task, type TestSite } from './test-site.ts'

let site: TestSite
beforeEach(async () => {
  site = await openTestSite()
})
afterEach(() => site.jira.close())

const rename = (
  summary: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: unknown }> =>
  site.call('PUT', 'issue/OPS-1', { fields: { summary } }, { headers })
const summaryOf = async (key: string): Promise<string> => (await site.call('GET', `issue/${key}`)).body.fields.summary

test('[J1] the answer says who called', async () => {
  const answer = await site.call('GET', 'myself')
  expect(answer.body).toMatchObject({
    emailAddress: 'bot@acme.example',
    accountType: 'atlassian',
    active: true,
    timeZone: 'America/New_York',
  })
  expect(answer.headers.get('x-aaccountid')).toBe(encodeURIComponent(answer.body.accountId))
  expect(answer.body.accountId).toMatch(/^712020:[0-9a-f-]{36}$/)

  const person = await site.call('GET', 'myself', undefined, { as: site.jira.credentials.person })
  expect(person.body.emailAddress).toBe('amara.okafor@acme.example')
})

test.each(['nobody', 'a wrong token', 'an expired token'])('[J2] with %s the caller is anonymous', async (who) => {
  const { email } = site.jira.credentials
  const as =
    who === 'nobody'
      ? 'nobody'
      : { email, apiToken: who === 'a wrong token' ? 'wrong' : site.jira.credentials.apiToken }
  site.jira.faults.expiredToken = who === 'an expired token'
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await site.call(method, path, body, { as })).status

  expect(await site.call('POST', 'search/jql', { jql: 'project = OPS' }, { as })).toMatchObject({
    status: 200,
    body: { issues: [] },
  })
  expect(await site.call('GET', 'project/search', undefined, { as })).toMatchObject({ status: 200, body: { total: 0 } })
  expect(await call('GET', 'issue/OPS-1')).toBe(404)
  expect(await call('GET', 'myself')).toBe(401)
  expect(await call('POST', 'issue', { fields: task() })).toBe(401)
  expect(await call('PUT', 'issue/OPS-1', { fields: {} })).toBe(404)
  expect((await site.call('GET', 'field', undefined, { as })).headers.get('x-aaccountid')).toBeNull()
})

test.each([
  { 'user-agent': 'Mozilla/5.0 (X11)' },
  { origin: 'https://acme.example' },
  { referer: 'https://acme.example/x' },
])('[J34] a write with %o needs the header', async (headers) => {
  expect(await rename('From a browser', headers)).toMatchObject({ status: 403, body: 'XSRF check failed' })
  expect((await rename('From a browser', { ...headers, 'x-atlassian-token': 'no-check' })).status).toBe(204)
  expect((await site.call('GET', 'issue/OPS-1', undefined, { headers })).status).toBe(200)
})

test('[J35] the 21st write of an issue in two seconds has to wait', async () => {
  for (let write = 1; write <= 20; write += 1) expect((await rename(`Write ${write}`)).status).toBe(204)

  const refused = await rename('One too many')

  expect(refused.status).toBe(429)
  expect(refused.headers.get('ratelimit-reason')).toBe('jira-per-issue-on-write')
  expect(refused.headers.get('retry-after')).toBe('2')
  expect(refused.headers.get('x-ratelimit-reset')).toBe('2026-11-23T10:00:02Z')
  expect((await site.call('PUT', 'issue/OPS-2', { fields: { summary: 'Not held up' } })).status).toBe(204)
  site.clock.advance(2000)
  expect((await rename('Now')).status).toBe(204)
})

test('[J35] no more than 100 writes in 30 seconds', async () => {
  for (let write = 1; write <= 100; write += 1) {
    await rename(`Write ${write}`)
    site.clock.advance(200)
  }
  expect(await rename('One too many')).toMatchObject({ status: 429 })
  expect((await rename('One too many')).headers.get('retry-after')).toBe('10')
})

const spoil = (next: object): void => {
  site.jira.faults.next = [
    { call: '*', times: 1, effect: 'before', who: 'anyone', retryAfterSeconds: 1, answer: '500', ...next },
  ]
}

test('[J36] a 429 of the burst limit carries its headers and is used up', async () => {
  spoil({ call: 'edit', answer: '429', times: 2, retryAfterSeconds: 3 })

  expect((await site.call('GET', 'myself')).status).toBe(200)
  const refused = await rename('Limited')
  expect(refused.status).toBe(429)
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    'retry-after': '3',
    'ratelimit-reason': 'jira-burst-based',
    'x-ratelimit-limit': '350',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '2026-11-23T10:00:03Z',
  })
  expect((await rename('Limited')).status).toBe(429)
  expect((await rename('Free again')).status).toBe(204)
})

test.each([
  ['500', 500, 'application/json;charset=UTF-8'],
  ['503', 503, 'application/json;charset=UTF-8'],
  ['503 html', 503, 'text/html'],
  ['409', 409, 'application/json;charset=UTF-8'],
])('[J36] an answer %s comes before or after the effect', async (answer, status, type) => {
  const before = await summaryOf('OPS-1')
  spoil({ answer })
  const first = await rename('Not written')
  expect([first.status, first.headers.get('content-type')]).toEqual([status, type])
  expect(await summaryOf('OPS-1')).toBe(before)

  spoil({ answer, effect: 'after' })
  expect((await rename('Written all the same')).status).toBe(status)
  expect(await summaryOf('OPS-1')).toBe('Written all the same')
})

test('[J36] a dropped connection leaves the effect or not', async () => {
  spoil({ call: 'create', answer: 'drop' })
  await expect(site.call('POST', 'issue', { fields: task() })).rejects.toThrow('fetch failed')
  expect(site.jira.site.issues.size).toBe(12)

  spoil({ call: 'create', answer: 'drop', effect: 'after' })
  await expect(site.call('POST', 'issue', { fields: task() })).rejects.toThrow('fetch failed')
  expect(site.jira.site.issues.size).toBe(13)
})

test('[J36] a fault for the integration user leaves people alone', async () => {
  spoil({ who: 'integration' })
  expect((await site.call('GET', 'myself', undefined, { as: site.jira.credentials.person })).status).toBe(200)
  expect((await site.call('GET', 'myself')).status).toBe(500)
})

test('[J37] answers take longer when they are told to', async () => {
  site.jira.faults.latencyMs = 700
  await site.call('GET', 'myself')
  expect(site.clock.now()).toEqual(new Date('2026-11-23T10:00:00.700Z'))
})

test('[J37] a rule of the site refuses a summary with its own words', async () => {
  site.jira.faults.summaryRule = [{ contains: 'asap', message: 'Say when, not how fast.' }]
  expect(await rename('Fix asap')).toMatchObject({
    status: 400,
    body: { errorMessages: [], errors: { summary: 'Say when, not how fast.' } },
  })
})

test('[J38] calls are counted by kind, the integration user’s apart', async () => {
  await site.createTask()
  await site.search('project = OPS')
  await site.search('project = OPS')
  await site.call('GET', 'myself', undefined, { as: site.jira.credentials.person })
  await site.call('GET', '/')
  await site.call('GET', '/browse/OPS-1')

  expect(site.jira.calls()).toEqual({ integration: { create: 1, search: 2 }, others: { myself: 1 } })
  site.jira.resetCalls()
  expect(site.jira.calls()).toEqual({ integration: {}, others: {} })
})

test('[J39] the journal tells every write with both values', async () => {
  await rename('New words')
  await site.call('POST', 'issue/OPS-2/transitions', { transition: { id: '21' } }, { as: site.jira.credentials.person })
  await site.call('DELETE', 'issue/OPS-1')

  const common = { at: '2026-11-23T10:00:00.000Z', entity: 'OPS.Task' }
  const bot = { by: 'bot@acme.example', isIntegration: true }
  expect(site.jira.journal()).toEqual([
    {
      ...common,
      ...bot,
      action: 'update',
      id: '10101',
      key: 'OPS-1',
      changes: { summary: ['Renew the TLS certificate of the status page', 'New words'] },
    },
    {
      ...common,
      by: 'amara.okafor@acme.example',
      isIntegration: false,
      action: 'transition',
      id: '10102',
      key: 'OPS-2',
      changes: { status: ['In Progress', 'Blocked'] },
    },
    { ...common, ...bot, action: 'delete', id: '10101', key: 'OPS-1', changes: {} },
  ])
})

test('[J42] the same seed gives the same site, another one gives another', async () => {
  const [same, other] = await Promise.all([openTestSite(1), openTestSite(2)])
  try {
    expect(same.jira.credentials).toEqual(site.jira.credentials)
    expect([...same.jira.site.issues.values()]).toEqual([...site.jira.site.issues.values()])
    expect(other.jira.credentials.apiToken).not.toBe(site.jira.credentials.apiToken)
  } finally {
    await Promise.all([same.jira.close(), other.jira.close()])
  }
})

test('[J17] a delete may say JSON and send nothing', async () => {
  const headers = { 'content-type': 'application/json' }
  expect((await site.call('DELETE', 'issue/OPS-1', undefined, { headers })).status).toBe(204)
})

test('[J7] a body that is no JSON and a path that is none are answered in Jira’s way', async () => {
  const broken = await fetch(`${site.jira.url}/rest/api/3/search/jql`, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  })
  expect([broken.status, await broken.json()]).toEqual([
    400,
    { errorMessages: ['There was an error parsing JSON. Check that your request body is valid.'], errors: {} },
  ])

  const nowhere = await site.call('GET', 'issue/OPS-1/no-such-thing?x=1')
  expect(nowhere.headers.get('content-type')).toBe('application/problem+json')
  expect(nowhere.body).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'No endpoint GET /rest/api/3/issue/OPS-1/no-such-thing.',
  })
})
