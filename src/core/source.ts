import { isVirtualSource, sourceValue } from './compiled.ts'
import { compileStep, stepsOf, type Step } from './expressions.ts'
import { findField } from './field-names.ts'
import type { ExpressionDocument } from './mapping-document.ts'
import { parsePlaceholders } from './placeholders.ts'
import type { Path } from './problem.ts'
import { isEmpty, textOf, type EntitySchema, type FieldSchema, type FieldValue, type SystemRecord } from './record.ts'

/** Something that can be read of a record: a field, an expression, a text with placeholders. */
export interface Source {
  /** Field ids and virtual sources that it rests on. */
  readonly ids: readonly string[]
  /** What it means, as data; equal meanings read equal values. */
  readonly meaning: unknown
  /** The field, where it is nothing but one. */
  readonly field: FieldSchema | undefined
  /** The text, where it does not depend on the record. */
  readonly constant: string | undefined
  read(record: SystemRecord, siteId: string): FieldValue
}

export type Report = (path: Path, message: string, fix: string) => void

/** What names mean in one part of an action. Reports what it can't resolve, and then answers undefined. */
export interface Scope {
  readonly schema: EntitySchema
  /** A bare name, as in `field:` and `of:`. */
  name(name: string, path: Path): Source | undefined
  /** A text with placeholders. */
  text(text: string, path: Path): Source | undefined
}

export interface ScopeInput {
  /** The entity that is read. */
  readonly schema: EntitySchema
  readonly expressions: Readonly<Record<string, ExpressionDocument>>
  /** Where the expressions stand in the document. */
  readonly expressionsPath: Path
  /** In respond mappings every name starts with `target.`. */
  readonly isRespond: boolean
  readonly report: Report
}

/** Resolves a name as an expression first, then as a field's id, then as a field's name. */
export function createScope({ schema, expressions, expressionsPath, isRespond, report }: ScopeInput): Scope {
  const scopeWithin = (open: readonly string[]): Scope => {
    const name = (wanted: string, path: Path): Source | undefined => {
      const expression = Object.hasOwn(expressions, wanted) ? expressions[wanted] : undefined
      if (!expression || isRespond) return fieldSource(wanted, path)
      if (open.includes(wanted)) {
        report(path, `The expression "${wanted}" reads itself`, 'Take it out of its own chain')
        return undefined
      }
      return expressionSource(expression, scopeWithin([...open, wanted]), [...expressionsPath, wanted], report)
    }
    return { schema, name, text: (text, path) => textSource(text, path, name, report) }
  }

  const fieldSource = (wanted: string, path: Path): Source | undefined => {
    const prefix = isRespond ? 'target.' : 'source.'
    if (isVirtualSource(wanted) && wanted.startsWith(prefix)) return virtualSource(wanted)
    if (isRespond && !wanted.startsWith(prefix)) {
      report(
        path,
        `"${wanted}" is not said of the target`,
        `Respond mappings read what was written: {target.key}, {target.${wanted}}`,
      )
      return undefined
    }
    const found = findField(schema, isRespond ? wanted.slice(prefix.length) : wanted)
    if ('field' in found) return recordField(found.field)
    report(path, found.message, found.fix)
    return undefined
  }

  return scopeWithin([])
}

function virtualSource(id: string): Source {
  const read = (record: SystemRecord, siteId: string) => sourceValue(id, record, siteId) ?? null
  return { ids: [id], meaning: { field: id }, field: undefined, constant: undefined, read }
}

function recordField(field: FieldSchema): Source {
  const read = (record: SystemRecord, siteId: string) => sourceValue(field.id, record, siteId) ?? null
  return { ids: [field.id], meaning: { field: field.id }, field, constant: undefined, read }
}

/** A lone placeholder keeps its value as it is, with its type; anything else becomes text. */
function textSource(text: string, path: Path, name: Scope['name'], report: Report): Source | undefined {
  const parsed = parsePlaceholders(text)
  if ('problem' in parsed) {
    report(path, parsed.problem, 'Double the braces that are meant as braces')
    return undefined
  }
  const parts = parsed.parts.map((part) => ('text' in part ? fixedText(part.text) : name(part.name, path)))
  const sources = parts.filter((part) => part !== undefined)
  if (sources.length < parts.length) return undefined
  const [only = fixedText('')] = sources
  return sources.length <= 1 ? only : joined(sources)
}

function fixedText(text: string): Source {
  return { ids: [], meaning: { text }, field: undefined, constant: text, read: () => text }
}

function joined(sources: readonly Source[]): Source {
  return {
    ids: idsOf(sources),
    meaning: { joined: sources.map(({ meaning }) => meaning) },
    field: undefined,
    constant: undefined,
    read: (record, siteId) => sources.map((source) => textOf(source.read(record, siteId))).join(''),
  }
}

function expressionSource(
  expression: ExpressionDocument,
  scope: Scope,
  path: Path,
  report: Report,
): Source | undefined {
  const base = baseOf(expression, scope, path, report)
  const documents = stepsOf(expression)
  const steps = documents.flatMap((document): Step[] => {
    const compiled = compileStep(document)
    if ('step' in compiled) return [compiled.step]
    report(path, compiled.message, compiled.fix)
    return []
  })
  if (!base || steps.length < documents.length) return undefined
  return {
    ids: base.ids,
    meaning: { of: base.meaning, steps: documents },
    field: undefined,
    constant: undefined,
    read: (record, siteId) => steps.reduce((value, step) => step(value), base.read(record, siteId)),
  }
}

function baseOf({ of, array }: ExpressionDocument, scope: Scope, path: Path, report: Report): Source | undefined {
  if ((of === undefined) === (array === undefined)) {
    report(path, 'An expression starts from one thing', 'Write either of or array')
    return undefined
  }
  if (of !== undefined) return of.includes('{') ? scope.text(of, [...path, 'of']) : scope.name(of, [...path, 'of'])
  const elements = (array ?? []).map((text, index) => scope.text(text, [...path, 'array', index]))
  const sources = elements.filter((element) => element !== undefined)
  return sources.length < elements.length ? undefined : listOf(sources)
}

/** Empty elements are dropped. */
function listOf(sources: readonly Source[]): Source {
  return {
    ids: idsOf(sources),
    meaning: { array: sources.map(({ meaning }) => meaning) },
    field: undefined,
    constant: undefined,
    read: (record, siteId) =>
      sources
        .map((source) => source.read(record, siteId))
        .filter((value) => !isEmpty(value))
        .map(textOf),
  }
}

export function idsOf(sources: readonly Source[]): readonly string[] {
  return [...new Set(sources.flatMap(({ ids }) => ids))]
}
