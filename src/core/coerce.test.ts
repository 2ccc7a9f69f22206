import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from './canonical.ts'
import { choice, person } from './cases-and-tasks.fixture.ts'
import { coerce } from './coerce.ts'
import { fieldTypes, fieldValues } from './field-value.arbitrary.ts'
import type { FieldSchema, FieldType, FieldValue } from './record.ts'

const [HIGHEST, HIGH, TWO] = [choice('Highest', '1'), choice('High', '2'), choice('2', '9')]
const OPTIONS = [HIGHEST, HIGH, TWO]

function target(type: FieldType, more: Partial<FieldSchema> = {}): FieldSchema {
  return { id: 'f', name: 'Field', type, required: false, createable: true, updateable: true, unique: false, ...more }
}

test.each<[FieldValue, FieldSchema, FieldValue]>([
  [' one\r\ntwo\nthree ', target('text'), 'one two three'],
  [choice('High', '2'), target('text'), 'High'],
  [['a', 'b'], target('text'), 'a, b'],
  ['one\r\ntwo', target('long-text'), 'one\r\ntwo'],
  ['one\r\ntwo', target('rich-text'), { kind: 'rich-text', text: 'one\ntwo', exact: true }],
  [{ kind: 'rich-text', text: 'bold', exact: false }, target('long-text'), 'bold'],
  [' 5.0 ', target('number'), 5],
  ['-1e3', target('number'), -1000],
  ['Yes', target('boolean'), true],
  [false, target('boolean'), false],
  ['2026-03-01T12:00:00.000+0200', target('date-time'), '2026-03-01T10:00:00.000Z'],
  ['2026-03-01T00:30:00+02:00', target('date'), '2026-02-28'],
  ['high', target('choice', { options: OPTIONS }), HIGH],
  ['1', target('choice', { options: OPTIONS }), HIGHEST],
  ['2', target('choice', { options: OPTIONS }), TWO],
  [choice('HIGHEST', 'other-id'), target('status', { options: OPTIONS }), HIGHEST],
  ['Anything', target('choice'), choice('Anything')],
  ['high; highest', target('choices', { options: OPTIONS }), [HIGH, HIGHEST]],
  [[choice('High', 'x')], target('choices', { options: OPTIONS }), [HIGH]],
  [['on call', 'on call', ' ', 'b'], target('labels'), ['on_call', 'b']],
  ['on call', target('labels'), ['on_call']],
])('[M50] %j becomes what %j takes', (value, schema, result) => {
  expect(coerce(value, schema)).toEqual({ value: result })
})

test.each<[FieldValue, FieldSchema, string]>([
  ['Generator', target('text', { maxLength: 5 }), 'Field takes 5 characters; this text has 9'],
  ['Generator', target('rich-text', { maxLength: 5 }), 'Field takes 5 characters; this text has 9'],
  ['five', target('number'), 'Field is a number; "five" is none'],
  ['1e999', target('number'), 'Field is a number; "1e999" is none'],
  ['maybe', target('boolean'), 'Field is true or false; "maybe" is neither'],
  ['tomorrow', target('date'), 'Field is a date; "tomorrow" is none'],
  ['12:30', target('date-time'), 'Field is a date; "12:30" is none'],
  ['Urgent', target('choice', { options: OPTIONS }), 'Field has no option "Urgent"'],
  [['High', 'Urgent'], target('choices', { options: OPTIONS }), 'Field has no option "Urgent"'],
  [person('ana'), target('person'), 'Field is a person; "ana" can\'t be found without a user mapping'],
  ['x', target('other'), "Field is of a kind that can't be written yet"],
])('[M51] %j is not what %j takes, and the error says so', (value, schema, error) => {
  expect(coerce(value, schema)).toEqual({ error })
})

test('[M52] no value makes a coercion throw, and what fits once fits again and is the same', () => {
  fc.assert(
    fc.property(fieldValues, fieldTypes, fc.boolean(), (value, type, hasOptions) => {
      const schema = target(type, hasOptions ? { options: OPTIONS, maxLength: 20 } : {})
      const once = coerce(value, schema)
      if ('error' in once) expect(once.error).toContain('Field')
      else expect(canonicalOf(coerce(once.value, schema), type)).toBe(canonical(once.value, type))
    }),
    { numRuns: 2000 },
  )
})

function canonicalOf(coerced: ReturnType<typeof coerce>, type: FieldType): string {
  return 'value' in coerced ? canonical(coerced.value, type) : coerced.error
}
