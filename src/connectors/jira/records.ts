import type { Clock } from '../../core/clock.ts'
import type { CallOptions } from '../../core/connector.ts'
import type { SystemRecord } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { bulkFetch, FETCH_MAX, fetchOne } from './bulk-fetch.ts'
import type { Catalogue } from './catalogue.ts'
import { askedFields, recordOf, type Issue } from './issues.ts'
import type { Session } from './session.ts'

/** Reads single records; simultaneous reads become one bulk read. */
export interface Records {
  read(id: string, fields: readonly string[], options: CallOptions): Promise<SystemRecord | undefined>
  /** All of these that are there, in bulk reads of their own. */
  readAll(
    ids: readonly string[],
    fields: readonly string[],
    operations: readonly string[],
  ): Promise<readonly SystemRecord[]>
  /** The record of an issue that was read already. */
  shape(issue: Issue, fields: readonly string[]): Promise<SystemRecord>
}

interface Wish {
  readonly id: string
  readonly fields: readonly string[]
}

export interface RecordsNeeds {
  readonly session: Session
  readonly catalogue: Catalogue
  readonly clock: Clock
  /** Told of every issue that was read. */
  readonly onIssue: (issue: Issue) => void
}

export function createRecords({ session, catalogue, clock, onIssue }: RecordsNeeds): Records {
  const issues = createGatherer<Wish, Issue | undefined>({
    max: FETCH_MAX,
    clock,
    keyOf: ({ id, fields }) => JSON.stringify([id, ...fields]),
    run: fetchWishes,
  })

  async function fetchWishes(wishes: readonly Wish[], operations: readonly string[]) {
    const fields = [...new Set(wishes.flatMap((wish) => wish.fields))]
    const idsOrKeys = [...new Set(wishes.map((wish) => wish.id))]
    const { issues, doubtful } = await bulkFetch(session, { idsOrKeys, fields, operations })
    const found = new Map(issues.flatMap((issue) => [[issue.id, issue] as const, [issue.key, issue] as const]))
    return Promise.all(
      wishes.map(async ({ id }) => found.get(id) ?? (doubtful.has(id) ? settle(id, fields, operations) : undefined)),
    )
  }

  /** A single read says for certain what a bulk read left open. */
  async function settle(id: string, fields: readonly string[], operations: readonly string[]) {
    return fetchOne(session, id, { fields, operations }).catch((error: unknown) => asError(error))
  }

  async function shape(issue: Issue, fields: readonly string[]): Promise<SystemRecord> {
    return recordOf(issue, fields, await catalogue.fields(askedFields(fields)), session.siteUrl)
  }

  async function readAll(ids: readonly string[], fields: readonly string[], operations: readonly string[]) {
    const read: SystemRecord[] = []
    for (let start = 0; start < ids.length; start += FETCH_MAX) {
      const idsOrKeys = ids.slice(start, start + FETCH_MAX)
      const { issues } = await bulkFetch(session, { idsOrKeys, fields: askedFields(fields), operations })
      for (const issue of issues) read.push(await shape(issue, fields))
    }
    return read
  }

  return {
    shape,
    readAll,
    async read(id, fields, options) {
      const issue = await issues.load({ id, fields: askedFields(fields) }, options)
      if (!issue) return undefined
      onIssue(issue)
      return shape(issue, fields)
    },
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
