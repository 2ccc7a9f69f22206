import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SandboxClock } from '../clock.ts'
import type { CallBook } from './calls.ts'
import { ApiError, concurrentLimit, dailyLimit, sessionInvalid } from './errors.ts'
import type { AnswerFault, FaultBox } from './faults.ts'
import { dispatch, findRoute, refusalReply, type ApiReply, type Route } from './rest/api.ts'
import { versions, versionState } from './rest/metadata.ts'
import { splitPath } from './rest/path.ts'
import type { SignIn } from './sign-in.ts'

interface WireNeeds {
  readonly routes: readonly Route[]
  readonly signIn: SignIn
  readonly faults: FaultBox
  readonly calls: CallBook
  readonly clock: SandboxClock
  readonly usage: { used(): number; spend(): void }
}

/** Puts the org on the wire: sign-in, versions, and the data API behind them, faults included. */
export function serveApi(app: FastifyInstance, { routes, signIn, faults, calls, clock, usage }: WireNeeds): void {
  app.addHook('onRequest', async (_, reply) => {
    reply.header('date', clock.now().toUTCString())
  })

  async function answer(request: FastifyRequest, reply: FastifyReply, kind: string, work: () => ApiReply) {
    const fault = faults.take(kind)
    if (faults.latencyMs > 0) await clock.wait(faults.latencyMs)
    if (fault === 'drop-before') return drop(request, reply)
    const result = (fault && spoiled(fault)) ?? attempt(work)
    if (fault === 'drop-after') return drop(request, reply)
    return send(reply, result)
  }

  app.post('/services/oauth2/token', (request, reply) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
    return answer(request, reply, 'token', () => {
      const { status, body, actor } = signIn.token(form, request.headers.authorization, instanceUrl(request))
      calls.count('token', actor?.isIntegration ?? false)
      return { status, body, headers: { 'cache-control': 'no-cache,must-revalidate,max-age=0,no-store,private' } }
    })
  })

  app.get('/services/oauth2/userinfo', (request, reply) =>
    answer(request, reply, 'userinfo', () => {
      const actor = signIn.actorOf(request.headers.authorization)
      calls.count('userinfo', actor?.isIntegration ?? false)
      if (!actor)
        return { status: 403, body: 'Bad_OAuth_Token', headers: { 'content-type': 'text/html; charset=UTF-8' } }
      return { status: 200, body: signIn.userInfo(actor, instanceUrl(request)) }
    }),
  )

  app.get('/services/data', (request, reply) =>
    answer(request, reply, 'versions', () => {
      calls.count('versions', signIn.actorOf(request.headers.authorization)?.isIntegration ?? false)
      return { status: 200, body: versions }
    }),
  )

  app.all('/services/data/*', (request, reply) => {
    const address = splitPath(request.url)
    const kind = findRoute(routes, request.method, address.path)?.kind ?? 'unknown'
    return answer(request, reply, kind, () => {
      const refusal = versionRefusal(address.version)
      if (refusal) return refusal
      const actor = signIn.actorOf(request.headers.authorization)
      if (!actor) throw sessionInvalid()
      calls.count(kind, actor.isIntegration)
      usage.spend()
      if (usage.used() > faults.dailyApiRequests) throw dailyLimit()
      const result = dispatch(routes, { ...address, method: request.method, ...wireParts(request), actor })
      const limit = `api-usage=${usage.used()}/${faults.dailyApiRequests}`
      return { ...result, headers: { ...result.headers, 'sforce-limit-info': limit } }
    })
  })
}

/** Where the caller reached us is where it shall come again, whatever address we listen on. */
const instanceUrl = (request: FastifyRequest) => `${request.protocol}://${request.host}`

function wireParts(request: FastifyRequest) {
  return {
    header: (name: string) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
    body: parseBody(request.body),
  }
}

function parseBody(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'not JSON')
  }
}

function versionRefusal(version: string): ApiReply | undefined {
  switch (versionState(version)) {
    case 'served':
      return undefined
    case 'retired':
      return refusalReply(new ApiError(410, 'GONE', `The API version ${version} has been retired.`))
    case 'unknown':
      return refusalReply(new ApiError(404, 'NOT_FOUND', 'The requested resource does not exist'))
  }
}

function attempt(work: () => ApiReply): ApiReply {
  try {
    return work()
  } catch (error) {
    if (error instanceof ApiError) return refusalReply(error)
    throw error
  }
}

function send(reply: FastifyReply, { status, body, headers = {} }: ApiReply) {
  void reply.code(status).headers(headers)
  if (body === undefined) return reply.send()
  if (typeof body === 'string') return reply.send(body)
  return reply.type('application/json;charset=UTF-8').send(JSON.stringify(body))
}

function drop(request: FastifyRequest, reply: FastifyReply) {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

const html = (status: number, title: string): ApiReply => ({
  status,
  body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
})

/** What a spoiled call answers; nothing where the fault lies in the connection. */
function spoiled(fault: AnswerFault): ApiReply | undefined {
  switch (fault) {
    case 'error-json':
      return refusalReply(
        new ApiError(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred. Error ID: 1512-77 (-1)'),
      )
    case 'error-html':
      return html(500, 'An unexpected error occurred')
    case 'unavailable-json':
      return refusalReply(new ApiError(503, 'SERVER_UNAVAILABLE', 'Server too busy'))
    case 'unavailable-html':
      return html(503, 'Down For Maintenance')
    case 'daily-limit':
      return refusalReply(dailyLimit())
    case 'concurrent-limit':
      return refusalReply(concurrentLimit())
    case 'session-expired':
      return refusalReply(sessionInvalid())
    case 'drop-before':
    case 'drop-after':
      return undefined
  }
}
