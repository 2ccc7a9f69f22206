import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { Account, Budget } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../http/client.ts'
import { readAddress } from './address.ts'
import { failureFrom, readComplaints, SalesforceFailure } from './failures.ts'
import { fullId } from './ids.ts'
import { serverClock, type ServerClock } from './server-clock.ts'
import type { SalesforceSettings } from './settings.ts'
import { readToken, tokenRequest, type Token } from './sign-in.ts'

export interface Call extends Pick<HttpRequest, 'method' | 'headers' | 'json' | 'effect' | 'operations'> {
  /** For messages: `Reading Case`. */
  readonly what: string
  /** Below `/services/data/vNN.N`, or from the root where it begins with `/services/`. Its parts are already encoded. */
  readonly path: string
}

export interface Session {
  readonly serverClock: ServerClock
  /** A successful answer, signed in; anything else is thrown as a Failure. */
  call(call: Call): Promise<HttpResponse>
  account(): Promise<Account>
  /** Where people open the org. */
  siteUrl(): Promise<string>
  budgets(): readonly Budget[]
}

export interface SessionNeeds {
  readonly settings: Pick<SalesforceSettings, 'url' | 'auth'>
  readonly http: HttpClient
  readonly clock: Clock
}

/** The newest version that Crosstie was tested with; newer orgs go on answering it for years. */
const VERSION_TESTED = 66
/** Older versions answer upserts and collections in another shape. */
const VERSION_OLDEST = 46
/** How long a refused sign-in stands: repeating it for every waiting record would lock the user. */
const REFUSAL_STANDS_MS = 15_000

const WireVersions = z.array(z.object({ version: z.string().regex(/^\d+\.\d+$/) })).min(1)
const WireUser = z.object({ user_id: z.string(), organization_id: z.string(), name: z.string() })

/** A signed-in connection: one token and one version for all callers, found out by the first of them. */
export function createSession({ settings, http, clock }: SessionNeeds): Session {
  const origin = signInOrigin(settings.url)
  const server = serverClock(clock)
  const token = shared(signIn)
  const version = shared(findVersion)
  const account = shared(whoAmI)
  let refusal: { readonly failure: Failure; readonly at: number } | undefined
  let usage: Budget | undefined

  async function signIn(): Promise<Token> {
    if (refusal && clock.monotonicMs() - refusal.at < REFUSAL_STANDS_MS) throw refusal.failure
    const response = await http.send({
      method: 'POST',
      url: `${origin}/services/oauth2/token`,
      headers: OWN_HEADERS,
      form: tokenRequest(settings.auth),
      effect: 'repeatable',
    })
    try {
      return readToken(response, clock.now())
    } catch (error) {
      if (error instanceof Failure && error.kind === 'auth') refusal = { failure: error, at: clock.monotonicMs() }
      throw error
    }
  }

  async function findVersion(): Promise<string> {
    const { instanceUrl } = await token.value()
    const url = `${instanceUrl}/services/data`
    const response = await http.send({ method: 'GET', url, headers: OWN_HEADERS, effect: 'repeatable' })
    const what = 'Asking for the API versions'
    if (response.status !== 200) throw failureFrom(response, { what, effect: 'repeatable', now: clock.now() })
    server.note(response.headers)
    return chooseVersion(parseBody(WireVersions, response, { what, effect: 'repeatable' }))
  }

  async function whoAmI(): Promise<Account> {
    const call: Call = {
      what: 'Asking who we are',
      method: 'GET',
      path: '/services/oauth2/userinfo',
      effect: 'repeatable',
    }
    const user = parseBody(WireUser, await callSignedIn(call).catch(withScopeHint), call)
    const { instanceUrl } = await token.value()
    return {
      userId: fullId(user.user_id),
      userName: user.name,
      siteId: fullId(user.organization_id),
      siteUrl: instanceUrl,
    }
  }

  /** One refresh and one replay; a session that is refused again is not healed by asking on. */
  async function callSignedIn(call: Call): Promise<HttpResponse> {
    const first = await token.value()
    const answer = await sendAs(first, call)
    if (!isExpired(answer)) return successful(answer, call)
    token.forget(first)
    const again = await sendAs(await token.value(), call)
    return successful(again, call)
  }

  async function sendAs({ accessToken, instanceUrl }: Token, call: Call): Promise<HttpResponse> {
    const path = call.path.startsWith('/services/') ? call.path : `/services/data/${await version.value()}${call.path}`
    const { what: _what, path: _path, ...request } = call
    const headers = { ...OWN_HEADERS, ...call.headers, authorization: `Bearer ${accessToken}` }
    const response = await http.send({ ...request, url: instanceUrl + path, headers })
    server.note(response.headers)
    usage = readUsage(response.headers) ?? usage
    return response
  }

  function successful(response: HttpResponse, { what, effect }: Call): HttpResponse {
    if (response.status >= 200 && response.status < 300) return response
    throw failureFrom(response, { what, effect, now: clock.now() })
  }

  return {
    serverClock: server,
    call: callSignedIn,
    account: account.value,
    siteUrl: async () => (await token.value()).instanceUrl,
    budgets: () => (usage ? [usage] : []),
  }
}

/** `client` comes back as the origin of a change in change events, and tells our calls apart in the org's logs. */
const OWN_HEADERS = { 'user-agent': 'Crosstie', 'sforce-call-options': 'client=Crosstie' }

/** Reads the body of a successful answer; an unreadable one leaves a write in doubt. */
export function parseBody<Body>(
  schema: z.ZodType<Body>,
  response: HttpResponse,
  { what, effect }: Pick<Call, 'what' | 'effect'>,
): Body {
  const parsed = schema.safeParse(response.json())
  if (parsed.success) return parsed.data
  throw new SalesforceFailure(
    'connectivity',
    `${what} failed: the answer of Salesforce is not what its API describes.`,
    {
      status: response.status,
      effect: effect === 'once' ? 'unknown' : 'none',
      cause: parsed.error,
    },
  )
}

/** Tokens of an app without identity scopes are refused here, though they serve for records. */
function withScopeHint(error: unknown): never {
  if (!(error instanceof Failure) || error.status !== 403 || error.kind !== 'rejection') throw error
  throw new Failure('auth', error.message, {
    status: 403,
    cause: error,
    hint: 'Give the External Client App the scope "Access the identity URL service (id, profile, email, address, phone)".',
  })
}

interface Shared<Value extends object | string> {
  value(): Promise<Value>
  /** Drops the value if it is still this one, so that it is asked for anew. */
  forget(value: Value): void
}

/** A value that the first caller fetches for all; a failure is not kept. */
function shared<Value extends object | string>(fetch: () => Promise<Value>): Shared<Value> {
  let promise: Promise<Value> | undefined
  let known: Value | undefined

  async function start(): Promise<Value> {
    try {
      known = await fetch()
      return known
    } catch (error) {
      promise = undefined
      throw error
    }
  }

  return {
    value: () => (promise ??= start()),
    forget(value) {
      if (known === value) promise = known = undefined
    },
  }
}

/** Two texts under 401 that no new token heals: they speak of policy, not of time. */
const NEVER_HEALS = /not valid for use with the REST API|Connected app is not attached/

function isExpired(response: HttpResponse): boolean {
  // The user info endpoint has its own words for an ended session.
  if (response.status === 403 && response.text === 'Bad_OAuth_Token') return true
  if (response.status !== 401) return false
  const complaint = readComplaints(response.json())[0]
  return complaint?.code === 'INVALID_SESSION_ID' && !NEVER_HEALS.test(complaint.message)
}

function signInOrigin(url: string): string {
  const address = readAddress(url)
  if (address.kind !== 'unusable') return address.origin
  throw new Failure('auth', address.problem, { hint: address.hint })
}

function chooseVersion(listed: z.output<typeof WireVersions>): string {
  const newest = Math.max(...listed.map(({ version }) => Number(version)))
  if (newest >= VERSION_OLDEST) return `v${Math.min(VERSION_TESTED, newest)}.0`
  throw new Failure('auth', `The org's newest API version is ${newest}.0; Crosstie needs ${VERSION_OLDEST}.0 or later.`)
}

/** The figure lags behind by some calls and is missing on a few answers; the last one seen is the best there is. */
function readUsage(headers: HttpResponse['headers']): Budget | undefined {
  const match = /\bapi-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '')
  return match ? { name: 'API requests in 24 hours', used: Number(match[1]), limit: Number(match[2]) } : undefined
}
