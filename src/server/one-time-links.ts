import type { Clock } from '../core/clock.ts'
import { insertLink, linkPurpose, redeemLink, type LinkPurpose } from '../store/one-time-links.ts'
import type { Executor, Store } from '../store/store.ts'
import { hashToken, newToken } from '../store/tokens.ts'
import { Refusal } from './errors.ts'

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
  const { token, tokenHash } = newToken()
  const at = clock.now()
  await insertLink(store.db, { tokenHash, purpose, at, expiresAt: new Date(at.getTime() + validForMs) })
  return `${webUrl}${pages[purpose]}#${token}`
}

/** Uses a link up. Of two that try at once, one is refused; a link for something else stays as it is. */
export async function spendLink(
  db: Executor,
  { token, purpose, at }: { readonly token: string; readonly purpose: LinkPurpose; readonly at: Date },
): Promise<void> {
  const tokenHash = hashToken(token)
  const isMeant = (await linkPurpose(db, tokenHash, at)) === purpose
  if (isMeant && (await redeemLink(db, tokenHash, at))) return
  throw new Refusal(
    410,
    'This link does not work any more.',
    'Each link works once, within an hour. Start Crosstie again and it prints a new one.',
  )
}
