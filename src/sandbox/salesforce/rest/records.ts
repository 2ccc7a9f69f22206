import { ApiError, entityIsDeleted, notFound, notThere, refused } from '../errors.ts'
import { toId18 } from '../ids.ts'
import type { Actor, OrgState, SaveOptions } from '../org.ts'
import type { FieldDefinition, ObjectDefinition } from '../schema/definition.ts'
import { findField, findObject } from '../schema/lookup.ts'
import { attributes } from '../soql/select.ts'
import { stampMs } from '../stamps.ts'
import type { Row } from '../tables.ts'
import { fieldsOf, saveOptions, type ApiReply, type Route, type RouteCall } from './api.ts'

export function recordRoutes(org: OrgState): readonly Route[] {
  return [
    { method: 'POST', pattern: 'sobjects/:type', kind: 'record create', answer: (call) => create(org, call) },
    { method: 'GET', pattern: 'sobjects/:type/:id', kind: 'record read', answer: (call) => read(org, call) },
    { method: 'PATCH', pattern: 'sobjects/:type/:id', kind: 'record update', answer: (call) => update(org, call) },
    { method: 'DELETE', pattern: 'sobjects/:type/:id', kind: 'record delete', answer: (call) => remove(org, call) },
    {
      method: 'GET',
      pattern: 'sobjects/:type/:field/:value',
      kind: 'record read by key',
      answer: (call) => readByKey(org, call),
    },
    { method: 'PATCH', pattern: 'sobjects/:type/:field/:value', kind: 'upsert', answer: (call) => upsert(org, call) },
  ]
}

export function objectOf(name: string): ObjectDefinition {
  const object = findObject(name)
  if (!object) throw notFound()
  return object
}

function create(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const input = fieldsOf(call.body)
  const row = createRecord(org, call.actor, object, input, saveOptions(call))
  return created(object, row, call.version, {})
}

export function createRecord(
  org: OrgState,
  actor: Actor,
  object: ObjectDefinition,
  input: Readonly<Record<string, unknown>>,
  options: SaveOptions,
): Row {
  if ('Id' in input) {
    throw refused('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id'])
  }
  return org.create(actor, object.name, input, options)
}

function created({ name }: ObjectDefinition, row: Row, version: string, extra: { created?: boolean }): ApiReply {
  const id = String(row['Id'])
  return {
    status: 201,
    body: { id, success: true, errors: [], ...extra },
    headers: { location: `/services/data/${version}/sobjects/${name}/${id}` },
  }
}

function read(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const row = existing(org, object, call.param('id'))
  return unmodified(row, call) ?? changedSince(row, call) ?? shown(object, row, call)
}

function readByKey(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const matches = org.matching(object.name, keyField(object, call.param('field')).name, call.param('value'))
  if (matches.length > 1) return multipleChoices(object, matches, call.version)
  if (!matches[0]) throw notFound()
  return shown(object, matches[0], call)
}

function shown(object: ObjectDefinition, row: Row, { query, version }: RouteCall): ApiReply {
  const names = query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim())
  const fields = names ? names.map((name) => fieldNamed(object, name)) : object.fields
  return { status: 200, body: showRecord(object, row, fields, version) }
}

export function showRecord(object: ObjectDefinition, row: Row, fields: readonly FieldDefinition[], version: string) {
  const values = Object.fromEntries(fields.map(({ name }) => [name, row[name] ?? null]))
  return { attributes: attributes(object.name, row, version), ...values, Id: row['Id'] }
}

export function fieldNamed(object: ObjectDefinition, name: string): FieldDefinition {
  const field = findField(object, name)
  if (!field) throw refused('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)
  return field
}

function existing(org: OrgState, object: ObjectDefinition, id: string): Row {
  if (!toId18(id)) throw notThere(id)
  const row = org.find(object.name, id)
  if (!row) throw notFound()
  if (row['IsDeleted'] === true) throw entityIsDeleted()
  return row
}

function update(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const row = existing(org, object, call.param('id'))
  const input = fieldsOf(call.body)
  assertNoId(input)
  const precondition = changedSince(row, call)
  if (precondition) return precondition
  org.update(call.actor, object.name, String(row['Id']), input, saveOptions(call))
  return { status: 204 }
}

function assertNoId(input: Readonly<Record<string, unknown>>) {
  if ('Id' in input) throw refused('INVALID_FIELD', 'The Id field should not be specified in the sobject data.')
}

function remove(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  org.remove(call.actor, object.name, String(existing(org, object, call.param('id'))['Id']))
  return { status: 204 }
}

/**
 * Conditional requests compare with the last modified date, to the second; a header that is no date is an error.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm
 */
function changedSince(row: Row, call: RouteCall): ApiReply | undefined {
  const limit = dateHeader(call, 'if-unmodified-since')
  return limit !== undefined && modifiedMs(row) > limit ? { status: 412 } : undefined
}

function unmodified(row: Row, call: RouteCall): ApiReply | undefined {
  const since = dateHeader(call, 'if-modified-since')
  return since !== undefined && modifiedMs(row) <= since ? { status: 304 } : undefined
}

const modifiedMs = (row: Row) => stampMs(String(row['LastModifiedDate'] ?? row['CreatedDate'] ?? ''))

function dateHeader({ header }: RouteCall, name: string): number | undefined {
  const text = header(name)
  if (text === undefined) return undefined
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new ApiError(400, 'INVALID_HEADER', `Invalid value of header ${name}: ${text}`)
  return ms
}

function upsert(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const key = keyField(object, call.param('field'))
  const input = fieldsOf(call.body)
  const updateOnly = call.query.get('updateOnly') === 'true'
  assertNoId(input)
  if (key.name in input) {
    throw refused('INVALID_FIELD', `The ${key.name} field should not be specified in the sobject data.`)
  }
  const matches = org.matching(object.name, key.name, call.param('value'))
  if (matches.length > 1) return multipleChoices(object, matches, call.version)
  if (!matches[0] && updateOnly) throw notFound()
  const outcome = upsertRecord(
    org,
    call.actor,
    object,
    key,
    { ...input, [key.name]: call.param('value') },
    saveOptions(call),
  )
  if (outcome.created) return created(object, outcome.row, call.version, { created: true })
  return { status: 200, body: { id: outcome.row['Id'], success: true, errors: [], created: false } }
}

/** Creates the record, or updates the one that holds the key already. */
export function upsertRecord(
  org: OrgState,
  actor: Actor,
  object: ObjectDefinition,
  key: FieldDefinition,
  input: Readonly<Record<string, unknown>>,
  options: SaveOptions,
): { readonly row: Row; readonly created: boolean } {
  const { [key.name]: value, ...rest } = input
  if (typeof value !== 'string' || value === '') {
    throw refused('MISSING_ARGUMENT', `${key.name} not specified`, [])
  }
  const matches = org.matching(object.name, key.name, value)
  const [match, other] = matches
  if (other) {
    const ids = matches.map((row) => String(row['Id'])).join(', ')
    throw refused(
      'DUPLICATE_EXTERNAL_ID',
      `${key.name}: more than one record found for external id field: [${ids}]`,
      [],
    )
  }
  if (match) return { row: org.update(actor, object.name, String(match['Id']), rest, options), created: false }
  return { row: createRecord(org, actor, object, input, options), created: true }
}

/** A field that can name a record: an external id, or one of the standard look-up keys such as an e-mail address. */
export function keyField(object: ObjectDefinition, name: string): FieldDefinition {
  const field = findField(object, name)
  if (!field || !(field.externalId || field.idLookup) || field.type === 'id') throw notThere(name)
  return field
}

function multipleChoices({ name }: ObjectDefinition, rows: readonly Row[], version: string): ApiReply {
  return { status: 300, body: rows.map((row) => attributes(name, row, version).url) }
}
