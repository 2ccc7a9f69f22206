import { z } from 'zod'
import { networkSettings } from '../http/settings.ts'

const ApiToken = z.strictObject({
  method: z.literal('api-token'),
  email: z.email().describe('Address of the Atlassian account that Crosstie works as'),
  apiToken: z.string().min(1).meta({ secret: true }).describe('Made at id.atlassian.com, Security, API tokens'),
  scoped: z.boolean().optional().describe('A token with scopes: it is valid at api.atlassian.com only'),
})

/** What connects a Jira Cloud site. */
export const JiraSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Site, for example https://acme.atlassian.net'),
  projectKey: z.string().min(1).describe('Project that entities without a project of their own belong to'),
  auth: z.discriminatedUnion('method', [ApiToken]),
  ...networkSettings,
})

export type JiraSettings = z.infer<typeof JiraSettings>
export type JiraAuth = JiraSettings['auth']

/** The Authorization header of a sign-in. */
export function authorizationOf(auth: JiraAuth): string {
  return `Basic ${Buffer.from(`${auth.email}:${auth.apiToken}`).toString('base64')}`
}

/** Literal values of a sign-in that must never be shown. */
export function secretValuesOf(auth: JiraAuth): string[] {
  return [auth.apiToken, `${auth.email}:${auth.apiToken}`]
}
