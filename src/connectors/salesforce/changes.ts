import { z } from 'zod'
import type { Change, ChangesPage, ChangesQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import { SalesforceFailure } from './failures.ts'
import { fullId } from './ids.ts'
import { readRows, type Page, type Queries, type QueryOptions } from './queries.ts'
import type { Session } from './session.ts'
import { all, any, compare, group, select, type Condition } from './soql.ts'
import { isoInstant } from './values.ts'

/**
 * A row becomes visible when its transaction commits, with the stamp of the write inside it: each poll looks this far
 * back again (https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_getupdated_getupdatedresult.htm).
 */
const OVERLAP_MS = 5 * 60_000
/** Stamps have whole seconds: the second that is still running stays out, and the one before it for safety. */
const MARGIN_MS = 1000

const WireRow = z.object({ Id: z.string(), SystemModstamp: z.string() })

interface Bounds {
  readonly from: string | null
  readonly to: string
}

/** Pages of what changed, oldest first. `LastModifiedDate` may be set back by an import; `SystemModstamp` never is. */
export async function* changesSince(
  { session, queries }: { readonly session: Session; readonly queries: Queries },
  { entity, since, operation }: ChangesQuery,
): AsyncIterable<ChangesPage> {
  const options: QueryOptions = { what: `Asking which ${entity} changed`, operations: operation ? [operation] : [] }
  const serverTime = await askServerTime(session)
  const window = boundsOf(since, serverTime)
  for await (const changes of pages(queries, { entity, window, options })) {
    yield { changes, window, serverTime: serverTime.toISOString() }
  }
}

function boundsOf(since: string | null, serverTime: Date): Bounds {
  const upper = wholeSecond(serverTime.getTime() - MARGIN_MS)
  if (since === null) return { from: null, to: upper }
  const from = wholeSecond(Date.parse(since) - OVERLAP_MS)
  // A watermark never moves back, even if the clock there does.
  return { from, to: Date.parse(since) > Date.parse(upper) ? since : upper }
}

function wholeSecond(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString()
}

async function askServerTime(session: Session): Promise<Date> {
  const known = session.serverClock.now()
  if (known) return known
  await session.call({ what: 'Asking for the time', method: 'GET', path: '/services/data', effect: 'repeatable' })
  const now = session.serverClock.now()
  if (now) return now
  throw new Failure('connectivity', 'Salesforce answered without saying what time it is there.', {
    hint: 'A proxy between Crosstie and Salesforce may take the Date header away.',
  })
}

interface Poll {
  readonly entity: string
  readonly window: Bounds
  readonly options: QueryOptions
}

interface Step {
  readonly changes: readonly Change[]
  readonly next: string | undefined
}

/** A cursor that got lost is not asked again: the query starts anew behind the last row that was seen. */
async function* pages(queries: Queries, poll: Poll): AsyncIterable<readonly Change[]> {
  let step = readStep(await queries.first(pollQuery(poll, undefined), poll.options), poll)
  let last = step.changes.at(-1)
  yield step.changes
  while (step.next !== undefined) {
    step = readStep(await nextPage(queries, { ...poll, path: step.next, last }), poll)
    last = step.changes.at(-1) ?? last
    yield step.changes
  }
}

async function nextPage(
  queries: Queries,
  { path, last, ...poll }: Poll & { readonly path: string; readonly last: Change | undefined },
): Promise<Page> {
  try {
    return await queries.next(path, poll.options)
  } catch (error) {
    if (!(error instanceof SalesforceFailure) || error.code !== 'INVALID_QUERY_LOCATOR') throw error
    return queries.first(pollQuery(poll, last), poll.options)
  }
}

function readStep({ rows, next }: Page, { options }: Poll): Step {
  return { changes: readRows(WireRow, rows, options.what).map(changeOf), next }
}

function pollQuery({ entity, window }: Poll, after: Change | undefined): string {
  const lower = window.from === null ? [] : [compare('SystemModstamp', '>=', { dateTime: window.from })]
  const upper = compare('SystemModstamp', '<', { dateTime: window.to })
  return select({
    fields: ['Id', 'SystemModstamp'],
    from: entity,
    where: all(...lower, upper, ...(after ? [behind(after)] : [])),
    orderBy: ['SystemModstamp', 'Id'],
  })
}

function behind({ id, stamp }: Change): Condition {
  const sameSecond = all(compare('SystemModstamp', '=', { dateTime: stamp }), compare('Id', '>', { text: id }))
  return any(compare('SystemModstamp', '>', { dateTime: stamp }), group(sameSecond))
}

function changeOf({ Id, SystemModstamp }: z.output<typeof WireRow>): Change {
  return { id: fullId(Id), stamp: isoInstant(SystemModstamp) }
}
