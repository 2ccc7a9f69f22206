import { IANAZone } from 'luxon'
import { RE2JS } from 're2js'
import { parseInstant } from './instant.ts'
import type { ExpressionDocument, StepDocument } from './mapping-document.ts'
import { isList, textOf, type FieldValue } from './record.ts'

/** One transformation, ready to run. Total: what it can't transform it hands on, and never throws. */
export type Step = (value: FieldValue) => FieldValue

export type CompiledStep = { readonly step: Step } | { readonly message: string; readonly fix: string }

const OPERATIONS = [
  'first',
  'lower',
  'upper',
  'trim',
  'replace',
  'pattern',
  'replacePattern',
  'default',
  'dateFormat',
] as const

type Operation = (typeof OPERATIONS)[number]

/** Which keys belong to an operation beside its own. */
const COMPANIONS: Readonly<Record<'ellipsis' | 'with' | 'zone', readonly Operation[]>> = {
  ellipsis: ['first'],
  with: ['replace', 'replacePattern'],
  zone: ['dateFormat'],
}

/** The steps of an expression in the order in which they run: its own, then those of `then`. */
export function stepsOf({ of: _of, array: _array, then = [], ...own }: ExpressionDocument): readonly StepDocument[] {
  return Object.keys(own).length === 0 ? then : [own, ...then]
}

/** Makes one step ready to run, or says what is wrong with it. */
export function compileStep(document: StepDocument): CompiledStep {
  const used = OPERATIONS.filter((name) => document[name] !== undefined)
  const [operation] = used
  if (!operation || used.length > 1) {
    return {
      message: 'A step does exactly one thing',
      fix: `Write one of ${OPERATIONS.join(', ')}; put the others in then`,
    }
  }
  for (const [key, operations] of Object.entries(COMPANIONS)) {
    if (Object.hasOwn(document, key) && !operations.includes(operation)) {
      return { message: `"${key}" says nothing beside "${operation}"`, fix: `Remove ${key}` }
    }
  }
  return compileOperation(operation, document)
}

function compileOperation(operation: Operation, document: StepDocument): CompiledStep {
  switch (operation) {
    case 'first':
      return onText((text) => firstCharacters(text, document.first ?? 0, ellipsisOf(document)))
    case 'lower':
      return onText((text) => text.toLowerCase())
    case 'upper':
      return onText((text) => text.toUpperCase())
    case 'trim':
      return onText((text) => text.trim())
    case 'replace':
      return onText((text) => text.replaceAll(document.replace ?? '', () => document.with ?? ''))
    case 'pattern':
      return withPattern(document.pattern ?? '', matched)
    case 'replacePattern':
      return withPattern(document.replacePattern ?? '', (pattern, text) => replaced(pattern, text, document.with ?? ''))
    case 'default':
      return { step: (value) => (textOf(value).trim() === '' ? (document.default ?? '') : value) }
    case 'dateFormat':
      return dateFormat(document.dateFormat ?? '', document.zone ?? 'utc')
  }
}

/** Lists are transformed element by element, everything else as its text. */
function onText(transform: (text: string) => string): CompiledStep {
  const apply = (value: FieldValue): FieldValue => (isList(value) ? value.map(apply) : transform(textOf(value)))
  return { step: apply }
}

function ellipsisOf({ ellipsis }: StepDocument): string {
  if (typeof ellipsis === 'string') return ellipsis
  return ellipsis ? '…' : ''
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The longest beginning of whole characters, as people see them, that a field of that length takes. Both systems count
 * UTF-16 units, so an emoji of a family takes eleven of them and is either there or not.
 */
export function firstCharacters(text: string, length: number, ellipsis = ''): string {
  if (text.length <= length) return text
  const room = length - ellipsis.length
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    if (index + segment.length > room) break
    end = index + segment.length
  }
  return room < 0 ? firstCharacters(text, length) : text.slice(0, end) + ellipsis
}

function withPattern(source: string, apply: (pattern: RE2JS, text: string) => string): CompiledStep {
  try {
    const pattern = RE2JS.compile(source)
    return onText((text) => apply(pattern, text))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      message: `This regular expression can't be used: ${reason}`,
      fix: 'Use RE2 syntax: no look-around, no back-references',
    }
  }
}

/** The first match, or its first group if the pattern has one; '' if nothing matches. */
function matched(pattern: RE2JS, text: string): string {
  const matcher = pattern.matcher(text)
  if (!matcher.find()) return ''
  return matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? ''
}

function replaced(pattern: RE2JS, text: string, replacement: string): string {
  return pattern.matcher(text).replaceAll(replacement)
}

function dateFormat(format: string, zone: string): CompiledStep {
  if (zone !== 'utc' && !IANAZone.isValidZone(zone)) {
    return { message: `"${zone}" is no time zone`, fix: 'Write a name such as Europe/Sofia' }
  }
  return onText((text) => formatted(text, format, zone))
}

/** A day without a time is the same day in every zone. */
function formatted(text: string, format: string, zone: string): string {
  const instant = parseInstant(epochAsIso(text.trim()))
  if (!instant) return text
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text.trim())
  return (isDay ? instant : instant.setZone(zone)).setLocale('en').toFormat(format)
}

/** Epochs of up to eleven digits are seconds, longer ones milliseconds. */
function epochAsIso(text: string): string {
  if (!/^\d{9,15}$/.test(text)) return text
  return new Date(text.length <= 11 ? Number(text) * 1000 : Number(text)).toISOString()
}
