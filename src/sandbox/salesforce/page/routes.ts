import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import type { Actor, OrgState } from '../org.ts'
import type { Row } from '../tables.ts'
import { casePage, EDITABLE } from './case.ts'
import { createDesk, textOf, type Desk } from './desk.ts'
import { layout } from './layout.ts'
import { listPage } from './list.ts'
import { liveScript } from './live-script.ts'

interface PageNeeds {
  readonly org: OrgState
  readonly clock: { now(): Date }
  /** E-mail addresses of those who can sit at the desk. */
  readonly team: readonly string[]
}

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8')
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0b7a75"/><path d="M6 8.500h12v9H6zM9.500 8V6h5v2" fill="none" stroke="#fff" stroke-width="2"/></svg>`

/** A person at work in the web page: assignment rules are theirs to tick, and nobody ticks them here. */
const AT_THE_DESK = { autoAssign: false }

/** The org as its people see it: a list of cases, and a page for each. No API call, and no fault of the wire hits it. */
export function servePages(app: FastifyInstance, { org, clock, team }: PageNeeds): void {
  const desk = createDesk(org, team)

  app.get('/assets/style.css', (_, reply) => reply.type('text/css').send(style))
  app.get('/assets/live.js', (_, reply) => reply.type('text/javascript').send(liveScript))
  app.get('/assets/icon.svg', (_, reply) => reply.type('image/svg+xml').send(icon))
  app.get('/favicon.ico', (_, reply) => reply.redirect('/assets/icon.svg'))
  app.get('/pages/version', () => ({ version: org.journal().length }))

  app.get<{ Querystring: { id?: string; path?: string } }>('/pages/person', ({ query }, reply) => {
    const path = query.path ?? '/'
    const back = /^\/(?![/\\])/.test(path) ? path : '/'
    return reply
      .header('set-cookie', `person=${encodeURIComponent(query.id ?? '')}; Path=/; SameSite=Lax; HttpOnly`)
      .redirect(back)
  })

  app.get<{ Querystring: Record<string, string | undefined> }>('/', (request, reply) => {
    const { search = '', status = '', priority = '', page = '1' } = request.query
    const content = listPage(desk, { search, status, priority, page: Number(page) || 1 }, clock.now())
    return sendPage(reply, 200, { desk, person: personOf(request, desk), title: 'Cases', path: request.url, content })
  })

  function showCase(request: FastifyRequest, reply: FastifyReply, row: Row, problem?: string) {
    const content = casePage(desk, row, clock.now(), problem)
    const title = `${textOf(row, 'CaseNumber')} ${textOf(row, 'Subject')}`
    const path = `/cases/${textOf(row, 'Id')}`
    return sendPage(reply, problem === undefined ? 200 : 400, {
      desk,
      person: personOf(request, desk),
      title,
      path,
      content,
    })
  }

  app.get<{ Params: { id: string } }>('/cases/:id', (request, reply) => {
    const row = caseOf(org, request.params.id)
    return row ? showCase(request, reply, row) : gone(reply)
  })

  function save(
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    write: (row: Row, by: Actor) => void,
  ) {
    const row = caseOf(org, request.params.id)
    if (!row) return gone(reply)
    try {
      write(row, personOf(request, desk))
      return reply.redirect(`/cases/${textOf(row, 'Id')}`, 303)
    } catch (error) {
      if (error instanceof ApiError) return showCase(request, reply, row, error.message)
      throw error
    }
  }

  app.post<{ Params: { id: string } }>('/cases/:id', (request, reply) =>
    save(request, reply, (row, person) => {
      const changes = touched(formOf(request))
      if (Object.keys(changes).length > 0) org.update(person, 'Case', textOf(row, 'Id'), changes, AT_THE_DESK)
    }),
  )

  app.post<{ Params: { id: string } }>('/cases/:id/comments', (request, reply) =>
    save(request, reply, (row, person) => {
      const form = formOf(request)
      const input = { ParentId: textOf(row, 'Id'), CommentBody: form.get('CommentBody') ?? '' }
      org.create(person, 'CaseComment', { ...input, IsPublished: form.get('IsPublished') === 'true' }, AT_THE_DESK)
    }),
  )
}

const formOf = (request: FastifyRequest) => new URLSearchParams(typeof request.body === 'string' ? request.body : '')

/** The fields that the person changed; browsers send every line break as CR LF, which is no change. */
function touched(form: URLSearchParams): Readonly<Record<string, string>> {
  const plain = (text: string) => text.replaceAll('\r\n', '\n')
  const changed = EDITABLE.filter((field) => plain(form.get(field) ?? '') !== plain(form.get(`was.${field}`) ?? ''))
  return Object.fromEntries(changed.filter((field) => form.has(field)).map((field) => [field, form.get(field) ?? '']))
}

function caseOf(org: OrgState, id: string): Row | undefined {
  const row = org.find('Case', id)
  return row && row['IsDeleted'] !== true ? row : undefined
}

function personOf(request: FastifyRequest, desk: Desk): Actor {
  const id = /(?:^|;\s*)person=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const [first, ...others] = desk.people()
  if (!first) throw new Error('The org has nobody at work')
  return [first, ...others].find(({ userId }) => userId === id) ?? first
}

function sendPage(reply: FastifyReply, status: number, page: Parameters<typeof layout>[0]) {
  return reply
    .code(status)
    .headers({ 'content-security-policy': "default-src 'self'", 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(layout(page))
}

const gone = (reply: FastifyReply) =>
  reply.code(404).type('text/plain').send('There is no such case. It may have been deleted.')
