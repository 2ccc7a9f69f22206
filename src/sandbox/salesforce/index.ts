import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { people } from '../people.ts'
import { type SandboxClock, systemClock } from '../clock.ts'
import { createCallBook, type CallCounts } from './calls.ts'
import { createFaults, type SalesforceFaults } from './faults.ts'
import { serveApi } from './http.ts'
import { createOrg, type JournalEntry, type OrgState } from './org.ts'
import { servePages } from './page/routes.ts'
import { createQueries } from './queries.ts'
import { createRandom } from './random.ts'
import type { Dispatch, Route } from './rest/api.ts'
import { dispatch } from './rest/api.ts'
import { collectionRoutes } from './rest/collections.ts'
import { compositeRoute } from './rest/composite.ts'
import { metadataRoutes } from './rest/metadata.ts'
import { queryRoutes } from './rest/query.ts'
import { recordRoutes } from './rest/records.ts'
import { createCredentials } from './seed/credentials.ts'
import { seedOrg } from './seed/org.ts'
import { createSignIn, type SalesforceCredentials } from './sign-in.ts'

export type { AnswerFault, SalesforceFaults, ValidationRule } from './faults.ts'
export type { Actor, JournalEntry, OrgState } from './org.ts'
export type { Row } from './tables.ts'

export interface SalesforceSandbox {
  readonly url: string
  readonly credentials: SalesforceCredentials
  readonly org: OrgState
  /** API calls by readable kind: the integration user's, and everybody else's. */
  calls(): { readonly integration: CallCounts; readonly others: CallCounts }
  resetCalls(): void
  /** Every write since the start, from the wire or the web page. */
  journal(): readonly JournalEntry[]
  readonly faults: SalesforceFaults
  close(): Promise<void>
}

export interface SalesforceOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly host?: string
  /** How many cases the org starts with. */
  readonly cases?: number
  readonly seed?: number
  /** What time it is in the org; answers wait in real time unless it says otherwise. */
  readonly clock?: Pick<SandboxClock, 'now'> & Partial<SandboxClock>
}

/** Starts an org of its own: state in memory, content from the seed, one port for the API and the web pages. */
export async function startSalesforce({
  port = 0,
  host = '127.0.0.1',
  cases = 300,
  seed = 1,
  clock = systemClock,
}: SalesforceOptions = {}): Promise<SalesforceSandbox> {
  const random = createRandom(seed)
  const credentials = createCredentials(random)
  const faults = createFaults({ sessions: () => signIn.expireAll(), cursors: () => queries.expireCursors() })
  const org = createOrg({
    clock,
    faults,
    seed: (tables) => seedOrg(tables, { cases, random, now: clock.now(), credentials }),
  })
  const signIn = createSignIn({
    org,
    clock,
    random,
    credentials,
    isPasswordFlowBlocked: () => faults.passwordFlowBlocked,
  })
  const queries = createQueries(org, clock)
  const calls = createCallBook()
  let used = 0

  const parts: readonly Route[] = [
    ...metadataRoutes(() => ({ max: faults.dailyApiRequests, used })),
    ...queryRoutes(queries),
    ...collectionRoutes(org),
    ...recordRoutes(org),
  ]
  const dispatchPart: Dispatch = (request) => dispatch(parts, request)
  const routes = [...parts, compositeRoute(org, dispatchPart)]

  const app = fastify({ bodyLimit: 50 * 1024 * 1024, forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body))
  const spend = () => {
    used += 1
  }
  serveApi(app, {
    routes,
    signIn,
    faults,
    calls,
    clock: { now: () => clock.now(), wait: clock.wait ?? systemClock.wait },
    usage: { used: () => used, spend },
  })

  servePages(app, { org, clock, team: people.map(({ email }) => email) })

  await app.listen({ port, host })
  return {
    url: `http://${host}:${portOf(app.server.address())}`,
    credentials,
    org,
    calls: calls.totals,
    resetCalls: calls.reset,
    journal: org.journal,
    faults,
    close: () => app.close(),
  }
}

const portOf = (address: AddressInfo | string | null) =>
  address !== null && typeof address === 'object' ? address.port : 0
