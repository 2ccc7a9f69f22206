import type { Command } from 'commander'
import { startSandbox } from '../sandbox/index.ts'
import type { CommandContext } from './context.ts'
import { parseCount, parsePort } from './options.ts'
import { explainPortTaken } from './port-taken.ts'
import { runUntilStopped, type Running } from './until-stopped.ts'

interface Options {
  readonly jiraPort: number
  readonly salesforcePort: number
  readonly controlPort: number
  readonly cases: number
  readonly seed: number
  readonly host: string
  readonly json?: true
}

type Addresses = Awaited<ReturnType<typeof startSandbox>>['addresses']

export function addSandboxCommand(program: Command, context: CommandContext): void {
  program
    .command('sandbox')
    .description('serve an imitation Jira and an imitation Salesforce to try things on')
    .option('--jira-port <port>', 'port of the imitation Jira', parsePort, 4101)
    .option('--salesforce-port <port>', 'port of the imitation Salesforce', parsePort, 4102)
    .option('--control-port <port>', 'port for causing faults', parsePort, 4103)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--cases <number>', 'cases to begin with', parseCount, 300)
    .option('--seed <number>', 'the same seed gives the same records', parseCount, 1)
    .option('--json', 'print addresses and credentials as one line of JSON')
    .action(async (options: Options) => {
      context.exitWith(await runUntilStopped(() => serve(options, context), context.control))
    })
}

async function serve({ json, ...options }: Options, { out }: CommandContext): Promise<Running> {
  const sandbox = await startSandbox(options).catch((error: unknown) => {
    throw explainPortTaken(error, '--jira-port, --salesforce-port or --control-port')
  })
  out.write(json ? `${JSON.stringify(sandbox.addresses)}\n` : readableAddresses(sandbox.addresses))
  return { stop: () => sandbox.close() }
}

function readableAddresses({ jira, salesforce, control }: Addresses): string {
  return `
  Jira        ${jira.url}
    as Crosstie     ${jira.email}, API token ${jira.apiToken}
    as a person     ${jira.person.email}, API token ${jira.person.apiToken}
    project         ${jira.projectKey}

  Salesforce  ${salesforce.url}
    connected app   ${salesforce.clientId}, secret ${salesforce.clientSecret}
    as Crosstie     ${salesforce.username}, password ${salesforce.password}
    as a person     ${salesforce.person.username}, password ${salesforce.person.password}

  Faults      ${control}

  Both are imitations on this machine: nothing you do here reaches a real system. Ctrl-C ends them.
`.slice(1)
}
