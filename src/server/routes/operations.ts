import type { FastifyInstance } from 'fastify'
import { listExchanges, readExchange } from '../../api/exchanges.ts'
import { listOperations, readOperation } from '../../api/operations.ts'
import type { Store } from '../../store/store.ts'
import { Refusal } from '../errors.ts'
import { readExchangeBodies, readExchanges } from '../reads/exchanges.ts'
import * as reads from '../reads/operations.ts'
import { serve } from '../serve.ts'

export function serveOperations(app: FastifyInstance, { db }: Store): void {
  serve(app, listOperations, ({ limit, cursor, ...filter }) => reads.readOperations(db, { filter, cursor, limit }))

  serve(app, readOperation, async ({ id }) => {
    return (await reads.readOperation(db, id)) ?? gone('This operation')
  })

  serve(app, listExchanges, async ({ id }) => ({ exchanges: await readExchanges(db, id) }))

  serve(app, readExchange, async ({ id }) => {
    return (await readExchangeBodies(db, id)) ?? gone('This HTTP exchange')
  })
}

function gone(what: string): never {
  throw new Refusal(404, `${what} is not there.`, 'Its time of keeping may be over.')
}
