import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { asIntegration, asPerson, type Client } from './client.fixture.ts'
import { startSalesforce, type SalesforceSandbox } from './index.ts'

const START = Date.parse('2026-11-23T12:00:00.700Z')
let nowMs = START
let sandbox: SalesforceSandbox
let client: Client
beforeAll(async () => {
  sandbox = await startSalesforce({ cases: 4200, clock: { now: () => new Date(nowMs) } })
  client = await asIntegration(sandbox)
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

async function pagesOf(soql: string, headers: Readonly<Record<string, string>> = {}) {
  const first = await client.query(soql, headers)
  const pages = [first]
  for (let next = first.nextRecordsUrl; next; next = pages.at(-1)?.nextRecordsUrl) {
    pages.push((await client.call('GET', next)).body as typeof first)
  }
  return pages
}

test('[F4] a long answer comes in pages of 2,000, each with the grand total', async () => {
  const pages = await pagesOf('SELECT Id FROM Case')

  expect(pages.map(({ totalSize, done, records }) => [totalSize, done, records.length])).toEqual([
    [4200, false, 2000],
    [4200, false, 2000],
    [4200, true, 200],
  ])
  expect(pages[0]?.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/0r8\w{15}-2000$/)
  expect(new Set(pages.flatMap(({ records }) => records.map((row) => row['Id']))).size).toBe(4200)
})

test('[F4] a Long Text Area halves the page, and a batch size between 200 and 2,000 is kept to', async () => {
  const size = async (soql: string, batchSize?: number) =>
    (await client.query(soql, batchSize ? { 'sforce-query-options': `batchSize=${batchSize}` } : {})).records.length

  expect(await size('SELECT Id, Description FROM Case')).toBe(1000)
  expect(await size('SELECT Id FROM Case', 500)).toBe(500)
  expect(await size('SELECT Id FROM Case', 10)).toBe(200)
  expect(await size('SELECT Id, Description FROM Case', 2000)).toBe(1000)
})

test('[F4] a cursor that has ended is refused', async () => {
  const { nextRecordsUrl = '' } = await client.query('SELECT Id FROM Case')
  sandbox.faults.expireCursors()

  const { status, body } = await client.call('GET', nextRecordsUrl)

  expect({ status, body }).toEqual({
    status: 400,
    body: [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }],
  })
})

test('[F4] count() answers with a total and no records', async () => {
  expect(await client.query('SELECT count() FROM Case')).toEqual({ totalSize: 4200, done: true, records: [] })
})

test('[F5] data replies tell the calls used, and an org without any left refuses', async () => {
  const used = async () => (await client.call('GET', 'limits')).headers.get('sforce-limit-info')
  const before = Number(/^api-usage=(\d+)\/100000$/.exec((await used()) ?? '')?.[1])

  expect(await used()).toBe(`api-usage=${before + 1}/100000`)
  expect((await client.call('GET', '/services/data')).headers.has('sforce-limit-info')).toBe(false)

  sandbox.faults.dailyApiRequests = before
  expect(await client.call('GET', 'limits')).toMatchObject({
    status: 403,
    body: [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
  })
})

test('[F6] stamps step by the second, and several seeded cases share one', async () => {
  const { records } = await client.query('SELECT SystemModstamp FROM Case LIMIT 2000')
  const stamps = records.map((row) => String(row['SystemModstamp']))

  expect(stamps.every((stamp) => stamp.endsWith('.000+0000'))).toBe(true)
  expect(new Set(stamps).size).toBeLessThan(stamps.length - 50)
})

test('[F7] a late commit shows in queries only afterwards, under the stamp of the write', async () => {
  const person = await asPerson(sandbox)
  const { records } = await client.query('SELECT Id, Subject FROM Case LIMIT 1')
  const [row] = records
  const path = `sobjects/Case/${String(row?.['Id'])}`
  const seen = async () =>
    (await client.query(`SELECT Subject, SystemModstamp FROM Case WHERE Id = '${String(row?.['Id'])}'`)).records[0]
  sandbox.faults.commitDelayMs = 5000

  await person.call('PATCH', path, { Subject: 'written at noon' }, { 'sforce-auto-assign': 'FALSE' })
  nowMs = START + 4900
  expect(await seen()).toMatchObject({ Subject: row?.['Subject'] })

  nowMs = START + 5100
  expect(await seen()).toMatchObject({ Subject: 'written at noon', SystemModstamp: '2026-11-23T12:00:00.000+0000' })
})

test('[F7] a case created under a late commit is missing from queries until then', async () => {
  sandbox.faults.commitDelayMs = 1000
  const { body } = await client.call('POST', 'sobjects/Case', { Subject: 'not there yet' })
  const { id } = body as { id: string }
  const count = async () => (await client.query(`SELECT Id FROM Case WHERE Id = '${id}'`)).totalSize

  expect(await count()).toBe(0)
  nowMs += 1001
  expect(await count()).toBe(1)
})

test('[F4] queryAll also shows what lies in the recycle bin', async () => {
  const { body } = await client.call('POST', 'sobjects/Case', { Subject: 'to be deleted' })
  const { id } = body as { id: string }
  await client.call('DELETE', `sobjects/Case/${id}`)
  const soql = encodeURIComponent(`SELECT IsDeleted FROM Case WHERE Id = '${id}'`)

  expect((await client.call('GET', `query?q=${soql}`)).body).toMatchObject({ totalSize: 0 })
  expect((await client.call('GET', `queryAll?q=${soql}`)).body).toMatchObject({ records: [{ IsDeleted: true }] })
})
