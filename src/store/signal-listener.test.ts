import { sql } from 'kysely'
import { afterAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../test/database.ts'
import { listenForSignals } from './signal-listener.ts'

const { store, drop } = await createTestDatabase()
const { db, url } = store
afterAll(drop)

async function listen(needs: { readonly url: string }) {
  const heard: string[] = []
  let connections = 0
  const listener = await listenForSignals({
    url: needs.url,
    channel: 'crosstie_test',
    onNotification: (payload) => heard.push(payload),
    onConnected: () => (connections += 1),
  })
  return { heard, connections: () => connections, close: listener.close }
}

const notify = (payload: string) => sql`select pg_notify('crosstie_test', ${payload})`.execute(db)
const connectionsOpen = sql<{ pid: number }>`select pid from pg_stat_activity
  where application_name = 'crosstie-listen' and datname = current_database()`

test('[S29] announcements go on after the connection was lost', async () => {
  const { heard, connections, close } = await listen({ url })
  await notify('before')
  await vi.waitFor(() => expect(heard).toEqual(['before']))

  for (const { pid } of (await connectionsOpen.execute(db)).rows)
    await sql`select pg_terminate_backend(${pid})`.execute(db)
  await vi.waitFor(() => expect(connections()).toBe(2), 10_000)
  await notify('after')

  await vi.waitFor(() => expect(heard).toEqual(['before', 'after']))
  await close()
  await vi.waitFor(async () => expect((await connectionsOpen.execute(db)).rows).toEqual([]))
})

test('[S29] where announcements cannot be heard from the beginning, starting fails', async () => {
  const nowhere = Object.assign(new URL(url), { pathname: '/crosstie_nowhere' }).href

  await expect(listen({ url: nowhere })).rejects.toThrow('does not exist')
})
