import { expect, test } from 'vitest'
import { prettyBody } from './pretty-body.ts'
import { textOfValue } from './value.tsx'

test.each([
  [null, ''],
  ['High', 'High'],
  [0, '0'],
  [{ kind: 'choice', id: '2', name: 'High' }, 'High'],
  [{ kind: 'rich-text', text: 'Half pages', exact: true }, 'Half pages'],
  [['a', null, { name: 'b' }], 'a, b'],
])('[W33] a value is shown as a person reads it: %j', (value, text) => {
  expect(textOfValue(value)).toBe(text)
})

test('[W33] JSON bodies are set in lines, anything else stays', () => {
  expect(prettyBody('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyBody('{"a":1, [cut')).toBe('{"a":1, [cut')
  expect(prettyBody('<html>')).toBe('<html>')
})
