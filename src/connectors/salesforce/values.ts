import { Failure } from '../../core/failure.ts'
import {
  isEmpty,
  isList,
  textOf,
  type Choice,
  type FieldType,
  type FieldValue,
  type Person,
} from '../../core/record.ts'
import { isRecordId, fullId } from './ids.ts'
import { plainText, toHtml } from './html.ts'

/** What describe says of a field, as far as values depend on it. */
export interface FieldShape {
  readonly name: string
  readonly type: string
  readonly htmlFormatted: boolean
  readonly picklistValues: readonly {
    readonly value: string
    readonly label: string | null
    readonly active: boolean
  }[]
  readonly referenceTo: readonly string[]
  readonly relationshipName: string | null
}

/** A row of a query. */
export type Row = Readonly<Record<string, unknown>>

const TYPES: Readonly<Record<string, FieldType>> = {
  id: 'id',
  string: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  encryptedstring: 'text',
  combobox: 'text',
  time: 'text',
  textarea: 'long-text',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date-time',
  picklist: 'choice',
  multipicklist: 'choices',
  reference: 'reference',
}

export function typeOf(field: FieldShape): FieldType {
  if (isPerson(field)) return 'person'
  if (field.htmlFormatted && field.type === 'textarea') return 'rich-text'
  return TYPES[field.type] ?? 'other'
}

/** Owners may be queues (Group) beside users; a reference to nothing but people is a person. */
function isPerson({ type, referenceTo, relationshipName }: FieldShape): boolean {
  const people = referenceTo.every((target) => target === 'User' || target === 'Group')
  return type === 'reference' && relationshipName !== null && people && referenceTo.includes('User')
}

/** The columns that reading a field takes. */
export function columnsOf(field: FieldShape): readonly string[] {
  const { name, relationshipName } = field
  return isPerson(field) ? [name, `${relationshipName}.Name`, `${relationshipName}.Email`] : [name]
}

/** What a row says of a field. */
export function readValue(field: FieldShape, row: Row): FieldValue {
  const raw = row[field.name]
  if (raw === null || raw === undefined) return null
  switch (typeOf(field)) {
    case 'person':
      return readPerson(field, row)
    case 'choice':
      return readChoice(field, rawText(raw))
    case 'choices':
      return rawText(raw)
        .split(';')
        .map((value) => readChoice(field, value))
    case 'rich-text':
      return { kind: 'rich-text', ...plainText(rawText(raw)) }
    default:
      return readPlain(raw)
  }
}

/** A value whose field we did not describe, such as one of a parent record: `Account.Name`. */
export function readPath(path: string, row: Row): FieldValue {
  return readPlain(path.split('.').reduce<unknown>((held, part) => (isRow(held) ? held[part] : null), row))
}

/** Text of a raw value as it came. */
export function rawText(raw: unknown): string {
  return typeof raw === 'string' ? raw : JSON.stringify(raw)
}

function readPlain(raw: unknown): FieldValue {
  if (typeof raw === 'string') return isoInstant(raw)
  if (typeof raw === 'number' || typeof raw === 'boolean') return raw
  return null
}

/** Salesforce writes instants as `2026-05-06T11:29:24.000+0000`, without the colon that ISO 8601 wants. */
export function isoInstant(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)([+-]\d{2}):?(\d{2})$/.exec(text)
  if (!match) return text
  const [, local, hours, minutes] = match
  return new Date(`${local}${hours}:${minutes}`).toISOString()
}

function readPerson({ name, relationshipName }: FieldShape, row: Row): Person {
  const person = row[relationshipName ?? '']
  const id = fullId(String(row[name]))
  if (!isRow(person)) return { kind: 'person', id, name: id, email: null }
  const { Name: called, Email: email } = person
  return {
    kind: 'person',
    id,
    name: typeof called === 'string' ? called : id,
    email: typeof email === 'string' ? email : null,
  }
}

function readChoice(field: FieldShape, value: string): Choice {
  const option = field.picklistValues.find((one) => one.value === value)
  return { kind: 'choice', id: value, name: option?.label ?? value }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null
}

export function optionsOf({ picklistValues }: FieldShape): readonly Choice[] {
  return picklistValues
    .filter(({ active }) => active)
    .map(({ value, label }) => ({ kind: 'choice', id: value, name: label ?? value }))
}

/** The JSON that sets a field; null clears it. Throws a Failure that names the field where the value cannot be one of it. */
export function writeValue(field: FieldShape, value: FieldValue): unknown {
  const type = typeOf(field)
  // A checkbox knows no third state: emptied is unticked.
  if (isEmpty(value)) return type === 'boolean' ? false : null
  switch (type) {
    case 'number':
      return writeNumber(field, value)
    case 'boolean':
      return writeBoolean(field, value)
    case 'choice':
      return choiceValue(field, value)
    case 'choices':
      return (isList(value) ? value : [value]).map((one) => choiceValue(field, one)).join(';')
    case 'person':
    case 'reference':
    case 'id':
      return writeReference(field, value)
    case 'date':
      return writeDate(field, value)
    case 'date-time':
      return writeInstant(field, value)
    case 'rich-text':
      return toHtml(textOf(value))
    default:
      return textOf(value)
  }
}

function writeNumber(field: FieldShape, value: FieldValue): number {
  const number = typeof value === 'number' ? value : Number(textOf(value))
  return Number.isFinite(number) ? number : unfit(field, value, 'a number')
}

function writeBoolean(field: FieldShape, value: FieldValue): boolean {
  if (typeof value === 'boolean') return value
  const text = textOf(value).toLowerCase()
  if (text !== 'true' && text !== 'false') return unfit(field, value, 'true or false')
  return text === 'true'
}

/** By API value first, then by label; unrestricted picklists take others too, so Salesforce has the last word. */
function choiceValue({ picklistValues }: FieldShape, value: FieldValue): string {
  const { id, name } = isChoice(value) ? value : { id: textOf(value), name: textOf(value) }
  const option = picklistValues.find((one) => one.value === id) ?? picklistValues.find((one) => one.label === name)
  return option?.value ?? id
}

function writeReference(field: FieldShape, value: FieldValue): string {
  const id = isPersonValue(value) ? value.id : textOf(value)
  return isRecordId(id) ? id : unfit(field, value, 'a Salesforce id')
}

function writeDate(field: FieldShape, value: FieldValue): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(textOf(value))?.[0] ?? unfit(field, value, 'a date')
}

function writeInstant(field: FieldShape, value: FieldValue): string {
  const time = Date.parse(textOf(value))
  return Number.isNaN(time) ? unfit(field, value, 'a date and time') : new Date(time).toISOString()
}

function unfit(field: FieldShape, value: FieldValue, wanted: string): never {
  const problem = `"${textOf(value)}" is not ${wanted}`
  throw new Failure('mapping', `${field.name}: ${problem}.`, { fields: { [field.name]: problem } })
}

function isChoice(value: FieldValue): value is Choice {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'choice'
}

function isPersonValue(value: FieldValue): value is Person {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'person'
}
