import type { Connector } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import { createHttpClient } from '../http/client.ts'
import { httpSettingsOf } from '../http/settings.ts'
import { connectorKind, type ConnectorContext } from '../kind.ts'
import { createCatalogue } from './catalogue.ts'
import { changedAt } from './changelog.ts'
import { changesSince } from './changes.ts'
import { createFindCreated } from './created.ts'
import { createCreates } from './creates.ts'
import { describe } from './describe.ts'
import { createFinds } from './finds.ts'
import type { Issue } from './issues.ts'
import { createOwnWrites } from './own-writes.ts'
import { createPeople } from './people.ts'
import { createProjectTypes } from './project-types.ts'
import { createRecords } from './records.ts'
import { createRoutes } from './routes.ts'
import { createSession } from './session.ts'
import { JiraSettings, secretValuesOf } from './settings.ts'
import { createUpdates } from './updates.ts'

/** Jira Cloud, by its REST API version 3. */
export const jira = connectorKind<JiraSettings>({
  kind: 'jira',
  label: 'Jira',
  settings: JiraSettings,
  connect: connectJira,
})

function connectJira(settings: JiraSettings, context: ConnectorContext): Connector {
  const { system, clock, chance, onExchange } = context
  const { projectKey } = settings
  const secrets = secretValuesOf(settings)
  const http = createHttpClient({ system, settings: httpSettingsOf(settings), secrets, clock, chance, onExchange })
  const session = createSession({ system, settings, http, now: () => clock.now() })
  const catalogue = createCatalogue(session, clock)
  const types = createProjectTypes(session)
  const ownWrites = createOwnWrites(clock)
  const routes = createRoutes(session, projectKey, clock)
  const onIssue = (issue: Issue) => routes.note(issue)
  const records = createRecords({ session, catalogue, clock, onIssue })
  const updates = createUpdates(session, catalogue, ownWrites)

  return {
    kind: 'jira',
    account: session.account,
    probe: session.probe,
    budgets: session.budgets,
    close: http.close,
    describe: (entity) => describe({ session, projectKey, catalogue, types }, entity),
    changesSince: (query) => changesSince({ session, projectKey, types, ownWrites }, query),
    read: (query) => records.read(query.id, query.fields, query),
    find: createFinds({ session, projectKey, catalogue, records, clock }),
    create: createCreates({ session, projectKey, catalogue, types, records, ownWrites, system, clock, onIssue }),
    findCreated: createFindCreated({ session, projectKey, catalogue, records, clock }),
    update: updates.update,
    route: routes.route,
    async move(request) {
      try {
        await updates.move(request)
        routes.moved(request)
      } catch (error) {
        if (error instanceof Failure && error.kind === 'rejection') routes.refused(request)
        throw error
      }
    },
    changedAt: (query) => changedAt(session, query),
    findPerson: createPeople(session, projectKey, clock),
  }
}
