import { expect, test } from 'vitest'
import { connectorKindOf, connectorKinds } from './registry.ts'
import { joinSecrets, secretsOf } from './secrets.ts'

const SETTINGS = {
  jira: {
    url: 'https://acme.example',
    projectKey: 'OPS',
    auth: { method: 'api-token', email: 'bot@acme.example', apiToken: 'jira-token' },
    proxy: { url: 'http://proxy.example:3128', username: 'crosstie', password: 'proxy-password' },
  },
  salesforce: {
    url: 'https://acme.my.salesforce.com',
    auth: { method: 'client-credentials', clientId: 'the-client', clientSecret: 'the-client-secret' },
  },
}

test.each([
  ['jira', { 'auth.apiToken': 'jira-token', 'proxy.password': 'proxy-password' }],
  ['salesforce', { 'auth.clientSecret': 'the-client-secret' }],
] as const)('[K30] the secrets of %s settings are taken out and put back', (name, secret) => {
  const split = secretsOf(connectorKindOf(name), SETTINGS[name])
  expect(split.secret).toEqual(secret)
  for (const value of Object.values(secret)) expect(JSON.stringify(split.open)).not.toContain(value)
  expect(joinSecrets(split)).toEqual(SETTINGS[name])
})

test('[K31] kinds are found by name, and an unknown name says what there is', () => {
  expect([...connectorKinds.keys()]).toEqual(['salesforce', 'jira'])
  expect(() => connectorKindOf('zendesk')).toThrow('salesforce, jira')
})
