import type { Clock } from '../core/clock.ts'
import { Refusal } from './errors.ts'

const failuresMax = 5
const lockedForMs = 15 * 60_000
const rememberedMax = 10_000

/** Locks an e-mail address out for a while after repeated failures, whether anybody has that address or not. */
export interface SignInGuard {
  /** Throws while the address is locked out. */
  check(email: string): void
  failed(email: string): void
  succeeded(email: string): void
}

interface Failures {
  readonly count: number
  readonly lastAtMs: number
}

/** Remembers in memory: a restart forgives, which an attacker can not bring about. */
export function createSignInGuard(clock: Clock): SignInGuard {
  const failures = new Map<string, Failures>()

  function recent(email: string): Failures | undefined {
    const found = failures.get(email)
    if (found && clock.monotonicMs() - found.lastAtMs < lockedForMs) return found
    failures.delete(email)
    return undefined
  }

  return {
    check(email) {
      if ((recent(email)?.count ?? 0) < failuresMax) return
      throw new Refusal(429, 'Too many failed sign-ins for this address.', 'Try again in 15 minutes.')
    },
    failed(email) {
      const count = (recent(email)?.count ?? 0) + 1
      failures.delete(email)
      failures.set(email, { count, lastAtMs: clock.monotonicMs() })
      const [oldest] = failures.keys()
      if (failures.size > rememberedMax && oldest !== undefined) failures.delete(oldest)
    },
    succeeded: (email) => void failures.delete(email),
  }
}
