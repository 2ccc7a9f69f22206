import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Role } from './roles.ts'

/** Somebody signed in. Without an e-mail address: a guest who came by a one-time link. */
export const Person = z.object({ name: z.string(), email: z.string().nullable(), role: Role })
export type Person = z.infer<typeof Person>

export const Session = z.object({
  person: Person.nullable(),
  /** Nobody can sign in yet: the first administrator is still to be made. */
  firstRun: z.boolean(),
})
export type Session = z.infer<typeof Session>

export const readSession = endpoint({
  method: 'GET',
  path: '/api/session',
  access: 'anyone',
  input: z.object({}),
  output: Session,
})

export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  access: 'anyone',
  input: z.object({ email: z.string().trim().toLowerCase().min(1).max(254), password: z.string().min(1).max(1024) }),
  output: Session,
})

/** Trades a one-time link's token for a session. */
export const signInByLink = endpoint({
  method: 'POST',
  path: '/api/session/link',
  access: 'anyone',
  input: z.object({ token: z.string().min(1).max(200) }),
  output: Session,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  access: 'anyone',
  input: z.object({}),
  output: z.object({}),
})
