import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import { isList, textOf, type Choice, type FieldType, type FieldValue, type Person } from '../../core/record.ts'
import { documentOf, richTextOf } from './adf.ts'
import { AdfNode } from './adf-node.ts'
import { utcOf, wireTime } from './times.ts'

const User = z.object({
  accountId: z.string(),
  displayName: z.string().catch(''),
  emailAddress: z.string().nullish().catch(null),
})

/** Anything with an identity and a name: options call it `value`, projects and parents `key`. */
const Named = z.object({
  id: z.coerce.string(),
  name: z.string().optional(),
  value: z.string().optional(),
  key: z.string().optional(),
})

/** A value as Jira sends it, in our terms. What we have no term for becomes the text nearest to it. */
export function fieldValueOf(type: FieldType, value: unknown): FieldValue {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map((element) => fieldValueOf(elementType(type), element))
  return READERS[type]?.(value) ?? anyValue(value)
}

type Reader = (value: unknown) => FieldValue

/** Each answers null if the value is not of its type after all. */
const READERS: Partial<Record<FieldType, Reader>> = {
  'date-time': (value) => (typeof value === 'string' || typeof value === 'number' ? (utcOf(value) ?? null) : null),
  'rich-text': (value) => {
    const document = AdfNode.safeParse(value)
    return document.success ? richTextOf(document.data) : null
  },
}

function elementType(type: FieldType): FieldType {
  return type === 'choices' ? 'choice' : type === 'labels' ? 'text' : type
}

function anyValue(value: unknown): FieldValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return personOf(value) ?? choiceOf(value) ?? JSON.stringify(value)
}

export function personOf(value: unknown): Person | undefined {
  const user = User.safeParse(value)
  if (!user.success) return undefined
  return {
    kind: 'person',
    id: user.data.accountId,
    name: user.data.displayName,
    email: user.data.emailAddress || null,
  }
}

export function choiceOf(value: unknown): Choice | undefined {
  const named = Named.safeParse(value)
  if (!named.success) return undefined
  const { id, name, value: label, key } = named.data
  return { kind: 'choice', id, name: name ?? label ?? key ?? id }
}

/** A field about to be written: what it is called in messages, and what it takes. */
export interface WireField {
  readonly id: string
  readonly name: string
  readonly type: FieldType
  /** Jira's own type: options are named by `value`, all other choices by `name`. */
  readonly jiraType: string | undefined
}

/** A value as Jira takes it; a Failure of kind mapping if it cannot be one. */
export function wireValueOf(field: WireField, value: FieldValue): unknown {
  const writer = WRITERS[field.type]
  if (!writer) throw mappingFailure(field, 'cannot be written')
  if (value === null) return field.type === 'labels' || field.type === 'choices' ? [] : null
  return writer(value, field)
}

type Writer = (value: NonNullable<FieldValue>, field: WireField) => unknown

const WRITERS: Partial<Record<FieldType, Writer>> = {
  text: (value) => textOf(value),
  'rich-text': (value) => (textOf(value) === '' ? null : documentOf(textOf(value))),
  number: wireNumber,
  date: wireDate,
  'date-time': wireDateTime,
  choice: wireChoice,
  choices: (value, field) => listOf(value).map((element) => wireChoice(element, field)),
  labels: (value) => listOf(value).map((element) => textOf(element)),
  person: wirePerson,
  reference: (value) => (isChoice(value) ? { id: value.id } : { key: textOf(value) }),
}

function wireNumber(value: NonNullable<FieldValue>, field: WireField): number | null {
  const text = textOf(value).trim()
  if (text === '') return null
  const number = Number(text)
  if (!Number.isFinite(number)) throw mappingFailure(field, `takes a number, not "${text}"`)
  return number
}

function wireDate(value: NonNullable<FieldValue>, field: WireField): string | null {
  const text = textOf(value).trim()
  if (text === '') return null
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]
  if (day === undefined) throw mappingFailure(field, `takes a date, not "${text}"`)
  return day
}

function wireDateTime(value: NonNullable<FieldValue>, field: WireField): string | null {
  const text = textOf(value).trim()
  if (text === '') return null
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw mappingFailure(field, `takes a date and time, not "${text}"`)
  return wireTime(time)
}

function wireChoice(value: FieldValue, field: WireField): unknown {
  if (isChoice(value)) return { id: value.id }
  const name = textOf(value)
  if (name === '') return null
  const isOption = field.jiraType === 'option' || field.jiraType === 'option[]'
  return isOption ? { value: name } : { name }
}

function wirePerson(value: NonNullable<FieldValue>, field: WireField): unknown {
  if (typeof value === 'string') return value === '' ? null : { accountId: value }
  if (typeof value === 'object' && !isList(value) && value.kind === 'person') return { accountId: value.id }
  throw mappingFailure(field, `takes a person, not "${textOf(value)}"`)
}

function isChoice(value: FieldValue): value is Choice {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'choice'
}

function listOf(value: NonNullable<FieldValue>): readonly FieldValue[] {
  if (isList(value)) return value
  return value === '' ? [] : [value]
}

function mappingFailure(field: WireField, complaint: string): Failure {
  const message = `${field.name} ${complaint}`
  return new Failure('mapping', message, { fields: { [field.id]: message } })
}
