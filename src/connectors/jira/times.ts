/**
 * Jira writes `2026-04-28T15:33:15.492+0200`: milliseconds, and an offset without a colon in a zone of its own choice;
 * bulk answers may hold milliseconds since 1970 instead. The same instant in UTC, or undefined if it is none.
 */
export function utcOf(time: string | number): string | undefined {
  const normal = typeof time === 'string' ? time.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : time
  const date = new Date(normal)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** An instant as Jira takes it: with an offset, without a colon. */
export function wireTime(time: Date): string {
  return time.toISOString().replace('Z', '+0000')
}
