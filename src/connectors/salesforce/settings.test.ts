import { expect, test } from 'vitest'
import { secretsOf } from '../secrets.ts'
import { SalesforceSettings, secretValuesOf } from './settings.ts'

const clientCredentials = { method: 'client-credentials', clientId: 'key', clientSecret: 'secret-1' }
const password = {
  method: 'password',
  username: 'bot',
  password: 'secret-2',
  clientId: 'key',
  clientSecret: 'secret-1',
}

function problems(settings: unknown): string[] {
  const parsed = SalesforceSettings.safeParse(settings)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('[L19] an address and one way of signing in are enough', () => {
  expect(problems({ url: 'acme.lightning.force.com', auth: clientCredentials })).toEqual([])
  expect(problems({ url: 'login.salesforce.com', auth: password })).toEqual([])
})

test('[L19] client credentials are refused at the general sign-in hosts before Salesforce does', () => {
  expect(problems({ url: 'https://login.salesforce.com', auth: clientCredentials })).toEqual([
    expect.stringMatching(/^url: Client credentials are only accepted at the My Domain/),
  ])
})

test('[L19] an address without an API is refused beside its field', () => {
  expect(problems({ url: 'acme.vf.force.com', auth: password })).toEqual([
    expect.stringMatching(/^url: .*only serves pages/),
  ])
})

test('[L19] every secret is known as one', () => {
  const given = {
    url: 'acme.my.salesforce.com',
    auth: { ...password, securityToken: 'secret-3' },
    proxy: { url: 'http://proxy.example:3128', username: 'us', password: 'secret-4' },
  }

  expect(secretsOf({ settings: SalesforceSettings }, given).secret).toEqual({
    'auth.clientSecret': 'secret-1',
    'auth.password': 'secret-2',
    'auth.securityToken': 'secret-3',
    'proxy.password': 'secret-4',
  })
  expect(secretValuesOf(SalesforceSettings.parse(given))).toEqual(['secret-1', 'secret-2', 'secret-3', 'secret-4'])
})
