import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ErrorAnswer } from '../api/error.ts'
import { Failure, type FailureKind } from '../core/failure.ts'

/** Thrown by handlers for what the caller did wrong or may not do; everything else that they throw is ours. */
export class Refusal extends Error {
  readonly status: number
  readonly hint: string | null

  constructor(status: number, message: string, hint: string | null = null) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.hint = hint
  }
}

export interface ErrorReply {
  readonly status: number
  readonly body: ErrorAnswer
}

/** The one place where an error becomes an answer. Tells nothing about errors that are bugs. */
export function errorReply(error: unknown): ErrorReply {
  if (error instanceof Refusal) return reply(error.status, error.message, error.hint)
  if (error instanceof z.ZodError) return invalidInput(error)
  if (error instanceof Failure) return reply(statusByKind[error.kind], error.message, error.hint ?? null)
  if (isFastifyRefusal(error)) return reply(error.statusCode, refusalMessages[error.code] ?? error.message, null)
  return reply(500, 'Crosstie made a mistake.', 'The server log says more; please report it if it happens again.')
}

export function installErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, response: FastifyReply) => {
    const { status, body } = errorReply(error)
    if (status >= 500) request.log.error({ err: error, url: request.routeOptions.url }, 'request failed')
    void response.code(status).send(body)
  })
}

const statusByKind: Readonly<Record<FailureKind, number>> = {
  connectivity: 502,
  limit: 503,
  auth: 502,
  rejection: 422,
  mapping: 422,
  busy: 409,
}

const refusalMessages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The request is too large.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Requests must be JSON (content-type: application/json).',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The request has no body.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The request is not valid JSON.',
}

function reply(status: number, message: string, hint: string | null): ErrorReply {
  return { status, body: { error: { message, hint } } }
}

function invalidInput(error: z.ZodError): ErrorReply {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.'), issue.message]))
  const [first] = error.issues
  return {
    status: 400,
    body: { error: { message: first?.message ?? 'The request is not valid.', hint: null, fields } },
  }
}

function isFastifyRefusal(error: unknown): error is { statusCode: number; code: string; message: string } {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  )
}
