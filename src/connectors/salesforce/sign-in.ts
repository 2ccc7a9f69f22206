import { z } from 'zod'
import { Failure } from '../../core/failure.ts'
import type { HttpResponse } from '../http/client.ts'
import { failureFrom, SalesforceFailure } from './failures.ts'
import type { SalesforceAuth } from './settings.ts'

/** A session as the token endpoint gives it; it never says when it ends. */
export interface Token {
  readonly accessToken: string
  /** Base of every call from now on, never the host that we signed in at. */
  readonly instanceUrl: string
}

const WireToken = z.object({ access_token: z.string().min(1), instance_url: z.url() })
const WireRefusal = z.object({ error: z.string(), error_description: z.string().default('') })

/** The form that asks for a token. */
export function tokenRequest(auth: SalesforceAuth): Readonly<Record<string, string>> {
  const client = { client_id: auth.clientId, client_secret: auth.clientSecret }
  if (auth.method === 'client-credentials') return { grant_type: 'client_credentials', ...client }
  // The security token is appended to the password, not sent beside it.
  const password = auth.password + (auth.securityToken ?? '')
  return { grant_type: 'password', ...client, username: auth.username, password }
}

export function readToken(response: HttpResponse, now: Date): Token {
  if (response.status !== 200) throw signInFailure(response, now)
  const parsed = WireToken.safeParse(response.json())
  if (!parsed.success) throw new Failure('connectivity', 'Salesforce answered the sign-in without a token.')
  return { accessToken: parsed.data.access_token, instanceUrl: new URL(parsed.data.instance_url).origin }
}

interface Advice {
  readonly says: string
  readonly hint: string
}

/** Every cause of a refused password looks the same to us; only the user's own history tells them apart. */
const PASSWORD_REFUSED: Advice = {
  says: 'Salesforce did not accept the user name and password.',
  hint:
    'Possible causes: a wrong password or security token, an address outside the allowed ranges, log-in hours, or the ' +
    'user name and password flow being switched off in the org. The Login History of the user says which. ' +
    'Client credentials do without a password.',
}

const OUTDATED: Advice = {
  says: 'Salesforce no longer accepts what we signed in with.',
  hint: 'It was revoked or replaced: enter the credentials again.',
}

/** By `error`, then by the beginning of `error_description`; the empty one stands for any. */
const ADVICE: readonly (readonly [error: string, description: string, Advice])[] = [
  ['invalid_grant', 'authentication failure', PASSWORD_REFUSED],
  [
    'invalid_grant',
    'request not supported on this domain',
    {
      says: 'Client credentials are only accepted at the My Domain of the org.',
      hint: 'Use the My Domain URL, for example https://acme.my.salesforce.com, in place of login or test.salesforce.com.',
    },
  ],
  [
    'invalid_grant',
    'inactive user',
    { says: 'The integration user is inactive or frozen.', hint: 'Activate or unfreeze the user in Setup, Users.' },
  ],
  [
    'invalid_grant',
    "user hasn't approved this consumer",
    {
      says: 'The integration user is not admitted to the External Client App.',
      hint: 'Pre-authorise a profile or permission set of the user in the policies of the app.',
    },
  ],
  [
    'invalid_grant',
    'no client credentials user enabled',
    {
      says: 'The External Client App has no user to run as.',
      hint: 'Set "Run As" in the policies of the app, under Client Credentials Flow.',
    },
  ],
  ['invalid_grant', 'expired access/refresh token', OUTDATED],
  [
    'invalid_client_id',
    '',
    {
      says: 'Salesforce does not know this consumer key.',
      hint: 'Copy the consumer key again. A new app takes up to ten minutes to be known everywhere.',
    },
  ],
  [
    'invalid_client',
    'app must be installed into org',
    {
      says: 'The app is not installed in this org.',
      hint: 'An administrator installs it in Setup, Connected Apps OAuth Usage.',
    },
  ],
  [
    'invalid_client',
    '',
    { says: 'The consumer secret is wrong.', hint: 'Copy the consumer secret from the app again.' },
  ],
  [
    'unsupported_grant_type',
    '',
    {
      says: 'The app does not allow this way of signing in.',
      hint: 'Enable the flow in the settings of the External Client App.',
    },
  ],
]

function signInFailure(response: HttpResponse, now: Date): Failure {
  const refusal = WireRefusal.safeParse(response.json())
  if (!refusal.success || response.status >= 500) return unexplained(response, now)
  const { error, error_description: description } = refusal.data
  const { says, hint } = ADVICE.find(([name, start]) => name === error && description.startsWith(start))?.[2] ?? {
    says: 'Salesforce refused the sign-in.',
    hint: 'Check the credentials and the policies of the External Client App.',
  }
  return new SalesforceFailure('auth', `${says} (${[error, description].filter(Boolean).join(': ')})`, {
    hint,
    status: response.status,
    code: error,
  })
}

/** Anything that is no refusal in OAuth's own words: an outage, a proxy, a wrong address. */
function unexplained(response: HttpResponse, now: Date): Failure {
  const failure = failureFrom(response, { what: 'Signing in to Salesforce', effect: 'repeatable', now })
  if (failure.kind !== 'rejection') return failure
  return new SalesforceFailure('auth', failure.message, {
    status: response.status,
    hint: 'Check the address of the org: nothing there answers sign-ins.',
  })
}
