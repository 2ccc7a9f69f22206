import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addComment, CommentInput, deleteComment, editComment, visibleComments } from '../comments.ts'
import { readInput } from '../issues.ts'
import { refuse } from '../refusal.ts'
import type { Comment, SiteState } from '../site.ts'
import { commentBean } from './issue-bean.ts'
import { issueOf, kind, pageBounds, pathText, queryList, queryText, sendJson } from './request.ts'

const path = '/rest/api/3/issue/:issueIdOrKey/comment'

export function registerComments(app: FastifyInstance, site: SiteState): void {
  app.get(path, kind('comments'), (request, reply) => sendJson(reply, 200, page(request, site)))
  app.post(path, kind('comment'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    const added = addComment(site, reader, issue, readInput(CommentInput, request.body))
    return sendJson(reply, 201, commentBean(added.issue, added.comment, site, shown(request)))
  })
  app.get(`${path}/:id`, kind('comments'), (request, reply) => {
    const { issue } = issueOf(request, site)
    return sendJson(reply, 200, commentBean(issue, commentOf(request, site), site, shown(request)))
  })
  app.put(`${path}/:id`, kind('comment edit'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    const comment = commentOf(request, site)
    const edited = editComment(site, reader, issue, { comment, input: readInput(CommentInput, request.body) })
    return sendJson(reply, 200, commentBean(edited.issue, edited.comment, site, shown(request)))
  })
  app.delete(`${path}/:id`, kind('comment delete'), (request, reply) => {
    const { issue, reader } = issueOf(request, site)
    deleteComment(site, reader, issue, commentOf(request, site))
    return reply.code(204).send()
  })
}

function shown(request: FastifyRequest): { withProperties: boolean } {
  return { withProperties: queryList(request, 'expand').includes('properties') }
}

function commentOf(request: FastifyRequest, site: SiteState): Comment {
  const { issue, reader } = issueOf(request, site)
  const id = pathText(request, 'id')
  const comment = visibleComments(issue, reader).find((candidate) => candidate.id === id)
  if (!comment) throw refuse(404, `Can not find a comment for the id: ${id}.`)
  return comment
}

/** Unlike other pages this one has no `isLast`. */
function page(request: FastifyRequest, site: SiteState): Record<string, unknown> {
  const { issue, reader } = issueOf(request, site)
  const { startAt, maxResults } = pageBounds(request, { maxResults: 100, cap: 5000 })
  const oldestFirst = visibleComments(issue, reader)
  const comments = queryText(request, 'orderBy') === '-created' ? oldestFirst.toReversed() : oldestFirst
  const values = comments.slice(startAt, startAt + maxResults)
  return {
    startAt,
    maxResults,
    total: comments.length,
    comments: values.map((comment) => commentBean(issue, comment, site, shown(request))),
  }
}
