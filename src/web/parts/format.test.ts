import { expect, test } from 'vitest'
import { formatAge, formatDuration } from './format.ts'

const now = new Date('2026-11-23T12:00:00Z')

test.each([
  ['2026-11-23T11:59:57Z', 'just now'],
  ['2026-11-23T11:59:18Z', '42s ago'],
  ['2026-11-23T11:58:01Z', '1m ago'],
  ['2026-11-23T09:30:00Z', '2h ago'],
  ['2026-11-21T11:00:00Z', '2d ago'],
])('[W33] ages are short: %s', (at, text) => {
  expect(formatAge(at, now)).toBe(text)
})

test.each([
  [840.4, '840 ms'],
  [2_440, '2.4 s'],
  [61_000, '61 s'],
  [180_000, '3 min'],
  [8_040_000, '2 h 14 min'],
  [7_200_000, '2 h'],
])('[W33] durations have the digits that matter: %d ms', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
