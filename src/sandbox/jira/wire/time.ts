import { DateTime } from 'luxon'

/** `2026-04-28T15:33:15.492+0200`: in the site's zone, and the offset without a colon. */
export function wireTime(date: Date, timeZone: string): string {
  return DateTime.fromJSDate(date, { zone: timeZone }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZZ")
}
