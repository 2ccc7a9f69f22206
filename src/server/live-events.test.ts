import { afterAll, expect, test } from 'vitest'
import { startServer } from '../../test/web/running-server.ts'
import { ids } from '../../test/web/seed-workflow.ts'
import { seedDay, uuid } from '../../test/web/seed.ts'
import { LiveEvent } from '../api/events.ts'

const server = await startServer()
afterAll(server.close)

async function* eventsOf(cookie: string): AsyncGenerator<LiveEvent | 'open'> {
  const response = await fetch(`${server.url}/api/events`, { headers: { cookie } })
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) yield part.startsWith('data: ') ? LiveEvent.parse(JSON.parse(part.slice(6))) : 'open'
  }
}

test('[W19] who watches is told of operations as they settle, those of one moment together', async () => {
  await seedDay(server.store, server.clock.now())
  const events = eventsOf(await server.cookieFor('viewer'))
  expect((await events.next()).value).toBe('open')

  for (const index of [3, 2]) server.engine.tell({ id: uuid(2, index), workflowId: ids.workflow })
  const { value } = await events.next()

  expect(value.operations.map(({ id }: { id: string }) => id)).toEqual([uuid(2, 3), uuid(2, 2)])
  await events.return(undefined)
})

test('[W19] who is not signed in may not watch', async () => {
  expect((await server.request('GET', '/api/events')).status).toBe(401)
})

test('[W19] closing the server ends what is watched', async () => {
  const closing = await startServer()
  const watching = await fetch(`${closing.url}/api/events`, { headers: { cookie: await closing.cookieFor('viewer') } })

  await closing.close()

  expect(await watching.text()).toContain('retry:')
})
