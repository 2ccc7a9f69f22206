import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { commitIssue } from '../changes.ts'
import { refuse } from '../refusal.ts'
import type { Issue, SiteState, User } from '../site.ts'
import { issueOf, kind, pathText, sendJson } from './request.ts'

const path = '/rest/api/3/issue/:issueIdOrKey/properties'
const valueMax = 32_768
const keyMax = 255

export function registerProperties(app: FastifyInstance, site: SiteState): void {
  app.get(path, kind('properties'), (request, reply) => {
    const { issue } = issueOf(request, site)
    const keys = Object.keys(issue.properties).map((key) => ({ self: selfOf(site, issue, key), key }))
    return sendJson(reply, 200, { keys })
  })
  app.get(`${path}/:key`, kind('properties'), (request, reply) => {
    const { issue } = issueOf(request, site)
    const key = existingKey(request, issue)
    return sendJson(reply, 200, { key, value: issue.properties[key] })
  })
  app.put(`${path}/:key`, kind('property'), (request, reply) => put(request, reply, site))
  app.delete(`${path}/:key`, kind('property'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    const { [existingKey(request, issue)]: _gone, ...properties } = issue.properties
    keep(site, reader, { ...issue, properties }, pathText(request, 'key'))
    return reply.code(204).send()
  })
}

function put(request: FastifyRequest, reply: FastifyReply, site: SiteState): FastifyReply {
  const { issue, reader } = issueOf(request, site)
  const key = pathText(request, 'key')
  if (key.length > keyMax) throw refuse(400, `The property key must not be longer than ${keyMax} characters.`)
  if (JSON.stringify(request.body ?? null).length > valueMax)
    throw refuse(400, `The property value must not be longer than ${valueMax} characters.`)
  const isNew = !(key in issue.properties)
  keep(site, reader, { ...issue, properties: { ...issue.properties, [key]: request.body } }, key)
  return sendJson(reply, isNew ? 201 : 200, null)
}

function selfOf(site: SiteState, issue: Issue, key: string): string {
  return `${site.url}/rest/api/3/issue/${issue.id}/properties/${encodeURIComponent(key)}`
}

function existingKey(request: FastifyRequest, issue: Issue): string {
  const key = pathText(request, 'key')
  if (!(key in issue.properties)) throw refuse(404, `The property ${key} does not exist.`)
  return key
}

function keep(site: SiteState, by: User, next: Issue, key: string): void {
  const before = site.issues.get(next.id)?.properties[key] ?? null
  commitIssue(site, next, {
    by,
    action: 'update',
    besides: { [`property ${key}`]: [before, next.properties[key] ?? null] },
  })
}
