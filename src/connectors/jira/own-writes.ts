import type { Clock } from '../../core/clock.ts'

/** Most issues that a search reconciles. */
const RECONCILE_MAX = 50
const LATELY_MS = 5 * 60_000

/** The issues that we wrote lately: the search index may not have seen that yet. */
export interface OwnWrites {
  note(id: string): void
  /** Newest first. */
  lately(): readonly string[]
}

export function createOwnWrites(clock: Pick<Clock, 'monotonicMs'>): OwnWrites {
  const writtenAt = new Map<string, number>()
  return {
    note(id) {
      writtenAt.delete(id)
      writtenAt.set(id, clock.monotonicMs())
      const oldest = writtenAt.keys().next()
      if (writtenAt.size > RECONCILE_MAX && !oldest.done) writtenAt.delete(oldest.value)
    },
    lately: () =>
      [...writtenAt]
        .filter(([, at]) => clock.monotonicMs() - at <= LATELY_MS)
        .map(([id]) => id)
        .reverse(),
  }
}
