import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { createFirstAdmin } from '../../api/first-admin.ts'
import { readSession, signIn, signInByLink, signOut } from '../../api/session.ts'
import type { Chance, Clock } from '../../core/clock.ts'
import type { Store } from '../../store/store.ts'
import { Refusal } from '../errors.ts'
import { spendLink } from '../one-time-links.ts'
import { hasUsers, insertUser, userWithPassword } from '../../store/users.ts'
import { hashPassword, isPassword } from '../passwords.ts'
import { serve } from '../serve.ts'
import { guest, type Sessions } from '../sessions.ts'
import { createSignInGuard } from '../sign-in-guard.ts'

/** Whoever can read the terminal may do everything. */
const guestRole = 'admin'

export interface SessionRouteNeeds {
  readonly store: Store
  readonly sessions: Sessions
  readonly clock: Clock
  readonly chance: Chance
}

export function serveSession(app: FastifyInstance, needs: SessionRouteNeeds): void {
  const { store, sessions } = needs
  serve(app, readSession, async (_, { caller }) => ({ person: caller, firstRun: !(await hasUsers(store.db)) }))
  serve(app, signOut, async (_, { request, response }) => {
    await sessions.close(request, response)
    return {}
  })
  servePasswordSignIn(app, needs)
  serveLinkSignIn(app, needs)
  serveFirstAdmin(app, needs)
}

function servePasswordSignIn(app: FastifyInstance, { store, sessions, clock }: SessionRouteNeeds): void {
  const guard = createSignInGuard(clock)
  serve(app, signIn, async ({ email, password }, { response }) => {
    guard.check(email)
    const user = await userWithPassword(store.db, email)
    guard.failed(email)
    if (!(await isPassword(password, user?.password_hash)) || !user) {
      throw new Refusal(401, 'E-mail address and password do not match.', 'Check both, then try again.')
    }
    guard.succeeded(email)
    await sessions.open(store.db, response, { userId: user.id, role: user.role })
    return { person: { name: user.name, email: user.email, role: user.role }, firstRun: false }
  })
}

function serveLinkSignIn(app: FastifyInstance, { store, sessions, clock }: SessionRouteNeeds): void {
  serve(app, signInByLink, async ({ token }, { response }) => {
    await store.db.transaction().execute(async (tx) => {
      await spendLink(tx, { token, purpose: 'sign-in', at: clock.now() })
      await sessions.open(tx, response, { userId: undefined, role: guestRole })
    })
    return { person: guest(guestRole), firstRun: !(await hasUsers(store.db)) }
  })
}

/** The lock keeps two links from making two first administrators. */
function serveFirstAdmin(app: FastifyInstance, { store, sessions, clock, chance }: SessionRouteNeeds): void {
  serve(app, createFirstAdmin, async ({ token, name, email, password }, { response }) => {
    const passwordHash = await hashPassword(password)
    await store.db.transaction().execute(async (tx) => {
      await sql`lock table users in share row exclusive mode`.execute(tx)
      await spendLink(tx, { token, purpose: 'first-admin', at: clock.now() })
      if (await hasUsers(tx)) throw new Refusal(409, 'The first administrator is already there.', 'Sign in instead.')
      const userId = chance.uuid()
      await insertUser(tx, { id: userId, email, name, passwordHash, role: 'admin', at: clock.now() })
      await sessions.open(tx, response, { userId, role: 'admin' })
    })
    return { person: { name, email, role: 'admin' as const }, firstRun: false }
  })
}
