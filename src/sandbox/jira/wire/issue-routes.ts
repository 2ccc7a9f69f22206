import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createIssue, deleteIssue, editIssue, IssueInput, readInput, transitionIssue } from '../issues.ts'
import { issueNotFound, Refusal, refuse } from '../refusal.ts'
import { findIssue, type Issue, type SiteState, type User } from '../site.ts'
import { historyBean, fieldDescriptions, issueBean, type IssueView } from './issue-bean.ts'
import { issueOf, kind, pageBean, pageBounds, queryList, queryText, sendJson, signedIn } from './request.ts'
import { editScreen } from './screens.ts'
import { transitionBeans } from './transition-bean.ts'

const bulkCreateMax = 50
const bulkFetchMax = 100

export function registerIssues(app: FastifyInstance, site: SiteState): void {
  app.post('/rest/api/3/issue', kind('create'), (request, reply) =>
    sendJson(reply, 201, createdBean(site, createIssue(site, signedIn(request), readInput(IssueInput, request.body)))),
  )
  app.post('/rest/api/3/issue/bulk', kind('bulk create'), (request, reply) => createMany(request, reply, site))
  app.post('/rest/api/3/issue/bulkfetch', kind('bulkfetch'), (request, reply) =>
    sendJson(reply, 200, fetchMany(request, site)),
  )
  app.get('/rest/api/3/issue/:issueIdOrKey', kind('read'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    const view = singleView(request, site, reader)
    return sendJson(reply, 200, { ...issueBean(issue, view), ...fieldDescriptions(view) })
  })
  app.put('/rest/api/3/issue/:issueIdOrKey', kind('edit'), (request, reply) => edit(request, reply, site))
  app.delete('/rest/api/3/issue/:issueIdOrKey', kind('delete'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    deleteIssue(site, reader, issue)
    return reply.code(204).send()
  })
  app.get('/rest/api/3/issue/:issueIdOrKey/editmeta', kind('editmeta'), (request, reply) => {
    issueOf(request, site)
    return sendJson(reply, 200, { fields: editScreen(site) })
  })
  registerTransitions(app, site)
  registerChangelogs(app, site)
}

function registerTransitions(app: FastifyInstance, site: SiteState): void {
  app.get('/rest/api/3/issue/:issueIdOrKey/transitions', kind('transitions'), (request, reply) => {
    const { issue } = issueOf(request, site)
    const withFields = queryList(request, 'expand').includes('transitions.fields')
    const wanted = queryText(request, 'transitionId')
    const transitions = transitionBeans(site, issue, { withFields }).filter(
      ({ id }) => wanted === undefined || id === wanted,
    )
    return sendJson(reply, 200, { expand: 'transitions', transitions })
  })
  app.post('/rest/api/3/issue/:issueIdOrKey/transitions', kind('transition'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    transitionIssue(site, reader, issue, readInput(IssueInput, request.body))
    return reply.code(204).send()
  })
}

function registerChangelogs(app: FastifyInstance, site: SiteState): void {
  app.get('/rest/api/3/issue/:issueIdOrKey/changelog', kind('changelog'), (request, reply) => {
    const { issue } = issueOf(request, site)
    const histories = issue.histories.map((history) => historyBean(history, site))
    return sendJson(reply, 200, pageBean(request, site, pageBounds(request, { maxResults: 100, cap: 100 }), histories))
  })
  app.post('/rest/api/3/changelog/bulkfetch', kind('bulk changelog'), (request, reply) =>
    sendJson(reply, 200, changelogsOfMany(request, site)),
  )
}

function createdBean(site: SiteState, { id, key }: Issue): Record<string, string> {
  return { id, key, self: `${site.url}/rest/api/3/issue/${id}` }
}

type Attempt = { readonly issue: Issue } | { readonly refusal: Refusal; readonly index: number }

/** Each element for itself: what is wrong with one does not keep the others from being created. */
function createMany(request: FastifyRequest, reply: FastifyReply, site: SiteState): FastifyReply {
  const by = signedIn(request)
  const { issueUpdates } = readInput(z.looseObject({ issueUpdates: z.array(z.unknown()).min(1) }), request.body)
  if (issueUpdates.length > bulkCreateMax)
    throw refuse(400, `The number of issues must not exceed the limit ${bulkCreateMax}`)
  const attempts = issueUpdates.map((update, index) => attempt(site, by, update, index))
  const issues = attempts.flatMap((each) => ('issue' in each ? [createdBean(site, each.issue)] : []))
  const errors = attempts.flatMap((each) =>
    'refusal' in each
      ? [{ status: each.refusal.status, elementErrors: each.refusal.body, failedElementNumber: each.index }]
      : [],
  )
  return sendJson(reply, issues.length > 0 ? 201 : 400, { issues, errors })
}

function attempt(site: SiteState, by: User, update: unknown, index: number): Attempt {
  try {
    return { issue: createIssue(site, by, readInput(IssueInput, update)) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refusal: error, index }
  }
}

const BulkFetchInput = z.strictObject({
  issueIdsOrKeys: z.array(z.string()),
  fields: z.array(z.string()).optional(),
  expand: z.array(z.string()).optional(),
  properties: z.array(z.string()).max(5).optional(),
  fieldsByKeys: z.boolean().optional(),
})

function fetchMany(request: FastifyRequest, site: SiteState): Record<string, unknown> {
  const { issueIdsOrKeys, fields, expand = [], properties = [] } = readInput(BulkFetchInput, request.body)
  if (issueIdsOrKeys.length > bulkFetchMax)
    throw refuse(400, `The number of issues must not exceed the limit ${bulkFetchMax}`)
  const reader = request.jiraCaller
  const found = new Map(issueIdsOrKeys.map((idOrKey) => [idOrKey, reader && findIssue(site, idOrKey)]))
  const view = { site, fields: withDefault(fields, '*navigable'), expand, properties }
  const issues = [...new Set(found.values())].filter((issue) => issue !== undefined)
  const missing = [...found].filter(([, issue]) => !issue).map(([idOrKey]) => idOrKey)
  const bean = (issue: Issue): object =>
    reader ? { ...issueBean(issue, { ...view, reader }), ...fieldDescriptions(view) } : {}
  return {
    expand: 'schema,names',
    issues: issues.toSorted((left, right) => Number(left.id) - Number(right.id)).map(bean),
    issueErrors: missing.map((id) => ({ id, errorMessage: issueNotFound().message })),
  }
}

function withDefault(fields: readonly string[] | undefined, otherwise: string): readonly string[] {
  const asked = fields?.flatMap((field) => field.split(',')).map((field) => field.trim()) ?? []
  return asked.every((field) => field.startsWith('-')) ? [otherwise, ...asked] : asked
}

function singleView(request: FastifyRequest, site: SiteState, reader: User): IssueView {
  return {
    site,
    reader,
    fields: withDefault([...queryList(request, 'fields')], '*all'),
    expand: queryList(request, 'expand'),
    properties: queryList(request, 'properties'),
  }
}

function edit(request: FastifyRequest, reply: FastifyReply, site: SiteState): FastifyReply {
  const { issue, reader } = issueOf(request, site)
  const isAdmin = reader !== site.integration || site.faults.integrationIsAdmin
  if (queryText(request, 'notifyUsers') === 'false' && !isAdmin) {
    throw refuse(400, 'To discard the user notification either admin or project admin permissions are required.')
  }
  const edited = editIssue(site, signedIn(request), issue, readInput(IssueInput, request.body))
  if (queryText(request, 'returnIssue') !== 'true') return reply.code(204).send()
  return sendJson(reply, 200, issueBean(edited, singleView(request, site, reader)))
}

const BulkChangelogInput = z.strictObject({
  issueIdsOrKeys: z.array(z.string()).min(1).max(1000),
  fieldIds: z.array(z.string()).max(10).optional(),
  maxResults: z.int().min(1).max(10_000).optional(),
  nextPageToken: z.string().optional(),
})

/** Changes of several issues, oldest first; a page may end inside an issue, and the token says how far it came. */
function changelogsOfMany(request: FastifyRequest, site: SiteState): Record<string, unknown> {
  const input = readInput(BulkChangelogInput, request.body)
  const { fieldIds, maxResults = 1000, nextPageToken = '0' } = input
  const issues = input.issueIdsOrKeys.flatMap((idOrKey) => (request.jiraCaller && findIssue(site, idOrKey)) ?? [])
  const all = [...new Set(issues)].flatMap((issue) =>
    issue.histories.map((history) => ({ issueId: issue.id, history })),
  )
  const wanted = all.filter(
    ({ history }) => !fieldIds || history.items.some(({ fieldId }) => fieldIds.includes(fieldId)),
  )
  const startAt = Number(nextPageToken)
  const page = wanted.slice(startAt, startAt + maxResults)
  const byIssue = Map.groupBy(page, ({ issueId }) => issueId)
  return {
    issueChangeLogs: [...byIssue].map(([issueId, rows]) => ({
      issueId,
      changeHistories: rows.map(({ history }) => historyBean(history, site)),
    })),
    ...(startAt + page.length < wanted.length ? { nextPageToken: String(startAt + page.length) } : {}),
  }
}
