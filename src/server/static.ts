import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'

/** Serves the built web app; each address of its own answers with its one page. */
export async function serveWebApp(app: FastifyInstance, root: string): Promise<void> {
  const isBuilt = existsSync(join(root, 'index.html'))
  if (isBuilt) {
    await app.register(fastifyStatic, { root, preCompressed: true, wildcard: false, cacheControl: false, setHeaders })
  }
  app.setNotFoundHandler(async (request, response) => {
    if (!isPage(request)) throw new Refusal(404, `There is nothing at ${request.method} ${pathOf(request)}.`)
    if (isBuilt) return response.sendFile('index.html')
    return notBuilt(response)
  })
}

/** Built files carry the hash of their content in their name; all others are asked for again. */
function setHeaders(response: FastifyReply, path: string): void {
  const isHashed = /[\\/]assets[\\/]/.test(path)
  void response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}

function isPage(request: FastifyRequest): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD'
  return reads && !/^\/(api|assets)(\/|$)/.test(pathOf(request)) && !/\.\w+$/.test(pathOf(request))
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/'
}

function notBuilt(response: FastifyReply): FastifyReply {
  return response
    .code(503)
    .type('text/plain; charset=utf-8')
    .send('The web app is not built yet. Run "npm ci" (or "npm run prepare") in the folder of Crosstie, then reload.\n')
}
