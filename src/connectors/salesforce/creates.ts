import type { CreateRequest, FindCreatedQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { SystemRecord } from '../../core/record.ts'
import { textOf } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { COLLECTION_MAX, sharingRefusals, writeCollection, type RowResult } from './collections.ts'
import { isDuplicate, namedDuplicate } from './duplicates.ts'
import type { Finder } from './find.ts'
import { perName } from './per-name.ts'
import type { Records } from './records.ts'
import type { WriteNeeds } from './updates.ts'
import { wireFields } from './wire-fields.ts'

interface CreateNeeds extends WriteNeeds {
  readonly records: Records
  readonly finder: Finder
}

type Json = Readonly<Record<string, unknown>>

/** Where the marker of a create stands. */
interface Mark {
  readonly entity: string
  readonly field: string
  readonly value: string
}

/**
 * Creates are inserts that carry their marker in a unique field, so that a repeat is refused instead of doubled; an
 * upsert would overwrite what a person changed meanwhile. Whatever the answer, the record is read back by its id and
 * counts as ours only if the marker stands in it.
 */
export function createCreates({ session, schemas, clock, inTurn, records, finder }: CreateNeeds) {
  const gathererFor = perName((entity) =>
    createGatherer<Json, RowResult>({
      max: COLLECTION_MAX,
      parallel: 1,
      clock,
      run: (rows, operations) =>
        inTurn(entity, () => sharingRefusals(rows.length, () => insert(entity, rows, operations))),
    }),
  )

  const insert = (entity: string, rows: readonly Json[], operations: readonly string[]) =>
    writeCollection(session, { method: 'POST', what: `Creating ${entity}`, entity, records: rows, operations })

  async function create(request: CreateRequest): Promise<SystemRecord> {
    const { entity, fields, marker, read, ...options } = request
    const mark = await markOf(request)
    const json = wireFields(await schemas.described(entity, Object.keys(fields)), {
      ...fields,
      [mark.field]: marker.value,
    })
    const result = await gathererFor(entity).load(json, options)
    if (!result.success && !isDuplicate(result.complaints)) throw result.failure
    const id = result.success ? result.id : namedDuplicate(result.complaints)
    const found = await confirmed(mark, { id, read, options, isNew: result.success })
    if (found) return found
    throw result.success ? unconfirmed(mark) : result.failure
  }

  interface Confirmation {
    readonly id: string | undefined
    readonly read: readonly string[]
    readonly options: Omit<FindCreatedQuery, 'entity' | 'marker' | 'since' | 'read'>
    readonly isNew: boolean
  }

  /** The record of that id if it carries the marker, else whichever carries it. */
  async function confirmed(mark: Mark, { id, read, options, isNew }: Confirmation): Promise<SystemRecord | undefined> {
    const fields = [...new Set([...read, mark.field])]
    try {
      const record = id === undefined ? undefined : await records.read({ ...options, entity: mark.entity, id, fields })
      if (record && textOf(record.fields[mark.field]) === mark.value) return record
      const [carrier] = await finder.find({ ...options, ...mark, fields })
      return carrier
    } catch (error) {
      throw isNew ? inDoubt(error) : error
    }
  }

  async function markOf({ entity, marker }: Pick<CreateRequest, 'entity' | 'marker'>): Promise<Mark> {
    const { field, value } = marker
    if (field === undefined)
      throw new Failure('mapping', `Creating ${entity} needs a field for the marker.`, { hint: MARKER_HINT })
    const described = (await schemas.described(entity, [field])).fields.get(field)
    if (described?.unique) return { entity, field, value }
    throw new Failure(
      'mapping',
      `${entity}.${field} is not a unique field, so a repeated create would double the record.`,
      {
        fields: { [field]: 'not unique' },
        hint: MARKER_HINT,
      },
    )
  }

  return {
    create,
    /** From the database, not from an index: what is not found here was not created, or not yet committed. */
    async findCreated({ entity, marker, read, since: _since, ...options }: FindCreatedQuery) {
      const mark = await markOf({ entity, marker })
      const fields = [...new Set([...read, mark.field])]
      const [record] = await finder.find({ ...options, ...mark, fields })
      return record
    },
  }
}

const MARKER_HINT =
  'Create a text field with "External ID" and "Unique" ticked, and name it as the marker of the correlation.'

function unconfirmed({ entity, field }: Mark): Failure {
  const message = `${entity} was created, but no record carries the marker in ${field}.`
  return new Failure('rejection', message, {
    effect: 'unknown',
    hint: 'Check that the integration user can read the field, and that no automation of the org clears it.',
  })
}

/** The create went through and the look-up after it did not: the record is there, whatever the look-up says of itself. */
function inDoubt(error: unknown): unknown {
  if (!(error instanceof Failure)) return error
  const { kind, message, retryAfterMs, status, hint } = error
  return new Failure(kind, message, {
    effect: 'unknown',
    cause: error,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(status === undefined ? {} : { status }),
    ...(hint === undefined ? {} : { hint }),
  })
}
