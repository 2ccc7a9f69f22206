import { ApiError, errorBody, notFound } from '../errors.ts'
import type { Actor } from '../org.ts'

/** One call of the data API, whether it came by HTTP or inside a composite. */
export interface ApiRequest {
  readonly method: string
  /** Such as `v66.0`. */
  readonly version: string
  /** Decoded path segments behind the version. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  readonly body: unknown
  readonly actor: Actor
}

export interface ApiReply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface RouteCall extends ApiRequest {
  readonly param: (name: string) => string
}

export interface Route {
  readonly method: string
  /** Segments behind the version; one that starts with a colon is a parameter. */
  readonly pattern: string
  /** The readable name under which the call is counted. */
  readonly kind: string
  readonly answer: (call: RouteCall) => ApiReply
}

export type Dispatch = (request: ApiRequest) => ApiReply

export function findRoute(routes: readonly Route[], method: string, path: readonly string[]): Route | undefined {
  return routes.find((route) => route.method === method && paramsOf(route.pattern, path) !== undefined)
}

/** Answers a call by its route; a refusal becomes the array of errors that the API sends. */
export function dispatch(routes: readonly Route[], request: ApiRequest): ApiReply {
  try {
    const route = findRoute(routes, request.method, request.path)
    if (!route) throw unroutable(routes, request)
    const params = paramsOf(route.pattern, request.path) ?? new Map<string, string>()
    return route.answer({ ...request, param: (name) => params.get(name) ?? '' })
  } catch (error) {
    if (error instanceof ApiError) return refusalReply(error)
    throw error
  }
}

export const refusalReply = (error: ApiError): ApiReply => ({ status: error.status, body: [errorBody(error)] })

function unroutable(routes: readonly Route[], { method, path }: ApiRequest): ApiError {
  const others = routes.filter((route) => paramsOf(route.pattern, path) !== undefined)
  if (others.length === 0) return notFound()
  const allowed = [...new Set(others.map((route) => route.method))].join(',')
  return new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`)
}

function paramsOf(pattern: string, path: readonly string[]): ReadonlyMap<string, string> | undefined {
  const wanted = pattern === '' ? [] : pattern.split('/')
  if (wanted.length !== path.length) return undefined
  const params = new Map<string, string>()
  for (const [place, word] of wanted.entries()) {
    const segment = path[place] ?? ''
    if (word.startsWith(':')) params.set(word.slice(1), segment)
    else if (word !== segment) return undefined
  }
  return params
}

/** The body as an object of fields. */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  if (body !== null && typeof body === 'object' && !Array.isArray(body)) return { ...body }
  throw new ApiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is required, but this request has no entity body.')
}

/** Assignment rules run on every write of a case unless the caller says FALSE. */
export const saveOptions = ({ header }: Pick<ApiRequest, 'header'>) => ({
  autoAssign: header('sforce-auto-assign')?.toUpperCase() !== 'FALSE',
})
