import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choice, caseRecord, person } from './cases-and-tasks.fixture.ts'
import type { CompiledCondition, Operator } from './compiled.ts'
import { compare, evaluateFilter } from './conditions.ts'
import { fieldValues, texts } from './field-value.arbitrary.ts'
import type { FieldValue } from './record.ts'

const OPERATORS: readonly Operator[] = [
  'is',
  'is-not',
  'one-of',
  'not-one-of',
  'empty',
  'not-empty',
  'contains',
  'not-contains',
  'less-than',
  'greater-than',
  'equals',
]

function condition(field: string, operator: Operator, ...values: string[]): CompiledCondition {
  const text = [field, operator, ...values].join(' ')
  const read: CompiledCondition['read'] = (record) => record.fields[field] ?? null
  return { kind: 'condition', text, operator, values, sources: [field], meaning: text, alwaysTrue: undefined, read }
}

test.each<[FieldValue, Operator, string[], boolean]>([
  ['Generator', 'is', ['Generator'], true],
  ['Generator', 'is', ['generator'], false],
  ['5.0', 'is', ['5'], false],
  [choice('High', '2'), 'is', ['high'], true],
  [choice('High', '2'), 'is', ['2'], true],
  [person('ana'), 'is', ['ANA@acme.example'], true],
  [{ kind: 'rich-text', text: 'It stops', exact: false }, 'is', ['It stops'], true],
  [['red', 'blue'], 'is', ['blue'], true],
  [choice('High'), 'is-not', ['Low'], true],
  [choice('High'), 'is-not', ['High'], false],
  [choice('High'), 'one-of', ['Low', 'High'], true],
  [choice('High'), 'one-of', ['Low'], false],
  [choice('High'), 'not-one-of', ['Low', 'High'], false],
  [choice('High'), 'not-one-of', ['Low'], true],
  [null, 'empty', [], true],
  [' \n', 'empty', [], true],
  [0, 'empty', [], false],
  ['x', 'not-empty', [], true],
  [[], 'not-empty', [], false],
  ['Total Outage today', 'contains', ['outage'], true],
  ['Total Outage today', 'contains', ['printer'], false],
  ['Total Outage today', 'not-contains', ['outage'], false],
  [null, 'not-contains', ['outage'], true],
])('[M20] %j %s %j: %s', (value, operator, wanted, verdict) => {
  expect(compare(operator, value, wanted)).toBe(verdict)
})

test.each<[FieldValue, Operator, string[], boolean]>([
  [5, 'equals', ['5.0'], true],
  ['5.0', 'equals', ['5'], true],
  [5, 'equals', ['6'], false],
  [true, 'equals', ['TRUE'], true],
  ['2026-03-01T12:00:00+02:00', 'equals', ['2026-03-01T10:00:00Z'], true],
  [9, 'less-than', ['10'], true],
  [10, 'less-than', ['10'], false],
  [10, 'greater-than', ['9'], true],
  ['2026-03-01', 'greater-than', ['2026-02-28T23:59:59Z'], true],
  ['2026-03-01', 'less-than', ['2026-02-28'], false],
  ['apple', 'less-than', ['pear'], false],
  [null, 'less-than', ['10'], false],
])('[M21] by value, %j %s %j: %s', (value, operator, wanted, verdict) => {
  expect(compare(operator, value, wanted)).toBe(verdict)
})

test('[M22] a filter tells of every condition what it said and what it saw', () => {
  const filter = {
    kind: 'all',
    parts: [
      condition('Status', 'is', 'Closed'),
      { kind: 'any', parts: [condition('Subject', 'contains', 'generator'), condition('Origin', 'is', 'Web')] },
    ],
  } as const

  expect(evaluateFilter(filter, caseRecord())).toEqual({
    verdict: false,
    reasons: [
      { condition: 'Status is Closed', verdict: false, saw: 'New' },
      { condition: 'Subject contains generator', verdict: true, saw: 'Generator fails' },
      { condition: 'Origin is Web', verdict: false, saw: 'nothing' },
    ],
  })
})

test('[M22] all is true of nothing, any needs one', () => {
  const isNew = condition('Status', 'is', 'New')
  const isClosed = condition('Status', 'is', 'Closed')
  const verdict = (kind: 'all' | 'any', ...parts: CompiledCondition[]) =>
    evaluateFilter({ kind, parts }, caseRecord()).verdict

  expect([verdict('all'), verdict('all', isNew), verdict('all', isNew, isClosed)]).toEqual([true, true, false])
  expect([verdict('any'), verdict('any', isClosed), verdict('any', isNew, isClosed)]).toEqual([false, false, true])
})

test('[M23] a condition that is no verdict is true of every record, and says why', () => {
  const bound = { ...condition('LastModifiedDate', 'less-than', '{lasttime}'), alwaysTrue: 'only bounds a poll' }

  const reason = { condition: 'LastModifiedDate less-than {lasttime}', verdict: true, saw: 'only bounds a poll' }
  expect(evaluateFilter(bound, caseRecord())).toEqual({ verdict: true, reasons: [reason] })
})

test('[M24] no value makes a comparison throw, and an operator and its negation never agree', () => {
  const negations = [
    ['is', 'is-not'],
    ['one-of', 'not-one-of'],
    ['empty', 'not-empty'],
    ['contains', 'not-contains'],
  ] as const
  fc.assert(
    fc.property(fieldValues, fc.array(texts, { maxLength: 3 }), (value, wanted) => {
      for (const operator of OPERATORS) expect(typeof compare(operator, value, wanted)).toBe('boolean')
      for (const [one, other] of negations) {
        expect(compare(one, value, wanted)).toBe(!compare(other, value, wanted))
      }
    }),
  )
})
