import type { Connector } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import { createSeries } from '../gather.ts'
import { createHttpClient } from '../http/client.ts'
import { httpSettingsOf } from '../http/settings.ts'
import type { ConnectorContext } from '../kind.ts'
import { changesSince } from './changes.ts'
import { createCreates } from './creates.ts'
import { createFinder } from './find.ts'
import { changedAt } from './history.ts'
import { createPeople } from './people.ts'
import { createQueries } from './queries.ts'
import { createRecords } from './records.ts'
import { createSchemas, entitySchema } from './schema.ts'
import { createSession } from './session.ts'
import { secretValuesOf, type SalesforceSettings } from './settings.ts'
import { createUpdates } from './updates.ts'

/** A connected org. */
export function connect(settings: SalesforceSettings, context: ConnectorContext): Connector {
  const { clock } = context
  const http = createHttpClient({ ...context, settings: httpSettingsOf(settings), secrets: secretValuesOf(settings) })
  const session = createSession({ settings, http, clock })
  const queries = createQueries(session)
  const schemas = createSchemas(session, clock)
  const records = createRecords({ session, queries, schemas, clock })
  const finder = createFinder({ session, queries, schemas, clock, records })
  const writes = { session, schemas, clock, inTurn: createSeries() }
  const creates = createCreates({ ...writes, records, finder })

  return {
    kind: 'salesforce',
    account: () => session.account(),
    async probe() {
      await session.call({
        what: 'Asking Salesforce for its limits',
        method: 'GET',
        path: '/limits',
        effect: 'repeatable',
      })
    },
    describe: async (entity) => entitySchema(await schemas.described(entity)),
    changesSince: (query) => changesSince({ session, queries }, query),
    read: records.read,
    find: finder.find,
    create: creates.create,
    findCreated: creates.findCreated,
    update: createUpdates(writes).update,
    route: async () => refuseTransition(),
    move: async () => refuseTransition(),
    changedAt: (query) => changedAt(queries, query),
    findPerson: createPeople({ session, queries, clock }).findPerson,
    budgets: () => session.budgets(),
    close: () => http.close(),
  }
}

function refuseTransition(): never {
  throw new Failure('mapping', 'Salesforce has no transitions: a status is set like any other field.')
}
