import { ErrorAnswer } from '../../api/error.ts'
import type { Endpoint, InputOf, OutputOf } from '../../api/endpoint.ts'

/** The server's refusal, in its words. Status 0: no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly hint: string | null
  readonly fields: Readonly<Record<string, string>>

  constructor(status: number, { message, hint, fields = {} }: ErrorAnswer['error']) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.hint = hint
    this.fields = fields
  }
}

/** Makes the call that an endpoint describes. Throws `ApiError`. */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: InputOf<E>,
  signal?: AbortSignal,
): Promise<OutputOf<E>> {
  const { url, body } = requestOf(endpoint, input)
  const response = await send(url, {
    method: endpoint.method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    ...(signal ? { signal } : {}),
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw refusal(response.status, answer)
  return endpoint.output.parse(answer) as OutputOf<E> // what parse of that very schema returns
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request)
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw new ApiError(0, { message: 'Crosstie does not answer.', hint: 'Is it running, and is the network up?' })
  }
}

/** Fills the path's `:names` from the input; the rest goes into the query of a GET, else into the body. */
export function requestOf(endpoint: Endpoint, input: unknown): { url: string; body?: string } {
  const rest = new Map(Object.entries(input ?? {}).filter(([, value]) => value !== undefined))
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  if (endpoint.method === 'POST') return { url: path, body: JSON.stringify(Object.fromEntries(rest)) }
  const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)])).toString()
  return { url: query ? `${path}?${query}` : path }
}

function refusal(status: number, answer: unknown): ApiError {
  const parsed = ErrorAnswer.safeParse(answer)
  if (parsed.success) return new ApiError(status, parsed.data.error)
  return new ApiError(status, { message: `The server answered ${status}.`, hint: 'Reload the page and try again.' })
}
