import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../src/core/clock.ts'
import type { Exchange } from '../src/core/connector.ts'
import { salesforce } from '../src/connectors/salesforce/index.ts'

/** A request as it arrived, its path decoded. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** Parsed where it is JSON; the fields of a form; else undefined. */
  readonly body: unknown
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  /** How long the org works on it. */
  readonly delayMs?: number
  /** Told just before the answer leaves. */
  readonly onSent?: () => void
  /** Hang up in place of an answer, after the request has arrived. */
  readonly drop?: true
}

export interface StubOrg {
  readonly url: string
  readonly asked: Asked[]
  close(): Promise<void>
}

/** An org for one test: answers what the test says, and what every org says where the test says nothing. */
export async function stubOrg(answer: (asked: Asked) => Answer | undefined = () => undefined): Promise<StubOrg> {
  const asked: Asked[] = []
  let tokens = 0
  const server = createServer((request, response) => void respond(request, response))

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one: Asked = {
      method: request.method ?? '',
      path: decodeURIComponent(request.url ?? ''),
      headers: request.headers,
      body: await readBody(request),
    }
    asked.push(one)
    const reply = answer(one) ?? usual(one, addressOf(server), () => ++tokens)
    if (reply.delayMs !== undefined) await sleep(reply.delayMs)
    reply.onSent?.()
    if (reply.drop) return void request.socket.destroy()
    const text = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json))
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers }).end(text)
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: addressOf(server),
    asked,
    close: () => new Promise((closed) => void server.close(() => closed()).closeAllConnections()),
  }
}

export const CASE_ID = '500000000000001AAA'

const field = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  type,
  length: 0,
  nillable: true,
  defaultedOnCreate: false,
  createable: true,
  updateable: true,
  unique: false,
  ...more,
})

const DESCRIBED = {
  name: 'Case',
  label: 'Case',
  fields: [
    field('Id', 'id'),
    field('CaseNumber', 'string', { nameField: true, length: 30 }),
    field('Subject', 'string', { length: 255 }),
    field('Priority', 'picklist'),
    field('LastModifiedDate', 'datetime'),
    field('SystemModstamp', 'datetime'),
    field('Jira_Issue_Id__c', 'string', { length: 80, unique: true }),
  ],
}

/** What an org answers to sign-ins and questions about itself. */
function usual({ path }: Asked, url: string, nextToken: () => number): Answer {
  if (path === '/services/oauth2/token') {
    return { json: { access_token: `token-${nextToken()}`, instance_url: url, token_type: 'Bearer' } }
  }
  if (path === '/services/data') return { json: [{ version: '31.0' }, { version: '66.0' }, { version: '68.0' }] }
  if (path === '/services/oauth2/userinfo') {
    return { json: { user_id: '005000000000001AAA', organization_id: '00D000000000001EAA', name: 'Integration' } }
  }
  if (path.endsWith('/describe')) return { json: DESCRIBED }
  return { json: {}, headers: { 'Sforce-Limit-Info': 'api-usage=54/15000' } }
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  if (request.headers['content-type']?.startsWith('application/json')) return JSON.parse(text) as unknown
  return text === '' ? undefined : Object.fromEntries(new URLSearchParams(text))
}

/** The time of the process. */
const realClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  wait: (milliseconds, signal) =>
    sleep(milliseconds, undefined, { signal: signal as AbortSignal }).catch(() => undefined),
}

export interface SalesforceAccess {
  readonly url: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly clock?: Clock
  readonly onExchange?: (exchange: Exchange) => void
}

/** A connector as the program makes it, signed in with client credentials. */
export function connectSalesforce({
  url,
  clientId = 'key',
  clientSecret = 'a-client-secret',
  ...needs
}: SalesforceAccess) {
  const settings = salesforce.settings.parse({ url, auth: { method: 'client-credentials', clientId, clientSecret } })
  return salesforce.connect(settings, {
    system: 'acme-salesforce',
    clock: needs.clock ?? realClock,
    chance: { random: Math.random, uuid: randomUUID },
    onExchange: needs.onExchange ?? (() => undefined),
  })
}

/** What a promise was refused with. */
export async function refusalOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => Promise.reject(new Error(`was not refused: ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  )
}
