import type { FindQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { SystemRecord } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { fullId, isRecordId } from './ids.ts'
import { perName } from './per-name.ts'
import { columns, unknownField, type RecordNeeds, type Records } from './records.ts'
import { readApart } from './refusals.ts'
import type { Described, Field } from './schema.ts'
import { isIn, literal, select, type SoqlValue } from './soql.ts'
import { isoInstant, rawText, typeOf, type Row } from './values.ts'

/** Values in one call, at most; long ones are spread over several queries. */
const FIND_MAX = 200
/** Room for values in the URI of one query, encoded: 200 markers of usual length; the rest is for columns and headers. */
const VALUES_BYTES = 10_000

export interface Finder {
  find(query: FindQuery): Promise<readonly SystemRecord[]>
}

type Wanted = Pick<FindQuery, 'value' | 'fields'>

/** Finds records by the value of a field, gathered by object and field. SOQL ignores case; we compare exactly. */
export function createFinder({
  queries,
  schemas,
  clock,
  records,
}: RecordNeeds & { readonly records: Records }): Finder {
  const gathererFor = perName((entity) =>
    perName((field) =>
      createGatherer<Wanted, readonly SystemRecord[]>({
        max: FIND_MAX,
        clock,
        run: (keys, operations) =>
          readApart(keys, {
            columnsOf: ({ fields }) => fields.join(' '),
            read: (some) => findMany({ entity, field, keys: some, operations }),
          }),
      }),
    ),
  )

  async function findMany({ entity, field, keys, operations }: Search): Promise<(readonly SystemRecord[])[]> {
    const wanted = [...new Set(keys.flatMap((key) => key.fields))]
    const described = await schemas.described(entity, [field, ...wanted])
    const by = fieldOf(described, field)
    const rows: Row[] = []
    for (const values of chunks(keys.map(({ value }) => literalOf(by, value)))) {
      const soql = select({
        fields: [...columns(described, [...wanted, field])],
        from: entity,
        where: isIn(field, values),
      })
      rows.push(...(await queries.all(soql, { what: `Looking for ${entity} by ${field}`, operations })))
    }
    return Promise.all(keys.map((key) => matches(rows, { key, by, described })))
  }

  async function matches(rows: readonly Row[], { key, by, described }: Match): Promise<readonly SystemRecord[]> {
    const equal = rows.filter((row) => textIn(by, row) === comparable(by, key.value))
    const distinct = new Map(equal.map((row) => [String(row['Id']), row]))
    return Promise.all([...distinct.values()].map((row) => records.fromRow(row, { described, fields: key.fields })))
  }

  return {
    async find({ entity, field, value, fields, ...options }) {
      if (value === '') return []
      const described = await schemas.described(entity, [field, ...fields])
      columns(described, fields)
      const by = fieldOf(described, field)
      // What can be no value of the field stands in no record, and would have the whole query refused.
      if (!isPossible(by, value)) return []
      return gathererFor(entity)(field).load({ value, fields }, options)
    },
  }
}

interface Search {
  readonly entity: string
  readonly field: string
  readonly keys: readonly Wanted[]
  readonly operations: readonly string[]
}

interface Match {
  readonly key: Wanted
  readonly by: Field
  readonly described: Described
}

function fieldOf(described: Described, id: string): Field {
  const field = described.fields.get(id)
  if (!field) throw unknownField(described, id)
  if (field.filterable) return field
  throw new Failure('mapping', `Salesforce cannot search ${described.name} by ${id}.`, {
    fields: { [id]: 'not searchable' },
    hint: 'Long text areas cannot be searched: correlate by a text field.',
  })
}

function isPossible(field: Field, value: string): boolean {
  switch (typeOf(field)) {
    case 'id':
    case 'reference':
    case 'person':
      return isRecordId(value)
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value))
    case 'boolean':
      return value === 'true' || value === 'false'
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value)
    case 'date-time':
      return !Number.isNaN(Date.parse(value))
    default:
      return true
  }
}

function literalOf(field: Field, value: string): SoqlValue {
  switch (typeOf(field)) {
    case 'number':
      return { number: Number(value) }
    case 'boolean':
      return { boolean: value === 'true' }
    case 'date':
      return { date: value }
    case 'date-time':
      return { dateTime: value }
    default:
      return { text: value }
  }
}

function textIn(field: Field, row: Row): string | undefined {
  const raw = row[field.name]
  return raw === null || raw === undefined ? undefined : comparable(field, rawText(raw))
}

function comparable(field: Field, value: string): string {
  switch (typeOf(field)) {
    case 'id':
    case 'reference':
    case 'person':
      return fullId(value)
    case 'number':
      return String(Number(value))
    case 'date-time':
      return new Date(isoInstant(value)).toISOString()
    default:
      return value
  }
}

/** Equal values once, in lists that fit into a URI. */
function chunks(values: readonly SoqlValue[]): readonly (readonly SoqlValue[])[] {
  const lists: SoqlValue[][] = []
  let room = 0
  for (const [text, value] of new Map(values.map((one) => [literal(one), one]))) {
    const size = encodeURIComponent(`${text},`).length
    if (lists.length === 0 || size > room) {
      lists.push([])
      room = VALUES_BYTES
    }
    lists.at(-1)?.push(value)
    room -= size
  }
  return lists
}
