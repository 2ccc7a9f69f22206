import type { FastifyInstance } from 'fastify'
import type { SiteState } from '../site.ts'

export function registerPages(app: FastifyInstance, site: SiteState): void {
  app.get('/', (_request, reply) => reply.type('text/plain').send(site.url))
}
