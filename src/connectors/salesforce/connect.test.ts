import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Connector } from '../../core/connector.ts'
import { connectSalesforce, refusalOf } from '../../../test/stub-org.ts'
import { startSalesforce, type SalesforceSandbox } from '../../sandbox/salesforce/index.ts'
import { salesforce } from './index.ts'

const CASES = 300

let sandbox: SalesforceSandbox
let connector: Connector

beforeAll(async () => {
  sandbox = await startSalesforce({ port: 0, host: '127.0.0.1', cases: CASES, seed: 7 })
  connector = connectSalesforce({ ...sandbox.credentials, url: sandbox.url })
  await connector.describe('Case')
  await connector.account()
})

afterEach(() => sandbox.faults.clear())

afterAll(async () => {
  await connector.close()
  await sandbox.close()
})

const caseIds = () => sandbox.org.all('Case').map((row) => String(row['Id']))
const someCase = (place = 0) => caseIds()[place] ?? ''
const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)
const sharedId = (place: number) => `cloud:${place}`

/** Somebody at work in the org edits a case. */
function editByPerson(id: string, fields: Readonly<Record<string, unknown>>): void {
  const user = sandbox.org.all('User').find((row) => row['Email'] === 'amara.okafor@acme.example')
  const actor = { userId: String(user?.['Id']), name: 'Amara Okafor', isIntegration: false }
  sandbox.org.update(actor, 'Case', id, fields, { autoAssign: false })
}

describe('[L20] the schema', () => {
  test('tells types, limits and values of the fields', async () => {
    const { entity, label, fields } = await connector.describe('Case')
    const field = (id: string) => fields.find((one) => one.id === id)

    expect({ entity, label }).toEqual({ entity: 'Case', label: 'Case' })
    expect(field('Subject')).toEqual({
      id: 'Subject',
      name: 'Subject',
      type: 'text',
      required: false,
      createable: true,
      updateable: true,
      unique: false,
      maxLength: 255,
    })
    expect(field('Jira_Issue_Id__c')).toMatchObject({ type: 'text', unique: true })
    expect(field('OwnerId')).toMatchObject({ type: 'person', required: false })
    expect(field('CreatedDate')).toMatchObject({
      type: 'date-time',
      createable: false,
      updateable: false,
      required: false,
    })
    expect(field('Status')).toMatchObject({ type: 'choice', updateable: true })
    expect(field('Status')?.options?.map(({ id }) => id)).toEqual(['New', 'Working', 'Escalated', 'On Hold', 'Closed'])
  })

  test('names the required fields', async () => {
    const { fields } = await connector.describe('Contact')

    expect(fields.filter(({ required }) => required).map(({ id }) => id)).toContain('LastName')
  })

  test('is asked for once by many at once', async () => {
    sandbox.resetCalls()

    await Promise.all([connector.describe('Account'), connector.describe('Account'), connector.describe('Account')])

    expect(sandbox.calls().integration).toEqual({ describe: 1 })
  })

  test('of an object that is not there is refused', async () => {
    expect(await refusalOf(connector.describe('Invoice__c'))).toMatchObject({ kind: 'rejection', status: 404 })
  })
})

describe('[L23] reading', () => {
  test('takes two calls for 300 cases', async () => {
    sandbox.resetCalls()

    const records = await Promise.all(
      caseIds().map((id) => connector.read({ entity: 'Case', id, fields: ['Subject', 'Description', 'OwnerId'] })),
    )

    expect(records.map((record) => record?.id)).toEqual(caseIds())
    expect(sandbox.calls().integration).toEqual({ query: 2 })
  })

  test('gives people, choices and fields of parents', async () => {
    const row = sandbox.org.all('Case').find(({ AccountId, OwnerId }) => AccountId && String(OwnerId).startsWith('005'))
    const owner = sandbox.org.find('User', String(row?.['OwnerId']))
    const account = sandbox.org.find('Account', String(row?.['AccountId']))

    const record = await connector.read({
      entity: 'Case',
      id: String(row?.['Id']),
      fields: ['OwnerId', 'Priority', 'Description', 'Account.Name', 'CreatedDate'],
    })

    expect(record).toEqual({
      id: row?.['Id'],
      key: row?.['CaseNumber'],
      url: `${sandbox.url}/cases/${String(row?.['Id'])}`,
      entity: 'Case',
      stamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      fields: {
        OwnerId: { kind: 'person', id: owner?.['Id'], name: owner?.['Name'], email: owner?.['Email'] },
        Priority: { kind: 'choice', id: row?.['Priority'], name: row?.['Priority'] },
        Description: row?.['Description'],
        'Account.Name': account?.['Name'],
        CreatedDate: expect.stringMatching(/Z$/),
        LastModifiedDate: expect.stringMatching(/Z$/),
        SystemModstamp: record?.stamp,
      },
    })
  })

  test('joins the fields of all who ask, and gives each its own', async () => {
    sandbox.resetCalls()

    const [subject, status] = await Promise.all([
      connector.read({ entity: 'Case', id: someCase(), fields: ['Subject'] }),
      connector.read({ entity: 'Case', id: someCase().slice(0, 15), fields: ['Status'] }),
    ])

    expect(Object.keys(subject?.fields ?? {})).toEqual(['LastModifiedDate', 'SystemModstamp', 'Subject'])
    expect(Object.keys(status?.fields ?? {})).toEqual(['LastModifiedDate', 'SystemModstamp', 'Status'])
    expect(sandbox.calls().integration).toEqual({ query: 1 })
  })

  test('a record that is gone is undefined', async () => {
    expect(await connector.read({ entity: 'Case', id: '500000000099999AAA', fields: [] })).toBeUndefined()
  })
})

describe('[L24] a wrong read', () => {
  test('of a field that is not there fails alone', async () => {
    const [good, bad] = await Promise.allSettled([
      connector.read({ entity: 'Case', id: someCase(), fields: ['Subject'] }),
      connector.read({ entity: 'Case', id: someCase(1), fields: ['Nope__c'] }),
    ])

    expect(good).toMatchObject({ status: 'fulfilled', value: { id: someCase() } })
    expect(bad).toMatchObject({ status: 'rejected', reason: { kind: 'mapping', fields: { Nope__c: 'no such field' } } })
  })

  test('that only Salesforce can refuse fails alone', async () => {
    const [good, gone, bad] = await Promise.allSettled([
      connector.read({ entity: 'Case', id: someCase(), fields: ['Subject'] }),
      connector.read({ entity: 'Case', id: '500000000099999AAA', fields: ['Subject'] }),
      connector.read({ entity: 'Case', id: someCase(1), fields: ['Account.Nope__c'] }),
    ])

    expect(good).toMatchObject({ status: 'fulfilled', value: { id: someCase() } })
    expect(gone).toEqual({ status: 'fulfilled', value: undefined })
    expect(bad).toMatchObject({ status: 'rejected', reason: { kind: 'rejection', code: 'INVALID_FIELD' } })
  })

  test('asked for by many costs no call for each of them', async () => {
    sandbox.resetCalls()

    const outcomes = await Promise.allSettled([
      ...caseIds()
        .slice(0, 50)
        .map((id) => connector.read({ entity: 'Case', id, fields: ['Account.Nope__c'] })),
      ...caseIds()
        .slice(0, 50)
        .map((value) => connector.find({ entity: 'Case', field: 'Subject', value, fields: ['Account.Nope__c'] })),
    ])

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(sandbox.calls().integration['query']).toBe(2)
  })

  test('of something that is no id is refused without a call', async () => {
    sandbox.resetCalls()

    expect(await refusalOf(connector.read({ entity: 'Case', id: "x' OR", fields: [] }))).toMatchObject({
      kind: 'mapping',
    })
    expect(sandbox.calls().integration).toEqual({})
  })
})

describe('[L25] writing', () => {
  test('takes two calls for 300 cases, none of which changes its owner', async () => {
    const owners = new Map(sandbox.org.all('Case').map((row) => [row['Id'], row['OwnerId']]))
    sandbox.resetCalls()

    await Promise.all(
      caseIds().map((id, place) =>
        connector.update({ entity: 'Case', id, fields: { Jira_Reference__c: `OPS-${place}`, Priority: 'High' } }),
      ),
    )

    const rows = sandbox.org.all('Case')
    expect(rows.map((row) => row['Jira_Reference__c'])).toEqual(rows.map((_row, place) => `OPS-${place}`))
    expect(rows.every((row) => row['OwnerId'] === owners.get(row['Id'] ?? ''))).toBe(true)
    expect(sum(sandbox.calls().integration)).toBe(2)
  })

  test('one record that is refused holds up no other', async () => {
    sandbox.faults.validationRules = [{ field: 'Subject', contains: 'forbidden', message: 'Say it nicely.' }]

    const outcomes = await Promise.allSettled([
      connector.update({ entity: 'Case', id: someCase(0), fields: { Subject: 'allowed' } }),
      connector.update({ entity: 'Case', id: someCase(1), fields: { Subject: 'forbidden' } }),
      connector.update({ entity: 'Case', id: someCase(2), fields: { Subject: 'x'.repeat(300) } }),
    ])

    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { kind: 'rejection', message: expect.stringContaining('Say it nicely.') } },
      {
        status: 'rejected',
        reason: { kind: 'rejection', code: 'STRING_TOO_LONG', fields: { Subject: expect.any(String) } },
      },
    ])
    expect(JSON.stringify(outcomes)).not.toContain('xxx')
    expect(sandbox.org.find('Case', someCase(0))?.['Subject']).toBe('allowed')
  })

  test('a row that is locked is busy, alone and among others', async () => {
    sandbox.faults.lockRows([someCase(1)])
    const locked = { entity: 'Case', id: someCase(1), fields: { Subject: 'later' } }

    const alone = await refusalOf(connector.update(locked))
    const [, among] = await Promise.allSettled([
      connector.update({ entity: 'Case', id: someCase(0), fields: { Subject: 'now' } }),
      connector.update(locked),
    ])

    expect(alone).toMatchObject({ kind: 'busy', effect: 'none' })
    expect(among).toMatchObject({ status: 'rejected', reason: { kind: 'busy', effect: 'none' } })
  })
})

test('[L26] an edit since the read is not overwritten', async () => {
  const read = await connector.read({
    entity: 'Account',
    id: String(sandbox.org.all('Account')[0]?.['Id']),
    fields: ['Name'],
  })
  const id = someCase(5)
  editByPerson(id, { Subject: 'edited by a person' })

  const refusal = await refusalOf(
    connector.update({ entity: 'Case', id, fields: { Subject: 'ours' }, basedOn: read?.stamp ?? '' }),
  )

  expect(refusal).toMatchObject({ kind: 'busy', status: 412 })
  expect(sandbox.org.find('Case', id)?.['Subject']).toBe('edited by a person')
})

describe('creating', () => {
  const request = (place: number) => ({
    entity: 'Case',
    fields: { Subject: `From an issue ${place}` },
    marker: { field: 'Jira_Issue_Id__c', value: sharedId(place) },
    read: ['Subject'],
  })

  test('[L28] takes two calls for 300 cases and two to confirm them', async () => {
    sandbox.resetCalls()

    const records = await Promise.all(Array.from({ length: 300 }, (_none, place) => connector.create(request(place))))

    expect(records.map(({ fields }) => fields['Jira_Issue_Id__c'])).toEqual(
      records.map((_record, place) => sharedId(place)),
    )
    expect(sandbox.calls().integration).toEqual({ 'collections create': 2, query: 2 })
  })

  test('[L29] again what is there makes nothing new', async () => {
    const first = await connector.create(request(1000))
    editByPerson(first.id, { Subject: 'edited meanwhile' })
    const before = caseIds().length

    const again = await connector.create(request(1000))

    expect(again).toMatchObject({ id: first.id, fields: { Subject: 'edited meanwhile' } })
    expect(caseIds()).toHaveLength(before)
  })

  test('[L29] a create whose answer is lost can be found', async () => {
    sandbox.faults.answerNext('collections create', 'drop-after')

    const refusal = await refusalOf(connector.create(request(1001)))
    const found = await connector.findCreated({ ...request(1001), since: '2030-01-01T00:00:00Z' })

    expect(refusal).toMatchObject({ kind: 'connectivity', effect: 'unknown' })
    expect(found).toMatchObject({ fields: { Subject: 'From an issue 1001' } })
  })
})

describe('[L30] finding', () => {
  test('compares exactly, and gathers those who look', async () => {
    editByPerson(someCase(7), { Jira_Reference__c: "O'Neil\\7" })
    sandbox.resetCalls()
    const find = (value: string) =>
      connector.find({ entity: 'Case', field: 'Jira_Reference__c', value, fields: ['Subject'] })

    const [exact, otherCase, none, empty] = await Promise.all([
      find("O'Neil\\7"),
      find("o'neil\\7"),
      find('nowhere'),
      find(''),
    ])

    expect(exact?.map(({ id }) => id)).toEqual([someCase(7)])
    expect([otherCase, none, empty]).toEqual([[], [], []])
    expect(sandbox.calls().integration).toEqual({ query: 1 })
  })

  test('takes signs that mean something in an address for what they are', async () => {
    const value = 'a&q=b #1 50%20+ü?'
    editByPerson(someCase(8), { Jira_Reference__c: value })

    const found = await connector.find({ entity: 'Case', field: 'Jira_Reference__c', value, fields: [] })

    expect(found.map(({ id }) => id)).toEqual([someCase(8)])
  })

  test('takes ids of both lengths, and looks for nothing that cannot be one', async () => {
    const find = (value: string) => connector.find({ entity: 'Case', field: 'Id', value, fields: [] })

    expect((await find(someCase().slice(0, 15))).map(({ id }) => id)).toEqual([someCase()])
    expect(await find('OPS-1')).toEqual([])
  })

  test('for a field that is not there fails alone', async () => {
    const find = (field: string) => connector.find({ entity: 'Case', field: 'Id', value: someCase(), fields: [field] })

    const [good, bad] = await Promise.allSettled([find('Subject'), find('Nope__c')])

    expect(good).toMatchObject({ status: 'fulfilled', value: [{ id: someCase() }] })
    expect(bad).toMatchObject({ status: 'rejected', reason: { kind: 'mapping', fields: { Nope__c: 'no such field' } } })
  })

  test('by a long text is refused in plain words', async () => {
    const refusal = await refusalOf(connector.find({ entity: 'Case', field: 'Description', value: 'x', fields: [] }))

    expect(refusal).toMatchObject({
      kind: 'mapping',
      message: expect.stringContaining('cannot search Case by Description'),
    })
  })

  test('takes two calls for the markers of 300 records', async () => {
    sandbox.resetCalls()
    const markers = Array.from(
      { length: 300 },
      (_none, place) => `a8b1c2d3-0000-4000-8000-000000000000:${10_000 + place}`,
    )

    await Promise.all(
      markers.map((value) => connector.find({ entity: 'Case', field: 'Jira_Issue_Id__c', value, fields: [] })),
    )

    expect(sandbox.calls().integration).toEqual({ query: 2 })
  })

  test('spreads values over queries that fit into an address', async () => {
    sandbox.resetCalls()
    const values = Array.from({ length: 100 }, (_none, place) => `${'ü'.repeat(60)}${place}`)

    await Promise.all(values.map((value) => connector.find({ entity: 'Case', field: 'Subject', value, fields: [] })))

    expect(sandbox.calls().integration).toEqual({ query: 4 })
  })
})

describe('[L31] people', () => {
  test('are found by address whatever its case, gathered, and remembered', async () => {
    sandbox.resetCalls()
    const find = (email: string) => connector.findPerson({ entity: 'Case', email })

    const [amara, upper, gone, nobody] = await Promise.all([
      find('amara.okafor@acme.example'),
      find('Bjorn.Lindqvist@ACME.example'),
      find('hana.novak@acme.example'),
      find(' '),
    ])
    await find('amara.okafor@acme.example')

    expect(amara).toEqual({
      kind: 'person',
      id: expect.stringMatching(/^005/),
      name: 'Amara Okafor',
      email: 'amara.okafor@acme.example',
    })
    expect(upper?.name).toBe('Björn Lindqvist')
    expect([gone, nobody]).toEqual([undefined, undefined])
    expect(sandbox.calls().integration).toEqual({ query: 1 })
  })
})

test('[L32] when a field changed is unknown where there is no history', async () => {
  expect(await connector.changedAt({ entity: 'Case', id: someCase(9), field: 'Description' })).toBeUndefined()
  expect(await connector.changedAt({ entity: 'Contact', id: someCase(9), field: 'Name' })).toBeUndefined()
})

test('[L33] a status is set like any field, so there is no way to go', async () => {
  const status = { kind: 'choice', id: 'New', name: 'New' } as const
  const query = { entity: 'Case', id: someCase(), from: status, to: status }
  const hop = { transitionId: '1', name: 'Close', to: status, asks: [] }

  expect(await refusalOf(connector.route(query))).toMatchObject({ kind: 'mapping' })
  expect(await refusalOf(connector.move({ entity: 'Case', id: someCase(), hop, fields: {} }))).toMatchObject({
    kind: 'mapping',
  })
})

describe('[L34] the sandbox as an org', () => {
  test('renews an ended session once for all callers', async () => {
    sandbox.faults.expireTokens()
    sandbox.resetCalls()

    await Promise.all(Array.from({ length: 5 }, () => connector.probe()))

    expect(sandbox.calls().integration['token']).toBe(1)
  })

  test.each([
    ['unavailable-html', 'connectivity'],
    ['unavailable-json', 'connectivity'],
    ['error-json', 'connectivity'],
    ['error-html', 'connectivity'],
    ['drop-before', 'connectivity'],
    ['daily-limit', 'limit'],
    ['concurrent-limit', 'limit'],
  ] as const)('failing with %s is %s', async (fault, kind) => {
    sandbox.faults.answerNext('query', fault)

    const refusal = await refusalOf(connector.read({ entity: 'Case', id: someCase(), fields: [] }))

    expect(refusal).toMatchObject({ kind, effect: 'none' })
  })

  test('takes the password sign-in, unless it is switched off', async () => {
    const { username, password, clientId, clientSecret } = sandbox.credentials
    const settings = salesforce.settings.parse({
      url: sandbox.url,
      auth: { method: 'password', username, password, clientId, clientSecret },
    })
    const context = {
      system: 'acme-salesforce',
      clock: { now: () => new Date(), monotonicMs: () => 0, wait: () => new Promise<void>(() => undefined) },
      chance: { random: () => 0.5, uuid: () => 'id' },
      onExchange: () => undefined,
    }
    const legacy = salesforce.connect(settings, context)
    const blocked = salesforce.connect(settings, context)

    const account = await legacy.account()
    sandbox.faults.passwordFlowBlocked = true
    const refusal = await refusalOf(blocked.account())
    await Promise.all([legacy.close(), blocked.close()])

    expect(account).toEqual(await connector.account())
    expect(refusal).toMatchObject({ kind: 'auth', hint: expect.stringContaining('switched off') })
  })
})
