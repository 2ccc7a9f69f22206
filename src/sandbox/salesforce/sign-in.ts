import { createHmac } from 'node:crypto'
import type { Actor, OrgState } from './org.ts'
import type { Random } from './random.ts'

export interface SalesforceCredentials {
  readonly clientId: string
  readonly clientSecret: string
  /** The integration user's. */
  readonly username: string
  readonly password: string
  /** Somebody at work in the org; signs in with the same client id and secret. */
  readonly person: { readonly username: string; readonly password: string }
}

export interface TokenReply {
  readonly status: number
  readonly body: Readonly<Record<string, string>>
  readonly actor?: Actor
}

export interface SignIn {
  token(form: URLSearchParams, authorization: string | undefined, instanceUrl: string): TokenReply
  /** Whose session a Bearer header names. */
  actorOf(authorization: string | undefined): Actor | undefined
  userInfo(actor: Actor, instanceUrl: string): Readonly<Record<string, unknown>>
  expireAll(): void
}

interface SignInNeeds {
  readonly org: OrgState
  readonly clock: { now(): Date }
  readonly random: Random
  readonly credentials: SalesforceCredentials
  readonly isPasswordFlowBlocked: () => boolean
}

const SESSION_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._'

/**
 * The token endpoint and its sessions. Replies never tell when a session ends: a client learns it from a 401.
 * https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm
 */
export function createSignIn({ org, clock, random, credentials, isPasswordFlowBlocked }: SignInNeeds): SignIn {
  const sessions = new Map<string, Actor>()

  function userNamed(username: string) {
    return org.all('User').find((row) => String(row['Username']).toLowerCase() === username.toLowerCase())
  }

  function actorNamed(username: string): Actor | undefined {
    const user = userNamed(username)
    if (!user) return undefined
    return {
      userId: String(user['Id']),
      name: String(user['Name']),
      isIntegration: user['Username'] === credentials.username,
    }
  }

  function passwordFits(username: string, password: string): boolean {
    if (username.toLowerCase() === credentials.username) return password === credentials.password
    return userNamed(username) !== undefined && password === credentials.person.password
  }

  function clientProblem(form: URLSearchParams, authorization: string | undefined): TokenReply | undefined {
    const basic = authorization?.startsWith('Basic ') ? Buffer.from(authorization.slice(6), 'base64').toString() : ':'
    const split = basic.indexOf(':')
    const clientId = form.get('client_id') ?? basic.slice(0, split)
    const clientSecret = form.get('client_secret') ?? basic.slice(split + 1)
    if (clientId !== credentials.clientId) return refusal('invalid_client_id', 'client identifier invalid')
    if (clientSecret !== credentials.clientSecret) return refusal('invalid_client', 'invalid client credentials')
    return undefined
  }

  function open(actor: Actor, instanceUrl: string, extra: Readonly<Record<string, string>>): TokenReply {
    const secret = Array.from({ length: 88 }, () => random.pick([...SESSION_ALPHABET])).join('')
    const accessToken = `${org.id.slice(0, 15)}!AQ${secret}`
    sessions.set(accessToken, actor)
    const id = `${instanceUrl}/id/${org.id}/${actor.userId}`
    const issuedAt = String(clock.now().getTime())
    const signature = createHmac('sha256', credentials.clientSecret)
      .update(id + issuedAt)
      .digest('base64')
    const body = { access_token: accessToken, signature, ...extra, instance_url: instanceUrl, id }
    return { status: 200, body: { ...body, token_type: 'Bearer', issued_at: issuedAt }, actor }
  }

  function byPassword(form: URLSearchParams, instanceUrl: string): TokenReply {
    const username = form.get('username') ?? ''
    const actor = actorNamed(username)
    // One text for every cause, the blocked flow among them: only the user's login history tells them apart.
    if (isPasswordFlowBlocked() || !actor || !passwordFits(username, form.get('password') ?? '')) {
      return refusal('invalid_grant', 'authentication failure')
    }
    if (userNamed(username)?.['IsActive'] !== true) return refusal('invalid_grant', 'inactive user')
    return open(actor, instanceUrl, {})
  }

  return {
    token: (form, authorization, instanceUrl) => {
      const grant = form.get('grant_type')
      if (grant !== 'password' && grant !== 'client_credentials') {
        return refusal('unsupported_grant_type', 'grant type not supported')
      }
      const problem = clientProblem(form, authorization)
      if (problem) return problem
      if (grant === 'password') return byPassword(form, instanceUrl)
      const actor = actorNamed(credentials.username)
      if (!actor) return refusal('invalid_grant', 'inactive user')
      return open(actor, instanceUrl, { scope: 'api', api_instance_url: 'https://api.salesforce.com' })
    },
    actorOf: (authorization) => {
      const [scheme, token] = authorization?.split(' ') ?? []
      return /^(bearer|oauth)$/i.test(scheme ?? '') && token ? sessions.get(token) : undefined
    },
    userInfo: (actor, instanceUrl) => {
      const user = org.find('User', actor.userId) ?? {}
      return {
        sub: `${instanceUrl}/id/${org.id}/${actor.userId}`,
        user_id: actor.userId,
        organization_id: org.id,
        preferred_username: user['Username'],
        nickname: user['Alias'],
        name: user['Name'],
        email: user['Email'],
        email_verified: true,
        given_name: user['FirstName'],
        family_name: user['LastName'],
        zoneinfo: user['TimeZoneSidKey'],
        active: user['IsActive'],
        user_type: 'STANDARD',
        language: 'en_US',
        locale: user['LocaleSidKey'],
        utcOffset: 0,
        is_salesforce_integration_user: actor.isIntegration,
      }
    },
    expireAll: () => sessions.clear(),
  }
}

const refusal = (error: string, description: string): TokenReply => ({
  status: 400,
  body: { error, error_description: description },
})
