import type { Clock } from '../../core/clock.ts'
import type { FindCreatedQuery } from '../../core/connector.ts'
import type { SystemRecord } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { bulkFetch, FETCH_MAX } from './bulk-fetch.ts'
import type { Catalogue } from './catalogue.ts'
import { parseEntity, parseKey } from './entity.ts'
import { askedFields, creatorOf, markerOf, timeIn, type Issue } from './issues.ts'
import { anyOf, fieldClause, instant, quote } from './jql.ts'
import type { Records } from './records.ts'
import { searchAll, searchFirst } from './search.ts'
import type { Session } from './session.ts'

const WISHES_MAX = 50

/** Clocks and the second in which an intent was stored may disagree a little. */
const SKEW_MS = 2 * 60_000

/** Where a walk gives up: nobody creates this many issues while an answer is lost. */
const WALK_MAX_PAGES = 20

const WALK_MARGIN = 50

interface Wish {
  readonly project: string
  readonly marker: string
  readonly field: string | undefined
  readonly since: string
  readonly read: readonly string[]
}

export interface CreatedNeeds {
  readonly session: Session
  readonly projectKey: string
  readonly catalogue: Catalogue
  readonly records: Records
  readonly clock: Clock
}

/**
 * Looks for creates of ours whose answers were lost, in two ways: the search index by the correlation field, which lags, and
 * the database by the project's next keys, which does not. An issue is ours if we created it and it carries the marker.
 */
export function createFindCreated(needs: CreatedNeeds): (query: FindCreatedQuery) => Promise<SystemRecord | undefined> {
  const { session, catalogue, records } = needs
  const found = createGatherer<Wish, Issue | undefined>({ max: WISHES_MAX, clock: needs.clock, run: lookFor })

  async function lookFor(wishes: readonly Wish[], operations: readonly string[]): Promise<(Issue | undefined)[]> {
    const projects = [...Map.groupBy(wishes, (wish) => wish.project)]
    const byMarker = new Map<string, Issue>()
    for (const [project, wanted] of projects) {
      const issues = await candidates(project, wanted, operations)
      for (const issue of issues) byMarker.set(markerOf(issue) ?? '', issue)
    }
    return wishes.map((wish) => byMarker.get(wish.marker))
  }

  /** Issues of ours in this project that may answer to one of the wishes. */
  async function candidates(project: string, wishes: readonly Wish[], operations: readonly string[]): Promise<Issue[]> {
    const { userId } = await session.account()
    const since = Math.min(...wishes.map((wish) => Date.parse(wish.since))) - SKEW_MS
    const fields = [...new Set([...askedFields(wishes.flatMap((wish) => wish.read)), 'created', 'creator'])]
    const read = async (idsOrKeys: readonly string[]) =>
      (await bulkFetch(session, { idsOrKeys, fields, marker: true, operations })).issues
    const isOurs = (issue: Issue) => creatorOf(issue) === userId && Date.parse(timeIn(issue, 'created') ?? '') >= since
    const indexed = await searchByField(project, wishes, operations)
    const issues = indexed.length > 0 ? (await read(indexed.slice(0, FETCH_MAX))).filter(isOurs) : []
    const seen = new Set(issues.map(markerOf))
    if (wishes.every((wish) => seen.has(wish.marker))) return issues
    return [...issues, ...(await walk(project, since, read, operations)).filter(isOurs)]
  }

  async function searchByField(
    project: string,
    wishes: readonly Wish[],
    operations: readonly string[],
  ): Promise<string[]> {
    const ids: string[] = []
    for (const [field, alike] of Map.groupBy(wishes, (wish) => wish.field)) {
      const known = field === undefined ? undefined : (await catalogue.fields([field])).get(field)
      if (field === undefined || !known) continue
      const values = alike.map((wish) => wish.marker)
      const jql = `project = ${quote(project)} AND ${anyOf(fieldClause(field, known.clauseNames), '~', values)}`
      const hits = await searchAll(session, { jql, fields: ['id'], maxResults: FETCH_MAX, operations })
      ids.push(...hits.map((hit) => hit.id))
    }
    return ids
  }

  /** Reads the project's keys one after the other, from the oldest that can matter until a whole page is unknown. */
  async function walk(
    project: string,
    since: number,
    read: (keys: readonly string[]) => Promise<readonly Issue[]>,
    operations: readonly string[],
  ): Promise<Issue[]> {
    const issues: Issue[] = []
    let next = await firstNumber(project, since, operations)
    for (let page = 0; page < WALK_MAX_PAGES; page++) {
      const keys = Array.from({ length: FETCH_MAX }, (_, index) => `${project}-${next + index}`)
      const known = await read(keys)
      if (known.length === 0) break
      issues.push(...known)
      next += FETCH_MAX
    }
    return issues
  }

  /**
   * A number below everything that was created since: the index knows what is older than its lag. It may know an issue that
   * was moved here meanwhile, under a new key but with its old age, so the walk begins a little earlier.
   */
  async function firstNumber(project: string, since: number, operations: readonly string[]): Promise<number> {
    const jql = `project = ${quote(project)} AND created < ${instant(new Date(since))} ORDER BY key DESC`
    const [newest] = await searchFirst(session, { jql, fields: ['key'], maxResults: 1, operations })
    return Math.max(1, (parseKey(newest?.key ?? '')?.number ?? 0) + 1 - WALK_MARGIN)
  }

  return async (query) => {
    const { project } = parseEntity(query.entity, needs.projectKey)
    const { field, value } = query.marker
    const issue = await found.load({ project, marker: value, field, since: query.since, read: query.read }, query)
    return issue && records.shape(issue, query.read)
  }
}
