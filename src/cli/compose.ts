import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Connector } from '../core/connector.ts'
import { connectSystem } from '../connectors/registry.ts'
import { joinSecrets } from '../connectors/secrets.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
import { createExchangeLog } from '../engine/exchange-log.ts'
import { createOneTimeLink } from '../server/one-time-links.ts'
import { createServer } from '../server/server.ts'
import { startEmbedded } from '../store/embedded-postgres.ts'
import { openKeys, type Keys } from '../store/keys.ts'
import { loadMasterKey } from '../store/master-key.ts'
import { createPgBossQueue } from '../store/pg-boss-queue.ts'
import { openStore, type Store } from '../store/store.ts'
import { sealedSecretsOf, type SystemRow } from '../store/systems.ts'
import { hasUsers } from '../store/users.ts'
import { applyInstallation } from './apply.ts'
import type { Installation } from './installation.ts'
import { realChance, realClock } from './real-time.ts'

export interface StartOptions {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly databaseUrl?: string
  /** Seals stored credentials; without it a key file in the data directory does. */
  readonly key?: string
  readonly installation?: Installation
  readonly log: Logger
}

export interface RunningCrosstie {
  readonly url: string
  readonly engine: Engine
  readonly store: Store
  /** A link that signs somebody in once. */
  signInLink(): Promise<string>
  /** The link that makes the first administrator, while there is nobody. */
  readonly firstAdminLink: string | undefined
  stop(): Promise<void>
}

const LOST_CREATE_MS = 90_000
const CONCURRENCY = 300
const POOL_SIZE = 16
const WEB_ROOT = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'dist', 'web')

/** Wires the rooms together and starts them in order; whatever was started is stopped again if a later step fails. */
export async function startCrosstie(options: StartOptions): Promise<RunningCrosstie> {
  const closers: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  }
  try {
    return { ...(await startRooms(options, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startRooms(
  options: StartOptions,
  closers: (() => Promise<void>)[],
): Promise<Omit<RunningCrosstie, 'stop'>> {
  const { log, dataDir, databaseUrl, installation } = options
  const embedded = databaseUrl === undefined ? await startEmbedded({ dataDir }) : undefined
  if (embedded) closers.push(() => embedded.stop())
  const url = databaseUrl ?? embedded?.url ?? ''
  const onConnectionLost = (error: Error) => log.warn({ err: error }, 'a database connection broke')
  const store = await openStore({ url, poolSize: POOL_SIZE, onConnectionLost })
  closers.push(() => store.close())
  const keys = await openKeys(
    store.db,
    await loadMasterKey({ environmentValue: options.key, dataDir }),
    realClock.now(),
  )
  if (installation) await applyInstallation(installation, { store, keys, clock: realClock, chance: realChance })

  const onError = (error: unknown) => log.error({ err: error }, 'the queue reports an error')
  const queue = createPgBossQueue({ db: store.db, url, isOnlyUser: embedded !== undefined, onError })
  await queue.start()
  closers.push(() => queue.stop())
  const exchanges = createExchangeLog({ store, log })
  const engine = createEngine({
    store,
    queue,
    clock: realClock,
    chance: realChance,
    digest: keys.hash,
    log,
    lostCreateMs: LOST_CREATE_MS,
    concurrency: CONCURRENCY,
    exchanges,
    connect: (system) => connect(system, { store, keys, note: exchanges.note }),
  })
  const webRoot = existsSync(WEB_ROOT) ? { webRoot: WEB_ROOT } : {}
  const server = await createServer({ store, engine, clock: realClock, chance: realChance, log, ...webRoot })
  closers.push(() => server.close())
  const webUrl = await server.listen({ host: options.host, port: options.port })
  closers.push(() => engine.stop())
  await engine.start()

  const link = (purpose: 'sign-in' | 'first-admin') => createOneTimeLink({ store, clock: realClock, purpose, webUrl })
  const firstAdminLink = (await hasUsers(store.db)) ? undefined : await link('first-admin')
  return { url: webUrl, engine, store, signInLink: () => link('sign-in'), firstAdminLink }
}

interface ConnectNeeds {
  readonly store: Store
  readonly keys: Keys
  readonly note: ReturnType<typeof createExchangeLog>['note']
}

async function connect(system: SystemRow, { store, keys, note }: ConnectNeeds): Promise<Connector> {
  const sealed = await sealedSecretsOf(store.db, system.id)
  const secret = z.record(z.string(), z.string()).parse(sealed ? keys.unseal(sealed) : {})
  const settings = joinSecrets({ open: z.record(z.string(), z.unknown()).parse(system.settings), secret })
  const context = { system: system.name, clock: realClock, chance: realChance, onExchange: note }
  return connectSystem(system.kind, settings, context)
}
