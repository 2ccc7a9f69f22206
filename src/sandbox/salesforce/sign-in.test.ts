import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { asIntegration, asPerson, signIn } from './client.fixture.ts'
import { startSalesforce, type SalesforceSandbox } from './index.ts'

let sandbox: SalesforceSandbox
beforeAll(async () => {
  sandbox = await startSalesforce({ cases: 5 })
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

describe('token endpoint', () => {
  const app = () => ({ client_id: sandbox.credentials.clientId, client_secret: sandbox.credentials.clientSecret })

  test('[F1] client credentials sign the integration user in, and nothing tells for how long', async () => {
    const { status, body } = await signIn(sandbox, { grant_type: 'client_credentials', ...app() })

    expect(status).toBe(200)
    expect(Object.keys(body as object).toSorted()).toEqual(
      [
        'access_token',
        'api_instance_url',
        'id',
        'instance_url',
        'issued_at',
        'scope',
        'signature',
        'token_type',
      ].toSorted(),
    )
    expect(body).toMatchObject({
      instance_url: sandbox.url,
      token_type: 'Bearer',
      issued_at: expect.stringMatching(/^\d{13}$/),
    })
  })

  test('[F1] the legacy password flow signs a person in with the same app', async () => {
    const { call } = await asPerson(sandbox)

    const { body } = await call('GET', '/services/oauth2/userinfo')

    const { username } = sandbox.credentials.person
    expect(body).toMatchObject({ preferred_username: username, email: username, is_salesforce_integration_user: false })
  })

  test.each([
    [{ grant_type: 'password', password: 'wrong' }, 'invalid_grant', 'authentication failure'],
    [{ client_id: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    [{ client_secret: 'wrong' }, 'invalid_client', 'invalid client credentials'],
    [{ grant_type: 'magic' }, 'unsupported_grant_type', 'grant type not supported'],
  ])('[F2] %j is refused in the words of the real endpoint', async (change, error, description) => {
    const form = { grant_type: 'client_credentials', ...app(), ...sandbox.credentials.person, ...change }

    const { status, body } = await signIn(sandbox, form)

    expect({ status, body }).toEqual({ status: 400, body: { error, error_description: description } })
  })

  test('[F2] a blocked password flow looks like a wrong password', async () => {
    sandbox.faults.passwordFlowBlocked = true

    const { body } = await signIn(sandbox, { grant_type: 'password', ...app(), ...sandbox.credentials.person })

    expect(body).toEqual({ error: 'invalid_grant', error_description: 'authentication failure' })
  })

  test('[F2] somebody who left is told to be inactive', async () => {
    const { password } = sandbox.credentials.person

    const { body } = await signIn(sandbox, {
      grant_type: 'password',
      ...app(),
      username: 'hana.novak@acme.example',
      password,
    })

    expect(body).toEqual({ error: 'invalid_grant', error_description: 'inactive user' })
  })
})

describe('sessions', () => {
  test('[F2] an ended session answers 401 INVALID_SESSION_ID', async () => {
    const { call } = await asIntegration(sandbox)
    sandbox.faults.expireTokens()

    const { status, body } = await call('GET', 'limits')

    expect({ status, body }).toEqual({
      status: 401,
      body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    })
  })
})

describe('versions', () => {
  test('[F3] the list runs from v31.0 to v68.0 and asks for no session', async () => {
    const versions = (await (await fetch(`${sandbox.url}/services/data`)).json()) as unknown[]

    expect(versions).toHaveLength(38)
    expect(versions[0]).toEqual({ label: "Summer '14", url: '/services/data/v31.0', version: '31.0' })
    expect(versions[35]).toEqual({ label: "Spring '26", url: '/services/data/v66.0', version: '66.0' })
  })

  test.each([
    ['v30.0', 410],
    ['v21.0', 410],
    ['v20.0', 404],
    ['v69.0', 404],
    ['66', 404],
  ])('[F3] %s answers %i', async (version, expected) => {
    const { call } = await asIntegration(sandbox)

    const { status } = await call('GET', `/services/data/${version}/limits`)

    expect(status).toBe(expected)
  })

  test('[F3] resources and objects are listed under their version', async () => {
    const { call } = await asIntegration(sandbox)

    expect((await call('GET', '/services/data/v60.0/')).body).toMatchObject({ query: '/services/data/v60.0/query' })
    expect((await call('GET', 'sobjects')).body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 })
    const objects = (await call('GET', 'sobjects')).body as { sobjects: { name: string; keyPrefix: string }[] }
    expect(objects.sobjects.find(({ name }) => name === 'Case')).toMatchObject({ keyPrefix: '500', queryable: true })
    expect((await call('GET', 'sobjects/Case')).body).toMatchObject({
      objectDescribe: { name: 'Case' },
      recentItems: [],
    })
  })

  test('[F3] a field is described with the 57 keys of a real reply', async () => {
    const { call } = await asIntegration(sandbox)

    const { body } = await call('GET', 'sobjects/Case/describe')

    const { fields } = body as { fields: Record<string, unknown>[] }
    expect(fields.map((field) => Object.keys(field).length)).toEqual(fields.map(() => 57))
    expect(fields.find(({ name }) => name === 'Jira_Issue_Id__c')).toMatchObject({
      externalId: true,
      unique: true,
      length: 255,
    })
    expect(fields.find(({ name }) => name === 'Status')).toMatchObject({
      restrictedPicklist: false,
      defaultValue: 'New',
    })
  })
})
