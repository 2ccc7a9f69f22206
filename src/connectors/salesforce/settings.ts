import { z } from 'zod'
import { readAddress } from './address.ts'

const secret = (label: string) => z.string().min(1).meta({ secret: true, title: label })
const text = (label: string) => z.string().min(1).meta({ title: label })

const ClientCredentials = z.object({
  method: z.literal('client-credentials'),
  clientId: text('Consumer key'),
  clientSecret: secret('Consumer secret'),
})

/** Being retired by Salesforce and off by default in newer orgs; kept for orgs that are set up for it. */
const Password = z.object({
  method: z.literal('password'),
  username: text('User name'),
  password: secret('Password'),
  securityToken: secret('Security token').optional(),
  clientId: text('Consumer key'),
  clientSecret: secret('Consumer secret'),
})

const Proxy = z.object({
  url: z.url({ protocol: /^https?$/ }),
  username: z.string().optional(),
  password: secret('Proxy password').optional(),
  noProxy: z.array(z.string()).optional(),
})

export const SalesforceSettings = z
  .object({
    url: z.string().meta({ title: 'Address', description: 'For example https://acme.my.salesforce.com' }),
    auth: z.discriminatedUnion('method', [ClientCredentials, Password]),
    proxy: Proxy.optional(),
    ca: z.string().optional().meta({ title: 'Certificate authority (PEM)' }),
    timeout: z.number().positive().max(600).optional().meta({ title: 'Time-out in seconds' }),
  })
  .superRefine(({ url, auth }, context) => {
    const problem = addressProblem(url, auth.method)
    if (problem !== undefined) context.addIssue({ code: 'custom', path: ['url'], message: problem })
  })

export type SalesforceSettings = z.output<typeof SalesforceSettings>
export type SalesforceAuth = SalesforceSettings['auth']

/** Values that must appear in no message and no capture. */
export function secretsOf({ auth, proxy }: SalesforceSettings): readonly string[] {
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
