import type { FastifyInstance } from 'fastify'
import { Refusal, refuse } from '../refusal.ts'
import { sendJson } from './request.ts'

/** Answers refusals, bodies that are no JSON, routes that do not exist, and our own mistakes, each as Jira does. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof Refusal) {
      if (error.status === 401) void reply.header('www-authenticate', 'OAuth realm="sandbox"')
      return sendJson(reply, error.status, error.body)
    }
    const status = error.statusCode ?? 500
    const message = status < 500 ? error.message : `The sandbox failed: ${error.stack}`
    return sendJson(reply, status, { errorMessages: [message], errors: {} })
  })
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?')
    const problem = {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: `No endpoint ${request.method} ${path}.`,
    }
    return reply
      .code(404)
      .header('content-type', 'application/problem+json')
      .send(Buffer.from(JSON.stringify(problem)))
  })
}

/** Reads JSON bodies; an empty one is no body, whatever its content type says. */
export function readJsonBodies(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(String(text)))
    } catch {
      done(refuse(400, 'There was an error parsing JSON. Check that your request body is valid.'))
    }
  })
}
