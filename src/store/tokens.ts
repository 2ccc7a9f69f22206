import { createHash, randomBytes } from 'node:crypto'

/** A secret for a person's cookie or link. The database keeps its hash only: a copy of the database opens no session. */
export function newToken(): { readonly token: string; readonly tokenHash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
