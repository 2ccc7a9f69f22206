import { expect, test } from 'vitest'
import { connectOddly, issueOf, ME, oddSite } from './odd-site.ts'
import { caseId, caseIds, pagesOf, taskFor } from './site.ts'

test('[K83] a search that repeats its page is broken off', async () => {
  const page = { issues: [issueOf('1')], nextPageToken: 'again', isLast: false }
  const { jira, asked } = await oddSite({ 'POST /rest/api/3/search/jql': () => ({ json: page }) })
  await expect(pagesOf(jira)).rejects.toMatchObject({ kind: 'connectivity' })
  expect(asked.filter((name) => name.endsWith('jql'))).toHaveLength(2)
})

test('[K75] the last page may say so by a token of null', async () => {
  const { jira } = await oddSite({
    'POST /rest/api/3/search/jql': () => ({ json: { issues: [issueOf('1')], nextPageToken: null } }),
  })
  expect((await pagesOf(jira)).flatMap((page) => page.changes)).toEqual([
    { id: '1', stamp: '2026-01-01T09:00:00.000Z' },
  ])
})

test.each([
  ['a sign-in page', { text: '<html>Sign in</html>' }],
  ['another shape', { json: { hits: [] } }],
  ['a web page of a proxy', { status: 503, text: '<html>Busy</html>', headers: { 'retry-after': '5' } }],
])('[K85] %s in place of an answer is no answer', async (_what, answer) => {
  const { jira } = await oddSite({ 'POST /rest/api/3/search/jql': () => answer })
  await expect(pagesOf(jira)).rejects.toMatchObject({ kind: 'connectivity', effect: 'none' })
  const creating = await oddSite({ 'POST /rest/api/3/issue/bulk': () => answer })
  await expect(creating.jira.create(taskFor(caseId(1)))).rejects.toMatchObject({
    kind: 'connectivity',
    effect: 'unknown',
  })
})

test.each([
  ['somebody else', { 'x-aaccountid': 'somebody' }],
  ['a refused sign-in', { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }],
])('[K72] an answer given to %s is an auth failure', async (_who, headers) => {
  const { jira } = await oddSite({
    'POST /rest/api/3/search/jql': () => ({ json: { issues: [issueOf('1')] }, headers }),
  })
  await expect(pagesOf(jira)).rejects.toMatchObject({ kind: 'auth' })
})

test('[K72] a refusal that names no account is taken for one of Jira only after asking who we are', async () => {
  let signedIn = true
  const { jira, asked } = await oddSite({
    'GET /rest/api/3/myself': () => (signedIn ? { json: ME } : { status: 401, json: { message: 'Who are you?' } }),
    'PUT /rest/api/3/issue/1': () => ({ status: 404, json: {}, headers: { 'x-aaccountid': undefined } }),
  })
  const update = () => jira.update({ entity: 'OPS.Task', id: '1', fields: { summary: 'new' } })
  await expect(update()).rejects.toMatchObject({ kind: 'rejection', status: 404 })
  signedIn = false
  await expect(update()).rejects.toMatchObject({ kind: 'auth', status: 401 })
  expect(asked.filter((name) => name.endsWith('myself'))).toHaveLength(3)
})

test('[K60] the answer of a bulk create is matched by marker, whatever its order', async () => {
  const drafts = new Map<string, unknown>()
  const { jira } = await oddSite({
    'POST /rest/api/3/issue/bulk': ({ issueUpdates }) => {
      const markers = (issueUpdates as { properties: { value: unknown }[] }[]).map((one) => one.properties[0]?.value)
      markers.forEach((marker, index) => drafts.set(String(index + 1), marker))
      return { status: 201, json: { issues: [...drafts.keys()].reverse().map((id) => ({ id })), errors: [] } }
    },
    'POST /rest/api/3/issue/bulkfetch': () => ({
      json: { issues: [...drafts].map(([id, marker]) => issueOf(id, { properties: { crosstie: marker } })).reverse() },
    }),
  })
  const records = await Promise.all(caseIds(3).map((id) => jira.create(taskFor(id))))
  expect(records.map((record) => record.id)).toEqual(['1', '2', '3'])
})

test('[K62] a create whose marker is not read back has an unknown outcome', async () => {
  const { jira } = await oddSite({
    'POST /rest/api/3/issue/bulk': () => ({ status: 201, json: { issues: [{ id: '1' }], errors: [] } }),
    'POST /rest/api/3/issue/bulkfetch': () => ({ json: { issues: [issueOf('1')] } }),
  })
  await expect(jira.create(taskFor(caseId(1)))).rejects.toMatchObject({ kind: 'connectivity', effect: 'unknown' })
})

test('[K7] a bulk create that is refused as a whole is halved', async () => {
  const sizes: number[] = []
  const { jira } = await oddSite({
    'POST /rest/api/3/issue/bulk': ({ issueUpdates }) => {
      sizes.push((issueUpdates as unknown[]).length)
      return { status: 400, json: { errorMessages: ['INVALID_INPUT'], errors: {} } }
    },
  })
  const results = await Promise.allSettled(caseIds(2).map((id) => jira.create(taskFor(id))))
  const reason = { kind: 'rejection', effect: 'none', message: 'acme-jira: INVALID_INPUT' }
  expect(results).toMatchObject([{ reason }, { reason }])
  expect(sizes).toEqual([2, 1, 1])
})

test('[K64] what a bulk read leaves open is asked for by itself', async () => {
  const { jira } = await oddSite({
    'POST /rest/api/3/issue/bulkfetch': () => ({
      json: { issues: [], issueErrors: [{ id: '1' }, { id: '2' }, { id: '3' }] },
    }),
    'GET /rest/api/3/issue/1': () => ({ json: issueOf('1') }),
    'GET /rest/api/3/issue/2': () => ({ status: 404, json: { errorMessages: ['Issue does not exist'] } }),
    'GET /rest/api/3/issue/3': () => ({ status: 500, json: {} }),
  })
  const results = await Promise.allSettled(
    ['1', '2', '3', '4'].map((id) => jira.read({ entity: 'OPS.Task', id, fields: ['summary'] })),
  )
  expect(results).toMatchObject([
    { value: { id: '1', fields: { summary: 'Issue 1' } } },
    { status: 'fulfilled', value: undefined },
    { reason: { kind: 'connectivity' } },
    { status: 'fulfilled', value: undefined },
  ])
})

test('[K71] a site that does not tell its cloud id is known by its address', async () => {
  const { jira, url } = await oddSite({})
  expect(await jira.account()).toEqual({ userId: ME.accountId, userName: 'Me', siteId: url, siteUrl: url })
})

test('[K84] a token with scopes needs the cloud id, for it is valid at the gateway only', async () => {
  const { url, asked } = await oddSite({})
  await expect(connectOddly(url, { auth: { scoped: true } }).probe()).rejects.toMatchObject({ kind: 'auth' })
  expect(asked).toEqual(['GET /_edge/tenant_info'])
})
