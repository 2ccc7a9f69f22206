import { refused } from './errors.ts'
import { toId18 } from './ids.ts'
import type { FieldDefinition, ObjectDefinition } from './schema/definition.ts'
import { findField } from './schema/lookup.ts'
import { stamp } from './stamps.ts'
import type { Value } from './tables.ts'

export type Values = Readonly<Record<string, Value>>

/** What a caller may send for a record, checked against the definition; names come back in their true spelling. */
export function checkValues(
  object: ObjectDefinition,
  input: Readonly<Record<string, unknown>>,
  verb: 'create' | 'update',
): Values {
  const values: Record<string, Value> = {}
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes') continue
    const field = findField(object, name)
    if (!field) throw refused('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)
    if (verb === 'create' ? !field.createable : !field.updateable) throw notWritable(field)
    values[field.name] = checkValue(field, value)
  }
  return values
}

/** Fields that a new record can't do without. */
export function assertComplete({ fields }: ObjectDefinition, values: Values): void {
  const missing = fields.filter(
    ({ name, nillable, createable, defaultedOnCreate }) =>
      createable && !nillable && !defaultedOnCreate && values[name] == null,
  )
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name)
  throw refused('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names)
}

function notWritable({ name }: FieldDefinition) {
  const advice = 'Please check the security settings of this field and verify that it is read/write for your profile'
  const text = `Unable to create/update fields: ${name}. ${advice} or permission set.`
  return refused('INVALID_FIELD_FOR_INSERT_UPDATE', text, [name])
}

function checkValue(field: FieldDefinition, value: unknown): Value {
  if (value === null || value === '') return checkEmpty(field)
  if (field.type === 'boolean') return checkBoolean(value)
  const text = checkText(field, value)
  if (field.type === 'reference') return checkId(field, text)
  if (field.type === 'datetime') return checkMoment(text)
  if (field.restrictedPicklist && !field.values.includes(text)) {
    const message = `${field.label}: bad value for restricted picklist field: ${text}`
    throw refused('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, [field.name])
  }
  return text
}

function checkEmpty({ name, nillable, type }: FieldDefinition): null {
  if (nillable) return null
  if (type === 'boolean') throw parserError('boolean', 'VALUE_NULL', 'null')
  throw refused('REQUIRED_FIELD_MISSING', `Required fields are missing: [${name}]`, [name])
}

function checkBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw parserError('boolean', tokenOf(value), JSON.stringify(value))
}

function checkText(field: FieldDefinition, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw parserError('string', tokenOf(value), JSON.stringify(value))
  }
  const text = String(value)
  const limit = field.maxBytes ?? field.length
  const size = field.maxBytes ? Buffer.byteLength(text) : text.length
  if (limit > 0 && size > limit && field.type !== 'reference') {
    const message = `${field.label}: data value too large: ${text} (max length=${limit})`
    throw refused('STRING_TOO_LONG', message, [field.name])
  }
  return text
}

function checkId({ name, label }: FieldDefinition, text: string): string {
  const id = toId18(text)
  if (!id) throw refused('MALFORMED_ID', `${label}: id value of incorrect type: ${text}`, [name])
  return id
}

function checkMoment(text: string): string {
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  if (Number.isNaN(ms)) throw parserError('datetime', 'VALUE_STRING', text)
  return stamp(new Date(ms))
}

const parserError = (wanted: string, token: string, value: string) =>
  refused(
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${wanted} from ${token} value ${value} or request may be missing a required field`,
  )

function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY'
  if (typeof value === 'object') return 'START_OBJECT'
  return typeof value === 'boolean' ? `VALUE_${String(value).toUpperCase()}` : 'VALUE_STRING'
}
