import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { realChance, realClock } from '../../src/cli/real-time.ts'
import { connectSystem } from '../../src/connectors/registry.ts'
import type { Clock } from '../../src/core/clock.ts'
import type { Connector } from '../../src/core/connector.ts'
import { CASE_ID_FIELD } from './site.ts'

const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly json?: unknown
  readonly text?: string
}

export type Answers = Readonly<Record<string, (body: { [name: string]: unknown }, query: URLSearchParams) => Answer>>

export const ME = { accountId: '712020:me', displayName: 'Me' }
const TASK = { id: '10001', name: 'Task', statuses: [] }
const FIELDS = [
  { id: 'summary', name: 'Summary', schema: { type: 'string', system: 'summary' } },
  { id: CASE_ID_FIELD, name: 'Case', custom: true, schema: { type: 'string', custom: 'x:textfield' } },
]

const USUAL: Answers = {
  'GET /rest/api/3/myself': () => ({ json: ME, headers: { 'x-aaccountid': encodeURIComponent(ME.accountId) } }),
  'GET /rest/api/3/project/OPS/statuses': () => ({ json: [TASK] }),
  'GET /rest/api/3/field': () => ({ json: FIELDS }),
}

const NOT_FOUND: Answer = { status: 404, json: {} }

export interface OddSite {
  readonly jira: Connector
  readonly url: string
  /** Method and path of each call. */
  readonly asked: readonly string[]
  readonly headers: readonly IncomingHttpHeaders[]
}

interface Oddities {
  readonly auth?: object
  readonly clock?: Clock
}

/** A site that answers as told, as the signed-in account unless told otherwise. */
export async function oddSite(answers: Answers, oddities: Oddities = {}): Promise<OddSite> {
  const asked: string[] = []
  const headers: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => void answerTo(request, response))
  async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://odd.example')
    const name = `${request.method} ${pathname}`
    asked.push(name)
    headers.push(request.headers)
    const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as { [name: string]: unknown }) : {}
    const answer = { ...USUAL, ...answers }[name]?.(body, query) ?? NOT_FOUND
    const named = { 'x-aaccountid': encodeURIComponent(ME.accountId), ...answer.headers }
    response.writeHead(answer.status ?? 200, JSON.parse(JSON.stringify(named)) as Record<string, string>)
    response.end(answer.text ?? JSON.stringify(answer.json))
  }
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  closers.push(() => new Promise((closed) => void server.close(closed).closeAllConnections()))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { jira: connectOddly(url, oddities), url, asked, headers }
}

export function connectOddly(url: string, { auth = {}, clock = realClock }: Oddities = {}): Connector {
  const settings = {
    url: `${url}/`,
    projectKey: 'OPS',
    auth: { method: 'api-token', email: 'me@acme.example', apiToken: 'token', ...auth },
  }
  const context = { system: 'acme-jira', clock, chance: realChance, onExchange: () => undefined }
  const jira = connectSystem('jira', settings, context)
  closers.push(() => jira.close())
  return jira
}

export const issueOf = (id: string, more: object = {}) => ({
  id,
  key: `OPS-${id}`,
  fields: { updated: '2026-01-01T10:00:00.000+0100', issuetype: { id: '10001', name: 'Task' }, summary: `Issue ${id}` },
  ...more,
})
