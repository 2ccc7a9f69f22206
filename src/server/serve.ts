import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Endpoint } from '../api/endpoint.ts'
import { mayDo, type Role } from '../api/roles.ts'
import { Refusal } from './errors.ts'
import type { Caller } from './sessions.ts'

/** What a handler may know of the call besides its input. */
export interface Call {
  /** Who calls; null only where the endpoint lets anyone in. */
  readonly caller: Caller | null
  readonly request: FastifyRequest
  readonly response: FastifyReply
}

export type Handler<Input extends z.ZodType, Output extends z.ZodType> = (
  input: z.output<Input>,
  call: Call,
) => Promise<z.input<Output>>

/** Serves an endpoint: lets in who may call it, checks what comes in, and sends nothing but what its output names. */
export function serve<Input extends z.ZodType, Output extends z.ZodType>(
  app: FastifyInstance,
  endpoint: Endpoint<Input, Output>,
  handle: Handler<Input, Output>,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, response) => {
      if (endpoint.access !== 'anyone') requireRole(request, endpoint.access)
      const input = endpoint.input.parse(inputOf(request))
      const output = await handle(input, { caller: request.caller, request, response })
      return encode(endpoint, output)
    },
  })
}

/** A wrong output is our bug, not the caller's wrong input, though zod says both with the same error. */
function encode(endpoint: Endpoint, output: unknown): unknown {
  const checked = endpoint.output.safeParse(output)
  if (checked.success) return checked.data
  throw new Error(`${endpoint.method} ${endpoint.path} would have answered wrongly: ${checked.error.message}`)
}

export function requireRole(request: FastifyRequest, needed: Role): Caller {
  const { caller } = request
  if (!caller) throw new Refusal(401, 'You are not signed in.', 'Sign in and try again.')
  if (!mayDo(caller.role, needed)) {
    throw new Refusal(403, `This needs the role ${needed}; yours is ${caller.role}.`, 'Ask an administrator.')
  }
  return caller
}

function inputOf(request: FastifyRequest): Record<string, unknown> {
  return { ...objectOr(request.query), ...objectOr(request.body), ...objectOr(request.params) }
}

function objectOr(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
