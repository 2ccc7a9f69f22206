import type { Selectable, Updateable } from 'kysely'
import type { Database, SystemState } from './schema.ts'
import type { Executor } from './store.ts'

/** A connected system without its secrets, which leave the table by a door of their own. */
export type SystemRow = Omit<Selectable<Database['systems']>, 'secrets'>

export interface NewSystem {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly environment: SystemRow['environment']
  readonly settings: object
  /** As `Keys.seal` made them. */
  readonly sealedSecrets: Buffer
  readonly managed: boolean
  readonly at: Date
}

export type SystemChanges = Partial<
  Pick<NewSystem, 'name' | 'environment' | 'settings' | 'sealedSecrets' | 'managed'> & {
    readonly site: { readonly id: string; readonly url: string }
  }
>

const COLUMNS = [
  'id',
  'name',
  'kind',
  'environment',
  'settings',
  'managed',
  'site_id',
  'site_url',
  'state',
  'created_at',
] as const

export async function insertSystem(db: Executor, system: NewSystem): Promise<void> {
  const state: SystemState = { kind: 'ready' }
  await db
    .insertInto('systems')
    .values({
      id: system.id,
      name: system.name,
      kind: system.kind,
      environment: system.environment,
      settings: JSON.stringify(system.settings),
      secrets: system.sealedSecrets,
      managed: system.managed,
      state: JSON.stringify(state),
      created_at: system.at,
    })
    .execute()
}

export async function listSystems(db: Executor): Promise<readonly SystemRow[]> {
  return db.selectFrom('systems').select(COLUMNS).orderBy('name').execute()
}

export async function systemById(db: Executor, id: string): Promise<SystemRow | undefined> {
  return db.selectFrom('systems').select(COLUMNS).where('id', '=', id).executeTakeFirst()
}

export async function systemByName(db: Executor, name: string): Promise<SystemRow | undefined> {
  return db.selectFrom('systems').select(COLUMNS).where('name', '=', name).executeTakeFirst()
}

export async function sealedSecretsOf(db: Executor, id: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('systems').select('secrets').where('id', '=', id).executeTakeFirst()
  return row?.secrets
}

/** Whether there is such a system. */
export async function updateSystem(db: Executor, id: string, changes: SystemChanges): Promise<boolean> {
  const { name, environment, settings, sealedSecrets, managed, site } = changes
  const columns: Updateable<Database['systems']> = {
    ...(name !== undefined && { name }),
    ...(environment !== undefined && { environment }),
    ...(settings !== undefined && { settings: JSON.stringify(settings) }),
    ...(sealedSecrets !== undefined && { secrets: sealedSecrets }),
    ...(managed !== undefined && { managed }),
    ...(site !== undefined && { site_id: site.id, site_url: site.url }),
  }
  if (Object.keys(columns).length === 0) return (await systemById(db, id)) !== undefined
  const result = await db.updateTable('systems').set(columns).where('id', '=', id).executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Changes the state if it is (still) the one that is left; whether it did. */
export async function setSystemState(
  db: Executor,
  id: string,
  { from, to }: { readonly from: SystemState['kind']; readonly to: SystemState },
): Promise<boolean> {
  const result = await db
    .updateTable('systems')
    .set({ state: JSON.stringify(to) })
    .where('id', '=', id)
    .where((where) => where(where.ref('state', '->>').key('kind'), '=', from))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export async function deleteSystem(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('systems').where('id', '=', id).execute()
}
