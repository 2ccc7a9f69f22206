import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../api/session.ts'
import type { Role } from '../api/roles.ts'
import type { Clock } from '../core/clock.ts'
import type { Executor, Store } from '../store/store.ts'
import { hashToken, newToken } from './tokens.ts'

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
  open(db: Executor, response: FastifyReply, owner: { userId: string | null; role: Role }): Promise<void>
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
      const token = newToken()
      const now = clock.now()
      const lastsMs = userId ? personForMs : guestForMs
      await db.deleteFrom('sessions').where('expires_at', '<', now).execute()
      await db
        .insertInto('sessions')
        .values({
          token_hash: hashToken(token),
          user_id: userId,
          role,
          created_at: now,
          expires_at: new Date(now.getTime() + lastsMs),
        })
        .execute()
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
      if (token) await store.db.deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute()
      response.clearCookie(cookieName, { path: '/' })
    },
  }
}

/** A person's role is read anew each time, so that taking it away works at once. */
async function findCaller({ db }: Store, tokenHash: string, now: Date): Promise<Caller | null> {
  const found = await db
    .selectFrom('sessions')
    .leftJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.user_id', 'sessions.role as guest_role', 'users.name', 'users.email', 'users.role'])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!found) return null
  if (found.name === null || found.role === null) return guest(found.guest_role)
  return { name: found.name, email: found.email, role: found.role }
}
