import { refused } from '../errors.ts'
import type { OrgState } from '../org.ts'
import type { ApiReply, ApiRequest, Dispatch, Route, RouteCall } from './api.ts'
import { splitPath } from './path.ts'

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm */
const MAX_PARTS = 25
const MAX_QUERIES = 5

interface Part {
  readonly method: string
  readonly url: string
  readonly referenceId: string
  readonly body: unknown
  readonly httpHeaders: Readonly<Record<string, string>>
}

interface PartResult {
  readonly body: unknown
  readonly httpHeaders: Readonly<Record<string, string>>
  readonly httpStatusCode: number
  readonly referenceId: string
}

/** Several calls as one: they run in order, may use what earlier ones answered, and count as a single call. */
export function compositeRoute(org: OrgState, dispatch: Dispatch): Route {
  return {
    method: 'POST',
    pattern: 'composite',
    kind: 'composite',
    answer: (call) => {
      const { parts, allOrNone } = readParts(call.body)
      const results: PartResult[] = []
      const runAll = () => {
        for (const part of parts) results.push(runPart(part, results, call, dispatch))
        if (allOrNone && results.some(isFailure)) throw new RolledBack()
      }
      try {
        org.transaction(runAll)
      } catch (error) {
        if (!(error instanceof RolledBack)) throw error
        return compositeReply(results.map((result) => (isFailure(result) ? result : halted(result))))
      }
      return compositeReply(results)
    },
  }
}

class RolledBack extends Error {}

const compositeReply = (compositeResponse: readonly PartResult[]): ApiReply => ({
  status: 200,
  body: { compositeResponse },
})

const isFailure = ({ httpStatusCode }: PartResult) => httpStatusCode >= 400

const halted = ({ referenceId }: PartResult): PartResult => ({
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
  httpHeaders: {},
  httpStatusCode: 400,
  referenceId,
})

function readParts(body: unknown): { readonly parts: readonly Part[]; readonly allOrNone: boolean } {
  const { compositeRequest, allOrNone }: Record<string, unknown> = isRecord(body) ? body : {}
  if (!Array.isArray(compositeRequest)) throw refused('MISSING_ARGUMENT', 'compositeRequest not specified')
  if (compositeRequest.length > MAX_PARTS) {
    throw refused(
      'LIMIT_EXCEEDED',
      `The request contains ${compositeRequest.length} subrequests; ${MAX_PARTS} are allowed.`,
    )
  }
  const parts = compositeRequest.map(readPart)
  const queries = parts.filter(({ url }) => /\/(query(All)?|composite\/sobjects)\b/.test(url)).length
  if (queries > MAX_QUERIES) {
    throw refused(
      'LIMIT_EXCEEDED',
      `The request contains ${queries} query and collection subrequests; ${MAX_QUERIES} are allowed.`,
    )
  }
  return { parts, allOrNone: allOrNone === true }
}

function readPart(value: unknown): Part {
  const part = isRecord(value) ? value : {}
  const headers = isRecord(part['httpHeaders']) ? part['httpHeaders'] : {}
  return {
    method: String(part['method'] ?? 'GET').toUpperCase(),
    url: String(part['url'] ?? ''),
    referenceId: String(part['referenceId'] ?? ''),
    body: part['body'],
    httpHeaders: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), String(text)])),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function runPart(part: Part, earlier: readonly PartResult[], call: RouteCall, dispatch: Dispatch): PartResult {
  const { referenceId } = part
  const { version, path, query } = splitPath(resolveText(part.url, earlier))
  const request: ApiRequest = {
    method: part.method,
    version: version || call.version,
    path,
    query,
    header: (name) => part.httpHeaders[name],
    body: resolveReferences(part.body, earlier),
    actor: call.actor,
  }
  const reply = dispatch(request)
  const httpHeaders = reply.headers?.['location'] ? { Location: reply.headers['location'] } : {}
  return { body: reply.body ?? null, httpHeaders, httpStatusCode: reply.status, referenceId }
}

function resolveReferences(value: unknown, earlier: readonly PartResult[]): unknown {
  if (typeof value === 'string') return resolveText(value, earlier)
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, earlier))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveReferences(item, earlier)]))
}

/** `@{NewCase.id}` stands for what the part called NewCase answered. */
function resolveText(text: string, earlier: readonly PartResult[]): string {
  return text.replace(/@\{(\w+)\.([^}]+)\}/g, (_, referenceId: string, steps: string) => {
    const answer = earlier.find((result) => result.referenceId === referenceId)?.body
    const value = steps
      .split(/[.[\]]+/)
      .filter(Boolean)
      .reduce<unknown>(stepInto, answer)
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw refused('PROCESSING_HALTED', `Invalid reference specified. No value for ${steps} found in ${referenceId}`)
  })
}

function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)]
  return isRecord(value) ? value[step] : undefined
}
