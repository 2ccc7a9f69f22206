import { coerce, findOption } from './coerce.ts'
import { compileFilter, filterMeaning, filterSources } from './compile-filter.ts'
import type { CompiledFilter, CompiledMapping, Evaluated, EvaluationContext, WantedTransition } from './compiled.ts'
import { sourceValue } from './compiled.ts'
import { evaluateFilter } from './conditions.ts'
import type { MappingDocument, TransitionDocument } from './mapping-document.ts'
import { nearest, type Path } from './problem.ts'
import { isEmpty, textOf, type FieldSchema, type FieldType, type FieldValue, type SystemRecord } from './record.ts'
import type { Rule } from './rule.ts'
import { idsOf, type Report, type Scope, type Source } from './source.ts'
import { compileUser } from './user-rule.ts'

/** Makes a mapping's rule ready to run; undefined if something in it was reported. */
export function compileRule(
  document: MappingDocument,
  target: FieldSchema,
  scope: Scope,
  path: Path,
  report: Report,
): Rule | undefined {
  if ('user' in document) return compileUser(document, target, scope, path, report)
  if ('choose' in document) return compileChoose(document, target, scope, path, report)
  return compileValue(document, target, scope, path, report)
}

function nobody(): readonly string[] {
  return []
}

function compileValue(
  { value, transition }: { value: string; transition?: TransitionDocument | undefined },
  target: FieldSchema,
  scope: Scope,
  path: Path,
  report: Report,
): Rule | undefined {
  const source = scope.text(value, [...path, 'value'])
  const wanted = compileTransition(transition, target, scope, [...path, 'transition'], report)
  if (!source || !wanted || !checkFit(source, target, [...path, 'value'], report)) return undefined
  return {
    sources: idsOf([source, ...wanted.sources]),
    meaning: { value: source.meaning, transition: wanted.meaning },
    peopleOf: nobody,
    pick: (record, context) => ({
      kind: 'raw',
      value: source.read(record, context.siteId),
      ...wanted.of(record, context.siteId),
    }),
  }
}

function compileChoose(
  document: Extract<MappingDocument, { choose: unknown }>,
  target: FieldSchema,
  scope: Scope,
  path: Path,
  report: Report,
): Rule | undefined {
  const branches = document.choose.map((branch, index) => {
    const branchPath = [...path, 'choose', index]
    const rule = compileValue(branch, target, scope, branchPath, report)
    return rule && { when: compileFilter(branch.when, scope, [...branchPath, 'when'], report), rule }
  })
  const otherwise =
    document.otherwise === undefined
      ? undefined
      : compileValue({ value: document.otherwise }, target, scope, [...path, 'otherwise'], report)
  const complete = branches.filter((branch) => branch !== undefined)
  if (complete.length < branches.length || (document.otherwise !== undefined && !otherwise)) return undefined
  return chooseRule(complete, otherwise)
}

interface Branch {
  readonly when: CompiledFilter
  readonly rule: Rule
}

function chooseRule(branches: readonly Branch[], otherwise: Rule | undefined): Rule {
  const rules = [...branches.map(({ rule }) => rule), ...(otherwise ? [otherwise] : [])]
  const asked = branches.flatMap(({ when }) => filterSources(when))
  return {
    sources: [...new Set([...asked, ...rules.flatMap(({ sources }) => sources)])],
    meaning: {
      choose: branches.map(({ when, rule }) => [filterMeaning(when), rule.meaning]),
      otherwise: otherwise?.meaning,
    },
    peopleOf: nobody,
    pick(record, context) {
      const chosen = branches.find(({ when }) => evaluateFilter(when, record).verdict)?.rule ?? otherwise
      return chosen?.pick(record, context) ?? { kind: 'no-opinion', reason: noBranch(asked, record, context) }
    },
  }
}

function noBranch(asked: readonly string[], record: SystemRecord, { siteId }: EvaluationContext): string {
  const saw = [...new Set(asked)].map((source) => `${source} is "${textOf(sourceValue(source, record, siteId))}"`)
  return `no branch fits: ${saw.join(', ')}`
}

interface CompiledTransition {
  readonly sources: readonly Source[]
  readonly meaning: unknown
  of(record: SystemRecord, siteId: string): { transition?: WantedTransition }
}

function compileTransition(
  document: TransitionDocument | undefined,
  target: FieldSchema,
  scope: Scope,
  path: Path,
  report: Report,
): CompiledTransition | undefined {
  if (!document) return { sources: [], meaning: undefined, of: () => ({}) }
  if (target.type !== 'status') {
    report(path, `${target.name} does not move by transitions`, 'Remove transition here')
    return undefined
  }
  const fields = Object.entries(document.fields ?? {}).map(
    ([name, text]) => [name, scope.text(text, [...path, 'fields', name])] as const,
  )
  const sources = fields.flatMap(([, source]) => (source ? [source] : []))
  if (sources.length < fields.length) return undefined
  const id = document.id === undefined ? {} : { id: document.id }
  return {
    sources,
    meaning: { ...id, fields: fields.map(([name, source]) => [name, source?.meaning]) },
    of: (record, siteId) => {
      const texts = fields.map(([name, source]) => [name, source ? textOf(source.read(record, siteId)) : ''])
      return { transition: { ...id, fields: Object.fromEntries(texts) } }
    },
  }
}

/** Types whose values a field of that type takes only from the like; texts go everywhere else. */
const FED_BY: Partial<Record<FieldType, readonly FieldType[]>> = {
  number: ['number'],
  boolean: ['boolean'],
  date: ['date', 'date-time'],
  'date-time': ['date', 'date-time'],
}

/** Finds out before any record does that a source can never give this target a value. */
function checkFit(source: Source, target: FieldSchema, path: Path, report: Report): boolean {
  if (target.type === 'person') {
    report(path, `${target.name} is a person`, "Write { user: '{Owner}', by: email }")
    return false
  }
  if (source.constant !== undefined && source.constant !== '')
    return checkConstant(source.constant, target, path, report)
  const feeders = FED_BY[target.type]
  if (!source.field || source.field.type === 'other' || !feeders || feeders.includes(source.field.type)) return true
  const fix = `Map a field of type ${feeders.join(' or ')}, or make one with an expression`
  report(path, `${target.name} is a ${target.type}, ${source.field.name} a ${source.field.type}`, fix)
  return false
}

function checkConstant(text: string, target: FieldSchema, path: Path, report: Report): boolean {
  const coerced = coerce(text, target)
  if ('value' in coerced) return true
  report(path, coerced.error, fixOf(text, target))
  return false
}

function fixOf(text: string, { options, type }: FieldSchema): string {
  if (!options || findOption(text, options)) return `Write a value that fits a ${type} field`
  const names = options.map(({ name }) => name)
  const meant = nearest(text, names)
  return meant ? `Did you mean "${meant}"?` : `It has ${names.join(', ')}`
}

/** Runs a rule and fits what it gives to the target field. Never throws. */
export function evaluateRule(
  rule: Rule,
  target: FieldSchema,
  onEmpty: CompiledMapping['onEmpty'],
  record: SystemRecord,
  context: EvaluationContext,
): Evaluated {
  const picked = rule.pick(record, context)
  if (picked.kind === 'no-opinion') return withoutOpinion(picked.reason, target)
  const transition = picked.transition ? { transition: picked.transition } : {}
  if (picked.kind === 'fitted') return { kind: 'value', value: picked.value, ...transition }
  return isEmpty(picked.value) ? emptied(target, onEmpty, transition) : fitted(picked.value, target, transition)
}

/** A status that nobody foresaw must not be passed over in silence. */
function withoutOpinion(reason: string, target: FieldSchema): Evaluated {
  return target.type === 'status'
    ? { kind: 'error', message: `${target.name}: ${reason}` }
    : { kind: 'no-opinion', reason }
}

type WithTransition = { readonly transition?: WantedTransition }

function emptied(target: FieldSchema, onEmpty: CompiledMapping['onEmpty'], transition: WithTransition): Evaluated {
  if (onEmpty === 'skip') return { kind: 'no-opinion', reason: 'nothing to write, and onEmpty says skip' }
  if (typeof onEmpty === 'object') return fitted(onEmpty.default, target, transition)
  if (target.required || target.type === 'status') {
    return { kind: 'error', message: `${target.name} can't be empty, and its mapping gives nothing` }
  }
  return { kind: 'value', value: null }
}

function fitted(value: FieldValue, target: FieldSchema, transition: WithTransition): Evaluated {
  const coerced = coerce(value, target)
  if ('error' in coerced) return { kind: 'error', message: coerced.error }
  return { kind: 'value', value: coerced.value, ...transition }
}
