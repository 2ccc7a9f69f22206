import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { readInput } from '../issues.ts'
import type { JqlContext } from '../jql/compile.ts'
import { parseJql } from '../jql/parse.ts'
import { Refusal, refuse } from '../refusal.ts'
import { countIssues, type SearchPage, searchIssues } from '../search.ts'
import type { Issue, SiteState } from '../site.ts'
import { fieldDescriptions, issueBean } from './issue-bean.ts'
import { kind, queryList, queryNumber, queryText, sendJson } from './request.ts'

/** Exactly these keys: any other is refused. */
const SearchInput = z.strictObject({
  jql: z.string().optional(),
  nextPageToken: z.string().nullish(),
  maxResults: z.int().optional(),
  fields: z.array(z.string()).optional(),
  expand: z.string().optional(),
  properties: z.array(z.string()).max(5).optional(),
  fieldsByKeys: z.boolean().optional(),
  reconcileIssues: z.array(z.int()).max(50).optional(),
})

type SearchInput = z.infer<typeof SearchInput>

const idOnlyMax = 5000
const withFieldsMax = 100
const defaultPageSize = 50

const removed =
  'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046'

export function registerSearch(app: FastifyInstance, site: SiteState): void {
  app.post('/rest/api/3/search/jql', kind('search'), (request, reply) =>
    sendJson(reply, 200, search(request, readInput(SearchInput, request.body), site)),
  )
  app.get('/rest/api/3/search/jql', kind('search'), (request, reply) =>
    sendJson(reply, 200, search(request, inputOfQuery(request), site)),
  )
  for (const version of ['2', '3', 'latest']) {
    app.route({
      method: ['GET', 'POST'],
      url: `/rest/api/${version}/search`,
      ...kind('search (removed)'),
      handler: () => {
        throw refuse(410, removed)
      },
    })
  }
  app.post('/rest/api/3/search/approximate-count', kind('approximate count'), (request, reply) => {
    const { jql = '' } = readInput(z.strictObject({ jql: z.string().optional() }), request.body)
    return sendJson(reply, 200, { count: countIssues(jql, contextOf(request, site)) })
  })
  app.post('/rest/api/3/jql/parse', kind('jql parse'), (request, reply) => {
    const { queries } = readInput(z.strictObject({ queries: z.array(z.string()).min(1) }), request.body)
    return sendJson(reply, 200, { queries: queries.map(checkQuery) })
  })
}

/** Only whether the query can be read: the syntax tree is left out. */
function checkQuery(query: string): Record<string, unknown> {
  try {
    parseJql(query)
    return { query }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { query, errors: error.body.errorMessages }
  }
}

function inputOfQuery(request: FastifyRequest): SearchInput {
  const jql = queryText(request, 'jql')
  const nextPageToken = queryText(request, 'nextPageToken')
  const fields = queryList(request, 'fields')
  return {
    ...(jql === undefined ? {} : { jql }),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
    maxResults: queryNumber(request, 'maxResults', defaultPageSize),
    ...(fields.length > 0 ? { fields: [...fields] } : {}),
    expand: queryText(request, 'expand') ?? '',
    properties: [...queryList(request, 'properties')],
    reconcileIssues: queryList(request, 'reconcileIssues').map(Number),
  }
}

function contextOf(request: FastifyRequest, site: SiteState): JqlContext {
  return { site, caller: request.jiraCaller, now: site.clock.now() }
}

function search(request: FastifyRequest, input: SearchInput, site: SiteState): Record<string, unknown> {
  const page = searchIssues(
    {
      jql: input.jql ?? '',
      pageSize: pageSize(input),
      nextPageToken: input.nextPageToken ?? undefined,
      reconciled: input.reconcileIssues?.map(String),
    },
    contextOf(request, site),
  )
  return {
    issues: page.issues.map((issue) => found(issue, input, request, site)),
    ...(page.issues.length > 0 ? fieldDescriptions(viewOf(input)) : {}),
    ...ending(page),
  }
}

function ending({ nextPageToken }: SearchPage): Record<string, unknown> {
  return nextPageToken === undefined ? { isLast: true } : { nextPageToken, isLast: false }
}

/** Beyond 100 issues a page only their ids and keys are given: with more the page is cut without a word. */
function pageSize({ maxResults = defaultPageSize, ...input }: SearchInput): number {
  if (maxResults < 1 || maxResults > idOnlyMax) {
    throw refuse(400, `The value of maxResults must be between 1 and ${idOnlyMax}.`)
  }
  const { fields, expand, properties } = viewOf(input)
  const isIdOnly = fields.every((field) => field === 'id' || field === 'key') && expand.length + properties.length === 0
  return isIdOnly ? maxResults : Math.min(maxResults, withFieldsMax)
}

function viewOf(input: SearchInput): {
  fields: readonly string[]
  expand: readonly string[]
  properties: readonly string[]
} {
  const asked = input.fields?.flatMap((field) => field.split(',')).map((field) => field.trim()) ?? ['id']
  const onlyExclusions = asked.length > 0 && asked.every((field) => field.startsWith('-'))
  const expand = (input.expand ?? '').split(',').filter((part) => part !== '')
  return { fields: onlyExclusions ? ['*navigable', ...asked] : asked, expand, properties: input.properties ?? [] }
}

function found(issue: Issue, input: SearchInput, request: FastifyRequest, site: SiteState): Record<string, unknown> {
  const view = viewOf(input)
  const asksForNothing =
    view.fields.every((field) => field === 'id') && view.expand.length + view.properties.length === 0
  if (asksForNothing || !request.jiraCaller) return { id: issue.id }
  const { fields, ...bean } = issueBean(issue, { ...view, site, reader: request.jiraCaller })
  const hasFields = view.fields.some((field) => field !== 'id' && field !== 'key')
  return hasFields ? { ...bean, fields } : bean
}
