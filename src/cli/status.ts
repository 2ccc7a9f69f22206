import type { Command } from 'commander'
import type { Status } from '../api/status.ts'
import { queueOf } from '../engine/load.ts'
import { readStatus } from '../server/status.ts'
import { createPgBossQueue } from '../store/pg-boss-queue.ts'
import type { Store } from '../store/store.ts'
import type { CommandContext } from './context.ts'
import { readEnvironment } from './environment.ts'
import { withRunningStore } from './open-database.ts'

interface Options {
  readonly data?: string
  readonly json?: true
}

export function addStatusCommand(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('tell how a running Crosstie is doing')
    .option('--data <folder>', 'data directory (default: ./data)')
    .option('--json', 'print one line of JSON')
    .action(async ({ data, json }: Options) => {
      const environment = readEnvironment(context.variables)
      const place = { dataDir: data ?? environment.CROSSTIE_DATA, databaseUrl: environment.DATABASE_URL }
      const status = await withRunningStore(place, readStatusOf)
      context.out.write(json ? `${JSON.stringify(status)}\n` : readableStatus(status))
    })
}

export function readStatusOf({ db, url }: Store): Promise<Status> {
  // Only asked for depths, so never started: it belongs to the program that runs.
  const queue = createPgBossQueue({ db, url, isOnlyUser: false, onError: () => undefined })
  return readStatus(db, (workflowId) => queue.depth(queueOf(workflowId)))
}

/** The status as a page of text. */
export function readableStatus({ health, version, systems, workflows, queueDepth, failuresByKind }: Status): string {
  const failures = Object.entries(failuresByKind).map(([kind, count]) => `${count} ${kind}`)
  return [
    `Crosstie ${version}: ${health}, ${queueDepth} waiting, needs attention: ${failures.join(', ') || 'nothing'}`,
    ...section('Connected systems', systems, ({ name, kind, environment, state }) => [
      `${name}  ${kind}, ${environment}: ${stateText(state)}`,
    ]),
    ...section('Workflows', workflows, ({ name, state, pairs, attention, actions }) => [
      `${name}  ${stateText(state)}, ${pairs} pairs, ${attention} to look at`,
      ...actions.map((action) => `  ${action.name}: ${pollText(action)}`),
    ]),
    '',
  ].join('\n')
}

function section<T>(title: string, entries: readonly T[], linesOf: (entry: T) => readonly string[]): string[] {
  const lines = entries.flatMap(linesOf)
  return ['', title, ...(lines.length > 0 ? lines : ['none yet']).map((line) => `  ${line}`)]
}

function stateText(state: { readonly kind: string; readonly reason?: string }): string {
  return state.reason ? `${state.kind} (${state.reason})` : state.kind
}

function pollText({ lastPollAt, covered, failure }: Status['workflows'][number]['actions'][number]): string {
  if (failure) return `the last poll failed: ${failure}`
  if (!lastPollAt || !covered) return 'not polled yet'
  return `polled at ${lastPollAt}, covered ${covered.from ?? 'everything'} to ${covered.to}`
}
