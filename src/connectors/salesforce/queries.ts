import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import type { Row } from './values.ts'
import { parseBody, type Session } from './session.ts'

const WirePage = z
  .object({
    done: z.boolean(),
    nextRecordsUrl: z.string().startsWith('/services/').optional(),
    records: z.array(z.record(z.string(), z.unknown())),
  })
  .refine(({ done, nextRecordsUrl }) => done === (nextRecordsUrl === undefined))

export interface Page {
  readonly rows: readonly Row[]
  /** Path of the next page; undefined on the last. */
  readonly next: string | undefined
}

export interface QueryOptions {
  /** For messages: `Reading Case`. */
  readonly what: string
  readonly operations: readonly string[]
}

/** Reads rows whose shape we rely on; others are an answer that we do not understand. */
export function readRows<Shape>(schema: z.ZodType<Shape>, rows: readonly Row[], what: string): readonly Shape[] {
  const parsed = z.array(schema).safeParse(rows)
  if (parsed.success) return parsed.data
  throw new Failure('connectivity', `${what} failed: the rows of Salesforce are not what was asked for.`, {
    cause: parsed.error,
  })
}

export interface Queries {
  first(soql: string, options: QueryOptions): Promise<Page>
  next(path: string, options: QueryOptions): Promise<Page>
  /** Rows of all pages. For queries whose size is known to be small. */
  all(soql: string, options: QueryOptions): Promise<readonly Row[]>
}

/** Queries go by GET: together with the headers a URI may be 16,384 bytes long, so callers keep lists of values short. */
export function createQueries(session: Session): Queries {
  async function page(path: string, { what, operations }: QueryOptions): Promise<Page> {
    const call = { what, method: 'GET', path, effect: 'repeatable', operations } as const
    const { records, nextRecordsUrl } = parseBody(WirePage, await session.call(call), call)
    return { rows: records, next: nextRecordsUrl }
  }

  const first = (soql: string, options: QueryOptions) => page(`/query?q=${encodeURIComponent(soql)}`, options)

  async function all(soql: string, options: QueryOptions): Promise<readonly Row[]> {
    const rows: Row[] = []
    let current = await first(soql, options)
    rows.push(...current.rows)
    while (current.next !== undefined) {
      current = await page(current.next, options)
      rows.push(...current.rows)
    }
    return rows
  }

  return { first, next: page, all }
}
