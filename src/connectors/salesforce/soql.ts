import { Failure } from '../../core/failure.ts'

/** A value in a condition, with what decides how it is written. */
export type SoqlValue =
  | { readonly text: string }
  /** ISO 8601 in UTC. */
  | { readonly dateTime: string }
  | { readonly date: string }
  | { readonly number: number }
  | { readonly boolean: boolean }

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>='

/** A piece of a WHERE clause; only the functions of this file make one. */
export class Condition {
  readonly soql: string

  constructor(soql: string) {
    this.soql = soql
  }
}

export interface Select {
  readonly fields: readonly string[]
  readonly from: string
  readonly where?: Condition
  readonly orderBy?: readonly string[]
  readonly newestFirst?: boolean
  readonly limit?: number
}

/** Text of a query. Names are checked and values escaped, so nothing that a record holds can change its meaning. */
export function select({ fields, from, where, orderBy = [], newestFirst = false, limit }: Select): string {
  const order = orderBy.map((field) => name(field) + (newestFirst ? ' DESC' : ''))
  return [
    `SELECT ${fields.map(name).join(', ')} FROM ${name(from)}`,
    where && `WHERE ${where.soql}`,
    order.length > 0 && `ORDER BY ${order.join(', ')}`,
    limit !== undefined && `LIMIT ${limit}`,
  ]
    .filter(Boolean)
    .join(' ')
}

export function compare(field: string, operator: Operator, value: SoqlValue): Condition {
  return new Condition(`${name(field)} ${operator} ${literal(value)}`)
}

export function isIn(field: string, values: readonly SoqlValue[]): Condition {
  return new Condition(`${name(field)} IN (${values.map(literal).join(',')})`)
}

export function all(...conditions: readonly Condition[]): Condition {
  return new Condition(conditions.map(({ soql }) => soql).join(' AND '))
}

export function any(...conditions: readonly Condition[]): Condition {
  return new Condition(`(${conditions.map(({ soql }) => soql).join(' OR ')})`)
}

/** Parentheses around a conjunction, for use inside `any`. */
export function group(condition: Condition): Condition {
  return new Condition(`(${condition.soql})`)
}

function name(text: string): string {
  if (!/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(text)) throw new Failure('mapping', `"${text}" is not a Salesforce name.`)
  return text
}

/** A value as it stands in a query. */
export function literal(value: SoqlValue): string {
  if ('text' in value) return quoted(value.text)
  if ('dateTime' in value) return dateTime(value.dateTime)
  if ('date' in value) return date(value.date)
  if ('number' in value) return number(value.number)
  return String(value.boolean)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
}

/**
 * In one pass, so that no escape is escaped again. Any other backslash sequence is an error for Salesforce
 * (https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm).
 */
function quoted(text: string): string {
  return `'${text.replace(/[\\'\n\r\t\b\f]/g, (character) => ESCAPES[character] ?? character)}'`
}

/** Unquoted, in UTC; fractions only where there are any, since Salesforce keeps whole seconds. */
function dateTime(iso: string): string {
  const time = Date.parse(iso)
  if (Number.isNaN(time)) throw new Failure('mapping', `"${iso}" is not a date and time.`)
  return new Date(time).toISOString().replace('.000Z', 'Z')
}

function date(iso: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) throw new Failure('mapping', `"${iso}" is not a date.`)
  return iso
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new Failure('mapping', `${value} is not a number that Salesforce knows.`)
  return String(value)
}
