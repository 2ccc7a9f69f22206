import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { queueOf } from '../engine/load.ts'
import { createPgBossQueue } from '../store/pg-boss-queue.ts'
import { readableStatus, readStatusOf } from './status.ts'

const { store, drop } = await createTestDatabase()
afterAll(drop)

test('[C11] a database that nothing ran on yet has a status', async () => {
  expect(await readStatusOf(store)).toMatchObject({ health: 'ok', workflows: [], systems: [], queueDepth: 0 })
})

test('[C11] the depth is that of the queue which the engine works on', async () => {
  const [system, workflow] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
  const at = new Date('2030-01-01T00:00:00Z')
  const row = {
    id: system,
    name: 'acme',
    kind: 'jira',
    environment: 'sandbox',
    secrets: Buffer.alloc(0),
    created_at: at,
  } as const
  const sides = { left_system: system, right_system: system }
  await store.db
    .insertInto('systems')
    .values({ ...row, settings: '{}', state: '{"kind":"ready"}' })
    .execute()
  const draft = { id: workflow, name: 'Cases', ...sides, state: '{"kind":"draft"}', version: 1, created_at: at }
  await store.db.insertInto('workflows').values(draft).execute()
  const queue = createPgBossQueue({
    db: store.db,
    url: store.url,
    isOnlyUser: true,
    onError: (error) => expect.fail(error.message),
  })
  await queue.start()
  await queue.open(queueOf(workflow))

  await store.db.transaction().execute((tx) => queue.signal(tx, queueOf(workflow), [{ key: 'pair', priority: 'live' }]))
  const status = await readStatusOf(store)
  await queue.stop()

  expect(status.workflows).toMatchObject([{ name: 'Cases', queue: { waiting: 1, delayed: 0, running: 0 } }])
})

test('[C11] the status reads as a page of text', () => {
  const text = readableStatus({
    health: 'degraded',
    version: '0.1.0',
    queueDepth: 3,
    failuresByKind: { rejection: 2 },
    systems: [
      {
        name: 'acme-jira',
        kind: 'jira',
        environment: 'sandbox',
        state: { kind: 'unreachable', since: '2030-01-01T00:00:00Z', reason: 'no answer' },
      },
    ],
    workflows: [
      {
        name: 'Cases and Tasks',
        state: { kind: 'active', since: '2030-01-01T00:00:00Z' },
        version: 1,
        pairs: 300,
        queue: { waiting: 3, delayed: 0, running: 0 },
        attention: 2,
        actions: [
          {
            name: 'Case to task',
            lastPollAt: '2030-01-01T00:05:00Z',
            covered: { from: null, to: '2030-01-01T00:04:50Z' },
            failure: null,
          },
          { name: 'Task to case', lastPollAt: null, covered: null, failure: 'Jira did not answer' },
        ],
      },
    ],
  })

  expect(text).toBe(`Crosstie 0.1.0: degraded, 3 waiting, needs attention: 2 rejection

Connected systems
  acme-jira  jira, sandbox: unreachable (no answer)

Workflows
  Cases and Tasks  active, 300 pairs, 2 to look at
    Case to task: polled at 2030-01-01T00:05:00Z, covered everything to 2030-01-01T00:04:50Z
    Task to case: the last poll failed: Jira did not answer
`)
})
