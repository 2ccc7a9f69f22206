/** One of a system's named values: a priority, a status, a picklist entry. `id` is its identity there, `name` what people read. */
export interface Choice {
  readonly kind: 'choice'
  readonly id: string
  readonly name: string
}

/** A user (or queue) of a system. Jira Cloud hides e-mail addresses at will, so `email` may be null. */
export interface Person {
  readonly kind: 'person'
  readonly id: string
  readonly name: string
  readonly email: string | null
}

/**
 * A formatted text, as far as Crosstie understands it: its plain text, and whether that text alone would rebuild it.
 * An inexact text is never overwritten by a plain one.
 */
export interface RichText {
  readonly kind: 'rich-text'
  readonly text: string
  readonly exact: boolean
}

/** A field's value, the same shape whichever system it came from. Dates are ISO 8601 strings, instants in UTC. */
export type FieldValue = null | string | number | boolean | Choice | Person | RichText | readonly FieldValue[]

/** Values by field id. An absent field was not asked for; null is empty. */
export type Fields = Readonly<Record<string, FieldValue>>

/** A record of a connected system as it was when it was read. */
export interface SystemRecord {
  /** Identity that never changes: Salesforce's 18-character id, Jira's numeric issue id. */
  readonly id: string
  /** What people call it: a case number, an issue key. May change. */
  readonly key: string
  /** Where a person opens it. */
  readonly url: string
  /** Its kind as written in workflows: `Case`, `OPS.Task`. */
  readonly entity: string
  /** Time of its last change by its own system's clock, ISO 8601 in UTC. */
  readonly stamp: string
  readonly fields: Fields
}

export type FieldType =
  | 'id'
  | 'text'
  | 'long-text'
  | 'rich-text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'choice'
  | 'choices'
  | 'status'
  | 'person'
  | 'labels'
  | 'reference'
  | 'other'

/** What a system says about one field of an entity. */
export interface FieldSchema {
  readonly id: string
  readonly name: string
  readonly type: FieldType
  readonly required: boolean
  readonly createable: boolean
  /** Whether a patch can set it. A `status` of Jira is not updateable: it moves by transition. */
  readonly updateable: boolean
  readonly unique: boolean
  /** Longest text it takes, in characters; undefined where the system does not say. */
  readonly maxLength?: number
  /** The values it takes, for choices and statuses. */
  readonly options?: readonly Choice[]
}

export interface EntitySchema {
  readonly entity: string
  readonly label: string
  readonly fields: readonly FieldSchema[]
}

/** Text of a value as a person would read it; lists are comma-separated, empty is ''. */
export function textOf(value: FieldValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') {
    if (isList(value)) return value.map(textOf).filter(Boolean).join(', ')
    return value.kind === 'rich-text' ? value.text : value.name
  }
  return String(value)
}

/** Whether a value counts as empty: null, '', an empty list and an empty document are the same to both systems. */
export function isEmpty(value: FieldValue | undefined): boolean {
  return textOf(value).trim() === ''
}

/** Narrows to a list; `Array.isArray` alone does not narrow readonly arrays. */
export function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value)
}
