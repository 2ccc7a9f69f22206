import type { Clock } from '../../core/clock.ts'
import type { Hop, MoveRequest, RouteQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { Choice } from '../../core/record.ts'
import { createSeries } from '../gather.ts'
import { bulkFetch } from './bulk-fetch.ts'
import { entityName, parseEntity, parseKey, type IssueEntity } from './entity.ts'
import { entityClause, quote } from './jql.ts'
import type { Issue } from './issues.ts'
import { searchFirst } from './search.ts'
import { operationsOf, type Session } from './session.ts'
import { fetchTransitions, noTransitionsFailure } from './transitions.ts'
import { choiceOf } from './values.ts'
import { findPath, type Goal } from './workflow.ts'

/** How long a workflow counts as known: administrators change it rarely, and a refused move forgets it at once. */
const KNOWN_FOR_MS = 10 * 60_000

interface KnownWorkflow {
  readonly since: number
  readonly exits: Map<string, readonly Hop[]>
  /** For each status, by id, an issue that was seen in it. */
  readonly samples: Map<string, string>
}

export interface Routes {
  route(query: RouteQuery): Promise<readonly Hop[]>
  /** Every issue that is read may later show the way out of its status. */
  note(issue: Issue): void
  moved(request: MoveRequest): void
  /** A move was refused: what was known of the workflow may be out of date. */
  refused(request: MoveRequest): void
}

/** Ways through workflows, learned from the transitions that issues offer: each status is asked about once. */
export function createRoutes(session: Session, projectKey: string, clock: Clock): Routes {
  const workflows = new Map<string, KnownWorkflow>()
  const oneAtATime = createSeries()

  function known(name: string): KnownWorkflow {
    const workflow = workflows.get(name)
    if (workflow && clock.monotonicMs() - workflow.since <= KNOWN_FOR_MS) return workflow
    const fresh = { since: clock.monotonicMs(), exits: new Map(), samples: workflow?.samples ?? new Map() }
    workflows.set(name, fresh)
    return fresh
  }

  async function findRoute(query: RouteQuery, entity: IssueEntity): Promise<readonly Hop[]> {
    const workflow = known(entityName(entity))
    const operations = operationsOf(query)
    if (!workflow.exits.has(query.from.id)) {
      const exits = await fetchTransitions(session, query.id, operations)
      if (exits.length === 0) throw noTransitionsFailure(query.from.name)
      workflow.exits.set(query.from.id, exits)
    }
    return explore(workflow, query, entity, operations)
  }

  /** Follows the known graph, and learns one status at a time where it ends. */
  async function explore(
    workflow: KnownWorkflow,
    goal: Goal,
    entity: IssueEntity,
    operations: readonly string[],
  ): Promise<readonly Hop[]> {
    const withoutSample = new Set<string>()
    for (;;) {
      const path = findPath(workflow.exits, goal)
      if (path.kind === 'found') return path.hops
      if (path.kind === 'none') throw unreachable(entity, goal, path.reachable)
      const next = path.statuses.find((status) => !withoutSample.has(status.id))
      if (!next) throw notYetKnown(entity, goal, path.statuses)
      const exits = await exitsBySample(workflow, next, entity, operations)
      if (exits) workflow.exits.set(next.id, exits)
      else withoutSample.add(next.id)
    }
  }

  /** What leads out of a status, as another issue that is in it shows. */
  async function exitsBySample(
    workflow: KnownWorkflow,
    status: Choice,
    entity: IssueEntity,
    operations: readonly string[],
  ): Promise<readonly Hop[] | undefined> {
    const sample = await sampleOf(workflow, status, entity, operations)
    return sample === undefined ? undefined : fetchTransitions(session, sample, operations)
  }

  async function sampleOf(
    workflow: KnownWorkflow,
    status: Choice,
    entity: IssueEntity,
    operations: readonly string[],
  ): Promise<string | undefined> {
    const seen = workflow.samples.get(status.id)
    if (seen !== undefined && (await isIn(seen, status, operations))) return seen
    workflow.samples.delete(status.id)
    const jql = `${entityClause(entity)} AND status = ${quote(status.id)}`
    const [hit] = await searchFirst(session, { jql, fields: ['id'], maxResults: 1, operations })
    return hit && (await isIn(hit.id, status, operations)) ? hit.id : undefined
  }

  async function isIn(id: string, status: Choice, operations: readonly string[]): Promise<boolean> {
    const { issues } = await bulkFetch(session, { idsOrKeys: [id], fields: ['status'], operations })
    return statusOf(issues[0])?.id === status.id
  }

  function workflowOf(issue: Issue): KnownWorkflow | undefined {
    const type = choiceOf(issue.fields['issuetype'])
    const project = parseKey(issue.key)?.project
    return type && project ? known(entityName({ project, type: type.name })) : undefined
  }

  return {
    route(query) {
      const entity = parseEntity(query.entity, projectKey)
      return oneAtATime(entityName(entity), () => findRoute(query, entity))
    },
    note(issue) {
      const status = statusOf(issue)
      if (status) workflowOf(issue)?.samples.set(status.id, issue.id)
    },
    moved: ({ entity, hop, id }) => void known(entityName(parseEntity(entity, projectKey))).samples.set(hop.to.id, id),
    refused: ({ entity }) => void workflows.delete(entityName(parseEntity(entity, projectKey))),
  }
}

function statusOf(issue: Issue | undefined): Choice | undefined {
  return choiceOf(issue?.fields['status'])
}

function unreachable(entity: IssueEntity, { from, to, transitionId }: Goal, reachable: readonly Choice[]): Failure {
  const by = transitionId === undefined ? '' : ` by transition ${transitionId}`
  const ways = reachable.length > 0 ? reachable.map((status) => status.name).join(', ') : 'nothing'
  const message = `No transition leads an issue of ${entityName(entity)} from ${from.name} to ${to.name}${by}; reachable: ${ways}`
  return new Failure('rejection', message, { fields: { status: message } })
}

/** Not a refusal: as soon as any issue gets to one of these statuses, it shows the rest of the way. */
function notYetKnown(entity: IssueEntity, { from, to }: Goal, statuses: readonly Choice[]): Failure {
  const names = statuses.map((status) => status.name).join(', ')
  const message = `How an issue of ${entityName(entity)} gets from ${from.name} to ${to.name} is not known yet`
  return new Failure('busy', message, {
    fields: { status: message },
    hint: `No issue is in ${names}. Move one there in Jira, and it shows the rest of the way.`,
  })
}
