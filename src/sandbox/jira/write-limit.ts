/**
 * Writes to one issue are limited: 20 in 2 seconds and 100 in 30 seconds.
 * https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
 */
const windows = [
  { writes: 20, ms: 2_000 },
  { writes: 100, ms: 30_000 },
]

export interface WriteLimit {
  /** Takes one write of the issue into account; answers how long to wait when it is one too many. */
  take(issueId: string, now: number): { readonly retryAfterMs: number } | undefined
}

export function createWriteLimit(): WriteLimit {
  const times = new Map<string, readonly number[]>()
  return {
    take(issueId, now) {
      const recent = (times.get(issueId) ?? []).filter((time) => now - time < 30_000)
      const waits = windows.map(({ writes, ms }) => waitFor(recent, now, writes, ms))
      const retryAfterMs = Math.max(...waits)
      if (retryAfterMs > 0) return { retryAfterMs }
      times.set(issueId, [...recent, now])
      return undefined
    },
  }
}

function waitFor(recent: readonly number[], now: number, writes: number, ms: number): number {
  const inWindow = recent.filter((time) => now - time < ms)
  const oldest = inWindow.at(-writes)
  return oldest === undefined ? 0 : oldest + ms - now
}
