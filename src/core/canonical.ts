import { instantText, parseInstant } from './instant.ts'
import { isList, textOf, type FieldType, type FieldValue } from './record.ts'

/**
 * The text that two values of a field have in common exactly when nobody would call them different: line ends, trailing
 * blanks, the many forms of empty, the order of labels, 5.0 and 5, offsets of instants, renamed options and people.
 * Pure and idempotent.
 */
export function canonical(value: FieldValue, type: FieldType): string {
  switch (type) {
    case 'number':
      return canonicalNumber(identityText(value))
    case 'date':
    case 'date-time':
      return canonicalInstant(identityText(value), type)
    case 'labels':
    case 'choices':
      return canonicalSet(value)
    default:
      return canonicalText(identityText(value))
  }
}

/** Options and people are who they are by id, whatever their name is today. */
function identityText(value: FieldValue): string {
  if (value === null) return ''
  if (typeof value !== 'object') return textOf(value)
  if (isList(value)) return value.map(identityText).join('\n')
  return value.kind === 'rich-text' ? value.text : value.id
}

function canonicalText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()
}

function canonicalNumber(text: string): string {
  const trimmed = text.trim()
  const number = Number(trimmed)
  if (trimmed === '' || !Number.isFinite(number)) return canonicalText(text)
  return String(number + 0)
}

function canonicalInstant(text: string, type: 'date' | 'date-time'): string {
  const instant = parseInstant(text)
  if (!instant) return canonicalText(text)
  return type === 'date' ? instantText(instant).slice(0, -'T00:00:00.000Z'.length) : instantText(instant)
}

function canonicalSet(value: FieldValue): string {
  const elements = canonicalText(identityText(value)).split('\n').filter(Boolean)
  return [...new Set(elements)].toSorted().join('\n')
}
