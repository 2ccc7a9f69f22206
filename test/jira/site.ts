import { afterEach } from 'vitest'
import { realChance, realClock } from '../../src/cli/real-time.ts'
import { connectSystem } from '../../src/connectors/registry.ts'
import type { ChangesPage, Connector, ChangesQuery, CreateRequest, Exchange } from '../../src/core/connector.ts'
import { type JiraSandbox, startJira } from '../../src/sandbox/jira/index.ts'
import { systemClock } from '../../src/sandbox/clock.ts'

export const CASE_ID_FIELD = 'customfield_10050'
export const CASE_NUMBER_FIELD = 'customfield_10051'

export interface ConnectedSite {
  readonly sandbox: JiraSandbox
  readonly jira: Connector
  readonly exchanges: readonly Exchange[]
  /** Calls by the integration user since the last time this was asked, by kind. */
  calls(): Readonly<Record<string, number>>
  /** Another connection, which knows nothing of what the first one did. */
  connectAnew(credentials?: { email: string; apiToken: string }): Connector
}

const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A sandbox of Jira and a connector to it, gone after the test. */
export async function connectedSite(): Promise<ConnectedSite> {
  const sandbox = await startJira({ port: 0, host: '127.0.0.1', seed: 1, clock: systemClock })
  closers.push(sandbox.close)
  const exchanges: Exchange[] = []
  const connectAnew = ({ email, apiToken } = sandbox.credentials): Connector => {
    const settings = { url: sandbox.url, projectKey: 'OPS', auth: { method: 'api-token', email, apiToken } }
    const onExchange = (exchange: Exchange) => void exchanges.push(exchange)
    const jira = connectSystem('jira', settings, {
      system: 'acme-jira',
      clock: realClock,
      chance: realChance,
      onExchange,
    })
    closers.push(() => jira.close())
    return jira
  }
  const calls = () => {
    const { integration } = sandbox.calls()
    sandbox.resetCalls()
    return integration
  }
  return { sandbox, jira: connectAnew(), exchanges, calls, connectAnew }
}

/** A create of a task for a case. */
export function taskFor(caseId: string, more: Partial<CreateRequest> = {}): CreateRequest {
  return {
    entity: 'OPS.Task',
    fields: { summary: `Task for ${caseId}`, ...more.fields },
    marker: { field: CASE_ID_FIELD, value: caseId },
    read: ['summary', 'status', CASE_ID_FIELD],
    ...(more.marker ? { marker: more.marker } : {}),
  }
}

export function caseId(number: number): string {
  return `500A${String(number).padStart(11, '0')}AAA`
}

export function caseIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => caseId(index + 1))
}

export async function pagesOf(jira: Connector, query: Partial<ChangesQuery> = {}): Promise<ChangesPage[]> {
  const pages: ChangesPage[] = []
  for await (const page of jira.changesSince({ entity: 'OPS.Task', since: null, ...query })) pages.push(page)
  return pages
}

/** Somebody at work edits an issue. */
export async function edit(sandbox: JiraSandbox, id: string, fields: object): Promise<void> {
  await asPerson(sandbox, 'PUT', `/rest/api/3/issue/${id}`, { fields })
}

/** Somebody at work calls the API. */
export async function asPerson(sandbox: JiraSandbox, method: string, path: string, body: unknown): Promise<unknown> {
  const { email, apiToken } = sandbox.credentials.person
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`,
      'content-type': 'application/json',
      'x-atlassian-token': 'no-check',
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
