import { afterEach, expect, test } from 'vitest'
import type { Exchange } from '../../core/connector.ts'
import {
  CASE_ID,
  connectSalesforce,
  refusalOf,
  stubOrg,
  type Answer,
  type Asked,
  type StubOrg,
} from '../../../test/stub-org.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function connected(answer?: (asked: Asked) => Answer | undefined, onExchange?: (exchange: Exchange) => void) {
  const org = await stubOrg(answer)
  const connector = connectSalesforce({ url: org.url, ...(onExchange ? { onExchange } : {}) })
  closing.push(connector.close, org.close)
  return { org, connector }
}

const EXPIRED: Answer = {
  status: 401,
  json: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
}

const isData = ({ path }: Asked) => path.startsWith('/services/data/v')
const signIns = (org: StubOrg) => org.asked.filter(({ path }) => path === '/services/oauth2/token')

test('[L5] the first caller signs in and finds the version for all', async () => {
  const { org, connector } = await connected()

  await Promise.all([connector.probe(), connector.probe(), connector.probe()])
  await connector.probe()

  expect(org.asked.map(({ path }) => path).sort()).toEqual([
    '/services/data',
    '/services/data/v66.0/limits',
    '/services/data/v66.0/limits',
    '/services/data/v66.0/limits',
    '/services/data/v66.0/limits',
    '/services/oauth2/token',
  ])
  expect(signIns(org)[0]?.body).toEqual({
    grant_type: 'client_credentials',
    client_id: 'key',
    client_secret: 'a-client-secret',
  })
})

test('[L5] every call says who calls, and goes to the instance that the sign-in named', async () => {
  const instance = await stubOrg()
  const { org, connector } = await connected(({ path }) =>
    path === '/services/oauth2/token'
      ? { json: { access_token: 'token-of-instance', instance_url: instance.url } }
      : undefined,
  )
  closing.push(instance.close)

  await connector.probe()

  expect(org.asked).toHaveLength(1)
  expect(instance.asked.at(-1)?.headers).toMatchObject({
    authorization: 'Bearer token-of-instance',
    'user-agent': 'Crosstie',
    'sforce-call-options': 'client=Crosstie',
  })
})

test('[L6] an expired session is renewed once for all callers, and each call repeated once', async () => {
  const { org, connector } = await connected((asked) =>
    isData(asked) && asked.headers.authorization === 'Bearer token-1' ? EXPIRED : undefined,
  )

  await Promise.all(Array.from({ length: 5 }, () => connector.probe()))

  expect(signIns(org)).toHaveLength(2)
  expect(org.asked.filter(isData)).toHaveLength(10)
})

test('[L6] a session refused twice is not asked for a third time', async () => {
  const { org, connector } = await connected((asked) => (isData(asked) ? EXPIRED : undefined))

  const refusal = await refusalOf(connector.probe())

  expect(refusal).toMatchObject({ kind: 'auth', status: 401, effect: 'none' })
  expect(org.asked.filter(isData)).toHaveLength(2)
  expect(signIns(org)).toHaveLength(2)
})

test('[L6] the user info endpoint, which says it in other words, is understood too', async () => {
  const { org, connector } = await connected(({ path, headers }) =>
    path.endsWith('userinfo') && headers.authorization === 'Bearer token-1'
      ? { status: 403, text: 'Bad_OAuth_Token' }
      : undefined,
  )

  await connector.account()

  expect(signIns(org)).toHaveLength(2)
})

test('[L11] an account that the app may not ask for says which scope it lacks', async () => {
  const { connector } = await connected(({ path }) =>
    path.endsWith('userinfo') ? { status: 403, text: 'Forbidden' } : undefined,
  )

  expect(await refusalOf(connector.account())).toMatchObject({ kind: 'auth', hint: expect.stringContaining('scope') })
})

test.each(['This session is not valid for use with the REST API', 'Connected app is not attached to Agent'])(
  '[L6] "%s" is not answered with a new sign-in',
  async (message) => {
    const refused: Answer = { status: 401, json: [{ message, errorCode: 'INVALID_SESSION_ID' }] }
    const { org, connector } = await connected((asked) => (isData(asked) ? refused : undefined))

    expect(await refusalOf(connector.probe())).toMatchObject({ kind: 'auth' })
    expect(signIns(org)).toHaveLength(1)
  },
)

const tokenRefusal = (error: string, error_description: string): Answer => ({
  status: 400,
  json: { error, error_description },
})

test.each([
  ['invalid_grant', 'authentication failure', 'did not accept the user name and password', 'Login History'],
  ['invalid_grant', 'authentication failure - Invalid Password', 'did not accept the user name', 'Login History'],
  ['invalid_grant', 'request not supported on this domain', 'only accepted at the My Domain', 'My Domain URL'],
  ['invalid_grant', 'inactive user', 'inactive or frozen', 'Setup, Users'],
  ['invalid_grant', "user hasn't approved this consumer", 'not admitted', 'Pre-authorise'],
  ['invalid_grant', 'no client credentials user enabled', 'no user to run as', 'Run As'],
  ['invalid_grant', 'expired access/refresh token', 'no longer accepts', 'enter the credentials again'],
  ['invalid_client_id', 'client identifier invalid', 'consumer key', 'Copy the consumer key'],
  ['invalid_client', 'app must be installed into org', 'not installed', 'installs it'],
  ['invalid_client', 'invalid client credentials', 'consumer secret is wrong', 'Copy the consumer secret'],
  ['unsupported_grant_type', 'grant type not supported', 'does not allow this way', 'Enable the flow'],
  ['invalid_grant', 'something new', 'refused the sign-in', 'Check the credentials'],
])('[L7] %s "%s" is explained and stops the system', async (error, description, says, hint) => {
  const { connector } = await connected(({ path }) =>
    path === '/services/oauth2/token' ? tokenRefusal(error, description) : undefined,
  )

  const refusal = await refusalOf(connector.account())

  expect(refusal).toMatchObject({
    kind: 'auth',
    message: expect.stringContaining(says),
    hint: expect.stringContaining(hint),
  })
  expect(refusal).toHaveProperty('message', expect.stringContaining(`${error}: ${description}`))
})

test('[L7] a refused sign-in is not repeated for every record that waits', async () => {
  const { org, connector } = await connected(({ path }) =>
    path === '/services/oauth2/token' ? tokenRefusal('invalid_grant', 'authentication failure') : undefined,
  )

  for (let call = 0; call < 4; call++) await refusalOf(connector.probe())

  expect(signIns(org)).toHaveLength(1)
})

test.each<Answer>([
  { status: 503, text: '<html>Down</html>' },
  { status: 500, json: { error: 'server_error', error_description: 'try later' } },
])('[L7] an outage during sign-in is an outage, and the next call signs in again: %o', async (outage) => {
  let down = true
  const { connector } = await connected(({ path }) => (path === '/services/oauth2/token' && down ? outage : undefined))

  expect(await refusalOf(connector.probe())).toMatchObject({ kind: 'connectivity', effect: 'none' })
  down = false
  await connector.probe()
})

test('[L7] an address where nobody answers sign-ins says so', async () => {
  const { connector } = await connected(() => ({ status: 404, text: 'not here' }))

  expect(await refusalOf(connector.probe())).toMatchObject({
    kind: 'auth',
    hint: expect.stringContaining('Check the address'),
  })
})

test('[L8] the password flow appends the security token to the password', async () => {
  const org = await stubOrg()
  closing.push(org.close)
  const { tokenRequest } = await import('./sign-in.ts')

  const form = tokenRequest({
    method: 'password',
    username: 'bot@acme.example',
    password: 'word',
    securityToken: 'TOKEN',
    clientId: 'key',
    clientSecret: 'hidden',
  })

  expect(form).toEqual({
    grant_type: 'password',
    username: 'bot@acme.example',
    password: 'wordTOKEN',
    client_id: 'key',
    client_secret: 'hidden',
  })
})

test.each([
  [['45.0'], undefined],
  [['31.0', '46.0'], 'v46.0'],
  [['66.0'], 'v66.0'],
  [['66.0', '68.0', '9.0'], 'v66.0'],
])('[L9] of the versions %o Crosstie uses %s', async (versions, used) => {
  const { org, connector } = await connected(({ path }) =>
    path === '/services/data' ? { json: versions.map((version) => ({ version })) } : undefined,
  )

  const outcome = await connector.probe().catch((error: unknown) => error)

  if (used === undefined)
    expect(outcome).toMatchObject({ kind: 'auth', message: expect.stringContaining('46.0 or later') })
  else expect(org.asked.at(-1)?.path).toBe(`/services/data/${used}/limits`)
})

test('[L10] the last answer tells how much of the allocation is used', async () => {
  const { connector } = await connected()
  expect(connector.budgets()).toEqual([])

  await connector.probe()
  await connector.account()

  expect(connector.budgets()).toEqual([{ name: 'API requests in 24 hours', used: 54, limit: 15000 }])
})

test('[L11] the account tells the user and the org by their long ids', async () => {
  const { org, connector } = await connected(({ path }) =>
    path === '/services/oauth2/userinfo'
      ? { json: { user_id: '005000000000001', organization_id: '00D000000000001', name: 'Integration' } }
      : undefined,
  )

  const [account] = await Promise.all([connector.account(), connector.account()])

  expect(account).toEqual({
    userId: '005000000000001AAA',
    userName: 'Integration',
    siteId: '00D000000000001EAA',
    siteUrl: org.url,
  })
  expect(org.asked.filter(({ path }) => path.endsWith('userinfo'))).toHaveLength(1)
})

test('[L12] neither secrets nor tokens appear in what is shown of the calls', async () => {
  const exchanges: Exchange[] = []
  const { connector } = await connected(undefined, (exchange) => exchanges.push(exchange))

  await connector.read({ entity: 'Case', id: CASE_ID, fields: [] }).catch(() => undefined)

  expect(exchanges.length).toBeGreaterThan(3)
  expect(JSON.stringify(exchanges)).not.toMatch(/a-client-secret|token-1/)
})
