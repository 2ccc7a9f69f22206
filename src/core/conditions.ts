import type { CompiledCondition, CompiledFilter, Operator } from './compiled.ts'
import { parseInstant } from './instant.ts'
import { isEmpty, isList, textOf, type FieldValue, type SystemRecord } from './record.ts'

/** How one condition came out, for people. */
export interface ConditionVerdict {
  readonly condition: string
  readonly verdict: boolean
  /** What the record held, or why the condition counts as true whatever it held. */
  readonly saw: string
}

export interface FilterVerdict {
  readonly verdict: boolean
  /** Every condition, in the filter's order, also those that no longer mattered. */
  readonly reasons: readonly ConditionVerdict[]
}

/** Asks a filter about a record. Never throws. */
export function evaluateFilter(filter: CompiledFilter, record: SystemRecord): FilterVerdict {
  if (filter.kind === 'condition') {
    const reason = evaluateCondition(filter, record)
    return { verdict: reason.verdict, reasons: [reason] }
  }
  const parts = filter.parts.map((part) => evaluateFilter(part, record))
  const isTrue = ({ verdict }: FilterVerdict) => verdict
  const verdict = filter.kind === 'all' ? parts.every(isTrue) : parts.some(isTrue)
  return { verdict, reasons: parts.flatMap(({ reasons }) => reasons) }
}

function evaluateCondition(condition: CompiledCondition, record: SystemRecord): ConditionVerdict {
  const { text, alwaysTrue } = condition
  if (alwaysTrue !== undefined) return { condition: text, verdict: true, saw: alwaysTrue }
  const value = condition.read(record)
  return {
    condition: text,
    verdict: compare(condition.operator, value, condition.values),
    saw: textOf(value) || 'nothing',
  }
}

/** What an operator says of a value. Names of options are compared without case, other texts as they stand. */
export function compare(operator: Operator, value: FieldValue, wanted: readonly string[]): boolean {
  const first = wanted[0] ?? ''
  switch (operator) {
    case 'is':
      return isText(value, first)
    case 'is-not':
      return !isText(value, first)
    case 'one-of':
      return wanted.some((text) => isText(value, text))
    case 'not-one-of':
      return !wanted.some((text) => isText(value, text))
    case 'empty':
      return isEmpty(value)
    case 'not-empty':
      return !isEmpty(value)
    case 'contains':
      return containsText(value, first)
    case 'not-contains':
      return !containsText(value, first)
    case 'less-than':
      return order(textOf(value), first) === -1
    case 'greater-than':
      return order(textOf(value), first) === 1
    case 'equals':
      return isText(value, first) || order(textOf(value), first) === 0 || sameBoolean(value, first)
  }
}

/** A list is what one of its elements is; an option or a person is its name or its id. */
function isText(value: FieldValue, text: string): boolean {
  if (value === null || typeof value !== 'object') return textOf(value) === text
  if (isList(value)) return value.some((element) => isText(element, text)) || textOf(value) === text
  if (value.kind === 'rich-text') return value.text === text
  const isEmail = value.kind === 'person' && value.email?.toLowerCase() === text.toLowerCase()
  return isEmail || value.id === text || value.name.toLowerCase() === text.toLowerCase()
}

function containsText(value: FieldValue, text: string): boolean {
  return textOf(value).toLowerCase().includes(text.toLowerCase())
}

/** -1, 0 or 1 where both are numbers or both are dates; undefined where they have no order. */
function order(left: string, right: string): number | undefined {
  const numbers = both(left, right, numberOf)
  const pair = numbers ?? both(left, right, (text) => parseInstant(text)?.toMillis())
  return pair && Math.sign(pair[0] - pair[1])
}

function both(left: string, right: string, read: (text: string) => number | undefined): [number, number] | undefined {
  const values = [read(left), read(right)] as const
  return values[0] === undefined || values[1] === undefined ? undefined : [values[0], values[1]]
}

function numberOf(text: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined
}

function sameBoolean(value: FieldValue, text: string): boolean {
  return typeof value === 'boolean' && String(value) === text.trim().toLowerCase()
}
