import { z } from 'zod'
import { Failure, type Effect, type FailureKind } from '../../core/failure.ts'
import type { HttpRequest, HttpResponse } from '../http/client.ts'
import { retryAfterMs } from '../http/failures.ts'

/** What an answer of Jira means, by its status alone: texts are translated, and 429 bodies are undocumented. */
const KINDS: Readonly<Record<number, FailureKind>> = {
  400: 'rejection',
  401: 'auth',
  403: 'rejection',
  404: 'rejection',
  405: 'rejection',
  407: 'connectivity',
  408: 'connectivity',
  409: 'busy',
  410: 'rejection',
  412: 'busy',
  413: 'rejection',
  415: 'rejection',
  422: 'rejection',
  423: 'busy',
  425: 'connectivity',
  429: 'limit',
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Check the e-mail address and the API token: tokens expire after at most a year. A token with scopes must be marked as scoped.',
  403: 'The account that Crosstie works as lacks a permission for this in Jira.',
  404: 'It may have been deleted or moved, or the account that Crosstie works as may not see it.',
}

/** Jira's own words for a refused sign-in that may even come with status 200 (captcha after failed attempts). */
const REFUSED_LOGINS = new Set(['AUTHENTICATION_DENIED', 'AUTHENTICATED_FAILED'])

export function refusedLogin(headers: Readonly<Record<string, string>>): boolean {
  return REFUSED_LOGINS.has(headers['x-seraph-loginreason'] ?? '')
}

/** The Failure for an answer that is no success. */
export function failureOf(
  response: HttpResponse,
  request: Pick<HttpRequest, 'effect'>,
  system: string,
  now: Date,
): Failure {
  const { messages, fields } = complaintsOf(response)
  const said = messages.length > 0 ? messages.join(' ') : `HTTP status ${response.status}`
  const wait = retryAfterMs(response.headers, now)
  const hint = hintOf(response)
  return new Failure(kindOf(response), `${system}: ${said}`, {
    effect: effectOf(response.status, request),
    status: response.status,
    fields,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(hint === undefined ? {} : { hint }),
  })
}

function kindOf({ status, headers }: HttpResponse): FailureKind {
  if (refusedLogin(headers)) return 'auth'
  return KINDS[status] ?? (status >= 400 && status < 500 ? 'rejection' : 'connectivity')
}

/** Refusals have had no effect; a server error may come after the deed. */
function effectOf(status: number, request: Pick<HttpRequest, 'effect'>): Effect {
  return status >= 500 && request.effect === 'once' ? 'unknown' : 'none'
}

function hintOf({ status, headers }: HttpResponse): string | undefined {
  if (refusedLogin(headers)) return 'Jira asks for a captcha: sign in to Jira once in a browser with this account.'
  if (status >= 300 && status < 400)
    return `Jira sends us on to ${headers['location'] ?? 'another address'}: check the address.`
  return HINTS[status]
}

/** The shapes in which Jira and what stands before it complain: classic, RFC 7807, bulk, gateway. */
const Envelope = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z
    .union([z.record(z.string(), z.unknown()), z.array(z.object({ message: z.string() }).catch({ message: '' }))])
    .catch({}),
  message: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
})

export interface Complaints {
  readonly messages: readonly string[]
  readonly fields: Readonly<Record<string, string>>
}

/** What an error body says, to the whole and to single fields. */
export function complaintsIn(body: unknown): Complaints {
  const parsed = Envelope.safeParse(body)
  if (!parsed.success) return { messages: [], fields: {} }
  const { errorMessages, errors, message, title, detail } = parsed.data
  const fields = Array.isArray(errors) ? {} : textsOf(errors)
  const listed = Array.isArray(errors) ? errors.map((error) => error.message) : []
  const messages = [...errorMessages, ...listed, message, detail ?? title, ...Object.values(fields)]
  return { messages: messages.filter((text): text is string => Boolean(text)), fields }
}

function textsOf(errors: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field, typeof text === 'string' ? text : JSON.stringify(text)]),
  )
}

function complaintsOf(response: HttpResponse): Complaints {
  const body = response.status >= 300 ? response.json() : undefined
  if (body !== undefined) return complaintsIn(body)
  const plain = response.text.trim()
  return { messages: plain !== '' && !plain.startsWith('<') ? [plain.slice(0, 200)] : [], fields: {} }
}
