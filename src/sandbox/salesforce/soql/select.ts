import { refused } from '../errors.ts'
import { isLongText, type FieldDefinition, type ObjectDefinition } from '../schema/definition.ts'
import { findObject, objectNamed, objectOfId } from '../schema/lookup.ts'
import type { Row, Value } from '../tables.ts'
import { compileCondition, foldFor } from './conditions.ts'
import { parentOf, resolvePath, valueAt, type FieldPath, type FindRow } from './paths.ts'
import type { Order, Query, SelectItem } from './syntax.ts'
import { queryError } from './tokens.ts'

export interface Source {
  /** All records of an object that this query may see. */
  rows(object: string): readonly Row[]
  readonly find: FindRow
  readonly now: Date
  /** Such as `v66.0`; stands in the addresses of the records. */
  readonly version: string
}

export type Rendered = Readonly<Record<string, unknown>>

export interface Selection {
  readonly isCount: boolean
  readonly rows: readonly Row[]
  readonly render: (row: Row) => Rendered
  readonly hasLongText: boolean
}

/** Carries a query out: which records, in which order, and how each is written. */
export function selectRows(query: Query, source: Source): Selection {
  const object = findObject(query.object.text)
  if (!object) throw noSuchObject(query)
  return selectFrom(object, query, source, source.rows(object.name))
}

function noSuchObject({ text, object }: Query) {
  const advice = "If you are attempting to use a custom object, be sure to append the '__c' after the entity name."
  const closing = 'Please reference your WSDL or the describe call for the appropriate names.'
  const message = `sObject type '${object.text}' is not supported. ${advice} ${closing}`
  return queryError('INVALID_TYPE', text, object.at, message)
}

function selectFrom(object: ObjectDefinition, query: Query, source: Source, candidates: readonly Row[]): Selection {
  const around = { object, text: query.text, find: source.find, now: source.now }
  const matches = query.where ? compileCondition(query.where, around) : () => true
  const columns = query.select.map((item) => compileColumn(item, object, query, source))
  const found = candidates.filter(matches).toSorted(compileOrder(object, query, source.find))
  const isCount = query.select.some(({ kind }) => kind === 'count')
  if (isCount && query.select.length > 1) {
    throw refused('MALFORMED_QUERY', 'count() must be the only item of the SELECT clause')
  }
  return {
    isCount,
    rows: found.slice(query.offset, query.limit === undefined ? undefined : query.offset + query.limit),
    render: (row) => renderRow(object, row, columns, source.version),
    hasLongText: columns.some(({ isLong }) => isLong),
  }
}

interface Column {
  readonly isLong: boolean
  write(row: Row, into: Record<string, unknown>): void
}

function renderRow({ name }: ObjectDefinition, row: Row, columns: readonly Column[], version: string): Rendered {
  const record: Record<string, unknown> = { attributes: attributes(name, row, version) }
  for (const column of columns) column.write(row, record)
  return record
}

export const attributes = (type: string, row: Row, version: string) => ({
  type,
  url: `/services/data/${version}/sobjects/${type}/${String(row['Id'])}`,
})

function compileColumn(item: SelectItem, object: ObjectDefinition, query: Query, source: Source): Column {
  if (item.kind === 'count') return { isLong: false, write: () => undefined }
  if (item.kind === 'children') return childColumn(item.query, object, source)
  const path = resolvePath(object, item.name, query.text)
  return {
    isLong: isLongText(path.field),
    write: (row, into) => writePath(row, path, into, source),
  }
}

/** Parents nest: `Owner.Name` is `{ Owner: { attributes, Name } }`, or `{ Owner: null }`. */
function writePath(row: Row, { parents, field }: FieldPath, into: Record<string, unknown>, source: Source) {
  let target = into
  for (const [depth, step] of parents.entries()) {
    const name = step.relationshipName ?? ''
    const parent = parentOf(row, parents.slice(0, depth + 1), source.find)
    if (!parent) {
      target[name] = null
      return
    }
    const nested = (target[name] as Record<string, unknown> | undefined) ?? {
      attributes: parentAttributes(step, parent, source),
    }
    target[name] = nested
    target = nested
  }
  target[field.name] = valueAt(row, { parents, field }, source.find)
}

/** What a polymorphic look-up points at calls itself `Name`, under the address of the true object. */
function parentAttributes(step: FieldDefinition, parent: Row, { version }: Source) {
  const object = objectOfId(String(parent['Id']))?.name ?? ''
  const own = attributes(object, parent, version)
  return step.referenceTo.length > 1 ? { ...own, type: 'Name' } : own
}

function childColumn(query: Query, object: ObjectDefinition, source: Source): Column {
  const wanted = query.object.text.toLowerCase()
  const relationship = object.children.find(({ name }) => name.toLowerCase() === wanted)
  if (!relationship) {
    const message = `Didn't understand relationship '${query.object.text}' in FROM part of query call.`
    throw queryError('INVALID_TYPE', query.text, query.object.at, message)
  }
  const child = objectNamed(relationship.type)
  const byParent = Map.groupBy(source.rows(child.name), (row) => row[relationship.field] ?? null)
  selectFrom(child, query, source, [])
  return {
    isLong: false,
    write: (row, into) => {
      const { rows, render } = selectFrom(child, query, source, byParent.get(row['Id'] ?? null) ?? [])
      into[relationship.name] =
        rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows.map(render) }
    },
  }
}

function compileOrder(object: ObjectDefinition, query: Query, find: FindRow): (a: Row, b: Row) => number {
  const orders = query.orderBy.map((order) => compileOneOrder(object, query, order, find))
  return (a, b) => {
    for (const order of orders) {
      const difference = order(a, b)
      if (difference !== 0) return difference
    }
    return 0
  }
}

function compileOneOrder(object: ObjectDefinition, query: Query, order: Order, find: FindRow) {
  const path = resolvePath(object, order.field, query.text)
  if (!path.field.sortable) {
    throw queryError(
      'INVALID_FIELD',
      query.text,
      order.field.at,
      `field '${path.field.name}' can not be sorted in a query call`,
    )
  }
  const key = sortKey(path.field)
  return (a: Row, b: Row): number => {
    const [left, right] = [valueAt(a, path, find), valueAt(b, path, find)]
    if (left === null || right === null) {
      if (left === right) return 0
      return (left === null) === order.nullsLast ? 1 : -1
    }
    const difference = byValue(key(left), key(right))
    return order.isDescending ? -difference : difference
  }
}

const byValue = <T extends string | number | boolean>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)

/** Picklists sort in the order of their values, text without regard to case. */
function sortKey(field: FieldDefinition): (value: Exclude<Value, null>) => string | number | boolean {
  if (field.type === 'picklist') return (value) => field.values.indexOf(String(value))
  const fold = foldFor(field)
  return (value) => fold(value) ?? ''
}
