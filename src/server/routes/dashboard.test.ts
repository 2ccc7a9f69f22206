import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { startServer } from '../../../test/web/running-server.ts'
import { ids } from '../../../test/web/seed-workflow.ts'
import { seedDay } from '../../../test/web/seed.ts'
import { readDashboard, readThroughput } from '../../api/dashboard.ts'
import { readStatus } from '../../api/status.ts'

const server = await startServer()
const { db } = server.store
const cookie = await server.cookieFor('operator')
beforeEach(() => seedDay(server.store, server.clock.now()))
afterEach(async () => {
  for (const table of ['workflows', 'systems', 'operations', 'exchanges', 'coverage'] as const) {
    await db.deleteFrom(table).execute()
  }
  server.engine.asked.length = 0
})
afterAll(server.close)

const get = async (path: string) => (await server.request('GET', path, { cookie })).body
const post = (path: string, body: object = {}) => server.request('POST', `/api/workflows/${path}`, { cookie, body })

test('[W15] the dashboard shows both sides of a workflow and what flowed each way', async () => {
  const { workflows } = readDashboard.output.parse(await get('/api/dashboard'))

  expect(workflows).toHaveLength(1)
  expect(workflows[0]).toMatchObject({
    pairs: 60,
    attention: 4,
    queue: { waiting: 4, delayed: 1, running: 2 },
    left: { system: 'acme-salesforce', entity: 'Case', state: { kind: 'ready' } },
    right: { system: 'acme-jira', entity: 'OPS.Task' },
    flows: [
      { name: 'Case to task', from: 'left', failure: null },
      { name: 'Task to case', from: 'right', failure: null },
    ],
  })
  const counted = workflows[0]?.flows.map(({ created, updated, attention }) => created + updated + attention)
  expect(counted).toEqual([await countWritten('Case to task'), await countWritten('Task to case')])
})

async function countWritten(action: string): Promise<number> {
  const rows = await db
    .selectFrom('operations')
    .select('id')
    .where('action', '=', action)
    .where('verdict', 'in', ['created', 'updated', 'attention'])
    .where('at', '>=', new Date(server.clock.now().getTime() - 86_400_000))
    .execute()
  return rows.length
}

test('[W15] the dashboard tells what is open, by kind and with the operation to look at', async () => {
  const { attention } = readDashboard.output.parse(await get('/api/dashboard'))

  expect(attention).toMatchObject({ total: 4, byKind: { rejection: 2, conflict: 1, mapping: 1 } })
  expect(attention.latest[0]).toMatchObject({ left: { key: '00001040' }, right: { key: 'OPS-310' } })
  expect(attention.latest[0]?.operationId).toMatch(/^00000000-0000-4000-8002-/)
})

test('[W15] the dashboard tells of times without polls, and whether they were caught up with', async () => {
  await db
    .updateTable('coverage')
    .set({ covered_from: server.clock.now() })
    .where('action', '=', 'Task to case')
    .where('signalled', '=', 17)
    .execute()

  const { gaps } = readDashboard.output.parse(await get('/api/dashboard'))

  expect(gaps.map(({ action, covered, signalled }) => ({ action, covered, signalled }))).toEqual(
    expect.arrayContaining([
      { action: 'Case to task', covered: true, signalled: 17 },
      { action: 'Task to case', covered: false, signalled: 17 },
    ]),
  )
  expect(gaps).toHaveLength(2)
})

test.each([
  ['hour', 60, 60_000],
  ['day', 24, 3_600_000],
] as const)('[W16] throughput of the last %s has every step, the empty ones too', async (range, steps, stepMs) => {
  const { buckets, latency } = readThroughput.output.parse(await get(`/api/dashboard/throughput?range=${range}`))

  const starts = buckets.map(({ at }) => Date.parse(at))
  expect(starts).toHaveLength(steps)
  expect(new Set(starts.slice(1).map((start, index) => start - (starts[index] ?? 0)))).toEqual(new Set([stepMs]))
  const written = buckets.reduce((sum, { created, updated }) => sum + created + updated, 0)
  expect(latency?.operations).toBe(written)
  expect(latency?.p95).toBeGreaterThan(latency?.p50 ?? Number.NaN)
})

test('[W17] the status is ok while every system answers and every poll completes', async () => {
  const status = readStatus.output.parse(await get('/api/status'))

  expect(status).toMatchObject({
    health: 'ok',
    version: '0.1.0',
    queueDepth: 7,
    failuresByKind: { rejection: 2, conflict: 1, mapping: 1 },
    workflows: [{ name: 'Salesforce Cases and Jira Tasks', pairs: 60, attention: 4, actions: [{}, {}] }],
  })
  const [action] = status.workflows[0]?.actions ?? []
  expect(action?.covered?.to).toBe(action?.lastPollAt)
})

test('[W17] the status is degraded by a poll that failed or a system that is held, and down when all are', async () => {
  await db.updateTable('cursors').set({ failure: 'Jira did not answer' }).where('action', '=', 'Task to case').execute()
  const failing = readStatus.output.parse(await get('/api/status'))
  const state = JSON.stringify({ kind: 'unreachable', since: '2026-11-23T12:00:00Z', reason: 'no answer' })
  await db.updateTable('cursors').set({ failure: null }).execute()
  await db.updateTable('systems').set({ state }).where('id', '=', ids.jira).execute()
  const held = readStatus.output.parse(await get('/api/status'))
  await db.updateTable('systems').set({ state }).execute()
  const allHeld = readStatus.output.parse(await get('/api/status'))

  expect([failing.health, held.health, allHeld.health]).toEqual(['degraded', 'degraded', 'down'])
})

test('[W18] an operator polls, pauses with a reason, and activates', async () => {
  await post(`${ids.workflow}/poll`)
  await post(`${ids.workflow}/pause`, { reason: 'Release in Jira' })
  await post(`${ids.workflow}/activate`)

  expect(server.engine.asked).toEqual([
    `poll ${ids.workflow}`,
    `pause ${ids.workflow}: Release in Jira`,
    `activate ${ids.workflow}`,
  ])
})

test('[W18] a pause without reason, a poll of what is paused, and a workflow that is not there are refused', async () => {
  const noReason = await post(`${ids.workflow}/pause`, { reason: ' ' })
  await db
    .updateTable('workflows')
    .set({ state: JSON.stringify({ kind: 'draft' }) })
    .execute()

  expect(noReason.status).toBe(400)
  expect((await post(`${ids.workflow}/poll`)).status).toBe(409)
  expect((await post(`${ids.jira}/activate`)).status).toBe(404)
  expect(server.engine.asked).toEqual([])
})
