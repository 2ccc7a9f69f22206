import { instantText, parseInstant } from './instant.ts'
import { isList, textOf, type Choice, type FieldSchema, type FieldValue } from './record.ts'

export type Coerced = { readonly value: FieldValue } | { readonly error: string }

/** Turns a value into one that a field takes, or says why it can't. Never cuts, never guesses, never throws. */
export function coerce(value: FieldValue, target: FieldSchema): Coerced {
  switch (target.type) {
    case 'text':
      return fitting(
        textOf(value)
          .replace(/\r\n|[\r\n\u2028\u2029]/g, ' ')
          .trim(),
        target,
      )
    case 'long-text':
    case 'id':
    case 'reference':
      return fitting(textOf(value), target)
    case 'rich-text':
      return richText(textOf(value).replace(/\r\n?/g, '\n'), target)
    case 'number':
      return number(value, target)
    case 'boolean':
      return boolean(value, target)
    case 'date':
    case 'date-time':
      return date(value, target)
    case 'choice':
    case 'status':
      return choice(value, target)
    case 'choices':
      return choices(value, target)
    case 'labels':
      return { value: labels(value) }
    case 'person':
      return person(value, target)
    case 'other':
      return { error: `${target.name} is of a kind that can't be written yet` }
  }
}

function fitting(text: string, target: FieldSchema): Coerced {
  const { name, maxLength } = target
  if (maxLength !== undefined && text.length > maxLength) {
    return { error: `${name} takes ${maxLength} characters; this text has ${text.length}` }
  }
  return { value: text }
}

function richText(text: string, target: FieldSchema): Coerced {
  const fitted = fitting(text, target)
  return 'error' in fitted ? fitted : { value: { kind: 'rich-text', text, exact: true } }
}

function number(value: FieldValue, target: FieldSchema): Coerced {
  const text = textOf(value).trim()
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
  return isNumber ? { value: Number(text) } : { error: `${target.name} is a number; ${quoted(text)} is none` }
}

function boolean(value: FieldValue, target: FieldSchema): Coerced {
  const text = textOf(value).trim().toLowerCase()
  if (['true', 'yes', '1'].includes(text)) return { value: true }
  if (['false', 'no', '0'].includes(text)) return { value: false }
  return { error: `${target.name} is true or false; ${quoted(text)} is neither` }
}

function date(value: FieldValue, target: FieldSchema): Coerced {
  const text = textOf(value)
  const instant = parseInstant(text)
  if (!instant) return { error: `${target.name} is a date; ${quoted(text)} is none` }
  return { value: target.type === 'date' ? instant.toISODate() : instantText(instant) }
}

function choice(value: FieldValue, target: FieldSchema): Coerced {
  const text = textOf(value).trim()
  if (!target.options) return { value: { kind: 'choice', id: text, name: text } }
  const found = findOption(text, target.options)
  return found ? { value: found } : { error: `${target.name} has no option ${quoted(text)}` }
}

/** An option by its name or its id; an exact name goes before one that differs in case. */
export function findOption(text: string, options: readonly Choice[]): Choice | undefined {
  const lower = text.toLowerCase()
  return (
    options.find(({ name }) => name === text) ??
    options.find(({ id }) => id === text) ??
    options.find(({ name }) => name.toLowerCase() === lower) ??
    options.find(({ id }) => id.toLowerCase() === lower)
  )
}

function choices(value: FieldValue, target: FieldSchema): Coerced {
  const whole = isList(value) ? undefined : choice(value, { ...target, options: target.options ?? [] })
  if (whole && 'value' in whole) return { value: [whole.value] }
  const elements = isList(value) ? value : textOf(value).split(/[;,]/)
  const found = elements.filter((element) => textOf(element).trim() !== '').map((element) => choice(element, target))
  const refused = found.find((one) => 'error' in one)
  return refused ?? { value: found.flatMap((one) => ('value' in one ? [one.value] : [])) }
}

/** Jira's labels hold no blanks: https://support.atlassian.com/jira-software-cloud/docs/add-labels-to-an-issue/ */
function labels(value: FieldValue): FieldValue {
  const elements = isList(value) ? value : [value]
  const texts = elements.map((element) => textOf(element).trim().replace(/\s+/g, '_'))
  return [...new Set(texts.filter(Boolean))]
}

/** A person of one system is nobody in the other: only a user mapping finds the counterpart. */
function person(value: FieldValue, target: FieldSchema): Coerced {
  return { error: `${target.name} is a person; ${quoted(textOf(value))} can't be found without a user mapping` }
}

function quoted(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text}"`
}
