import type { FieldDefinition, ObjectDefinition } from '../schema/definition.ts'
import { findField, objectNamed, objectOfId } from '../schema/lookup.ts'
import type { Row, Value } from '../tables.ts'
import type { Name } from './syntax.ts'
import { queryError } from './tokens.ts'

/** Where a value is read: over none, one or several parents, to one field. */
export interface FieldPath {
  /** Relationship names from the record upwards, in their true spelling. */
  readonly parents: readonly FieldDefinition[]
  readonly field: FieldDefinition
}

export type FindRow = (object: string, id: string) => Row | undefined

const pathError = (text: string, { at }: Name, message: string) => queryError('INVALID_FIELD', text, at, message)
const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.'

/** Looks a written name up, from the object that the query is about. */
export function resolvePath(object: ObjectDefinition, name: Name, text: string): FieldPath {
  const words = name.text.split('.')
  const own = words.length > 1 && words[0]?.toLowerCase() === object.name.toLowerCase() ? words.slice(1) : words
  const parents: FieldDefinition[] = []
  let candidates: readonly ObjectDefinition[] = [object]
  for (const word of own.slice(0, -1)) {
    const step = relationship(candidates, word)
    if (!step) throw pathError(text, name, noRelationship(word))
    parents.push(step)
    candidates = step.referenceTo.map(objectNamed)
  }
  const last = own.at(-1) ?? ''
  const field = firstField(candidates, last)
  if (!field) throw pathError(text, name, noColumn(last, candidates))
  return { parents, field }
}

function relationship(candidates: readonly ObjectDefinition[], word: string): FieldDefinition | undefined {
  const wanted = word.toLowerCase()
  return candidates
    .flatMap(({ fields }) => fields)
    .find(({ relationshipName }) => relationshipName?.toLowerCase() === wanted)
}

function firstField(candidates: readonly ObjectDefinition[], name: string): FieldDefinition | undefined {
  for (const candidate of candidates) {
    const field = findField(candidate, name)
    if (field) return field
  }
  return undefined
}

const noRelationship = (word: string) =>
  `Didn't understand relationship '${word}' in field path. If you are attempting to use a custom relationship, ` +
  `be sure to append the '__r' after the custom relationship name. ${REFERENCE}`

const noColumn = (word: string, candidates: readonly ObjectDefinition[]) =>
  `No such column '${word}' on entity '${candidates.length > 1 ? 'Name' : (candidates[0]?.name ?? '')}'. ` +
  `If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE}`

/** The record at the end of a path's parents. */
export function parentOf(row: Row, parents: readonly FieldDefinition[], find: FindRow): Row | undefined {
  let current: Row | undefined = row
  for (const { name } of parents) {
    const id: Value | undefined = current?.[name]
    const object: ObjectDefinition | undefined = typeof id === 'string' ? objectOfId(id) : undefined
    current = object && typeof id === 'string' ? find(object.name, id) : undefined
  }
  return current
}

export function valueAt(row: Row, { parents, field }: FieldPath, find: FindRow): Value {
  return parentOf(row, parents, find)?.[field.name] ?? null
}
