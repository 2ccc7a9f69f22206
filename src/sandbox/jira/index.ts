import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { SandboxClock } from '../clock.ts'
import { people } from '../people.ts'
import { type Calls, createCallCounter } from './calls.ts'
import type { Faults } from './faults.ts'
import type { JournalEntry } from './journal.ts'
import { registerPages } from './pages/routes.ts'
import { createSite } from './seed.ts'
import type { SiteState } from './site.ts'
import { registerComments } from './wire/comment-routes.ts'
import { answerErrors, readJsonBodies } from './wire/errors.ts'
import { guardApi } from './wire/guard.ts'
import { registerIssues } from './wire/issue-routes.ts'
import { registerMeta } from './wire/meta-routes.ts'
import { registerProperties } from './wire/property-routes.ts'
import { registerSearch } from './wire/search-routes.ts'
import { registerUsers } from './wire/user-routes.ts'

export interface JiraOptions {
  /** 0 takes any free port. */
  readonly port: number
  readonly host: string
  readonly seed: number
  readonly clock: SandboxClock
}

export interface JiraCredentials {
  readonly email: string
  readonly apiToken: string
  readonly projectKey: 'OPS'
  /** Somebody at work, as opposed to the integration user. */
  readonly person: { readonly email: string; readonly apiToken: string }
}

/** A Jira Cloud site of REST version 3 that runs in this process. */
export interface JiraSandbox {
  readonly url: string
  readonly credentials: JiraCredentials
  readonly site: SiteState
  readonly faults: Faults
  calls(): Calls
  resetCalls(): void
  journal(): readonly JournalEntry[]
  close(): Promise<void>
}

const bodyMax = 10 * 1024 * 1024

export async function startJira({ port, host, seed, clock }: JiraOptions): Promise<JiraSandbox> {
  const site = createSite({ seed, clock })
  const counter = createCallCounter()
  const app = Fastify({ bodyLimit: bodyMax, forceCloseConnections: true, routerOptions: { maxParamLength: 300 } })
  guardApi(app, site, counter)
  answerErrors(app)
  readJsonBodies(app)
  for (const register of [
    registerSearch,
    registerIssues,
    registerComments,
    registerProperties,
    registerMeta,
    registerUsers,
    registerPages,
  ]) {
    register(app, site)
  }
  await app.listen({ port, host })
  // An address of a TCP server is never a string.
  site.url = `http://${host}:${(app.server.address() as AddressInfo).port}`
  return {
    url: site.url,
    credentials: credentialsOf(site),
    site,
    faults: site.faults,
    calls: counter.calls,
    resetCalls: counter.reset,
    journal: () => site.journal,
    close: () => app.close(),
  }
}

function credentialsOf({ integration, users }: SiteState): JiraCredentials {
  const person = users.find(({ email }) => email === people[0]?.email) ?? integration
  return {
    email: integration.email,
    apiToken: integration.apiToken,
    projectKey: 'OPS',
    person: { email: person.email, apiToken: person.apiToken },
  }
}
