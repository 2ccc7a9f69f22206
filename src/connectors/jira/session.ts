import { z } from 'zod'
import type { Account, Budget, CallOptions } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import type { HttpClient, HttpRequest, HttpResponse } from '../http/client.ts'
import { createBudgets } from './budgets.ts'
import { failureOf, refusedLogin } from './failures.ts'
import { authorizationOf, type JiraSettings } from './settings.ts'

export interface JiraCall<Body> {
  readonly method: HttpRequest['method']
  /** Below `/rest/api/3`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly json?: unknown
  readonly effect: HttpRequest['effect']
  readonly operations?: readonly string[]
  /** What is read of the answer; an answer without a body is undefined. */
  readonly body: z.ZodType<Body>
  /** Error statuses whose body is read all the same. */
  readonly accept?: readonly number[]
}

export interface JiraAnswer<Body> {
  readonly status: number
  readonly body: Body
  /** The site's clock when it answered, in whole seconds; undefined if the answer does not tell. */
  readonly serverTime: Date | undefined
}

/** Signed-in calls to one Jira site: each checked to be answered as ourselves, each body parsed, each refusal a Failure. */
export interface Session {
  readonly siteUrl: string
  call<Body>(call: JiraCall<Body>): Promise<JiraAnswer<Body>>
  account(): Promise<Account>
  /** Asks who we are, uncached. */
  probe(): Promise<void>
  budgets(): readonly Budget[]
}

export interface SessionNeeds {
  readonly system: string
  readonly settings: JiraSettings
  readonly http: HttpClient
  readonly now: () => Date
}

const Myself = z.object({ accountId: z.string(), displayName: z.string().catch('') })
type Myself = z.infer<typeof Myself>
const TenantInfo = z.object({ cloudId: z.string().min(1) })

const GATEWAY = 'https://api.atlassian.com/ex/jira'

/** A browser-like User-Agent, an Origin or a Referer makes Jira refuse writes as cross-site requests. */
const PRODUCT_HEADERS = { 'user-agent': 'Crosstie', 'x-atlassian-token': 'no-check' }

/** Refusals that would read otherwise if we were somebody else. */
const MEANT_FOR_SOMEBODY = new Set([400, 403, 404])

export function createSession({ system, settings, http, now }: SessionNeeds): Session {
  const siteUrl = settings.url.replace(/\/+$/, '')
  const headers = { ...PRODUCT_HEADERS, authorization: authorizationOf(settings.auth) }
  const budgets = createBudgets()
  const cloudId = remembered(fetchCloudId)
  const signIn = remembered(fetchMyself)
  const base = remembered(apiBase)
  /** Whether this site's answers name their account; proxies may take the header away. */
  let namesAccount = false

  async function fetchCloudId(): Promise<string | undefined> {
    const response = await http.send({ method: 'GET', url: `${siteUrl}/_edge/tenant_info`, effect: 'repeatable' })
    const body = response.status === 200 ? TenantInfo.safeParse(jsonOrNothing(response)) : undefined
    return body?.success ? body.data.cloudId : undefined
  }

  /** Tokens with scopes are valid at Atlassian's gateway only, all others at the site only. */
  async function apiBase(): Promise<string> {
    if (!settings.auth.scoped) return `${siteUrl}/rest/api/3`
    const id = await cloudId()
    if (id === undefined)
      throw new Failure('auth', `${system}: ${siteUrl} does not tell its cloud id`, { hint: 'Check the address.' })
    return `${GATEWAY}/${id}/rest/api/3`
  }

  async function fetchMyself(): Promise<Myself> {
    const call = { method: 'GET', path: '/myself', effect: 'repeatable', body: Myself } as const
    const response = await send(call)
    if (response.status !== 200) throw signInFailure(response, call)
    const me = parsed(call, response)
    const named = accountNamed(response)
    namesAccount = named !== undefined
    if (named !== undefined && named !== me.accountId) throw strangerFailure(named)
    return me
  }

  function signInFailure(response: HttpResponse, call: JiraCall<Myself>): Failure {
    const failure = failureOf(response, call, system, now())
    if (failure.kind !== 'rejection') return failure
    const hint = failure.hint ?? 'Check the address of the site.'
    return new Failure('auth', failure.message, { status: response.status, hint })
  }

  async function send<Body>(call: JiraCall<Body>): Promise<HttpResponse> {
    const response = await http.send({
      method: call.method,
      url: (await base()) + call.path + queryOf(call.query),
      headers,
      effect: call.effect,
      operations: call.operations ?? [],
      ...(call.json === undefined ? {} : { json: call.json }),
    })
    budgets.note(response.headers)
    if (refusedLogin(response.headers)) throw failureOf(response, call, system, now())
    return response
  }

  async function call<Body>(call: JiraCall<Body>): Promise<JiraAnswer<Body>> {
    const me = await signIn()
    const response = await send(call)
    if (!isSuccess(response.status) && !call.accept?.includes(response.status)) {
      await confirmSignIn(response)
      throw failureOf(response, call, system, now())
    }
    checkAccount(response, me)
    return { status: response.status, body: parsed(call, response), serverTime: dateOf(response) }
  }

  /** A refusal may be meant for an anonymous caller, whom Jira shows nothing; what stands before Jira names no account either. */
  async function confirmSignIn(response: HttpResponse): Promise<void> {
    if (MEANT_FOR_SOMEBODY.has(response.status) && namesAccount && accountNamed(response) === undefined)
      await fetchMyself()
  }

  /** Without valid credentials many calls run as anonymous and answer 200 with nothing. */
  function checkAccount(response: HttpResponse, me: Myself): void {
    const named = accountNamed(response)
    if (named === me.accountId || (named === undefined && !namesAccount)) return
    throw strangerFailure(named)
  }

  function strangerFailure(named: string | undefined): Failure {
    return new Failure('auth', `${system} answered as ${named ?? 'nobody'} instead of as the account that signed in`, {
      hint: 'Check the API token.',
    })
  }

  function parsed<Body>(call: JiraCall<Body>, response: HttpResponse): Body {
    const json = response.text.trim() === '' ? undefined : response.json()
    const result = call.body.safeParse(json)
    if (result.success) return result.data
    const where = result.error.issues[0]?.path.join('.') ?? ''
    throw new Failure(
      'connectivity',
      `${system} answered ${call.method} ${call.path} with a body of another shape (${where})`,
      {
        effect: call.effect === 'once' ? 'unknown' : 'none',
        status: response.status,
      },
    )
  }

  async function account(): Promise<Account> {
    const [me, id] = await Promise.all([signIn(), cloudId()])
    return { userId: me.accountId, userName: me.displayName, siteId: id ?? siteUrl, siteUrl }
  }

  return { siteUrl, call, account, probe: async () => void (await fetchMyself()), budgets: budgets.list }
}

/** Does it once; forgets a failure, so that the next caller tries again. */
export function remembered<Value>(fetch: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined
  return () => {
    if (!value) {
      value = fetch()
      value.catch(() => (value = undefined))
    }
    return value
  }
}

export function operationsOf({ operation }: CallOptions): readonly string[] {
  return operation === undefined ? [] : [operation]
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function jsonOrNothing(response: HttpResponse): unknown {
  try {
    return response.json()
  } catch {
    return undefined
  }
}

/** The account that an answer was given to; the header's value is URL-encoded. */
function accountNamed({ headers }: HttpResponse): string | undefined {
  const value = headers['x-aaccountid']
  return value === undefined ? undefined : (new URLSearchParams(`id=${value}`).get('id') ?? undefined)
}

function dateOf({ headers }: HttpResponse): Date | undefined {
  const time = Date.parse(headers['date'] ?? '')
  return Number.isNaN(time) ? undefined : new Date(time)
}

function queryOf(query: JiraCall<unknown>['query']): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined)
  if (given.length === 0) return ''
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`
}
