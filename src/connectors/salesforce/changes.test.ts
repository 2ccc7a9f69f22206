import { afterEach, expect, test } from 'vitest'
import type { ChangesPage, Connector } from '../../core/connector.ts'
import { connectSalesforce, refusalOf, stubOrg, type Answer, type Asked } from '../../../test/stub-org.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const SERVER_DATE = 'Wed, 06 May 2026 12:00:00 GMT'
const stamp = '2026-05-06T11:29:24.000+0000'
const row = (number: number) => ({ Id: `50000000000000${number}AAA`.padStart(18, '0'), SystemModstamp: stamp })

/** An org whose clock stands at noon and that answers queries in turn. */
async function polled(answers: readonly Answer[]) {
  const queries: string[] = []
  const isQuery = ({ path }: Asked) => path.startsWith('/services/data/v66.0/query')
  const org = await stubOrg((asked) => {
    if (asked.path === '/services/data') {
      return { json: [{ version: '66.0' }], headers: { date: SERVER_DATE } }
    }
    if (!isQuery(asked)) return undefined
    return {
      ...answers[queries.push(asked.path.replace('/services/data/v66.0', '')) - 1],
      headers: { date: SERVER_DATE },
    }
  })
  const connector = connectSalesforce({ url: org.url })
  closing.push(connector.close, org.close)
  return { connector, queries, org }
}

async function poll(connector: Connector, since: string | null): Promise<ChangesPage[]> {
  const pages: ChangesPage[] = []
  for await (const page of connector.changesSince({ entity: 'Case', since })) pages.push(page)
  return pages
}

const lastPage = (...records: object[]): Answer => ({ json: { totalSize: 9, done: true, records } })
const page = (nextRecordsUrl: string, ...records: object[]): Answer => ({
  json: { totalSize: 9, done: false, nextRecordsUrl, records },
})

test("[L21] a poll reaches from five minutes before the watermark to the second before the org's own", async () => {
  const { connector, queries } = await polled([lastPage(row(1))])

  const pages = await poll(connector, '2026-05-06T11:00:00.000Z')

  expect(queries).toEqual([
    '/query?q=SELECT Id, SystemModstamp FROM Case WHERE SystemModstamp >= 2026-05-06T10:55:00Z AND SystemModstamp < 2026-05-06T11:59:59Z ORDER BY SystemModstamp, Id',
  ])
  expect(pages).toEqual([
    {
      changes: [{ id: row(1).Id, stamp: '2026-05-06T11:29:24.000Z' }],
      window: { from: '2026-05-06T10:55:00.000Z', to: '2026-05-06T11:59:59.000Z' },
      serverTime: expect.stringMatching(/^2026-05-06T12:00:00\.\d{3}Z$/),
    },
  ])
})

test('[L21] the first poll has no lower bound', async () => {
  const { connector, queries } = await polled([lastPage()])

  const [only] = await poll(connector, null)

  expect(queries[0]).toContain('WHERE SystemModstamp < 2026-05-06T11:59:59Z ORDER BY')
  expect(only).toMatchObject({ changes: [], window: { from: null, to: '2026-05-06T11:59:59.000Z' } })
})

test('[L21] a watermark never moves back', async () => {
  const { connector } = await polled([lastPage()])

  const [only] = await poll(connector, '2026-05-06T12:00:05.000Z')

  expect(only?.window.to).toBe('2026-05-06T12:00:05.000Z')
})

test('[L21] an org that does not say its time is asked for it, and polled no further', async () => {
  const org = await stubOrg((asked) =>
    asked.path.includes('/data') ? { json: [{ version: '66.0' }], headers: { date: '' } } : undefined,
  )
  const connector = connectSalesforce({ url: org.url })
  closing.push(connector.close, org.close)

  const refusal = await refusalOf(poll(connector, null))

  expect(refusal).toMatchObject({ kind: 'connectivity', message: expect.stringContaining('what time it is') })
  expect(org.asked.some(({ path }) => path.includes('query'))).toBe(false)
})

test('[L22] pages follow one another to the last', async () => {
  const { connector, queries } = await polled([
    page('/services/data/v66.0/query/0r8xx-1', row(1)),
    page('/services/data/v66.0/query/0r8xx-2', row(2)),
    lastPage(row(3)),
  ])

  const pages = await poll(connector, null)

  expect(pages.map(({ changes }) => changes.map(({ id }) => id))).toEqual([[row(1).Id], [row(2).Id], [row(3).Id]])
  expect(queries.slice(1)).toEqual(['/query/0r8xx-1', '/query/0r8xx-2'])
})

test('[L22] a lost cursor is taken up again behind the last row seen', async () => {
  const lost: Answer = { status: 400, json: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }] }
  const { connector, queries } = await polled([
    page('/services/data/v66.0/query/0r8xx-1', row(1)),
    page('/services/data/v66.0/query/0r8xx-2'),
    lost,
    lastPage(row(2)),
  ])

  const pages = await poll(connector, null)

  expect(pages.map(({ changes }) => changes.map(({ id }) => id))).toEqual([[row(1).Id], [], [row(2).Id]])
  expect(queries[3]).toContain(
    `AND (SystemModstamp > 2026-05-06T11:29:24Z OR (SystemModstamp = 2026-05-06T11:29:24Z AND Id > '${row(1).Id}'))`,
  )
})

test('[L22] a page that fails otherwise ends the poll', async () => {
  const down: Answer = { status: 503, text: '<html></html>' }
  const { connector } = await polled([page('/services/data/v66.0/query/0r8xx-1', row(1)), down])

  expect(await refusalOf(poll(connector, null))).toMatchObject({ kind: 'connectivity' })
})

test('[L22] an answer that is neither the last page nor names the next is not believed', async () => {
  const { connector } = await polled([{ json: { totalSize: 9, done: false, records: [] } }])

  expect(await refusalOf(poll(connector, null))).toMatchObject({
    kind: 'connectivity',
    message: expect.stringContaining('not what its API describes'),
  })
})
