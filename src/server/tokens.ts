import { createHash, randomBytes } from 'node:crypto'

/** 256 bits that nobody guesses, fit for a cookie and for an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored instead of a token. It is random enough that a plain hash can not be turned back. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
