import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { connectSalesforce } from '../../../test/stub-org.ts'
import { startSalesforce } from '../../sandbox/salesforce/index.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const START = Date.parse('2026-05-06T12:00:00.000Z')

/** An org and a connector that share a clock which only the test moves. */
async function polledOrg(cases: number) {
  let time = START
  const sandbox = await startSalesforce({ host: '127.0.0.1', cases, clock: { now: () => new Date(time) } })
  const clock = { now: () => new Date(time), monotonicMs: () => time, wait: (ms: number) => sleep(ms) }
  const connector = connectSalesforce({ ...sandbox.credentials, url: sandbox.url, clock })
  closing.push(connector.close, sandbox.close)

  return {
    sandbox,
    connector,
    ids: () => sandbox.org.all('Case').map((row) => String(row['Id'])),
    idOf: (object: string, name: string) => String(sandbox.org.all(object).find((row) => row['Name'] === name)?.['Id']),
    at: (seconds: number) => (time = START + seconds * 1000),
    edit(id: string, fields: Readonly<Record<string, string>> = { Subject: `edited at ${time}` }) {
      const actor = { userId: String(sandbox.org.all('User')[0]?.['Id']), name: 'Ingrid', isIntegration: false }
      sandbox.org.update(actor, 'Case', id, fields, { autoAssign: false })
    },
    async poll(since: string | null) {
      const ids: string[] = []
      let to = ''
      for await (const { changes, window } of connector.changesSince({ entity: 'Case', since })) {
        ids.push(...changes.map(({ id }) => id))
        to = window.to
      }
      return { ids, to }
    },
  }
}

test('[L22] a first poll brings every record once, even if its cursor is lost on the way', async () => {
  const { sandbox, connector, ids } = await polledOrg(4500)
  const seen: string[] = []
  let pages = 0

  for await (const { changes } of connector.changesSince({ entity: 'Case', since: null })) {
    seen.push(...changes.map(({ id }) => id))
    pages++
    if (pages === 1) sandbox.faults.expireCursors()
  }

  expect(pages).toBe(3)
  expect(seen).toHaveLength(4500)
  expect(new Set(seen)).toEqual(new Set(ids()))
})

test('[L21] a row that surfaces late, with an older stamp, comes with a later poll', async () => {
  const org = await polledOrg(20)
  const id = org.ids()[3] ?? ''
  const { to } = await org.poll(null)

  org.sandbox.faults.commitDelayMs = 60_000
  org.at(10)
  org.edit(id)
  org.at(30)
  const early = await org.poll(to)
  org.at(90)
  const late = await org.poll(early.to)

  expect(early.to).toBe('2026-05-06T12:00:29.000Z')
  expect(late.ids).toContain(id)
})

test('[L21] the running second is left for the next poll, so that its second half is not lost', async () => {
  const org = await polledOrg(20)
  const [one = '', two = ''] = org.ids()
  org.at(600)
  const { to } = await org.poll(null)

  org.at(700.2)
  org.edit(one)
  org.at(700.4)
  const during = await org.poll(to)
  org.at(700.8)
  org.edit(two)
  org.at(703)
  const after = await org.poll(during.to)

  expect(during.ids).toEqual([])
  expect([...after.ids].sort()).toEqual([one, two].sort())
})

test('[L21] a poll costs one call while answers keep coming', async () => {
  const org = await polledOrg(20)
  const { to } = await org.poll(null)
  org.sandbox.resetCalls()

  org.at(60)
  const next = await org.poll(to)
  org.at(120)
  await org.poll(next.to)

  expect(org.sandbox.calls()).toEqual({ integration: { query: 2 }, others: {} })
})

test('[L21] after a long silence the org is asked for its time', async () => {
  const org = await polledOrg(20)
  const { to } = await org.poll(null)
  org.sandbox.resetCalls()
  org.at(3600)

  expect((await org.poll(to)).to).toBe('2026-05-06T12:59:59.000Z')
  expect(org.sandbox.calls().integration).toEqual({ versions: 1, query: 1 })
})

test.each(['Status', 'OwnerId'])('[L32] the newest entry of its history tells when %s changed', async (field) => {
  const org = await polledOrg(20)
  const [id = ''] = org.ids()
  const values = {
    Status: ['On Hold', 'Working'],
    OwnerId: [org.idOf('Group', 'Support Tier 1'), org.idOf('User', 'Elena Petrova')],
  }[field]

  org.at(10)
  org.edit(id, { [field]: values?.[0] ?? '' })
  org.at(20)
  org.edit(id, { [field]: values?.[1] ?? '' })
  org.at(30)
  org.edit(id, { Subject: 'not this one' })
  const interval = await org.connector.changedAt({ entity: 'Case', id, field })

  expect(interval).toEqual({ earliest: '2026-05-06T12:00:20.000Z', latest: '2026-05-06T12:00:20.000Z' })
})
