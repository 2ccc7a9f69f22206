import type { Selectable } from 'kysely'
import type { Database } from './schema.ts'
import type { Executor } from './store.ts'

export type LinkPurpose = Selectable<Database['one_time_links']>['purpose']

export interface NewLink {
  readonly tokenHash: string
  readonly purpose: LinkPurpose
  readonly at: Date
  readonly expiresAt: Date
}

export async function insertLink(db: Executor, link: NewLink): Promise<void> {
  await db
    .insertInto('one_time_links')
    .values({
      token_hash: link.tokenHash,
      purpose: link.purpose,
      created_at: link.at,
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute()
}

/** What an unused link is for, without using it up. */
export async function linkPurpose(db: Executor, tokenHash: string, at: Date): Promise<LinkPurpose | undefined> {
  const row = await db
    .selectFrom('one_time_links')
    .select('purpose')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row?.purpose
}

/** Uses the link up: of several that try, one gets its purpose. */
export async function redeemLink(db: Executor, tokenHash: string, at: Date): Promise<LinkPurpose | undefined> {
  const row = await db
    .updateTable('one_time_links')
    .set({ used_at: at })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('purpose')
    .executeTakeFirst()
  return row?.purpose
}

/** Takes back what was given out for this purpose and not used, when a new link replaces it. */
export async function deleteUnusedLinks(db: Executor, purpose: LinkPurpose): Promise<void> {
  await db.deleteFrom('one_time_links').where('purpose', '=', purpose).where('used_at', 'is', null).execute()
}
