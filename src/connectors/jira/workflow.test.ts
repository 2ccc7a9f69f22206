import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Hop } from '../../core/connector.ts'
import type { Choice } from '../../core/record.ts'
import { findPath, type WorkflowGraph } from './workflow.ts'

const status = (id: string): Choice => ({ kind: 'choice', id, name: `Status ${id}` })
const hop = (transitionId: string, to: string): Hop => ({ transitionId, name: transitionId, to: status(to), asks: [] })

/** To Do → In Progress ⇄ Blocked; Done from anywhere, by 41 or, from Blocked, by 42. */
const GRAPH: WorkflowGraph = new Map([
  ['todo', [hop('11', 'progress'), hop('41', 'done')]],
  ['progress', [hop('21', 'blocked'), hop('41', 'done')]],
  ['blocked', [hop('31', 'progress'), hop('41', 'done'), hop('42', 'done')]],
])

const idsOf = (graph: WorkflowGraph, from: string, to: string, transitionId?: string) => {
  const path = findPath(graph, { from: status(from), to: status(to), transitionId })
  return path.kind === 'found' ? path.hops.map((one) => one.transitionId) : path
}

test('[K44] the shortest way is taken, over several hops where there is no direct one', () => {
  expect(idsOf(GRAPH, 'todo', 'done')).toEqual(['41'])
  expect(idsOf(GRAPH, 'todo', 'blocked')).toEqual(['11', '21'])
})

test('[K44] a prescribed transition is the last step', () => {
  expect(idsOf(GRAPH, 'todo', 'done', '42')).toEqual(['11', '21', '42'])
})

test('[K45] what leads out of a status is asked only when the known ways do not arrive', () => {
  const known: WorkflowGraph = new Map([['todo', GRAPH.get('todo') ?? []]])
  expect(idsOf(known, 'todo', 'done')).toEqual(['41'])
  expect(idsOf(known, 'todo', 'blocked')).toEqual({
    kind: 'unexplored',
    statuses: [status('progress'), status('done')],
  })
})

test('[K45] when everything is known and nothing leads there, it says what can be reached', () => {
  const graph: WorkflowGraph = new Map([...GRAPH, ['done', []]])
  const reachable = ['progress', 'done', 'blocked'].map(status)
  expect(idsOf(graph, 'todo', 'closed')).toEqual({ kind: 'none', reachable })
})

test('[K44] every path found is one that the workflow allows, and no shorter one exists', () => {
  const node = fc.integer({ min: 0, max: 6 }).map(String)
  const edges = fc.array(fc.tuple(node, node), { maxLength: 25 })
  fc.assert(
    fc.property(edges, node, node, (pairs, from, to) => {
      fc.pre(from !== to)
      const graph = new Map(Array.from({ length: 7 }, (_, index) => [String(index), [] as Hop[]] as const))
      for (const [start, end] of pairs) graph.get(start)?.push(hop(`${start}-${end}`, end))
      const path = findPath(graph, { from: status(from), to: status(to) })
      expect(path.kind === 'found' ? path.hops.length : undefined).toBe(distance(pairs, from, to))
      if (path.kind === 'found') {
        const walked = path.hops.map((one) => one.transitionId.split('-'))
        expect(walked[0]?.[0]).toBe(from)
        walked.slice(1).forEach(([start], index) => expect(start).toBe(walked[index]?.[1]))
      }
    }),
  )
})

/** The same by relaxing edges over and over. */
function distance(edges: readonly (readonly [string, string])[], from: string, to: string): number | undefined {
  const distances = new Map([[from, 0]])
  for (let round = 0; round < 7; round++) {
    for (const [start, end] of edges) {
      const here = distances.get(start)
      if (here !== undefined) distances.set(end, Math.min(distances.get(end) ?? Infinity, here + 1))
    }
  }
  return distances.get(to)
}
