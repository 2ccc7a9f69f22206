import { DateTime } from 'luxon'

const formats = ['yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd']
const unitMs: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000 }

/**
 * The instant that a date operand means, or undefined when it is no date. A literal is read to the minute in the
 * caller's own zone; digits without quotes are milliseconds since 1970 and so need no zone.
 * https://confluence.atlassian.com/display/JIRA052/JQL+Date+Time+Formats
 */
export function instantOf(text: string, options: { quoted: boolean; zone: string; now: Date }): number | undefined {
  if (!options.quoted && /^\d+$/.test(text)) return Number(text)
  const relative = relativeMs(text)
  if (relative !== undefined) return options.now.getTime() + relative
  return formats
    .map((format) => DateTime.fromFormat(text, format, { zone: options.zone }))
    .find((date) => date.isValid)
    ?.toMillis()
}

/** `-15m`, `2d`, `-1w 2d`: signed, in weeks, days, hours and minutes. */
function relativeMs(text: string): number | undefined {
  const match = /^([+-])?((?:\d+[wdhm]\s*)+)$/.exec(text.trim())
  if (!match) return undefined
  const parts = [...(match[2] ?? '').matchAll(/(\d+)([wdhm])/g)]
  const total = parts.reduce((sum, part) => sum + Number(part[1]) * (unitMs[part[2] ?? ''] ?? 0), 0)
  return match[1] === '-' ? -total : total
}

/** now(), startOfDay() and its kin, in the caller's zone; undefined for a function that is no date. */
export function dateFunction(name: string, options: { zone: string; now: Date }): number | undefined {
  const now = DateTime.fromJSDate(options.now, { zone: options.zone })
  switch (name.toLowerCase()) {
    case 'now':
      return now.toMillis()
    case 'startofday':
      return now.startOf('day').toMillis()
    case 'endofday':
      return now.endOf('day').toMillis()
    case 'startofweek':
      return now.startOf('week').toMillis()
    case 'startofmonth':
      return now.startOf('month').toMillis()
    default:
      return undefined
  }
}
