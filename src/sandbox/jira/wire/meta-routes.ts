import { DateTime } from 'luxon'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { issueTypes, priorities, type Project, projects, resolutions, statuses } from '../catalog.ts'
import { fields } from '../fields.ts'
import { refuse, Refusal } from '../refusal.ts'
import type { SiteState } from '../site.ts'
import { detailedProject, issueTypeBean, listedProject, priorityBean, resolutionBean, statusBean } from './beans.ts'
import { createScreen } from './screens.ts'
import { kind, pageBean, pageBounds, pathText, queryList, queryNumber, queryText, sendJson } from './request.ts'
import { wireTime } from './time.ts'

const createMetaMax = 200

export function registerMeta(app: FastifyInstance, site: SiteState): void {
  app.get('/_edge/tenant_info', kind('tenant info'), (_request, reply) =>
    sendJson(reply, 200, { cloudId: site.cloudId }),
  )
  app.get('/rest/api/3/serverInfo', kind('server info'), (_request, reply) => sendJson(reply, 200, serverInfo(site)))
  app.get('/rest/api/3/field', kind('fields'), (request, reply) =>
    sendJson(
      reply,
      200,
      fields.filter(({ custom }) => !custom || request.jiraCaller).map((field) => fieldDetails(field)),
    ),
  )
  registerProjects(app, site)
  registerCreateMeta(app, site)
  registerChoices(app, site)
}

function serverInfo(site: SiteState): Record<string, unknown> {
  const now = site.clock.now()
  return {
    baseUrl: site.url,
    displayUrl: site.url,
    version: '1001.0.0-SNAPSHOT',
    versionNumbers: [1001, 0, 0],
    deploymentType: 'Cloud',
    buildNumber: 100_295,
    buildDate: '2026-11-16T09:12:44.000+0100',
    serverTime: wireTime(now, site.timeZone),
    scmInfo: 'sandbox',
    serverTitle: 'Jira (sandbox)',
    serverTimeZone: DateTime.fromJSDate(now, { zone: site.timeZone }).zoneName,
  }
}

function fieldDetails({
  id,
  name,
  custom,
  clauseNames,
  navigable,
  orderable,
  searchable,
  schema,
}: (typeof fields)[number]): Record<string, unknown> {
  return {
    id,
    key: id,
    name,
    ...(custom ? { untranslatedName: name } : {}),
    custom,
    orderable,
    navigable,
    searchable,
    clauseNames,
    ...(schema ? { schema } : {}),
  }
}

/** The project of the path by id or key; the anonymous see none. */
function projectOf(request: FastifyRequest): Project {
  const idOrKey = pathText(request, 'projectIdOrKey')
  const project = projects.find(({ id, key }) => id === idOrKey || key === idOrKey.toUpperCase())
  if (!project || !request.jiraCaller) throw refuse(404, `No project could be found with key '${idOrKey}'.`)
  return project
}

function registerProjects(app: FastifyInstance, site: SiteState): void {
  app.get('/rest/api/3/project/search', kind('project search'), (request, reply) => {
    const query = (queryText(request, 'query') ?? '').toLowerCase()
    const keys = queryList(request, 'keys')
    const found = request.jiraCaller ? projects : []
    const matching = found
      .filter(({ key, name }) => `${key} ${name}`.toLowerCase().includes(query))
      .filter(({ key }) => keys.length === 0 || keys.includes(key))
      .map((project) => listedProject(site, project))
    return sendJson(reply, 200, pageBean(request, site, pageBounds(request, { maxResults: 50, cap: 100 }), matching))
  })
  app.get('/rest/api/3/project/:projectIdOrKey', kind('project'), (request, reply) =>
    sendJson(reply, 200, detailedProject(site, projectOf(request))),
  )
  app.get('/rest/api/3/project/:projectIdOrKey/statuses', kind('statuses'), (request, reply) => {
    projectOf(request)
    const beans = statuses.map(({ id }) => statusBean(site, id))
    return sendJson(
      reply,
      200,
      issueTypes.map(({ id, name }) => ({
        self: issueTypeBean(site, id)?.['self'],
        id,
        name,
        subtask: false,
        statuses: beans,
      })),
    )
  })
}

function registerCreateMeta(app: FastifyInstance, site: SiteState): void {
  const path = '/rest/api/3/issue/createmeta/:projectIdOrKey/issuetypes'
  app.get(path, kind('createmeta'), (request, reply) => {
    projectOf(request)
    return sendJson(
      reply,
      200,
      createMetaPage(
        request,
        'issueTypes',
        issueTypes.map(({ id }) => issueTypeBean(site, id)),
      ),
    )
  })
  app.get(`${path}/:issueTypeId`, kind('createmeta'), (request, reply) => {
    const project = projectOf(request)
    const issueTypeId = pathText(request, 'issueTypeId')
    if (!issueTypes.some(({ id }) => id === issueTypeId)) return reply.code(404).send()
    const screen = createScreen(site, { projectId: project.id, issueTypeId })
    return sendJson(reply, 200, createMetaPage(request, 'fields', screen))
  })
}

/** Unlike other lists this one refuses a page that is too large, and has no `isLast`. */
function createMetaPage(request: FastifyRequest, name: string, all: readonly unknown[]): Record<string, unknown> {
  const maxResults = queryNumber(request, 'maxResults', 50)
  if (maxResults > createMetaMax)
    throw new Refusal(400, {
      ...tooMany,
      errorMessages: [`Parameter 'maxResults' must not exceed the limit '${createMetaMax}'`],
    })
  const startAt = queryNumber(request, 'startAt', 0)
  return { startAt, maxResults, total: all.length, [name]: all.slice(startAt, startAt + maxResults) }
}

const tooMany = { errors: {}, httpStatusCode: { empty: false, present: true } }

function registerChoices(app: FastifyInstance, site: SiteState): void {
  const describedPriorities = (): readonly Record<string, unknown>[] =>
    priorities.map(({ id, description, color }) => ({
      ...priorityBean(site, id),
      statusColor: color,
      description,
      isDefault: id === '3',
    }))
  app.get('/rest/api/3/priority', kind('priorities'), (_request, reply) =>
    sendJson(
      reply,
      200,
      describedPriorities().map(({ isDefault: _isDefault, ...priority }) => priority),
    ),
  )
  app.get('/rest/api/3/priority/search', kind('priorities'), (request, reply) =>
    sendJson(
      reply,
      200,
      pageBean(request, site, pageBounds(request, { maxResults: 50, cap: 100 }), describedPriorities()),
    ),
  )
  app.get('/rest/api/3/resolution', kind('resolutions'), (_request, reply) =>
    sendJson(
      reply,
      200,
      resolutions.map(({ id }) => resolutionBean(site, id)),
    ),
  )
  app.get('/rest/api/3/resolution/search', kind('resolutions'), (request, reply) => {
    const values = resolutions.map(({ id }) => ({ ...resolutionBean(site, id), default: false }))
    return sendJson(reply, 200, pageBean(request, site, pageBounds(request, { maxResults: 50, cap: 100 }), values))
  })
  app.get('/rest/api/3/status', kind('statuses'), (_request, reply) =>
    sendJson(
      reply,
      200,
      statuses.map(({ id }) => statusBean(site, id)),
    ),
  )
}
