import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import { Issue, MARKER_PROPERTY } from './issues.ts'
import type { Session } from './session.ts'

/** Most issues that one bulk read takes. */
export const FETCH_MAX = 100

const BulkIssues = z.object({
  issues: z.array(Issue),
  issueErrors: z.array(z.object({ id: z.coerce.string() })).catch([]),
})

export interface FetchWish {
  readonly idsOrKeys: readonly string[]
  readonly fields: readonly string[]
  /** Whether the marker that creates of ours carry is wanted. */
  readonly marker?: boolean
  readonly operations: readonly string[]
}

export interface Fetched {
  readonly issues: readonly Issue[]
  /**
   * Issues that Jira says it could not return. The API description means retriable errors only and keeps silent about
   * unknown issues; sites were seen to list unknown ones here too. So this alone tells neither.
   */
  readonly doubtful: ReadonlySet<string>
}

/** Reads up to 100 issues from the database, not the search index; moved issues come under their new key. */
export async function bulkFetch(session: Session, wish: FetchWish): Promise<Fetched> {
  const { body } = await session.call({
    method: 'POST',
    path: '/issue/bulkfetch',
    json: {
      issueIdsOrKeys: wish.idsOrKeys,
      fields: wish.fields,
      ...(wish.marker ? { properties: [MARKER_PROPERTY] } : {}),
    },
    effect: 'repeatable',
    operations: wish.operations,
    body: BulkIssues,
  })
  return { issues: body.issues, doubtful: new Set(body.issueErrors.map((error) => error.id)) }
}

/** Reads one issue; undefined if it is gone or hidden from us, which Jira does not tell apart. */
export async function fetchOne(
  session: Session,
  id: string,
  wish: Omit<FetchWish, 'idsOrKeys'>,
): Promise<Issue | undefined> {
  try {
    const { body } = await session.call({
      method: 'GET',
      path: `/issue/${encodeURIComponent(id)}`,
      query: { fields: wish.fields.join(','), properties: wish.marker ? MARKER_PROPERTY : undefined },
      effect: 'repeatable',
      operations: wish.operations,
      body: Issue,
    })
    return body
  } catch (error) {
    if (error instanceof Failure && error.status === 404) return undefined
    throw error
  }
}
