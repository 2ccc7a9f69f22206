import { z } from 'zod'
import { networkSettings } from '../http/settings.ts'

const ApiToken = z.strictObject({
  method: z.literal('api-token'),
  email: z.email().meta({ title: 'E-mail address', description: 'Of the Atlassian account that Crosstie works as' }),
  apiToken: z
    .string()
    .min(1)
    .meta({ title: 'API token', description: 'Made at id.atlassian.com, Security, API tokens', secret: true }),
  scoped: z.boolean().optional().meta({ title: 'Token with scopes', description: 'Valid at api.atlassian.com only' }),
})

/** What connects a Jira Cloud site. */
export const JiraSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).meta({ title: 'Site', description: 'For example https://acme.atlassian.net' }),
  projectKey: z.string().min(1).meta({ title: 'Project key', description: 'Stands where an entity names no project' }),
  auth: z.discriminatedUnion('method', [ApiToken]),
  ...networkSettings,
})

export type JiraSettings = z.output<typeof JiraSettings>
export type JiraAuth = JiraSettings['auth']

/** The Authorization header of a sign-in. */
export function authorizationOf(auth: JiraAuth): string {
  return `Basic ${Buffer.from(credentialsOf(auth)).toString('base64')}`
}

/** Literal values that must never be shown. */
export function secretValuesOf({ auth, proxy }: JiraSettings): string[] {
  return [auth.apiToken, credentialsOf(auth), proxy?.password ?? '']
}

function credentialsOf(auth: JiraAuth): string {
  return `${auth.email}:${auth.apiToken}`
}
