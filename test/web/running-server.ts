import { pino } from 'pino'
import { realChance, realClock } from '../../src/cli/real-time.ts'
import type { Role } from '../../src/api/roles.ts'
import { createServer } from '../../src/server/server.ts'
import { insertSession } from '../../src/store/sessions.ts'
import { newToken } from '../../src/store/tokens.ts'
import { createTestDatabase } from '../database.ts'
import { createStubEngine } from './stub-engine.ts'

/** The real clock, which a test may put forward. */
export function createShiftedClock() {
  let shiftMs = 0
  return {
    now: () => new Date(realClock.now().getTime() + shiftMs),
    monotonicMs: () => realClock.monotonicMs() + shiftMs,
    wait: realClock.wait,
    advance: (ms: number) => void (shiftMs += ms),
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown
}

export type RunningServer = Awaited<ReturnType<typeof startServer>>

/** The server on a real port and a database of its own, with a stub for the engine. */
export async function startServer(options: { webRoot?: string; publicUrl?: string } = {}) {
  const { store, drop } = await createTestDatabase()
  const clock = createShiftedClock()
  const engine = createStubEngine()
  const log = pino({ level: 'silent' })
  const server = await createServer({ store, engine, clock, chance: realChance, log, ...options })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })

  async function request(
    method: string,
    path: string,
    { body, cookie, headers }: RequestOptions = {},
  ): Promise<Answer> {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }

  /** A cookie of a guest with this role. */
  async function cookieFor(role: Role): Promise<string> {
    const { token, tokenHash } = newToken()
    const at = clock.now()
    await insertSession(store.db, {
      tokenHash,
      userId: undefined,
      role,
      at,
      expiresAt: new Date(at.getTime() + 3_600_000),
    })
    return `crosstie_session=${token}`
  }

  const close = () => server.close().then(drop)
  return { url, store, clock, engine, request, cookieFor, close }
}

export interface RequestOptions {
  readonly body?: unknown
  readonly cookie?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** The name and value of the session's cookie that an answer sets. */
export function cookieOf({ headers }: Answer): string {
  return headers.get('set-cookie')?.split(';', 1)[0] ?? ''
}
