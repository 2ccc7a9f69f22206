import { z } from 'zod'

/** From the least to the most that a person may do; each may do what those before it may. */
export const roles = ['viewer', 'operator', 'editor', 'admin'] as const

export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

/** Who may make a call: `anyone` needs no sign-in. */
export type Access = Role | 'anyone'

export function mayDo(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}
