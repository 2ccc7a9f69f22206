import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { compileStep, firstCharacters, stepsOf } from './expressions.ts'
import { fieldValues } from './field-value.arbitrary.ts'
import { ExpressionDocument, type StepDocument } from './mapping-document.ts'
import type { FieldValue } from './record.ts'

const FAMILY = '👨‍👩‍👧‍👦'

function run(document: StepDocument, value: FieldValue): FieldValue {
  const compiled = compileStep(document)
  if ('message' in compiled) throw new Error(compiled.message)
  return compiled.step(value)
}

test.each<[StepDocument, FieldValue, FieldValue]>([
  [{ first: 5 }, 'Generator', 'Gener'],
  [{ first: 9 }, 'Generator', 'Generator'],
  [{ first: 5, ellipsis: true }, 'Generator', 'Gene…'],
  [{ first: 6, ellipsis: '...' }, 'Generator', 'Gen...'],
  [{ first: 2, ellipsis: '...' }, 'Generator', 'Ge'],
  [{ lower: true }, 'ÄB', 'äb'],
  [{ upper: true }, 'äb', 'ÄB'],
  [{ trim: true }, '  a b ', 'a b'],
  [{ replace: 'a', with: '$&' }, 'banana', 'b$&n$&n$&'],
  [{ replace: 'a' }, 'banana', 'bnn'],
  [{ pattern: String.raw`ERR-(\d+)` }, 'got ERR-42 and ERR-7', '42'],
  [{ pattern: String.raw`\d+` }, 'got 42', '42'],
  [{ pattern: String.raw`\d+` }, 'nothing', ''],
  [{ replacePattern: String.raw`\b\d{4}\b`, with: '****' }, '1234 and 5678, not 12345', '**** and ****, not 12345'],
  [{ replacePattern: String.raw`(\w+)@(\w+)`, with: '$2' }, 'ana@acme', 'acme'],
  [{ default: 'none' }, ' ', 'none'],
  [{ default: 'none' }, 'some', 'some'],
  [{ dateFormat: 'yyyy-MM-dd HH:mm', zone: 'Europe/Sofia' }, '2026-01-31T22:30:00.000Z', '2026-02-01 00:30'],
  [{ dateFormat: 'd MMM yyyy', zone: 'America/New_York' }, '2026-03-01', '1 Mar 2026'],
  [{ dateFormat: 'yyyy-MM-dd' }, 1_767_225_600_000, '2026-01-01'],
  [{ dateFormat: 'yyyy-MM-dd' }, '1767225600', '2026-01-01'],
  [{ dateFormat: 'yyyy-MM-dd' }, 'tomorrow', 'tomorrow'],
  [{ upper: true }, ['a', 'b'], ['A', 'B']],
])('[M30] %j of %j gives %j', (document, value, result) => {
  expect(run(document, value)).toEqual(result)
})

test.each<[StepDocument, string]>([
  [{}, 'A step does exactly one thing'],
  [{ upper: true, lower: true }, 'A step does exactly one thing'],
  [{ upper: true, with: 'x' }, '"with" says nothing beside "upper"'],
  [{ lower: true, zone: 'utc' }, '"zone" says nothing beside "lower"'],
  [{ dateFormat: 'yyyy', zone: 'Europe/Atlantis' }, '"Europe/Atlantis" is no time zone'],
])('[M31] the step %j is refused: %s', (document, message) => {
  expect(compileStep(document)).toMatchObject({ message })
})

test('[M31] a pattern that could run for ever is refused with its reason', () => {
  expect(compileStep({ pattern: '(?=a)b' })).toMatchObject({ message: expect.stringContaining('(?=') })
})

test('[M32] the first characters never cut one in two, and always fit', () => {
  expect(firstCharacters(`ab${FAMILY}`, 5)).toBe('ab')
  expect(firstCharacters(`ab${FAMILY}c`, 13)).toBe(`ab${FAMILY}`)
  const unit = fc.constantFrom('a', FAMILY, 'é', 'e\u0301', '🇧🇬', '\r\n', ' ')
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
  const split = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment)
  fc.assert(
    fc.property(fc.array(unit), fc.nat(40), fc.constantFrom('', '…'), (units, length, ellipsis) => {
      const text = units.join('')
      const cut = firstCharacters(text, length, ellipsis)
      expect(cut.length).toBeLessThanOrEqual(Math.max(length, 0))
      const kept = split(cut === text || !cut.endsWith(ellipsis) ? cut : cut.slice(0, cut.length - ellipsis.length))
      expect(kept).toEqual(split(text).slice(0, kept.length))
    }),
  )
})

test('[M33] an expression runs its own step, then those of its chain', () => {
  const steps = (yaml: string) => stepsOf(ExpressionDocument.parse(parse(yaml)))

  expect(steps('{ of: Subject, first: 3, then: [{ upper: true }] }')).toEqual([{ first: 3 }, { upper: true }])
  expect(steps('{ of: Subject, then: [{ upper: true }] }')).toEqual([{ upper: true }])
  expect(steps("{ array: ['{Type}'] }")).toEqual([])
})

test('[M34] no value makes a step throw', () => {
  const documents: StepDocument[] = [
    { first: 3, ellipsis: true },
    { lower: true },
    { upper: true },
    { trim: true },
    { replace: 'a', with: '$1' },
    { pattern: '(a*)(b)?' },
    { replacePattern: '(a*)', with: '$1$9\\' },
    { default: 'x' },
    { dateFormat: "yyyy 'x'", zone: 'Europe/Sofia' },
  ]
  fc.assert(
    fc.property(fieldValues, fc.constantFrom(...documents), (value, document) => {
      expect(run(document, value)).toBeDefined()
    }),
  )
})
