import type { Store } from '../../src/store/store.ts'

export const ids = {
  salesforce: '00000000-0000-4000-8000-0000000000a1',
  jira: '00000000-0000-4000-8000-0000000000a2',
  workflow: '00000000-0000-4000-8000-0000000000b1',
}

/** Two connected sandboxes and the active workflow between them. */
export async function insertSystemsAndWorkflow({ db }: Store, now: Date): Promise<void> {
  const system = { settings: '{}', secrets: Buffer.alloc(0), state: '{"kind":"ready"}', created_at: now, site_id: null }
  await db
    .insertInto('systems')
    .values([
      {
        ...system,
        id: ids.salesforce,
        name: 'acme-salesforce',
        kind: 'salesforce',
        environment: 'sandbox' as const,
        site_url: 'http://127.0.0.1:4102',
      },
      {
        ...system,
        id: ids.jira,
        name: 'acme-jira',
        kind: 'jira',
        environment: 'sandbox' as const,
        site_url: 'http://127.0.0.1:4101',
      },
    ])
    .execute()
  await db
    .insertInto('workflows')
    .values({
      id: ids.workflow,
      name: 'Salesforce Cases and Jira Tasks',
      managed: true,
      left_system: ids.salesforce,
      right_system: ids.jira,
      state: JSON.stringify({ kind: 'active', since: now.toISOString() }),
      version: 3,
      created_at: now,
    })
    .execute()
  const version = { workflow_id: ids.workflow, version: 3, author: 'installation file', note: '', created_at: now }
  await db
    .insertInto('workflow_versions')
    .values({ ...version, document: JSON.stringify(document) })
    .execute()
}

const document = {
  systems: { sf: { system: 'acme-salesforce', entity: 'Case' }, jira: { system: 'acme-jira', entity: 'OPS.Task' } },
  actions: [
    { name: 'Case to task', from: 'sf', to: 'jira' },
    { name: 'Task to case', from: 'jira', to: 'sf' },
  ],
}
