import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import { findIssue, type Issue, type SiteState, type User, userById } from '../site.ts'
import { pathText, queryText } from '../wire/request.ts'
import { actions } from './actions.ts'
import { board } from './board.ts'
import { issuePage } from './issue.ts'
import { layout } from './layout.ts'
import { liveScript } from './live-script.ts'

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8')
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#1868db"/><path d="M7 6h3v12H7zM11.5 6h3v8h-3zM16 6h2.500v5H16z" fill="#fff"/></svg>`

/** The site as people see it: a board, and a page for each issue. No API call, and no fault ever hits it. */
export function registerPages(app: FastifyInstance, site: SiteState): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)))
  })
  app.get('/assets/style.css', (_request, reply) => reply.type('text/css').send(style))
  app.get('/assets/live.js', (_request, reply) => reply.type('text/javascript').send(liveScript))
  app.get('/assets/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(icon))
  app.get('/favicon.ico', (_request, reply) => reply.redirect('/assets/icon.svg'))
  app.get('/pages/version', () => ({ version: site.journal.length }))
  app.get('/pages/person', (request, reply) => takeSeat(request, reply))
  app.get('/', (request, reply) => {
    const projectKey = queryText(request, 'project') ?? 'OPS'
    const content = board(site, { projectKey, search: queryText(request, 'search') ?? '' })
    const frame = { site, person: personOf(request, site), title: `${projectKey} board`, projectKey, path: request.url }
    return sendPage(reply, 200, layout({ ...frame, content }))
  })
  app.get('/browse/:key', (request, reply) => {
    const issue = findIssue(site, pathText(request, 'key'))
    if (!issue) return reply.code(404).type('text/plain').send('There is no such issue. It may have been deleted.')
    if (issue.key !== pathText(request, 'key')) return reply.redirect(`/browse/${issue.key}`)
    return sendIssue(reply, { site, issue, person: personOf(request, site) })
  })
  app.post('/browse/:key/:action', (request, reply) => act(request, reply, site))
}

function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-security-policy': "default-src 'self'", 'cache-control': 'no-store' })
    .type('text/html;charset=UTF-8')
    .send(page)
}

function sendIssue(
  reply: FastifyReply,
  page: { site: SiteState; issue: Issue; person: User; problem?: string },
): FastifyReply {
  const { site, issue, person, problem } = page
  const frame = {
    site,
    person,
    title: `${issue.key} ${issue.summary}`,
    projectKey: issue.key.split('-')[0] ?? '',
    path: `/browse/${issue.key}`,
  }
  return sendPage(reply, problem === undefined ? 200 : 400, layout({ ...frame, content: issuePage(page) }))
}

/** The person at the desk: whom the cookie names, else the first of the team. */
function personOf(request: FastifyRequest, site: SiteState): User {
  const id = /(?:^|;\s*)person=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const person = userById(site, decodeURIComponent(id))
  const seated = person?.assignable ? person : site.users.find((user) => user.assignable)
  return seated ?? site.integration
}

function takeSeat(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const id = encodeURIComponent(queryText(request, 'id') ?? '')
  const path = queryText(request, 'path') ?? '/'
  const isOurs = path.startsWith('/') && !path.startsWith('//') && !path.includes('\\')
  return reply.header('set-cookie', `person=${id}; Path=/; SameSite=Lax; HttpOnly`).redirect(isOurs ? path : '/', 303)
}

function act(request: FastifyRequest, reply: FastifyReply, site: SiteState): FastifyReply {
  const { origin, host } = request.headers
  if (origin !== undefined && new URL(origin).host !== host)
    return reply.code(403).send('This form came from another site.')
  const issue = findIssue(site, pathText(request, 'key'))
  const action = actions[pathText(request, 'action')]
  if (!issue || !action) return reply.code(404).send('There is no such issue.')
  const person = personOf(request, site)
  try {
    action(site, person, issue, request.body instanceof URLSearchParams ? request.body : new URLSearchParams())
    return reply.redirect(`/browse/${issue.key}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return sendIssue(reply, { site, issue, person, problem: error.message })
  }
}
