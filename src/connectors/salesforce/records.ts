import type { Clock } from '../../core/clock.ts'
import type { ReadQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { FieldValue, SystemRecord } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { recordUrl } from './address.ts'
import { fullId, isRecordId } from './ids.ts'
import { perName } from './per-name.ts'
import type { Queries, QueryOptions } from './queries.ts'
import { readApart } from './refusals.ts'
import type { Described, Schemas } from './schema.ts'
import type { Session } from './session.ts'
import { isIn, select } from './soql.ts'
import { columnsOf, isoInstant, readPath, readValue, type Row } from './values.ts'

/** Ids in one query: about 4,600 bytes of URI, so that the longest list of fields still fits beside them. */
const READ_MAX = 200

/** Comes with every record, asked for or not. */
const ALWAYS = ['LastModifiedDate', 'SystemModstamp']

export interface RecordNeeds {
  readonly session: Session
  readonly queries: Queries
  readonly schemas: Schemas
  readonly clock: Clock
}

export interface Records {
  read(query: ReadQuery): Promise<SystemRecord | undefined>
  /** The record that a row tells of. */
  fromRow(row: Row, shape: RecordShape): Promise<SystemRecord>
}

export interface RecordShape {
  readonly described: Described
  readonly fields: readonly string[]
}

type Wanted = Pick<ReadQuery, 'id' | 'fields'>

export function createRecords({ session, queries, schemas, clock }: RecordNeeds): Records {
  const gathererFor = perName((entity) =>
    createGatherer<Wanted, SystemRecord | undefined>({
      max: READ_MAX,
      clock,
      keyOf: ({ id, fields }) => [id, ...fields].join(' '),
      run: (keys, operations) =>
        readApart(keys, {
          columnsOf: ({ fields }) => fields.join(' '),
          read: (some) => readTogether(entity, some, { what: `Reading ${entity}`, operations }),
        }),
    }),
  )

  async function readTogether(entity: string, keys: readonly Wanted[], options: QueryOptions) {
    const fields = [...new Set(keys.flatMap((key) => key.fields))]
    const described = await schemas.described(entity, fields)
    const ids = keys.map(({ id }) => ({ text: fullId(id) }))
    const soql = select({ fields: columns(described, fields), from: entity, where: isIn('Id', ids) })
    const rows = await queries.all(soql, options)
    const byId = new Map(rows.map((row) => [fullId(String(row['Id'])), row]))
    return Promise.all(
      keys.map(async (key) => {
        const row = byId.get(fullId(key.id))
        return row && fromRow(row, { described, fields: key.fields })
      }),
    )
  }

  async function fromRow(row: Row, { described, fields }: RecordShape): Promise<SystemRecord> {
    const id = fullId(String(row['Id']))
    const siteUrl = await session.siteUrl()
    return {
      id,
      key: keyOf(described, row) ?? id,
      url: recordUrl(siteUrl, { entity: described.name, id }),
      entity: described.name,
      stamp: isoInstant(String(row['SystemModstamp'])),
      fields: Object.fromEntries([...ALWAYS, ...fields].map((field) => [field, valueOf(described, row, field)])),
    }
  }

  return {
    async read({ entity, id, fields, ...options }) {
      if (!isRecordId(id)) throw new Failure('mapping', `"${id}" is not the id of a Salesforce record.`)
      // Whoever asks for a field that is not there is told so alone, before joining the others.
      columns(await schemas.described(entity, fields), fields)
      return gathererFor(entity).load({ id, fields }, options)
    },
    fromRow,
  }
}

/** The columns that reading these fields takes; a Failure names the one that the object does not have. */
export function columns(described: Described, fields: readonly string[]): readonly string[] {
  const label = described.nameField === undefined ? [] : [described.nameField]
  return [...new Set(['Id', ...ALWAYS, ...label, ...fields.flatMap((field) => columnsFor(described, field))])]
}

function columnsFor(described: Described, id: string): readonly string[] {
  const field = described.fields.get(id)
  if (field) return columnsOf(field)
  if (id.includes('.')) return [id]
  throw unknownField(described, id)
}

/** The failure for a field that the object does not have, or does not show us. */
export function unknownField({ name }: Described, field: string): Failure {
  return new Failure('mapping', `${name} has no field ${field}, or hides it from the integration user.`, {
    fields: { [field]: 'no such field' },
    hint: 'Check its name in Setup, Object Manager, and the field-level security of the integration user.',
  })
}

function valueOf(described: Described, row: Row, id: string): FieldValue {
  const field = described.fields.get(id)
  return field ? readValue(field, row) : readPath(id, row)
}

function keyOf({ nameField }: Described, row: Row): string | undefined {
  const label = nameField === undefined ? undefined : row[nameField]
  return typeof label === 'string' && label !== '' ? label : undefined
}
