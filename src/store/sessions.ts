import { sql } from 'kysely'
import type { Role } from './schema.ts'
import type { Executor } from './store.ts'

export interface NewSession {
  readonly tokenHash: string
  /** Undefined for the guest of a one-time link, who has but a role. */
  readonly userId: string | undefined
  readonly role: Role
  readonly at: Date
  readonly expiresAt: Date
}

export interface Session {
  readonly userId: string | null
  readonly userName: string | null
  /** A user's role as it is now, not as it was at sign-in. */
  readonly role: Role
  readonly expiresAt: Date
}

export async function insertSession(db: Executor, session: NewSession): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      token_hash: session.tokenHash,
      user_id: session.userId ?? null,
      role: session.role,
      created_at: session.at,
      expires_at: session.expiresAt,
    })
    .execute()
}

/** Undefined if there is none, or not any more. */
export async function sessionOf(db: Executor, tokenHash: string, at: Date): Promise<Session | undefined> {
  return db
    .selectFrom('sessions')
    .leftJoin('users', 'users.id', 'sessions.user_id')
    .select([
      'sessions.user_id as userId',
      'users.name as userName',
      sql<Role>`coalesce(users.role, sessions.role)`.as('role'),
      'sessions.expires_at as expiresAt',
    ])
    .where('sessions.token_hash', '=', tokenHash)
    .where('sessions.expires_at', '>', at)
    .executeTakeFirst()
}

export async function prolongSession(db: Executor, tokenHash: string, expiresAt: Date): Promise<void> {
  await db.updateTable('sessions').set({ expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute()
}

export async function deleteSession(db: Executor, tokenHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
}

export async function deleteSessionsOf(db: Executor, userId: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute()
}

export async function deleteExpiredSessions(db: Executor, at: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', at).execute()
}
