import type { Clock } from '../core/clock.ts'
import type { Executor, Store } from '../store/store.ts'
import { Refusal } from './errors.ts'
import { hashToken, newToken } from './tokens.ts'

export type LinkPurpose = 'first-admin' | 'sign-in'

const validForMs = 3_600_000

const pages: Readonly<Record<LinkPurpose, string>> = { 'first-admin': '/first-run', 'sign-in': '/sign-in' }

export interface OneTimeLinkNeeds {
  readonly store: Store
  readonly clock: Clock
  readonly purpose: LinkPurpose
  /** Address of the web app, without a slash at the end. */
  readonly webUrl: string
}

/**
 * Makes a link that works once within an hour. The token stands behind the `#`: browsers do not send that part, so it
 * reaches no log, and nothing is used up when a chat program fetches a preview of the link.
 */
export async function createOneTimeLink({ store, clock, purpose, webUrl }: OneTimeLinkNeeds): Promise<string> {
  const token = newToken()
  const now = clock.now()
  await store.db
    .insertInto('one_time_links')
    .values({
      token_hash: hashToken(token),
      purpose,
      created_at: now,
      expires_at: new Date(now.getTime() + validForMs),
      used_at: null,
    })
    .execute()
  return `${webUrl}${pages[purpose]}#${token}`
}

/** Whether nobody can sign in yet, so that the first administrator is to be made. */
export async function isFirstRun({ db }: Store): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined
}

/** Uses a link up. Of two that try at once, one is refused. */
export async function redeemLink(
  db: Executor,
  { token, purpose, now }: { token: string; purpose: LinkPurpose; now: Date },
): Promise<void> {
  const redeemed = await db
    .updateTable('one_time_links')
    .set({ used_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('token_hash')
    .executeTakeFirst()
  if (redeemed) return
  throw new Refusal(
    410,
    'This link does not work any more.',
    'Each link works once, within an hour. Get a new one in the terminal: crosstie users link, or start Crosstie again.',
  )
}
