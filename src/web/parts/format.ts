const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })
const clockTime = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const number = new Intl.NumberFormat('en')

const steps = [
  { unit: 'second', ms: 1_000, below: 60_000 },
  { unit: 'minute', ms: 60_000, below: 3_600_000 },
  { unit: 'hour', ms: 3_600_000, below: 86_400_000 },
  { unit: 'day', ms: 86_400_000, below: Number.POSITIVE_INFINITY },
] as const

/** How long ago, in as few letters as people read at a glance: `12s ago`. */
export function formatAge(at: string, now: Date): string {
  const ms = now.getTime() - new Date(at).getTime()
  if (ms < 5_000) return 'just now'
  const step = steps.find(({ below }) => ms < below) ?? steps[3]
  return relative.format(-Math.floor(ms / step.ms), step.unit)
}

export function formatExact(at: string): string {
  return exact.format(new Date(at))
}

/** The hour and minute; with the date when it is not today's. */
export function formatTime(at: string, now: Date): string {
  const date = new Date(at)
  if (date.toDateString() === now.toDateString()) return clockTime.format(date)
  return `${date.toLocaleDateString('en', { day: 'numeric', month: 'short' })}, ${clockTime.format(date)}`
}

export function formatNumber(value: number): string {
  return number.format(value)
}

/** A duration with the two digits that matter: `840 ms`, `2.4 s`, `3 min`, `2 h 14 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
