import type { FastifyReply, FastifyRequest } from 'fastify'
import { issueNotFound, notAuthenticated, refuse } from '../refusal.ts'
import { findIssue, type Issue, type SiteState, type User } from '../site.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who signed in to the Jira sandbox; nobody when anonymous. */
    jiraCaller: User | undefined
  }
  interface FastifyContextConfig {
    /** The kind under which a call of the Jira sandbox is counted, and by which faults name it. */
    jiraCall?: string
  }
}

/** Route options that name the kind of call. */
export function kind(jiraCall: string): { config: { jiraCall: string } } {
  return { config: { jiraCall } }
}

export function signedIn(request: FastifyRequest): User {
  if (!request.jiraCaller) throw notAuthenticated()
  return request.jiraCaller
}

/** One parameter of the query string; of a repeated one, all joined by commas. */
export function queryText(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, string | string[] | undefined>)[name]
  return Array.isArray(value) ? value.join(',') : value
}

export function queryList(request: FastifyRequest, name: string): readonly string[] {
  return (queryText(request, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

export function queryNumber(request: FastifyRequest, name: string, otherwise: number): number {
  const text = queryText(request, name)
  if (text === undefined || text === '') return otherwise
  const number = Number(text)
  if (!Number.isInteger(number) || number < 0) throw refuse(400, `The value of ${name} must be a whole number.`)
  return number
}

export function pathText(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? ''
}

/** The issue of the path, and who reads it: the anonymous see none. */
export function issueOf(request: FastifyRequest, site: SiteState): { issue: Issue; reader: User } {
  const issue = findIssue(site, pathText(request, 'issueIdOrKey'))
  if (!issue || !request.jiraCaller) throw issueNotFound()
  return { issue, reader: request.jiraCaller }
}

export interface PageBounds {
  readonly startAt: number
  readonly maxResults: number
}

export function pageBounds(request: FastifyRequest, defaults: { maxResults: number; cap: number }): PageBounds {
  const maxResults = Math.min(queryNumber(request, 'maxResults', defaults.maxResults), defaults.cap)
  return { startAt: queryNumber(request, 'startAt', 0), maxResults }
}

/** A page in the shape that most lists share; `nextPage` only when there is one. */
export function pageBean<T>(
  request: FastifyRequest,
  site: SiteState,
  { startAt, maxResults }: PageBounds,
  all: readonly T[],
): Record<string, unknown> {
  const values = all.slice(startAt, startAt + maxResults)
  const isLast = startAt + values.length >= all.length
  const pageUrl = (from: number): string => {
    const url = new URL(request.url, site.url)
    url.searchParams.set('startAt', String(from))
    url.searchParams.set('maxResults', String(maxResults))
    return url.href
  }
  return {
    self: pageUrl(startAt),
    ...(isLast ? {} : { nextPage: pageUrl(startAt + values.length) }),
    maxResults,
    startAt,
    total: all.length,
    isLast,
    values,
  }
}

/** Jira's own spelling of the content type. */
export function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply.code(status).header('content-type', 'application/json;charset=UTF-8').send(JSON.stringify(body))
}
