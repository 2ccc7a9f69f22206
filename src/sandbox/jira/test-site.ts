/** What the tests of the Jira sandbox share: a site with a clock that moves only when told, and a caller. */
import type { SandboxClock } from '../clock.ts'
import { type JiraSandbox, startJira } from './index.ts'

export interface TestClock extends SandboxClock {
  advance(milliseconds: number): void
}

/** Waiting moves the clock, so nothing in a test takes real time. */
export function testClock(start = new Date('2026-11-23T10:00:00Z')): TestClock {
  let time = start.getTime()
  const advance = (milliseconds: number): void => {
    time += milliseconds
  }
  return {
    now: () => new Date(time),
    wait: (milliseconds) => {
      advance(milliseconds)
      return Promise.resolve()
    },
    advance,
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The JSON of the answer, or its text. Tests say what they expect in it. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads many shapes and asserts on each
  readonly body: any
}

export interface CallOptions {
  readonly as?: { readonly email: string; readonly apiToken: string } | 'nobody'
  readonly headers?: Readonly<Record<string, string>>
}

export interface TestSite {
  readonly jira: JiraSandbox
  readonly clock: TestClock
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>
  /** Creates a task and answers with its id and key. */
  createTask(fields?: Readonly<Record<string, unknown>>): Promise<{ id: string; key: string }>
  search(jql: string, more?: Readonly<Record<string, unknown>>): Promise<Answer>
}

export async function openTestSite(seed = 1): Promise<TestSite> {
  const clock = testClock()
  const jira = await startJira({ port: 0, host: '127.0.0.1', seed, clock })
  const call = async (method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> => {
    const response = await fetch(`${jira.url}${path.startsWith('/') ? path : `/rest/api/3/${path}`}`, {
      method,
      headers: { ...authorization(options.as ?? jira.credentials), ...contentType(body), ...options.headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, body: read(await response.text()) }
  }
  return {
    jira,
    clock,
    call,
    createTask: async (fields = {}) => (await call('POST', 'issue', { fields: task(fields) })).body,
    search: (jql, more = {}) => call('POST', 'search/jql', { jql, ...more }),
  }
}

/** The fields of a valid task, but for what a test changes. */
export function task(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { project: { key: 'OPS' }, issuetype: { name: 'Task' }, summary: 'Printer on fire', ...fields }
}

export function doc(text: string): object {
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] }
}

function authorization(as: Exclude<CallOptions['as'], undefined>): Record<string, string> {
  if (as === 'nobody') return {}
  return { authorization: `Basic ${Buffer.from(`${as.email}:${as.apiToken}`).toString('base64')}` }
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
