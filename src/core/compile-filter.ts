import { findOption } from './coerce.ts'
import type { CompiledCondition, CompiledFilter } from './compiled.ts'
import type { ConditionDocument, FilterDocument } from './filter-document.ts'
import { parseInstant } from './instant.ts'
import { nearest, type Path } from './problem.ts'
import type { FieldSchema } from './record.ts'
import type { Report, Scope, Source } from './source.ts'

/** Values that are no values, and why a condition on them counts as true. */
const NEVER_A_VERDICT: Readonly<Record<string, string>> = {
  '{lasttime}': 'bounds what a poll collects, and is never a verdict on a record',
  '{lasttimecomment}': 'bounds what a poll collects, and is never a verdict on a record',
  '{integrationUser}': 'never needed: what Crosstie writes itself starts nothing',
}

export const EVERYTHING: CompiledFilter = { kind: 'all', parts: [] }

/** Makes a filter ready to be asked. What can't be resolved is reported and left out. */
export function compileFilter(
  document: FilterDocument | undefined,
  scope: Scope,
  path: Path,
  report: Report,
): CompiledFilter {
  if (!document) return EVERYTHING
  if ('field' in document) return compileCondition(document, scope, path, report) ?? EVERYTHING
  const [kind, group] = 'all' in document ? (['all', document.all] as const) : (['any', document.any] as const)
  if (kind === 'any' && group.length === 0) report([...path, kind], 'An empty "any" is never true', 'Add a condition')
  return { kind, parts: group.map((part, index) => compileFilter(part, scope, [...path, kind, index], report)) }
}

function compileCondition(
  document: ConditionDocument,
  scope: Scope,
  path: Path,
  report: Report,
): CompiledCondition | undefined {
  const values = Array.isArray(document.value) ? document.value : document.value === undefined ? [] : [document.value]
  const text = [document.field, document.is, values.join(', ')].filter(Boolean).join(' ')
  const fixed = { kind: 'condition', text, operator: document.is, values } as const
  const alwaysTrue = values.map((value) => NEVER_A_VERDICT[value]).find((reason) => reason !== undefined)
  if (alwaysTrue !== undefined) return { ...fixed, sources: [], meaning: true, alwaysTrue, read: () => null }
  const source = scope.name(document.field, [...path, 'field'])
  if (!source) return undefined
  checkValues(document, values, source, (message, fix) => report([...path, 'value'], message, fix))
  const meaning = { of: source.meaning, operator: document.is, values }
  return { ...fixed, sources: source.ids, meaning, alwaysTrue: undefined, read: (record) => source.read(record, '') }
}

function checkValues(
  { is }: ConditionDocument,
  values: readonly string[],
  { field }: Source,
  report: (message: string, fix: string) => void,
): void {
  if (values.some((value) => /^\{[^{}]+\}$/.test(value))) {
    report('A condition compares with a fixed value', 'Write the value itself')
    return
  }
  if (!field) return
  for (const value of values) {
    if (['is', 'is-not', 'one-of', 'not-one-of', 'equals'].includes(is)) checkOption(value, field, report)
    if (is === 'less-than' || is === 'greater-than') checkOrdered(value, field, report)
  }
}

function checkOption(value: string, field: FieldSchema, report: (message: string, fix: string) => void): void {
  if (!field.options || findOption(value, field.options)) return
  const names = field.options.map(({ name }) => name)
  const meant = nearest(value, names)
  report(`${field.name} has no option "${value}"`, meant ? `Did you mean "${meant}"?` : `It has ${names.join(', ')}`)
}

function checkOrdered(value: string, field: FieldSchema, report: (message: string, fix: string) => void): void {
  if (field.type === 'number' && !Number.isFinite(Number(value))) report(`"${value}" is no number`, 'Write a number')
  const isDate = field.type === 'date' || field.type === 'date-time'
  if (isDate && !parseInstant(value)) report(`"${value}" is no date`, 'Write a date such as 2026-01-31')
}

/** Everything that a filter reads. */
export function filterSources(filter: CompiledFilter): readonly string[] {
  return filter.kind === 'condition' ? filter.sources : filter.parts.flatMap(filterSources)
}

/** What a filter means, as data. */
export function filterMeaning(filter: CompiledFilter): unknown {
  return filter.kind === 'condition' ? filter.meaning : { [filter.kind]: filter.parts.map(filterMeaning) }
}
