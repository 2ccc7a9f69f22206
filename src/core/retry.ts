import type { Failure, FailureKind } from './failure.ts'

/** What the engine does about a failure. */
export type Reaction =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly countsAsAttempt: boolean }
  | { readonly kind: 'attention' }

const FIRST_DELAY_MS = 1_000
/** Two polls after the last fault both sides agree, so no back-off outlives a minute. */
const LONGEST_DELAY_MS = 60_000
const BUSY_ATTEMPTS = 8
const CONNECTIVITY_ATTEMPTS = 12
const AUTH_ATTEMPTS = 3

/** The one table from what went wrong to what happens next. `attempt` counts from 1; `random` is from 0 to 1. */
export function reactionTo(failure: Failure, attempt: number, random: number): Reaction {
  return reactions[failure.kind](failure, attempt, random)
}

const reactions: Readonly<Record<FailureKind, (failure: Failure, attempt: number, random: number) => Reaction>> = {
  connectivity: (failure, attempt, random) =>
    attempt >= CONNECTIVITY_ATTEMPTS ? { kind: 'attention' } : retry(failure, attempt, random, true),
  limit: (failure, attempt, random) => retry(failure, attempt, random, false),
  busy: (failure, attempt, random) =>
    attempt >= BUSY_ATTEMPTS ? { kind: 'attention' } : retry(failure, attempt, random, true),
  // The system itself is paused if its probe is refused too; what is refused for this record alone goes to a person.
  auth: (failure, attempt, random) =>
    attempt >= AUTH_ATTEMPTS ? { kind: 'attention' } : retry(failure, attempt, random, true),
  rejection: () => ({ kind: 'attention' }),
  mapping: () => ({ kind: 'attention' }),
}

function retry(failure: Failure, attempt: number, random: number, countsAsAttempt: boolean): Reaction {
  return { kind: 'retry', delayMs: Math.max(failure.retryAfterMs ?? 0, backOffMs(attempt, random)), countsAsAttempt }
}

/** Doubles from a second to a minute, spread over its upper half so that records do not come back all at once. */
export function backOffMs(attempt: number, random: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS) * (0.5 + random / 2)
}
