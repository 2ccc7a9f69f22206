import { ApiError, refused } from '../errors.ts'
import { toId18 } from '../ids.ts'
import type { OrgState } from '../org.ts'
import { findObject, objectOfId } from '../schema/lookup.ts'
import type { ObjectDefinition } from '../schema/definition.ts'
import { saveOptions, type ApiReply, type Route, type RouteCall } from './api.ts'
import { createRecord, fieldNamed, keyField, objectOf, showRecord, upsertRecord } from './records.ts'

/** The org's `maxBatchSize`. */
const MAX_WRITES = 200
const MAX_READS = 2000

type Input = Readonly<Record<string, unknown>>

/** What stands in the answer for one record: HTTP says 200 even if every row failed. */
interface RowResult {
  readonly id?: unknown
  readonly success: boolean
  readonly errors: readonly {
    readonly statusCode: string
    readonly message: string
    readonly fields: readonly string[]
  }[]
  readonly created?: boolean
}

export function collectionRoutes(org: OrgState): readonly Route[] {
  return [
    {
      method: 'POST',
      pattern: 'composite/sobjects',
      kind: 'collections create',
      answer: (call) => createAll(org, call),
    },
    {
      method: 'PATCH',
      pattern: 'composite/sobjects',
      kind: 'collections update',
      answer: (call) => updateAll(org, call),
    },
    {
      method: 'DELETE',
      pattern: 'composite/sobjects',
      kind: 'collections delete',
      answer: (call) => removeAll(org, call),
    },
    {
      method: 'PATCH',
      pattern: 'composite/sobjects/:type/:field',
      kind: 'collections upsert',
      answer: (call) => upsertAll(org, call),
    },
    {
      method: 'POST',
      pattern: 'composite/sobjects/:type',
      kind: 'composite retrieve',
      answer: (call) => retrieve(org, call),
    },
    {
      method: 'GET',
      pattern: 'composite/sobjects/:type',
      kind: 'composite retrieve',
      answer: (call) => retrieve(org, call),
    },
  ]
}

function createAll(org: OrgState, call: RouteCall): ApiReply {
  const { records, allOrNone } = bodyOf(call)
  return eachRow(org, records, allOrNone, (record) => {
    const row = createRecord(org, call.actor, typeOf(record), record, saveOptions(call))
    return { id: row['Id'], success: true, errors: [] }
  })
}

function updateAll(org: OrgState, call: RouteCall): ApiReply {
  const { records, allOrNone } = bodyOf(call)
  return eachRow(org, records, allOrNone, (record) => {
    const { id, Id, ...fields } = record
    const row = org.update(
      call.actor,
      typeOf(record).name,
      existingId(org, typeOf(record), id ?? Id),
      fields,
      saveOptions(call),
    )
    return { id: row['Id'], success: true, errors: [] }
  })
}

function removeAll(org: OrgState, call: RouteCall): ApiReply {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean)
  assertSize(ids.length, MAX_WRITES)
  const allOrNone = call.query.get('allOrNone') === 'true'
  return eachRow(
    org,
    ids.map((id) => ({ id })),
    allOrNone,
    ({ id }) => {
      const object = objectOfId(String(id))
      if (!object) throw refused('MALFORMED_ID', `malformed id ${String(id)}`)
      org.remove(call.actor, object.name, existingId(org, object, id))
      return { id: toId18(String(id)), success: true, errors: [] }
    },
  )
}

function upsertAll(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const key = keyField(object, call.param('field'))
  const { records, allOrNone } = bodyOf(call)
  const seen = new Set<string>()
  return eachRow(org, records, allOrNone, (record) => {
    typeOf(record)
    const value = String(record[key.name] ?? '').toLowerCase()
    if (value && seen.has(value)) {
      throw refused('DUPLICATE_EXTERNAL_ID', `Duplicate external id specified: ${String(record[key.name])}`, [key.name])
    }
    seen.add(value)
    const { row, created } = upsertRecord(org, call.actor, object, key, record, saveOptions(call))
    return { id: row['Id'], success: true, errors: [], created }
  })
}

/** Records by id, in the order asked for, with null in place of those that are not there. */
function retrieve(org: OrgState, call: RouteCall): ApiReply {
  const object = objectOf(call.param('type'))
  const body: Input = call.method === 'POST' ? bodyObject(call.body) : {}
  const ids = call.method === 'POST' ? strings(body['ids']) : (call.query.get('ids') ?? '').split(',')
  const names = call.method === 'POST' ? strings(body['fields']) : (call.query.get('fields') ?? '').split(',')
  assertSize(ids.length, MAX_READS)
  const fields = names.map((name) => fieldNamed(object, name))
  const records = ids.map((id) => {
    if (!toId18(id)) throw refused('MALFORMED_ID', `malformed id ${id}`)
    const row = org.find(object.name, id)
    return row && row['IsDeleted'] !== true ? showRecord(object, row, fields, call.version) : null
  })
  return { status: 200, body: records }
}

function bodyOf(call: RouteCall): { readonly records: readonly Input[]; readonly allOrNone: boolean } {
  const body = bodyObject(call.body)
  const records = Array.isArray(body['records']) ? body['records'].map(bodyObject) : undefined
  if (!records) throw refused('MISSING_ARGUMENT', 'records not specified')
  assertSize(records.length, MAX_WRITES)
  return { records, allOrNone: body['allOrNone'] === true }
}

const bodyObject = (value: unknown): Input => (value !== null && typeof value === 'object' ? { ...value } : {})

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** That larger calls are refused is documented, with which words is not: no recording of it was found. */
function assertSize(size: number, limit: number) {
  if (size > limit) throw refused('LIMIT_EXCEEDED', `The number of records, ${size}, exceeds the limit of ${limit}.`)
}

function typeOf(record: Input): ObjectDefinition {
  const { attributes } = record
  const type =
    attributes !== null && typeof attributes === 'object' && 'type' in attributes ? attributes.type : undefined
  const object = typeof type === 'string' ? findObject(type) : undefined
  if (object) return object
  if (type === undefined) throw refused('JSON_PARSER_ERROR', 'The attributes.type of the record is required.', [])
  throw refused('INVALID_TYPE', `sObject type '${String(type)}' is not supported.`, [])
}

/** In a collection a missing record is a bad reference, not a missing resource. */
function existingId(org: OrgState, object: ObjectDefinition, id: unknown): string {
  if (typeof id !== 'string') throw refused('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id'])
  if (!toId18(id)) throw refused('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id'])
  if (!org.find(object.name, id)) throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [])
  return id
}

class RolledBack extends Error {}

function eachRow(
  org: OrgState,
  records: readonly Input[],
  allOrNone: boolean,
  write: (record: Input) => RowResult,
): ApiReply {
  let results: readonly RowResult[] = []
  const writeAll = () => {
    results = records.map((record) => attempt(() => write(record)))
    if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack()
  }
  try {
    org.transaction(writeAll)
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
    results = results.map((result) => (result.success ? ROLLED_BACK : result))
  }
  return { status: 200, body: results }
}

const ROLLED_BACK: RowResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
}

function attempt(write: () => RowResult): RowResult {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { errorCode, message, fields } = error
    return { success: false, errors: [{ statusCode: errorCode, message, fields: fields ?? [] }] }
  }
}
