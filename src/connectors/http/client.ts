import { gunzipSync } from 'node:zlib'
import type { Dispatcher } from 'undici'
import type { Chance, Clock } from '../../core/clock.ts'
import type { Exchange } from '../../core/connector.ts'
import { Failure, type Effect } from '../../core/failure.ts'
import { refusalOf } from './addresses.ts'
import { createRedactor, type Redactor } from './redact.ts'
import { createTransport, type ProxySettings } from './transport.ts'

export interface HttpSettings {
  /** For the whole call, connection and body included. Default: 30 seconds. */
  readonly timeoutMs?: number | undefined
  readonly proxy?: ProxySettings | undefined
  /** Certificates (PEM) trusted beside the usual ones. */
  readonly ca?: string | undefined
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Absolute. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /**
   * `repeatable`: a lost answer has effect none (reads, and what is idempotent by nature);
   * `once`: a lost answer has effect unknown.
   */
  readonly effect: 'repeatable' | 'once'
  /** Operations that this call works for. */
  readonly operations?: readonly string[]
  readonly timeoutMs?: number
}

export interface HttpResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body as JSON; of an error answer that is no JSON, undefined; of a 2xx that is none, a Failure. */
  json(): unknown
}

export interface HttpClient {
  /** Sends once: no retries, no redirects, any status is an answer. A Failure of kind connectivity if there is none. */
  send(request: HttpRequest): Promise<HttpResponse>
  /** Drops all connections; calls in flight fail. */
  close(): Promise<void>
}

export interface HttpClientNeeds {
  /** Name of the connected system, for messages and captures. */
  readonly system: string
  readonly settings: HttpSettings
  /** Literal values that must appear nowhere. */
  readonly secrets: readonly string[]
  readonly clock: Clock
  readonly chance: Chance
  readonly onExchange: (exchange: Exchange) => void
}

const DEFAULT_TIMEOUT_MS = 30_000
const BODY_LIMIT = 20 * 1024 * 1024

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** How far a call got: only one that never left has certainly had no effect. */
interface Progress {
  sent: boolean
}

/** The one way out to connected systems. */
export function createHttpClient(needs: HttpClientNeeds): HttpClient {
  const { system, settings, clock } = needs
  const redactor = createRedactor(needs.secrets)
  const transport = createTransport(settings)

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const message = outgoing(request)
    const started = { at: clock.now(), ms: clock.monotonicMs() }
    const progress: Progress = { sent: false }
    const capture = (answer: Answer | undefined, error: string | undefined) =>
      needs.onExchange(exchangeOf({ needs, redactor, request, message, started, answer, error }))
    try {
      const answer = await exchange(request, message, progress)
      capture(answer, undefined)
      return responseOf(answer, request, system)
    } catch (error) {
      const reason = redactor.text(reasonOf(error))
      capture(undefined, reason)
      throw new Failure('connectivity', `No answer from ${system}: ${reason}`, {
        effect: progress.sent ? effectOf(request) : 'none',
      })
    }
  }

  async function exchange(request: HttpRequest, message: Outgoing, progress: Progress): Promise<Answer> {
    const refusal = refusalOf(request.url)
    if (refusal !== undefined) throw new Error(refusal)
    const timeoutMs = request.timeoutMs ?? settings.timeoutMs ?? DEFAULT_TIMEOUT_MS
    return withinTime(clock, timeoutMs, async (signal) => {
      const { origin, pathname, search } = new URL(request.url)
      const answer = await noting(transport, progress).request({
        origin,
        path: pathname + search,
        method: request.method,
        headers: message.headers,
        body: message.body,
        signal,
      })
      const headers = flatHeaders(answer.headers)
      const bytes = await readCapped(answer.body)
      return { status: answer.statusCode, headers, text: decoded(bytes, headers['content-encoding']) }
    })
  }

  return { send, close: () => transport.destroy() }
}

interface Outgoing {
  readonly headers: Record<string, string>
  readonly body: string | null
}

function outgoing(request: HttpRequest): Outgoing {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-encoding': 'gzip' }
  let body: string | null = null
  if (request.json !== undefined) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(request.json)
  } else if (request.form) {
    headers['content-type'] = 'application/x-www-form-urlencoded'
    body = new URLSearchParams(request.form).toString()
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value
  return { headers, body }
}

/** Marks a request as sent the moment its first byte goes to a connected socket. */
function noting(transport: Dispatcher, progress: Progress): Dispatcher {
  return transport.compose((dispatch) => (options, handler) => {
    const noted: Dispatcher.DispatchHandler = {
      onRequestStart(controller, context: unknown) {
        progress.sent = true
        handler.onRequestStart?.(controller, context)
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    }
    return dispatch(options, noted)
  })
}

async function withinTime<Result>(
  clock: Clock,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timer = new AbortController()
  const call = new AbortController()
  void clock.wait(timeoutMs, timer.signal).then(() => {
    if (!timer.signal.aborted) call.abort(new Error(`time-out after ${timeoutMs / 1000} seconds`))
  })
  try {
    return await work(call.signal)
  } finally {
    timer.abort()
  }
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > BODY_LIMIT) throw new Error(TOO_LARGE)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const TOO_LARGE = `the answer is larger than ${BODY_LIMIT / 1024 / 1024} MB`

function decoded(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === undefined || encoding === 'identity' || bytes.length === 0) return bytes.toString('utf8')
  if (encoding !== 'gzip') throw new Error(`the answer is encoded as ${encoding}, which was not asked for`)
  return gunzipSync(bytes, { maxOutputLength: BODY_LIMIT }).toString('utf8')
}

function flatHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}

function responseOf(answer: Answer, request: HttpRequest, system: string): HttpResponse {
  return {
    ...answer,
    json() {
      try {
        return JSON.parse(answer.text) as unknown
      } catch {
        if (answer.status < 200 || answer.status > 299) return undefined
        throw new Failure('connectivity', `${system} answered ${answer.status} with a body that is not JSON`, {
          effect: effectOf(request),
          status: answer.status,
          hint: 'Something between Crosstie and the system may answer in its place, a proxy or a sign-in page.',
        })
      }
    },
  }
}

function effectOf(request: HttpRequest): Effect {
  return request.effect === 'once' ? 'unknown' : 'none'
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return code && !error.message.includes(code) ? `${error.message} (${code})` : error.message || error.name
}

interface Captured {
  readonly needs: HttpClientNeeds
  readonly redactor: Redactor
  readonly request: HttpRequest
  readonly message: Outgoing
  readonly started: { readonly at: Date; readonly ms: number }
  readonly answer: Answer | undefined
  readonly error: string | undefined
}

function exchangeOf({ needs, redactor, request, message, started, answer, error }: Captured): Exchange {
  return {
    id: needs.chance.uuid(),
    system: needs.system,
    startedAt: started.at.toISOString(),
    durationMs: Math.max(0, Math.round(needs.clock.monotonicMs() - started.ms)),
    method: request.method,
    url: redactor.url(request.url),
    requestHeaders: redactor.headers(message.headers),
    requestBody: message.body === null ? null : redactor.body(message.body),
    status: answer?.status,
    responseHeaders: answer ? redactor.headers(answer.headers) : {},
    responseBody: answer ? redactor.body(answer.text) : null,
    error,
    operations: request.operations ?? [],
  }
}
