import type { Clock } from '../../core/clock.ts'

/** The org's own clock, as its answers tell it. */
export interface ServerClock {
  note(headers: Readonly<Record<string, string>>): void
  /** What the clock there shows now, never later than it really does; undefined if no answer is recent enough to tell. */
  now(): Date | undefined
}

/** Clocks drift apart by some milliseconds an hour; after this long we ask again rather than reckon. */
const RECENT_MS = 5 * 60_000

/**
 * The `Date` header of the last answer plus the time since then. The header is cut to whole seconds and the answer was
 * under way, so this is always a little behind: the safe side for the upper bound of a poll.
 */
export function serverClock(clock: Clock): ServerClock {
  let last: { readonly date: number; readonly at: number } | undefined
  return {
    note(headers) {
      const date = Date.parse(headers['date'] ?? '')
      if (!Number.isNaN(date)) last = { date, at: clock.monotonicMs() }
    },
    now() {
      if (!last) return undefined
      const elapsed = clock.monotonicMs() - last.at
      return elapsed <= RECENT_MS ? new Date(last.date + elapsed) : undefined
    },
  }
}
