import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { fillTemplate, parseTemplate } from '../../core/template.ts'
import { startSandbox } from '../../sandbox/index.ts'
import { listWorkflows } from '../../store/workflows.ts'
import { startCrosstie, type RunningCrosstie } from '../compose.ts'
import type { CommandContext } from '../context.ts'
import { readEnvironment } from '../environment.ts'
import { CommandError, EXIT } from '../exit.ts'
import type { Installation } from '../installation.ts'
import { createLog } from '../log.ts'
import { parseCount } from '../options.ts'
import { explainPortTaken } from '../port-taken.ts'
import { createProgress } from '../progress.ts'
import { realClock } from '../real-time.ts'
import { runUntilStopped, type Running } from '../until-stopped.ts'
import { countEchoes, editBothSides, type Addresses } from './people.ts'
import { compareWorld, readCalls, readJournal, readWorld } from './world.ts'

interface Options {
  readonly once?: true
  readonly json?: true
  readonly cases: number
}

interface Demo extends Running {
  readonly crosstie: RunningCrosstie
  readonly addresses: Addresses
  readonly workflowId: string
}

const LIMIT_MS = 230_000
const LOOK_MS = 500
const TEMPLATE = join(
  dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))),
  'templates',
  'salesforce-cases-to-jira-tasks.yaml',
)

export function addDemoCommand(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('show Crosstie at work between an imitation Jira and an imitation Salesforce')
    .option('--once', 'bring the cases over, edit some on both sides, report and end')
    .option('--json', 'with --once: print one line of JSON')
    .option('--cases <number>', 'cases to bring over', parseCount, 300)
    .action(async (options: Options) => {
      if (options.once) context.exitWith(await runOnce(options, context))
      else context.exitWith(await runUntilStopped(() => runOpen(options, context), context.control))
    })
}

async function startDemo(options: Options, context: CommandContext): Promise<Demo> {
  const environment = readEnvironment(context.variables)
  const dataDir = await mkdtemp(join(tmpdir(), 'crosstie-demo-'))
  const ports = options.once ? {} : { jiraPort: 4101, salesforcePort: 4102, controlPort: 4103 }
  const sandbox = await startSandbox({ ...ports, cases: options.cases }).catch((error: unknown) => {
    throw explainPortTaken(error, 'another demo or sandbox on ports 4101 to 4103')
  })
  const log = createLog({ level: 'error', stream: context.err, readable: context.err.isTTY === true })
  const installation = await installationOf(sandbox.addresses)
  const crosstie = await startCrosstie({
    host: '127.0.0.1',
    port: options.once ? 0 : environment.CROSSTIE_PORT,
    dataDir,
    installation,
    log,
    ...(environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {}),
  }).catch(async (error: unknown) => {
    await sandbox.close()
    throw explainPortTaken(error, 'CROSSTIE_PORT')
  })
  const [workflow] = await listWorkflows(crosstie.store.db)
  const stop = async () => {
    await crosstie.stop()
    await sandbox.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { crosstie, addresses: sandbox.addresses, workflowId: workflow?.id ?? '', stop }
}

async function installationOf({ jira, salesforce }: Addresses): Promise<Installation> {
  const parsed = parseTemplate(parse(await readFile(TEMPLATE, 'utf8')))
  const filled = 'template' in parsed ? fillTemplate(parsed.template, { project: jira.projectKey }) : parsed
  if ('problems' in filled) throw new CommandError(`The template is not right: ${JSON.stringify(filled.problems)}`)
  const { clientId, clientSecret } = salesforce
  const { email, apiToken, projectKey } = jira
  const environment = 'sandbox' as const
  return {
    path: 'the demo',
    publicUrl: undefined,
    systems: [
      {
        name: 'salesforce',
        kind: 'salesforce',
        environment,
        settings: { url: salesforce.url, auth: { method: 'client-credentials', clientId, clientSecret } },
      },
      {
        name: 'jira',
        kind: 'jira',
        environment,
        settings: { url: jira.url, projectKey, auth: { method: 'api-token', email, apiToken } },
      },
    ],
    workflows: [{ source: TEMPLATE, document: filled.workflow, state: 'active' }],
  }
}

/** Watches both sandboxes until they agree and nothing is under way. */
async function untilInStep(demo: Demo, context: CommandContext, label: string): Promise<boolean> {
  const { control } = demo.addresses
  const progress = createProgress(label, context.err)
  const start = realClock.monotonicMs()
  for (;;) {
    const world = await readWorld(control)
    const { mismatches } = compareWorld(world)
    progress.report(world.cases.length - mismatches, world.cases.length)
    const { waiting, delayed, running } = await demo.crosstie.engine.depth(demo.workflowId)
    if (mismatches === 0 && waiting + delayed + running === 0) {
      progress.finish('in step')
      return true
    }
    if (realClock.monotonicMs() - start > LIMIT_MS) {
      progress.finish('not in step')
      return false
    }
    await realClock.wait(LOOK_MS)
  }
}

async function runOnce(options: Options, context: CommandContext) {
  const started = realClock.monotonicMs()
  const demo = await startDemo(options, context)
  try {
    const { control } = demo.addresses
    const isBroughtOver = await untilInStep(demo, context, 'Bringing cases over')
    const broughtOver = await readCalls(control)
    const agreedAt = realClock.now().toISOString()
    const isInStep = isBroughtOver && (await editAndSettle(demo, context))
    const world = await readWorld(control)
    const journal = await readJournal(control)
    const { linked, duplicates, mismatches } = compareWorld(world)
    const report = {
      cases: world.cases.length,
      issues: linked,
      created: journal.jira.filter(({ isIntegration, action }) => isIntegration && action === 'create').length,
      updated: journal.jira.concat(journal.salesforce).filter((entry) => entry.isIntegration && entry.at > agreedAt)
        .length,
      duplicates,
      mismatches,
      echoes: countEchoes(journal, agreedAt, world),
      failed: await countAttention(demo),
      apiCalls: broughtOver,
      apiCallsInAll: await readCalls(control),
      seconds: Math.round((realClock.monotonicMs() - started) / 100) / 10,
      inStep: isInStep && mismatches === 0,
    }
    context.out.write(options.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, null, 2)}\n`)
    return report.inStep && duplicates === 0 ? EXIT.done : EXIT.problems
  } finally {
    await demo.stop()
  }
}

/** In step again after people's edits, and still so two polls later: an echo would show by then. */
async function editAndSettle(demo: Demo, context: CommandContext): Promise<boolean> {
  const { engine } = demo.crosstie
  await editBothSides(demo.addresses, await readWorld(demo.addresses.control))
  if (!(await untilInStep(demo, context, 'Carrying edits across'))) return false
  for (let poll = 0; poll < 2; poll += 1) {
    await realClock.wait(3_000)
    await engine.pollNow(demo.workflowId)
  }
  return untilInStep(demo, context, 'Looking for echoes')
}

async function countAttention({ crosstie }: Demo): Promise<number> {
  const rows = await crosstie.store.db.selectFrom('attention').select('id').where('resolved_at', 'is', null).execute()
  return rows.length
}

async function runOpen(options: Options, context: CommandContext): Promise<Running> {
  const demo = await startDemo(options, context)
  await untilInStep(demo, context, 'Bringing cases over')
  const { addresses, crosstie } = demo
  const { cases, issues } = await readWorld(addresses.control)
  const one = cases[0]
  const issue = issues.find(({ custom }) => custom['Salesforce Case ID'] === one?.Id)
  context.out.write(`
  Crosstie     ${crosstie.url}
  Salesforce   ${addresses.salesforce.url}   (an imitation)
  Jira         ${addresses.jira.url}   (an imitation)

  Sign in once with ${await crosstie.signInLink()}

  Try it: edit  ${addresses.salesforce.url}/cases/${one?.Id ?? ''}
          watch ${addresses.jira.url}/browse/${issue?.key ?? ''}
  and the other way round. Changes travel with the next poll, within ten seconds. Ctrl-C ends the demo.

`)
  crosstie.engine.onOperation(({ verdict, summary }) => {
    if (verdict !== 'unchanged' && verdict !== 'filtered') {
      context.out.write(`${realClock.now().toISOString().slice(11, 19)}  ${verdict.padEnd(9)}  ${summary}\n`)
    }
  })
  return demo
}
