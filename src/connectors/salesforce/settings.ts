import { z } from 'zod'
import { networkSettings } from '../http/settings.ts'
import { readAddress } from './address.ts'

const secret = (label: string) => z.string().min(1).meta({ secret: true, title: label })
const text = (label: string) => z.string().min(1).meta({ title: label })

const ClientCredentials = z.strictObject({
  method: z.literal('client-credentials'),
  clientId: text('Consumer key'),
  clientSecret: secret('Consumer secret'),
})

/** Being retired by Salesforce and off by default in newer orgs; kept for orgs that are set up for it. */
const Password = z.strictObject({
  method: z.literal('password'),
  username: text('User name'),
  password: secret('Password'),
  securityToken: secret('Security token').optional(),
  clientId: text('Consumer key'),
  clientSecret: secret('Consumer secret'),
})

/** What connects a Salesforce org. */
export const SalesforceSettings = z
  .strictObject({
    url: z.string().meta({ title: 'Address', description: 'For example https://acme.my.salesforce.com' }),
    auth: z.discriminatedUnion('method', [ClientCredentials, Password]),
    ...networkSettings,
  })
  .superRefine(({ url, auth }, context) => {
    const problem = addressProblem(url, auth.method)
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['url'], message: problem })
  })

export type SalesforceSettings = z.output<typeof SalesforceSettings>
export type SalesforceAuth = SalesforceSettings['auth']

/** Values that must appear in no message and no capture. */
export function secretValuesOf({ auth, proxy }: SalesforceSettings): readonly string[] {
  const ofUser = auth.method === 'password' ? [auth.password, auth.securityToken] : []
  return [auth.clientSecret, ...ofUser, proxy?.password].filter((value) => value !== undefined)
}

function addressProblem(url: string, method: SalesforceAuth['method']): string | undefined {
  const address = readAddress(url)
  if (address.kind === 'unusable') return `${address.problem} ${address.hint}`
  if (address.kind === 'login' && method === 'client-credentials') {
    return 'Client credentials are only accepted at the My Domain of the org, for example https://acme.my.salesforce.com.'
  }
  return undefined
}
