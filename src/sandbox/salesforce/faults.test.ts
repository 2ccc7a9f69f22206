import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { asIntegration, asPerson, type Client } from './client.fixture.ts'
import { startSalesforce, type SalesforceSandbox } from './index.ts'

const waits: number[] = []
let sandbox: SalesforceSandbox
let client: Client
beforeAll(async () => {
  const clock = {
    now: () => new Date(),
    wait: async (milliseconds: number) => {
      waits.push(milliseconds)
    },
  }
  sandbox = await startSalesforce({ cases: 5, clock })
  client = await asIntegration(sandbox)
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

test.each([
  ['error-json', 500, 'UNKNOWN_EXCEPTION'],
  ['unavailable-json', 503, 'SERVER_UNAVAILABLE'],
  ['daily-limit', 403, 'TotalRequests Limit exceeded.'],
  ['concurrent-limit', 403, 'ConcurrentPerOrgLongTxn Limit exceeded.'],
  ['session-expired', 401, 'INVALID_SESSION_ID'],
  ['error-html', 500, '<!DOCTYPE html>'],
  ['unavailable-html', 503, '<!DOCTYPE html>'],
] as const)('[F20] %s spoils the next answers of one kind of call, and no other', async (fault, status, text) => {
  sandbox.faults.answerNext('limits', fault, 2)

  expect((await client.call('GET', 'sobjects')).status).toBe(200)
  for (let time = 0; time < 2; time += 1) {
    const answer = await client.call('GET', 'limits')
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).toContain(text)
  }
  expect((await client.call('GET', 'limits')).status).toBe(200)
})

test('[F20] a spoiled write has no effect', async () => {
  const before = sandbox.journal().length
  sandbox.faults.answerNext('record create', 'unavailable-json')

  expect((await client.call('POST', 'sobjects/Case', { Subject: 'x' })).status).toBe(503)
  expect(sandbox.journal()).toHaveLength(before)
})

test('[F20] a connection drops before the write, or after it took effect', async () => {
  const written = (subject: string) => sandbox.org.all('Case').some(({ Subject }) => Subject === subject)
  const create = (Subject: string) => client.call('POST', 'sobjects/Case', { Subject })

  sandbox.faults.answerNext('record create', 'drop-before')
  await expect(create('lost on the way')).rejects.toThrow('fetch failed')
  sandbox.faults.answerNext('*', 'drop-after')
  await expect(create('answer lost')).rejects.toThrow('fetch failed')

  expect([written('lost on the way'), written('answer lost')]).toEqual([false, true])
})

test('[F20] every answer waits as long as it is told', async () => {
  sandbox.faults.latencyMs = 70
  waits.length = 0

  await client.call('GET', 'limits')

  expect(waits).toEqual([70])
})

test('[F21] calls are counted by kind, the integration user apart from the others', async () => {
  sandbox.resetCalls()
  const person = await asPerson(sandbox)
  await client.query('SELECT Id FROM Case')
  await person.call('GET', 'sobjects/Case/describe')
  await fetch(`${sandbox.url}/`)

  expect(sandbox.calls()).toEqual({ integration: { query: 1 }, others: { token: 1, describe: 1 } })
})

test('[F21] the journal tells who changed which field from what to what', async () => {
  const person = await asPerson(sandbox)
  const id = String(sandbox.org.all('Case')[0]?.['Id'])
  const before = sandbox.org.find('Case', id)?.['Subject']

  await person.call('PATCH', `sobjects/Case/${id}`, { Subject: 'news' }, { 'sforce-auto-assign': 'FALSE' })

  expect(sandbox.journal().at(-1)).toEqual({
    at: expect.any(Date),
    by: 'Amara Okafor',
    isIntegration: false,
    action: 'update',
    entity: 'Case',
    id,
    changes: { Subject: [before, 'news'] },
  })
})
