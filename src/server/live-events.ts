import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { eventsPath, type LiveEvent } from '../api/events.ts'
import type { Clock } from '../core/clock.ts'
import type { Store } from '../store/store.ts'
import type { EngineControl } from './engine-control.ts'
import { readOperationsById } from './reads/operations.ts'
import { requireRole } from './serve.ts'

const gatherMs = 250
const pingMs = 20_000

export interface LiveEventsNeeds {
  readonly store: Store
  readonly engine: EngineControl
  readonly clock: Clock
  /** Hears of a look-up that failed; those who watch miss these operations until they load the page again. */
  readonly onError: (error: unknown) => void
}

/**
 * Tells everybody who watches of new operations, as server-sent events. Operations that settle within a quarter of a
 * second are looked up and sent together, so that a burst costs one query whatever the number of watchers.
 */
export function serveLiveEvents(app: FastifyInstance, { store, engine, clock, onError }: LiveEventsNeeds): void {
  const watchers = new Set<ServerResponse>()
  const stopping = new AbortController()
  let gathered: string[] = []

  const forget = engine.onOperation(({ id }) => {
    if (watchers.size === 0) return
    gathered.push(id)
    if (gathered.length === 1) void sendGathered()
  })

  async function sendGathered(): Promise<void> {
    await clock.wait(gatherMs, stopping.signal)
    const ids = gathered
    gathered = []
    if (stopping.signal.aborted) return
    try {
      const event: LiveEvent = { type: 'operations', operations: await readOperationsById(store.db, ids) }
      for (const watcher of watchers) watcher.write(`data: ${JSON.stringify(event)}\n\n`)
    } catch (error) {
      onError(error)
    }
  }

  app.get(eventsPath, (request, response) => {
    requireRole(request, 'viewer')
    response.hijack()
    const { raw } = response
    raw.writeHead(200, { ...textHeaders(response.getHeaders()), ...eventStream })
    raw.write('retry: 2000\n\n')
    watchers.add(raw)
    const ping = setInterval(() => raw.write(': still here\n\n'), pingMs)
    raw.on('close', () => {
      clearInterval(ping)
      watchers.delete(raw)
    })
  })

  app.addHook('preClose', async () => {
    forget()
    stopping.abort()
    for (const watcher of watchers) watcher.end()
  })
}

/** `x-accel-buffering` tells nginx not to hold events back. */
const eventStream = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** Of the headers set so far (the security headers), those that can be written as they are. */
function textHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
