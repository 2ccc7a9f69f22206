import fastifyCookie from '@fastify/cookie'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Chance, Clock } from '../core/clock.ts'
import type { Store } from '../store/store.ts'
import type { EngineControl } from './engine-control.ts'
import { installErrors } from './errors.ts'
import { serveLiveEvents } from './live-events.ts'
import { serveDashboard } from './routes/dashboard.ts'
import { serveOperations } from './routes/operations.ts'
import { serveProbes } from './routes/probes.ts'
import { serveSession } from './routes/session.ts'
import { serveWorkflows } from './routes/workflows.ts'
import { installSecurity } from './security.ts'
import { installSessions } from './sessions.ts'
import { serveWebApp } from './static.ts'

const bodyLimitBytes = 256 * 1024

export interface ServerNeeds {
  readonly store: Store
  readonly engine: EngineControl
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
  /** Folder of the built web app; without it, the API alone is served. */
  readonly webRoot?: string | undefined
  /** Where people and the two systems reach us, if that is not where we listen. With https, cookies ask for it. */
  readonly publicUrl?: string | undefined
}

export interface Server {
  /** Answers with the address that it listens at. */
  listen(where: { host: string; port: number }): Promise<string>
  /** Lets running requests finish and ends the live ones. */
  close(): Promise<void>
}

/** Everything that is served over HTTP: the API, live events, probes and the web app. */
export async function createServer(needs: ServerNeeds): Promise<Server> {
  const app = await createApp(needs)
  return { listen: (where) => app.listen(where), close: () => app.close() }
}

async function createApp({ webRoot, publicUrl, ...needs }: ServerNeeds): Promise<FastifyInstance> {
  const { store, engine, clock, chance, log } = needs
  const https = publicUrl?.startsWith('https:') ?? false
  const loggerInstance: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
  })
  // Browsers send text/plain to other sites without asking; JSON they do not.
  app.removeContentTypeParser('text/plain')
  installErrors(app)
  await installSecurity(app, { https, publicUrl })
  await app.register(fastifyCookie)
  const sessions = installSessions(app, { store, clock, https })
  serveProbes(app, store)
  serveSession(app, { store, sessions, clock, chance })
  serveDashboard(app, { store, engine, clock })
  serveOperations(app, store)
  serveWorkflows(app, { store, engine })
  const onError = (error: unknown) => log.error({ err: error }, 'live events could not be read')
  serveLiveEvents(app, { store, engine, clock, onError })
  if (webRoot !== undefined) await serveWebApp(app, webRoot)
  return app
}
