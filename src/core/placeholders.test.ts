import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePlaceholders } from './placeholders.ts'

test.each([
  ['{Subject}', [{ name: 'Subject' }]],
  [
    'Case { CaseNumber }: {Subject}!',
    [{ text: 'Case ' }, { name: 'CaseNumber' }, { text: ': ' }, { name: 'Subject' }, { text: '!' }],
  ],
  ['{{literal}} {Subject}', [{ text: '{literal} ' }, { name: 'Subject' }]],
  ['{{{Subject}}}', [{ text: '{' }, { name: 'Subject' }, { text: '}' }]],
  ['no placeholder', [{ text: 'no placeholder' }]],
  ['', []],
])('[M40] %j has its parts', (source, parts) => {
  expect(parsePlaceholders(source)).toEqual({ parts })
})

test.each(['{', 'a } b', '{a{b}', '{}', '{ }'])('[M41] %j is refused', (source) => {
  expect(parsePlaceholders(source)).toEqual({ problem: expect.any(String) })
})

test('[M40] a text with all its braces doubled stands for itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', ' ') }), (text) => {
      expect(parsePlaceholders(text.replace(/[{}]/g, '$&$&'))).toEqual({ parts: text === '' ? [] : [{ text }] })
    }),
  )
})
