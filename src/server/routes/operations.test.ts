import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type RunningServer } from '../../../test/web/running-server.ts'
import { ids } from '../../../test/web/seed-workflow.ts'
import { pairOf, seedDay, seededOperations, uuid } from '../../../test/web/seed.ts'
import { listExchanges, readExchange } from '../../api/exchanges.ts'
import { listOperations, readOperation, type OperationSummary } from '../../api/operations.ts'

let server: RunningServer
let cookie: string

beforeAll(async () => {
  server = await startServer()
  await seedDay(server.store, server.clock.now())
  cookie = await server.cookieFor('viewer')
})
afterAll(() => server.close())

async function list(query: string) {
  return listOperations.output.parse((await server.request('GET', `/api/operations?${query}`, { cookie })).body)
}

test('[W12] pages of operations follow each other, newest first, without gap or repeat', async () => {
  await server.store.db
    .updateTable('operations')
    .set({ at: new Date('2026-01-02T03:04:05.678Z') })
    .where('id', '>', uuid(2, 150))
    .execute()

  const all: OperationSummary[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await list(`limit=7${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    all.push(...page.operations)
    cursor = page.next
  }

  expect(new Set(all.map(({ id }) => id)).size).toBe(seededOperations)
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  )
})

test('[W12] operations are found by outcome, workflow and pair', async () => {
  const byVerdict = await list('verdicts=retrying,waiting&limit=200')
  const byPair = await list(`pairId=${pairOf(3).id}&limit=200`)

  expect(new Set(byVerdict.operations.map(({ verdict }) => verdict))).toEqual(new Set(['retrying', 'waiting']))
  expect(new Set(byPair.operations.map(({ right }) => right?.key))).toEqual(new Set(['OPS-313']))
  expect((await list(`workflowId=${uuid(9, 9)}`)).operations).toEqual([])
  expect((await list(`workflowId=${ids.workflow}&limit=1`)).operations).toHaveLength(1)
})

test.each([
  ['a case number', '00001043', ['OPS-313']],
  ['an issue key in any case', 'ops-313', ['OPS-313']],
  ['an id', '10203', ['OPS-313']],
  ['signs that mean something to the database', 'OPS_313%', []],
])('[W12] operations are found by %s', async (_, search, keys) => {
  const { operations } = await list(`search=${encodeURIComponent(search)}&limit=200`)

  expect([...new Set(operations.map(({ right }) => right?.key))]).toEqual(keys)
})

test('[W12] a cursor or outcome that is none is refused', async () => {
  for (const query of ['cursor=1;drop', 'verdicts=deleted', 'limit=0']) {
    expect((await server.request('GET', `/api/operations?${query}`, { cookie })).status).toBe(400)
  }
})

test('[W13] an operation opens to its records, stages and failure', async () => {
  const { body } = await server.request('GET', `/api/operations/${uuid(2, 8)}`, { cookie })

  const operation = readOperation.output.parse(body)
  expect(operation).toMatchObject({
    workflow: { name: 'Salesforce Cases and Jira Tasks' },
    systems: { left: { name: 'acme-salesforce', kind: 'salesforce' }, right: { name: 'acme-jira', kind: 'jira' } },
    left: { key: '00001064', url: `http://127.0.0.1:4102/${pairOf(24).left.id}` },
    right: { key: 'OPS-334', url: 'http://127.0.0.1:4101/browse/OPS-334' },
    failure: { kind: 'rejection', fields: { summary: 'The summary must be less than 255 characters.' } },
  })
  expect(operation.stages.map(({ stage }) => stage)).toEqual([
    ...['collect', 'read', 'filter', 'correlate', 'plan', 'deliver', 'respond', 'settle'],
  ])
})

test('[W13] an operation that is not there is said to be gone', async () => {
  const { status, body } = await server.request('GET', `/api/operations/${uuid(9, 9)}`, { cookie })

  expect(status).toBe(404)
  expect(body).toEqual({ error: { message: 'This operation is not there.', hint: 'Its time of keeping may be over.' } })
})

test('[W14] the HTTP exchanges of an operation open to headers and bodies', async () => {
  const listed = await server.request('GET', `/api/operations/${uuid(2, 5)}/exchanges`, { cookie })
  const { exchanges } = listExchanges.output.parse(listed.body)
  const shared = exchanges.find(({ operations, id }) => operations === 2 && id === uuid(3, 5))

  const opened = await server.request('GET', `/api/exchanges/${shared?.id}`, { cookie })

  expect(exchanges).toHaveLength(3)
  expect(readExchange.output.parse(opened.body)).toMatchObject({
    requestHeaders: { authorization: '[redacted]' },
    responseBody: expect.stringContaining('"key":"OPS-325"'),
  })
})
