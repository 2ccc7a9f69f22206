import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import type { Session } from './session.ts'

const Hit = z.object({
  id: z.string(),
  key: z.string().optional(),
  fields: z.record(z.string(), z.unknown()).catch({}),
})
export type Hit = z.infer<typeof Hit>

const Page = z.object({ issues: z.array(Hit), nextPageToken: z.string().nullish(), isLast: z.boolean().optional() })

export interface Search {
  readonly jql: string
  readonly fields: readonly string[]
  readonly maxResults: number
  /** Issues, by numeric id, that must be found as they are now, whatever the index says; at most 50. */
  readonly reconcile?: readonly string[]
  readonly operations: readonly string[]
}

export interface HitsPage {
  readonly hits: readonly Hit[]
  readonly serverTime: Date | undefined
}

/** All pages of a search. The end is the missing token, never a short page: Jira gives fewer than asked for at will. */
export async function* searchPages(session: Session, search: Search): AsyncGenerator<HitsPage> {
  const seen = new Set<string>()
  let token: string | undefined
  do {
    const { body, serverTime } = await session.call({
      method: 'POST',
      path: '/search/jql',
      json: requestOf(search, token),
      effect: 'repeatable',
      operations: search.operations,
      body: Page,
    })
    yield { hits: body.issues, serverTime }
    token = body.isLast ? undefined : (body.nextPageToken ?? undefined)
    if (token !== undefined && seen.has(token))
      throw new Failure('connectivity', 'Jira gives the same page of a search again')
    if (token !== undefined) seen.add(token)
  } while (token !== undefined)
}

function requestOf({ jql, fields, maxResults, reconcile }: Search, token: string | undefined) {
  return {
    jql,
    fields,
    maxResults,
    ...(reconcile?.length ? { reconcileIssues: reconcile.map(Number) } : {}),
    ...(token === undefined ? {} : { nextPageToken: token }),
  }
}

/** All hits of a search that is known to be small. */
export async function searchAll(session: Session, search: Search): Promise<readonly Hit[]> {
  const hits: Hit[] = []
  for await (const page of searchPages(session, search)) hits.push(...page.hits)
  return hits
}

/** The first hits only. */
export async function searchFirst(session: Session, search: Search): Promise<readonly Hit[]> {
  for await (const page of searchPages(session, search)) return page.hits
  return []
}
