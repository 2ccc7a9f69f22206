import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { Store } from '../../store/store.ts'

/** For load balancers and supervisors: alive at all, and ready to do work. */
export function serveProbes(app: FastifyInstance, { db }: Store): void {
  app.get('/healthz', async () => ({ status: 'alive' }))

  app.get('/readyz', async (request, response) => {
    try {
      await sql`select 1`.execute(db)
      return { status: 'ready' }
    } catch (error) {
      request.log.warn({ err: error }, 'database does not answer')
      return response.code(503).send({ status: 'database does not answer' })
    }
  })
}
