import { refused } from './errors.ts'
import { recordId } from './ids.ts'
import type { OrgState } from './org.ts'
import { parseQuery } from './soql/parse.ts'
import { selectRows, type Rendered } from './soql/select.ts'

export interface QueryReply {
  readonly totalSize: number
  readonly done: boolean
  readonly nextRecordsUrl?: string
  readonly records: readonly Rendered[]
}

export interface QueryOptions {
  readonly version: string
  /** What `Sforce-Query-Options: batchSize` asks for. */
  readonly batchSize: number | undefined
  readonly includeDeleted: boolean
}

export interface Queries {
  run(soql: string, options: QueryOptions): QueryReply
  /** A further page, by what `nextRecordsUrl` ends with. */
  page(locator: string, version: string): QueryReply
  expireCursors(): void
}

interface Cursor {
  readonly records: readonly Rendered[]
  readonly pageSize: number
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm */
const PAGE_MAX = 2000
const PAGE_MIN = 200
/** Pages with a Long Text Area came back half as long from a real org. */
const PAGE_MAX_WITH_LONG_TEXT = 1000
/** A sandbox that runs for days forgets the oldest cursors instead of filling the memory. */
const CURSORS_KEPT = 200

export function createQueries(org: OrgState, clock: { now(): Date }): Queries {
  const cursors = new Map<string, Cursor>()
  let opened = 0

  function pageOf({ records, pageSize }: Cursor, id: string, from: number, version: string): QueryReply {
    const to = from + pageSize
    const done = to >= records.length
    const page = records.slice(from, to)
    if (done) return { totalSize: records.length, done, records: page }
    const nextRecordsUrl = `/services/data/${version}/query/${id}-${to}`
    return { totalSize: records.length, done, nextRecordsUrl, records: page }
  }

  function open(cursor: Cursor): string {
    opened += 1
    const id = recordId('0r8', 7_340_000 + opened * 977)
    cursors.set(id, cursor)
    const oldest = cursors.size > CURSORS_KEPT ? cursors.keys().next().value : undefined
    if (oldest !== undefined) cursors.delete(oldest)
    return id
  }

  return {
    run: (soql, { version, batchSize, includeDeleted }) => {
      const selection = selectRows(parseQuery(soql), {
        rows: (object) => org.committed(object).filter((row) => includeDeleted || row['IsDeleted'] !== true),
        find: org.find,
        now: clock.now(),
        version,
      })
      if (selection.isCount) return { totalSize: selection.rows.length, done: true, records: [] }
      const largest = selection.hasLongText ? PAGE_MAX_WITH_LONG_TEXT : PAGE_MAX
      const pageSize = Math.min(largest, Math.max(PAGE_MIN, batchSize ?? PAGE_MAX))
      const cursor = { records: selection.rows.map(selection.render), pageSize }
      return pageOf(cursor, cursor.records.length > pageSize ? open(cursor) : '', 0, version)
    },
    page: (locator, version) => {
      const [id = '', offset = ''] = locator.split('-')
      const cursor = cursors.get(id)
      if (!cursor || !/^\d+$/.test(offset)) throw refused('INVALID_QUERY_LOCATOR', 'invalid query locator')
      return pageOf(cursor, id, Number(offset), version)
    },
    expireCursors: () => cursors.clear(),
  }
}
