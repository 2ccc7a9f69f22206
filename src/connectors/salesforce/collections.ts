import { z } from 'zod'
import type { HttpRequest } from '../http/client.ts'
import { rowFailure, SalesforceFailure, type Complaint, readComplaints } from './failures.ts'
import { fullId } from './ids.ts'
import { parseBody, type Session } from './session.ts'

/** Most records in one collection (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm). */
export const COLLECTION_MAX = 200

const WireResults = z.array(
  z.discriminatedUnion('success', [
    z.object({ success: z.literal(true), id: z.string() }),
    z.object({ success: z.literal(false), errors: z.array(z.unknown()).default([]) }),
  ]),
)

export type RowResult =
  | { readonly success: true; readonly id: string }
  | { readonly success: false; readonly failure: SalesforceFailure; readonly complaints: readonly Complaint[] }

export interface CollectionCall {
  readonly method: 'POST' | 'PATCH'
  /** For messages: `Creating Case`. */
  readonly what: string
  readonly entity: string
  /** JSON of each record, without its type. */
  readonly records: readonly Readonly<Record<string, unknown>>[]
  readonly headers?: HttpRequest['headers']
  readonly operations: readonly string[]
}

/** Writes records together, each for itself: one that is refused holds up no other. Results in the order of the records. */
export async function writeCollection(session: Session, collection: CollectionCall): Promise<readonly RowResult[]> {
  const { method, what, entity, records, headers, operations } = collection
  const call = {
    what,
    method,
    path: '/composite/sobjects',
    json: { allOrNone: false, records: records.map((record) => ({ attributes: { type: entity }, ...record })) },
    effect: 'once',
    operations,
    ...(headers ? { headers } : {}),
  } as const
  const results = parseBody(WireResults.length(records.length), await session.call(call), call)
  return results.map((result, place) => {
    if (result.success) return { success: true, id: fullId(result.id) }
    const failure = rowFailure(result.errors, [what, records[place]?.['id']].filter(Boolean).join(' '))
    return { success: false, failure, complaints: readComplaints(result.errors) }
  })
}

/** Refusals that say nothing about a single record: asking again with fewer would only cost calls. */
const CONCERNS_ALL = new Set(['INVALID_TYPE', 'INVALID_TYPE_FOR_OPERATION', 'NOT_FOUND', 'METHOD_NOT_ALLOWED'])

/** Runs a gathered write; a refusal that concerns all of its records alike is given to each. */
export async function sharingRefusals<Result>(
  count: number,
  write: () => Promise<readonly (Result | Error)[]>,
): Promise<readonly (Result | Error)[]> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof SalesforceFailure && CONCERNS_ALL.has(error.code ?? '')) return Array(count).fill(error)
    throw error
  }
}
