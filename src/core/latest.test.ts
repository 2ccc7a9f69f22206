import { expect, test } from 'vitest'
import type { ChangeInterval } from './connector.ts'
import { lastOf, laterSide } from './latest.ts'

function between(earliest: string | null, latest: string): ChangeInterval {
  const at = (time: string) => `2026-03-01T10:00:${time}Z`
  return { earliest: earliest === null ? null : at(earliest), latest: at(latest) }
}

const at = (time: string) => between(time, time)

test.each<[string, ChangeInterval, ChangeInterval, string]>([
  ['left well after right', at('12.001'), at('10.000'), 'left'],
  ['right well after left', at('10.000'), at('12.001'), 'right'],
  ['left exactly two seconds later', at('12.000'), at('10.000'), 'tie'],
  ['right exactly two seconds later', at('10.000'), at('12.000'), 'tie'],
  ['the same moment', at('10.000'), at('10.000'), 'tie'],
  ['intervals that overlap', between('10.000', '30.000'), between('20.000', '40.000'), 'tie'],
  ['a later interval that starts too early', between('05.000', '50.000'), at('10.000'), 'tie'],
  ['a start that nobody knows', between(null, '50.000'), at('10.000'), 'tie'],
  ['a start after its own end', between('50.000', '20.000'), at('10.000'), 'left'],
])('[P32] %s', (_, left, right, expected) => {
  expect(laterSide(left, right, 'left')).toBe(expected === 'tie' ? 'left' : expected)
  expect(laterSide(left, right, 'right')).toBe(expected === 'tie' ? 'right' : expected)
})

test('[P32] of several changes of a side the last one counts', () => {
  expect(lastOf([at('10.000'), at('30.000'), at('20.000')])).toEqual(at('30.000'))
  expect(lastOf([])).toBeUndefined()
})
