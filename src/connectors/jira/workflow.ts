import type { Hop } from '../../core/connector.ts'
import type { Choice } from '../../core/record.ts'

/** What is known of a workflow: for each status, by id, the transitions that lead out of it. */
export type WorkflowGraph = ReadonlyMap<string, readonly Hop[]>

export interface Goal {
  readonly from: Choice
  readonly to: Choice
  /** The transition that must be the last step. */
  readonly transitionId?: string | undefined
}

export type Path =
  | { readonly kind: 'found'; readonly hops: readonly Hop[] }
  /** There may be a way through these statuses, nearest first, once it is known what leads out of them. */
  | { readonly kind: 'unexplored'; readonly statuses: readonly Choice[] }
  | { readonly kind: 'none'; readonly reachable: readonly Choice[] }

/** The shortest known way from one status to another, breadth first. */
export function findPath(graph: WorkflowGraph, goal: Goal): Path {
  const ways = new Map<string, readonly Hop[]>([[goal.from.id, []]])
  const reachable: Choice[] = []
  const unexplored: Choice[] = []
  for (const [status, hops] of ways) {
    const exits = graph.get(status)
    if (!exits) unexplored.push(hops.at(-1)?.to ?? goal.from)
    for (const hop of exits ?? []) {
      if (isLast(hop, goal)) return { kind: 'found', hops: [...hops, hop] }
      if (ways.has(hop.to.id)) continue
      ways.set(hop.to.id, [...hops, hop])
      reachable.push(hop.to)
    }
  }
  return unexplored.length > 0 ? { kind: 'unexplored', statuses: unexplored } : { kind: 'none', reachable }
}

function isLast(hop: Hop, { to, transitionId }: Goal): boolean {
  return hop.to.id === to.id && (transitionId === undefined || hop.transitionId === transitionId)
}
