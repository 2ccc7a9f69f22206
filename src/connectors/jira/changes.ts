import type { Change, ChangesPage, ChangesQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import { entityName, parseEntity, type IssueEntity } from './entity.ts'
import { entityClause, instant } from './jql.ts'
import type { OwnWrites } from './own-writes.ts'
import type { ProjectTypes } from './project-types.ts'
import { searchPages, type Hit } from './search.ts'
import { operationsOf, type Session } from './session.ts'
import { utcOf } from './times.ts'

/** How far each poll goes back over the one before: the search index shows writes seconds to minutes late. */
const OVERLAP_MS = 2 * 60_000

/** The site's clock is known in whole seconds, and a change of the second that runs may still be under way. */
const UNSETTLED_MS = 1000

/** With fields wanted, Jira gives at most 100 a page whatever is asked for. */
const PAGE_SIZE = 100

export interface ChangesNeeds {
  readonly session: Session
  readonly projectKey: string
  readonly types: ProjectTypes
  readonly ownWrites: OwnWrites
}

/** What changed, oldest first, by the search index; the window's end is the site's own clock at the first answer. */
export async function* changesSince(needs: ChangesNeeds, query: ChangesQuery): AsyncGenerator<ChangesPage> {
  const entity = parseEntity(query.entity, needs.projectKey)
  let askedAt: Date | undefined
  let count = 0
  for await (const { hits, serverTime } of searchPages(needs.session, {
    jql: changesJql(entity, query.since),
    fields: ['updated'],
    maxResults: PAGE_SIZE,
    reconcile: needs.ownWrites.lately(),
    operations: operationsOf(query),
  })) {
    if (!serverTime) throw new Failure('connectivity', 'Jira answered without its time')
    askedAt ??= serverTime
    count += hits.length
    if (count === 0) await confirmVisible(needs, entity)
    yield {
      changes: hits.flatMap(changeOf),
      window: { from: query.since, to: new Date(askedAt.getTime() - UNSETTLED_MS).toISOString() },
      serverTime: serverTime.toISOString(),
    }
  }
}

export function changesJql(entity: IssueEntity, since: string | null): string {
  const bounds = entityClause(entity)
  const from = since === null ? '' : ` AND updated >= ${instant(new Date(Date.parse(since) - OVERLAP_MS))}`
  return `${bounds}${from} ORDER BY updated ASC, key ASC`
}

function changeOf(hit: Hit): Change[] {
  const updated = hit.fields['updated']
  const stamp = typeof updated === 'string' ? utcOf(updated) : undefined
  return stamp === undefined ? [] : [{ id: hit.id, stamp }]
}

/** Jira answers with nothing, not with an error, for a project or type that does not exist or that we may not see. */
async function confirmVisible({ types }: ChangesNeeds, entity: IssueEntity): Promise<void> {
  const known = await types.fetch(entity.project)
  if (entity.type === undefined || known.some((type) => type.name === entity.type)) return
  throw new Failure('rejection', `Jira has no ${entityName(entity)} that we can see`, {
    hint: 'Check the issue type and the permission to browse the project.',
  })
}
