import type { Selectable } from 'kysely'
import type { Database, Role } from './schema.ts'
import type { Executor } from './store.ts'

/** A user without the hash of the password, which leaves the table by a door of its own. */
export type UserRow = Omit<Selectable<Database['users']>, 'password_hash'>

export interface NewUser {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly passwordHash: string
  readonly role: Role
  readonly at: Date
}

const COLUMNS = ['id', 'email', 'name', 'role', 'created_at'] as const

/** False if the e-mail address is taken. Addresses that differ only in case are one. */
export async function insertUser(db: Executor, user: NewUser): Promise<boolean> {
  const result = await db
    .insertInto('users')
    .values({
      id: user.id,
      email: user.email.toLowerCase(),
      name: user.name,
      password_hash: user.passwordHash,
      role: user.role,
      created_at: user.at,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function listUsers(db: Executor): Promise<readonly UserRow[]> {
  return db.selectFrom('users').select(COLUMNS).orderBy('email').execute()
}

export async function hasUsers(db: Executor): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function userById(db: Executor, id: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').select(COLUMNS).where('id', '=', id).executeTakeFirst()
}

/** For signing in. */
export async function userWithPassword(
  db: Executor,
  email: string,
): Promise<(UserRow & { readonly password_hash: string }) | undefined> {
  return db.selectFrom('users').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst()
}

export async function setPassword(db: Executor, id: string, passwordHash: string): Promise<void> {
  await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute()
}

export async function setRole(db: Executor, id: string, role: Role): Promise<void> {
  await db.updateTable('users').set({ role }).where('id', '=', id).execute()
}

/** With all their sessions. */
export async function deleteUser(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('users').where('id', '=', id).execute()
}
