import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { asIntegration, asPerson, type Client } from './client.fixture.ts'
import { startSalesforce, type SalesforceSandbox } from './index.ts'

const START = Date.parse('2026-11-23T12:00:00Z')
const KEEP_OWNER = { 'sforce-auto-assign': 'FALSE' }
let nowMs = START
let sandbox: SalesforceSandbox
let client: Client
let person: Client
beforeAll(async () => {
  sandbox = await startSalesforce({ cases: 20, clock: { now: () => new Date(nowMs) } })
  client = await asIntegration(sandbox)
  person = await asPerson(sandbox)
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

async function createCase(
  fields: object = {},
  headers: Readonly<Record<string, string>> = KEEP_OWNER,
): Promise<string> {
  const { body } = await client.call('POST', 'sobjects/Case', { Subject: 'made for a test', ...fields }, headers)
  return (body as { id: string }).id
}

const read = async (id: string) => (await client.call('GET', `sobjects/Case/${id}`)).body as Record<string, unknown>

describe('rows', () => {
  test('[F10] create answers 201 with a location, update and delete 204 with nothing', async () => {
    const created = await client.call('POST', 'sobjects/Case', { Subject: 'x' })
    const { id } = created.body as { id: string }

    expect(created).toMatchObject({ status: 201, body: { id, success: true, errors: [] } })
    expect(created.headers.get('location')).toBe(`/services/data/v66.0/sobjects/Case/${id}`)
    expect(await client.call('PATCH', `sobjects/Case/${id}`, { Subject: 'y' })).toMatchObject({ status: 204, body: '' })
    expect(await client.call('DELETE', `sobjects/Case/${id}`)).toMatchObject({ status: 204, body: '' })
    expect(await client.call('GET', `sobjects/Case/${id}`)).toMatchObject({
      status: 404,
      body: [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }],
    })
  })

  test('[F10] a record is found by 15 characters and answers with 18', async () => {
    const id = await createCase()

    expect(id).toHaveLength(18)
    expect(await read(id.slice(0, 15))).toMatchObject({ Id: id })
  })

  test('[F11] the org fills in number, defaults, owner, audit fields and what the contact tells', async () => {
    const { records } = await client.query('SELECT Id, AccountId, Email FROM Contact LIMIT 1')
    const [contact] = records

    const row = await read(await createCase({ ContactId: contact?.['Id'], Status: 'Closed' }))

    const user = sandbox.org.all('User').find(({ Username }) => Username === sandbox.credentials.username)
    expect(row).toMatchObject({
      CaseNumber: expect.stringMatching(/^000010\d\d$/),
      Priority: 'Medium',
      IsClosed: true,
      ClosedDate: row['LastModifiedDate'],
      AccountId: contact?.['AccountId'],
      ContactEmail: contact?.['Email'],
      OwnerId: user?.['Id'],
      CreatedById: user?.['Id'],
      LastModifiedById: user?.['Id'],
    })
  })

  test('[F11] an empty text is stored as nothing', async () => {
    expect(await read(await createCase({ Description: '' }))).toMatchObject({ Description: null })
  })

  test('[F12] a case goes to the queue on every write unless the caller says FALSE', async () => {
    const queueId = sandbox.org.all('Group')[0]?.['Id']
    const id = await createCase()
    const ownerAfter = async (headers: Record<string, string>) => {
      await client.call('PATCH', `sobjects/Case/${id}`, { Priority: 'Low' }, headers)
      return (await read(id))['OwnerId']
    }

    expect(await ownerAfter(KEEP_OWNER)).not.toBe(queueId)
    expect(await ownerAfter({})).toBe(queueId)
    expect(await read(await createCase({}, {}))).toMatchObject({ OwnerId: queueId })
  })

  test('[F13] an update of a record that changed after the given time answers 412 and changes nothing', async () => {
    const id = await createCase()
    nowMs += 2000
    const before = { 'if-unmodified-since': new Date(nowMs).toUTCString() }
    expect((await client.call('PATCH', `sobjects/Case/${id}`, { Subject: 'in time' }, before)).status).toBe(204)
    nowMs += 2000
    await person.call('PATCH', `sobjects/Case/${id}`, { Subject: 'by a person' }, KEEP_OWNER)

    expect((await client.call('PATCH', `sobjects/Case/${id}`, { Subject: 'too late' }, before)).status).toBe(412)
    expect(await read(id)).toMatchObject({ Subject: 'by a person' })
  })
})

describe('reads', () => {
  test('[F10] a read may name its fields, and answers 304 when nothing changed since', async () => {
    const id = await createCase({ Subject: 'short' })
    const get = (path: string, headers = {}) => client.call('GET', path, undefined, headers)

    expect((await get(`sobjects/case/${id}?fields=subject,Priority`)).body).toEqual({
      attributes: { type: 'Case', url: `/services/data/v66.0/sobjects/Case/${id}` },
      Id: id,
      Subject: 'short',
      Priority: 'Medium',
    })
    expect((await get(`sobjects/Case/${id}`, { 'if-modified-since': new Date(nowMs).toUTCString() })).status).toBe(304)
    expect((await get(`sobjects/Case/${id}`, { 'if-unmodified-since': 'some day' })).status).toBe(400)
    expect((await get(`sobjects/Case/${id}?fields=Nope`)).body).toMatchObject([{ errorCode: 'INVALID_FIELD' }])
  })

  test('[F16] a record is read by its key, too', async () => {
    const id = await createCase({ Jira_Reference__c: 'OPS-99' })

    expect((await client.call('GET', 'sobjects/Case/Jira_Reference__c/ops-99')).body).toMatchObject({ Id: id })
    expect((await client.call('GET', 'sobjects/Case/Jira_Reference__c/OPS-100')).status).toBe(404)
  })
})

describe('refusals', () => {
  test('[F14] a unique value that is taken names the record that holds it, whatever its case', async () => {
    const holder = await createCase({ Jira_Issue_Id__c: 'Cloud-1:10001' })

    expect(await client.call('POST', 'sobjects/Case', { Jira_Issue_Id__c: 'cloud-1:10001' })).toMatchObject({
      status: 400,
      body: [
        {
          message: `duplicate value found: Jira_Issue_Id__c duplicates value on record with id: ${holder}`,
          errorCode: 'DUPLICATE_VALUE',
          fields: [],
        },
      ],
    })
  })

  test('[F14] a deleted record gives its unique value free', async () => {
    await client.call('DELETE', `sobjects/Case/${await createCase({ Jira_Issue_Id__c: 'freed' })}`)

    expect((await client.call('POST', 'sobjects/Case', { Jira_Issue_Id__c: 'freed' })).status).toBe(201)
  })

  test.each([
    [
      { Subject: 'x'.repeat(256) },
      'STRING_TOO_LONG',
      `Subject: data value too large: ${'x'.repeat(256)} (max length=255)`,
    ],
    [{ Foo__c: 1 }, 'INVALID_FIELD', "No such column 'Foo__c' on sobject of type Case"],
    [{ CaseNumber: '1' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'Unable to create/update fields: CaseNumber.'],
    [
      { Severity__c: 'Mild' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      'Severity: bad value for restricted picklist field: Mild',
    ],
    [{ OwnerId: 'nobody' }, 'MALFORMED_ID', 'Owner ID: id value of incorrect type: nobody'],
    [
      { IsEscalated: 'maybe' },
      'JSON_PARSER_ERROR',
      'Cannot deserialize instance of boolean from VALUE_STRING value "maybe"',
    ],
    [{ IsEscalated: null }, 'JSON_PARSER_ERROR', 'Cannot deserialize instance of boolean from VALUE_NULL'],
  ])('[F15] %j is refused', async (fields, errorCode, message) => {
    const { status, body } = await client.call('POST', 'sobjects/Case', fields)

    expect({ status, body }).toMatchObject({
      status: 400,
      body: [{ errorCode, message: expect.stringContaining(message) }],
    })
  })

  test('[F15] a missing required field is named', async () => {
    expect((await client.call('POST', 'sobjects/CaseComment', { CommentBody: 'to whom?' })).body).toEqual([
      { message: 'Required fields are missing: [ParentId]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['ParentId'] },
    ])
  })

  test('[F15] a reference to a record that is not there, and to an owner who left, is refused', async () => {
    const left = sandbox.org.all('User').find(({ IsActive }) => IsActive === false)
    const refusal = async (fields: object) => (await client.call('POST', 'sobjects/Case', fields, KEEP_OWNER)).body

    expect(await refusal({ AccountId: '001gK00000ZZZZZ' })).toMatchObject([
      { errorCode: 'INVALID_CROSS_REFERENCE_KEY' },
    ])
    expect(await refusal({ OwnerId: left?.['Id'] })).toMatchObject([{ errorCode: 'INACTIVE_OWNER_OR_USER' }])
  })

  test('[F15] what is not there answers 404, what is no JSON 400, the wrong verb 405', async () => {
    expect((await client.call('GET', 'sobjects/Case/500gK00000ZZZZZ')).body).toMatchObject([{ errorCode: 'NOT_FOUND' }])
    expect((await client.call('GET', 'sobjects/Unicorn/describe')).status).toBe(404)
    expect((await client.call('PUT', 'query')).status).toBe(405)
    const raw = await fetch(`${sandbox.url}/services/data/v66.0/sobjects/Case`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
      body: '{"Subject": ',
    })
    expect([raw.status, await raw.json()]).toMatchObject([400, [{ errorCode: 'JSON_PARSER_ERROR' }]])
  })

  test('[F15] a validation rule refuses in the words of the admin', async () => {
    sandbox.faults.validationRules = [{ field: 'Subject', contains: 'forbidden', message: 'Not today.' }]

    expect((await client.call('POST', 'sobjects/Case', { Subject: 'a forbidden word' })).body).toEqual([
      { message: 'Not today.', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['Subject'] },
    ])
  })

  test('[F15] a locked row answers 500 UNABLE_TO_LOCK_ROW', async () => {
    const id = await createCase()
    sandbox.faults.lockRows([id])

    expect(await client.call('PATCH', `sobjects/Case/${id}`, { Subject: 'x' })).toMatchObject({
      status: 500,
      body: [{ errorCode: 'UNABLE_TO_LOCK_ROW', message: expect.stringContaining(id) }],
    })
  })
})

describe('upsert', () => {
  const upsert = (path: string, fields: object) => client.call('PATCH', `sobjects/${path}`, fields, KEEP_OWNER)

  test('[F16] the first creates, the second updates; the key may hold any character', async () => {
    const path = `Case/Jira_Issue_Id__c/${encodeURIComponent('a/b?c#d:1')}`

    const first = await upsert(path, { Subject: 'one' })
    const second = await upsert(path, { Subject: 'two' })

    const { id } = first.body as { id: string }
    expect(first).toMatchObject({ status: 201, body: { id, success: true, created: true } })
    expect(second).toMatchObject({ status: 200, body: { id, success: true, created: false } })
    expect(await read(id)).toMatchObject({ Subject: 'two', Jira_Issue_Id__c: 'a/b?c#d:1' })
  })

  test('[F16] updateOnly creates nothing, a key in the body and a field that is no key are refused', async () => {
    expect((await upsert('Case/Jira_Issue_Id__c/none?updateOnly=true', { Subject: 'x' })).status).toBe(404)
    expect((await upsert('Case/Jira_Issue_Id__c/1', { Jira_Issue_Id__c: '1' })).body).toMatchObject([
      { errorCode: 'INVALID_FIELD' },
    ])
    expect((await upsert('Case/Subject/1', {})).body).toMatchObject([
      { errorCode: 'NOT_FOUND', message: 'Provided external ID field does not exist or is not accessible: Subject' },
    ])
  })

  test('[F16] a key that several records hold answers 300 with their addresses', async () => {
    const { status, body } = await upsert('Contact/Email/orders@harbour-vine.example', { Phone: '1' })

    expect(status).toBe(300)
    expect(body).toEqual([
      expect.stringMatching(/\/sobjects\/Contact\/003\w{15}$/),
      expect.stringMatching(/\/Contact\/003/),
    ])
  })
})

describe('comments and history', () => {
  test('[F17] a comment is limited to 4,000 bytes, not characters', async () => {
    const ParentId = await createCase()
    const comment = async (CommentBody: string) =>
      (await client.call('POST', 'sobjects/CaseComment', { ParentId, CommentBody })).status

    expect(await comment('é'.repeat(2000))).toBe(201)
    expect(await comment('é'.repeat(2001))).toBe(400)
  })

  test('[F17] Case.Comments leaves a private comment and stays empty itself', async () => {
    const id = await createCase({ Comments: 'between us' })

    const { records } = await client.query(
      `SELECT CommentBody, IsPublished, CreatedBy.Name FROM CaseComment WHERE ParentId = '${id}'`,
    )

    expect(records).toMatchObject([
      { CommentBody: 'between us', IsPublished: false, CreatedBy: { Name: 'Integration User' } },
    ])
    expect(await read(id)).toMatchObject({ Comments: null })
  })

  test('[F17] tracked fields leave history, a new owner two rows', async () => {
    const id = await createCase({ Status: 'New' })
    const ownerId = sandbox.org.all('Group')[0]?.['Id']
    await person.call(
      'PATCH',
      `sobjects/Case/${id}`,
      { Status: 'Working', OwnerId: ownerId, Reason: 'Other' },
      KEEP_OWNER,
    )

    const { records } = await client.query(
      `SELECT Field, OldValue, NewValue, CreatedBy.Name FROM CaseHistory WHERE CaseId = '${id}' ORDER BY Id`,
    )

    expect(records).toMatchObject([
      { Field: 'created', CreatedBy: { Name: 'Integration User' } },
      { Field: 'Status', OldValue: 'New', NewValue: 'Working', CreatedBy: { Name: 'Amara Okafor' } },
      { Field: 'Owner', NewValue: 'Support Tier 1' },
      { Field: 'Owner', NewValue: ownerId },
    ])
  })
})
