import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallCounter } from '../calls.ts'
import { type NextAnswer, takeNextAnswer } from '../faults.ts'
import { findIssue, type SiteState, type User } from '../site.ts'
import { createWriteLimit } from '../write-limit.ts'
import { sendJson } from './request.ts'

/**
 * What happens to a call of the API before and after its handler: who calls, XSRF check, counting, faults, the write
 * limit of an issue. Pages for people carry no kind of call and pass untouched.
 */
export function guardApi(app: FastifyInstance, site: SiteState, counter: CallCounter): void {
  const writes = createWriteLimit()
  const spoiled = new WeakMap<FastifyRequest, NextAnswer>()
  app.decorateRequest('jiraCaller')

  app.addHook('onRequest', async (request, reply) => {
    const call = request.routeOptions.config.jiraCall
    if (call === undefined) return
    identify(request, reply, site)
    const isIntegration = request.jiraCaller === site.integration
    counter.count(call, isIntegration)
    if (site.faults.latencyMs > 0) await site.clock.wait(site.faults.latencyMs)
    if (failsXsrfCheck(request)) return reply.code(403).type('text/html;charset=UTF-8').send('XSRF check failed')
    const next = takeNextAnswer(site.faults, call, isIntegration)
    if (next?.effect === 'after' && next.answer !== '429') spoiled.set(request, next)
    else if (next) return spoil(next, request, reply, site)
    return undefined
  })

  app.addHook('preHandler', async (request, reply) => {
    const { issueIdOrKey } = request.params as { issueIdOrKey?: string }
    if (issueIdOrKey === undefined || request.method === 'GET' || request.routeOptions.config.jiraCall === undefined)
      return
    const issue = findIssue(site, issueIdOrKey)
    const refused = issue && writes.take(issue.id, site.clock.now().getTime())
    if (refused)
      return tooManyRequests(reply, site, {
        seconds: Math.ceil(refused.retryAfterMs / 1000),
        reason: 'jira-per-issue-on-write',
      })
    return undefined
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const next = spoiled.get(request)
    if (!next) return payload
    spoiled.delete(request)
    if (next.answer === 'drop') {
      request.raw.socket.destroy()
      return payload
    }
    const { status, type, body } = failureAnswer(next.answer)
    reply.code(status).header('content-type', type).removeHeader('content-length')
    return body
  })
}

/** An unknown token makes nobody of the caller, not an error: many reads then answer 200 with nothing in it. */
function identify(request: FastifyRequest, reply: FastifyReply, site: SiteState): void {
  const { authorization } = request.headers
  request.jiraCaller = authorization === undefined ? undefined : callerOf(authorization, site)
  if (request.jiraCaller) void reply.header('x-aaccountid', encodeURIComponent(request.jiraCaller.accountId))
  else if (authorization !== undefined) void reply.header('x-seraph-loginreason', 'AUTHENTICATED_FAILED')
  void reply.headers({
    'x-arequestid': crypto.randomUUID(),
    'cache-control': 'no-cache, no-store, no-transform',
    server: 'AtlassianEdge',
  })
}

function callerOf(authorization: string, site: SiteState): User | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization)?.[1]
  if (encoded === undefined || site.faults.expiredToken) return undefined
  const [email = '', ...token] = Buffer.from(encoded, 'base64').toString().split(':')
  return site.users.find(
    (user) => user.active && user.email.toLowerCase() === email.toLowerCase() && user.apiToken === token.join(':'),
  )
}

/** Anything that looks like a browser must say that it means it. */
function failsXsrfCheck({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || headers['x-atlassian-token'] === 'no-check') return false
  const looksLikeBrowser = (headers['user-agent'] ?? '').startsWith('Mozilla')
  return looksLikeBrowser || headers.origin !== undefined || headers.referer !== undefined
}

function spoil(next: NextAnswer, request: FastifyRequest, reply: FastifyReply, site: SiteState): FastifyReply {
  if (next.answer === 'drop') {
    request.raw.socket.destroy()
    return reply.hijack()
  }
  if (next.answer === '429') {
    return tooManyRequests(reply, site, { seconds: next.retryAfterSeconds, reason: 'jira-burst-based', limit: 350 })
  }
  const { status, type, body } = failureAnswer(next.answer)
  if (status === 503) void reply.header('retry-after', String(next.retryAfterSeconds))
  return reply.code(status).header('content-type', type).send(body)
}

function tooManyRequests(
  reply: FastifyReply,
  site: SiteState,
  { seconds, reason, limit }: { seconds: number; reason: string; limit?: number },
): FastifyReply {
  const reset = new Date(site.clock.now().getTime() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
  void reply.headers({ 'retry-after': String(seconds), 'x-ratelimit-reset': reset, 'ratelimit-reason': reason })
  if (limit !== undefined) void reply.headers({ 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': '0' })
  return sendJson(reply, 429, { errorMessages: ['Rate limit exceeded.'], errors: {} })
}

interface FailureAnswer {
  readonly status: number
  readonly type: string
  readonly body: string
}

const json = 'application/json;charset=UTF-8'

function failureAnswer(answer: NextAnswer['answer']): FailureAnswer {
  switch (answer) {
    case '409':
      return { status: 409, type: json, body: errorBody('The issue could not be updated due to a conflicting update.') }
    case '503':
      return { status: 503, type: json, body: errorBody('Service is temporarily unavailable.') }
    case '503 html':
      return { status: 503, type: 'text/html', body: '<html><body><h1>Service Unavailable</h1></body></html>' }
    default:
      return { status: 500, type: json, body: errorBody('Internal server error') }
  }
}

function errorBody(message: string): string {
  return JSON.stringify({ errorMessages: [message], errors: {} })
}
