import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../api/session.ts'
import type { Role } from '../api/roles.ts'
import type { Clock } from '../core/clock.ts'
import type { Executor, Store } from '../store/store.ts'
import { hashToken, newToken } from '../store/tokens.ts'
import { deleteExpiredSessions, deleteSession, insertSession, sessionOf } from '../store/sessions.ts'
import { userById } from '../store/users.ts'

/** Who makes a call. */
export type Caller = Person

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}

const cookieName = 'crosstie_session'
const personForMs = 7 * 86_400_000
const guestForMs = 86_400_000

/** Somebody who came by a one-time link. */
export function guest(role: Role): Caller {
  return { name: 'One-time guest', email: null, role }
}

export interface Sessions {
  /** Opens a session and hands its cookie to the browser. A guest has no user, only a role. */
  open(db: Executor, response: FastifyReply, owner: { userId: string | undefined; role: Role }): Promise<void>
  close(request: FastifyRequest, response: FastifyReply): Promise<void>
}

export interface SessionNeeds {
  readonly store: Store
  readonly clock: Clock
  readonly https: boolean
}

/** Finds out who calls before each call. The cookie's token is stored as a hash only. */
export function installSessions(app: FastifyInstance, { store, clock, https }: SessionNeeds): Sessions {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request) => {
    const token = request.cookies[cookieName]
    if (token) request.caller = await findCaller(store, hashToken(token), clock.now())
  })

  return {
    async open(db, response, { userId, role }) {
      const { token, tokenHash } = newToken()
      const at = clock.now()
      const lastsMs = userId === undefined ? guestForMs : personForMs
      await deleteExpiredSessions(db, at)
      await insertSession(db, { tokenHash, userId, role, at, expiresAt: new Date(at.getTime() + lastsMs) })
      response.setCookie(cookieName, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: https,
        maxAge: lastsMs / 1000,
      })
    },
    async close(request, response) {
      const token = request.cookies[cookieName]
      if (token) await deleteSession(store.db, hashToken(token))
      response.clearCookie(cookieName, { path: '/' })
    },
  }
}

async function findCaller({ db }: Store, tokenHash: string, at: Date): Promise<Caller | null> {
  const session = await sessionOf(db, tokenHash, at)
  if (!session) return null
  const user = session.userId === null ? undefined : await userById(db, session.userId)
  return user ? { name: user.name, email: user.email, role: user.role } : guest(session.role)
}
