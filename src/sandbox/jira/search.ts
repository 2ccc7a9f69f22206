import { type CompiledQuery, compileJql, type JqlContext, type SortValue } from './jql/compile.ts'
import { parseJql } from './jql/parse.ts'
import { refuse } from './refusal.ts'
import { indexedIssues } from './search-index.ts'
import type { Issue } from './site.ts'

export interface SearchPage {
  readonly issues: readonly Issue[]
  /** Absent on the last page. */
  readonly nextPageToken?: string
}

export interface SearchRequest {
  readonly jql: string
  readonly pageSize: number
  readonly nextPageToken?: string | undefined
  readonly reconciled?: readonly string[] | undefined
}

/** Where a page ended: the next one begins behind this place, whatever has moved in between. */
interface Bookmark {
  readonly jql: string
  readonly at: number
  readonly values: readonly SortValue[]
  readonly id: number
}

const tokenLifeMs = 7 * 24 * 60 * 60 * 1000

/** One page of a search, or the refusal that an unreadable or unbounded query gets. */
export function searchIssues(request: SearchRequest, context: JqlContext): SearchPage {
  const query = boundedQuery(request.jql, context)
  const bookmark = request.nextPageToken === undefined ? undefined : readToken(request, context.now)
  if (!query || !context.caller) return { issues: [] }
  const found = sorted(query, context, request.reconciled)
  const rest = bookmark ? found.filter((row) => compareRows(query, row, bookmark) > 0) : found
  const page = rest.slice(0, request.pageSize)
  const last = page.at(-1)
  const issues = page.map(({ issue }) => issue)
  if (!last || rest.length <= request.pageSize) return { issues }
  const { values, id } = last
  return { issues, nextPageToken: writeToken({ jql: request.jql, at: context.now.getTime(), values, id }) }
}

/** How many issues the search finds, as far as the index knows. */
export function countIssues(jql: string, context: JqlContext): number {
  const query = boundedQuery(jql, context)
  return query && context.caller ? sorted(query, context).length : 0
}

function boundedQuery(jql: string, context: JqlContext): CompiledQuery | undefined {
  const query = parseJql(jql)
  if (!query.where) {
    throw refuse(400, 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.')
  }
  return compileJql(query, context)
}

interface Row {
  readonly issue: Issue
  readonly values: readonly SortValue[]
  readonly id: number
}

function sorted(query: CompiledQuery, { site }: JqlContext, reconciled: readonly string[] = []): readonly Row[] {
  return indexedIssues(site, new Set(reconciled))
    .filter((issue) => query.matches(issue))
    .map((issue): Row => ({ issue, values: query.sortValues(issue), id: Number(issue.id) }))
    .toSorted((left, right) => compareRows(query, left, right))
}

type Place = Pick<Row, 'values' | 'id'>

/** By the ORDER BY fields, then the newest first. */
function compareRows({ directions }: CompiledQuery, left: Place, right: Place): number {
  for (const [index, direction] of directions.entries()) {
    const order = compareValues(left.values[index] ?? null, right.values[index] ?? null)
    if (order !== 0) return order * direction
  }
  return right.id - left.id
}

function compareValues(left: SortValue, right: SortValue): number {
  if (left === right) return 0
  if (left === null) return 1
  if (right === null) return -1
  return left < right ? -1 : 1
}

function writeToken(bookmark: Bookmark): string {
  return Buffer.from(JSON.stringify(bookmark)).toString('base64url')
}

function readToken({ nextPageToken = '', jql }: SearchRequest, now: Date): Bookmark {
  const bookmark = parseToken(nextPageToken)
  const fits = bookmark && bookmark.jql === jql && now.getTime() - bookmark.at < tokenLifeMs
  if (!fits) throw refuse(400, 'The provided next page token is invalid or expired.')
  return bookmark
}

function parseToken(token: string): Bookmark | undefined {
  try {
    // Only this file writes tokens; a forged one can at most ask for a strange page.
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Bookmark
  } catch {
    return undefined
  }
}
