import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import { choice, person } from './cases-and-tasks.fixture.ts'
import { fieldTypes, fieldValues } from './field-value.arbitrary.ts'
import type { FieldType, FieldValue } from './record.ts'

test.each<[string, FieldType, FieldValue, FieldValue]>([
  ['line ends', 'long-text', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
  ['blanks at the ends of lines', 'long-text', 'one  \ntwo\t', 'one\ntwo'],
  ['empty lines at the end', 'rich-text', { kind: 'rich-text', text: 'one\n\n', exact: false }, 'one'],
  ['null and the empty text', 'text', null, ''],
  ['null and the empty list', 'labels', null, []],
  ['null and the empty document', 'rich-text', null, { kind: 'rich-text', text: ' \n', exact: true }],
  ['the order of labels', 'labels', ['b', 'a'], ['a', 'b']],
  ['the order of options', 'choices', [choice('B', '2'), choice('A', '1')], [choice('A', '1'), choice('B', '2')]],
  ['numbers however written', 'number', '5.0', 5],
  ['zero however signed', 'number', -0, 0],
  ['instants however offset', 'date-time', '2026-03-01T12:00:00.000+0200', '2026-03-01T10:00:00Z'],
  ['days', 'date', '2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['options that were renamed', 'choice', choice('High', '2'), choice('Hoch', '2')],
  ['people who were renamed', 'person', person('ana'), { ...person('ana'), name: 'Ana', email: null }],
])('[M10] %s make no difference', (_what, type, one, other) => {
  expect(canonical(one, type)).toBe(canonical(other, type))
})

test.each<[string, FieldType, FieldValue, FieldValue]>([
  ['leading blanks', 'text', ' a', 'a'],
  ['case', 'text', 'A', 'a'],
  ['lines in the middle', 'long-text', 'a\n\nb', 'a\nb'],
  ['false and nothing', 'boolean', false, null],
  ['zero and nothing', 'number', 0, null],
  ['milliseconds', 'date-time', '2026-03-01T10:00:00.001Z', '2026-03-01T10:00:00.000Z'],
  ['options of one name', 'choice', choice('High', '1'), choice('High', '2')],
])('[M11] %s make a difference', (_what, type, one, other) => {
  expect(canonical(one, type)).not.toBe(canonical(other, type))
})

test('[M12] the canonical text of any value is its own canonical text', () => {
  fc.assert(
    fc.property(fieldValues, fieldTypes, (value, type) => {
      const once = canonical(value, type)
      expect(canonical(once, type)).toBe(once)
    }),
    { numRuns: 3000 },
  )
})
