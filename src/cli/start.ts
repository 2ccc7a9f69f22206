import type { Command } from 'commander'
import { connectorKinds } from '../connectors/registry.ts'
import { startCrosstie } from './compose.ts'
import type { CommandContext } from './context.ts'
import { readEnvironment, type Environment } from './environment.ts'
import { readInstallation, type Installation } from './installation.ts'
import { createLog } from './log.ts'
import { parsePort } from './options.ts'
import { explainPortTaken } from './port-taken.ts'
import { runUntilStopped, type Running } from './until-stopped.ts'

interface Options {
  readonly config?: string
  readonly port?: number
  readonly host?: string
  readonly data?: string
}

export function addStartCommand(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('start Crosstie: database, engine and web app in one')
    .option('--config <file>', 'installation file to apply')
    .option('--port <port>', 'port of the web app (default: 4100)', parsePort)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--data <folder>', 'data directory (default: ./data)')
    .action(async (options: Options) => {
      const environment = readEnvironment(context.variables)
      const installation = await readConfigured(options, context)
      context.exitWith(
        await runUntilStopped(() => start(options, { environment, installation, context }), context.control),
      )
    })
}

interface StartNeeds {
  readonly environment: Environment
  readonly installation: Installation | undefined
  readonly context: CommandContext
}

async function start(options: Options, { environment, installation, context }: StartNeeds): Promise<Running> {
  const log = createLog({ level: environment.LOG_LEVEL, stream: context.err, readable: context.err.isTTY === true })
  const running = await startCrosstie({
    host: options.host ?? environment.CROSSTIE_HOST,
    port: options.port ?? environment.CROSSTIE_PORT,
    dataDir: options.data ?? environment.CROSSTIE_DATA,
    ...(environment.DATABASE_URL ? { databaseUrl: environment.DATABASE_URL } : {}),
    ...(environment.CROSSTIE_KEY ? { key: environment.CROSSTIE_KEY } : {}),
    ...(installation ? { installation } : {}),
    log,
  }).catch((error: unknown) => {
    throw explainPortTaken(error, '--port')
  })
  context.out.write(`Crosstie is ready at ${running.url}\n`)
  if (running.firstAdminLink) context.out.write(`Make the first administrator: ${running.firstAdminLink}\n`)
  return running
}

async function readConfigured(options: Options, { variables }: CommandContext): Promise<Installation | undefined> {
  if (!options.config) return undefined
  return readInstallation(options.config, { variables, kinds: [...connectorKinds.values()] })
}
