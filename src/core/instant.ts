import { DateTime } from 'luxon'

/** An ISO 8601 date or instant; without an offset it is taken as UTC. Anything else, times without a date too, is undefined. */
export function parseInstant(text: string): DateTime<true> | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined
  const parsed = DateTime.fromISO(text.trim(), { zone: 'utc' })
  return parsed.isValid ? parsed : undefined
}

/** An instant as records hold it: UTC with milliseconds. */
export function instantText(instant: DateTime<true>): string {
  return instant.toUTC().toISO()
}
