import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asIntegration, type Client } from '../client.fixture.ts'
import { startSalesforce, type SalesforceSandbox } from '../index.ts'

let sandbox: SalesforceSandbox
let client: Client
beforeAll(async () => {
  sandbox = await startSalesforce({ cases: 12 })
  client = await asIntegration(sandbox)
})
beforeEach(() => sandbox.resetCalls())
afterAll(() => sandbox.close())

const asCase = (fields: object) => ({ attributes: { type: 'Case' }, ...fields })
const write = (method: string, records: readonly object[], allOrNone = false) =>
  client.call(method, 'composite/sobjects', { allOrNone, records })
const ids = () => sandbox.org.all('Case').map((row) => String(row['Id']))

describe('collections', () => {
  test('[F18] good rows are written, bad rows tell why, and HTTP says 200, in the order of the request', async () => {
    const [id = ''] = ids()

    const { status, body } = await write('PATCH', [
      asCase({ id, Subject: 'fine' }),
      asCase({ id: ids()[1], Subject: 'x'.repeat(300) }),
      asCase({ id: '500gK00000ZZZZZ', Subject: 'nowhere' }),
      { id, Subject: 'no type' },
    ])

    expect(status).toBe(200)
    expect(body).toEqual([
      { id, success: true, errors: [] },
      {
        success: false,
        errors: [{ statusCode: 'STRING_TOO_LONG', message: expect.stringContaining('Subject'), fields: ['Subject'] }],
      },
      {
        success: false,
        errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY', message: 'invalid cross reference id', fields: [] }],
      },
      { success: false, errors: [{ statusCode: 'JSON_PARSER_ERROR', message: expect.any(String), fields: [] }] },
    ])
    expect(sandbox.org.find('Case', id)).toMatchObject({ Subject: 'fine' })
  })

  test('[F18] with allOrNone one bad row takes the others back', async () => {
    const before = ids().length

    const { body } = await write('POST', [asCase({ Subject: 'kept?' }), asCase({ Severity__c: 'Mild' })], true)

    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }] },
    ])
    expect(ids()).toHaveLength(before)
    expect(sandbox.journal().some(({ changes }) => changes['Subject']?.[1] === 'kept?')).toBe(false)
  })

  test('[F18] 200 rows are one call, 201 are refused', async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, place) => asCase({ Subject: `row ${place}` }))

    const { body } = await write('POST', rows(200))

    expect(body).toHaveLength(200)
    expect((await write('POST', rows(201))).status).toBe(400)
    expect(sandbox.calls().integration).toEqual({ 'collections create': 2 })
  })

  test('[F18] upsert by key creates and updates, and refuses a key that stands there twice', async () => {
    const upsert = (keys: readonly string[]) =>
      client.call('PATCH', 'composite/sobjects/Case/Jira_Issue_Id__c', {
        records: keys.map((key) => asCase({ Jira_Issue_Id__c: key })),
      })

    expect((await upsert(['u1', 'u2'])).body).toMatchObject([{ created: true }, { created: true }])
    expect((await upsert(['u2', 'u3', 'u3'])).body).toMatchObject([
      { success: true, created: false },
      { success: true, created: true },
      { success: false, errors: [{ statusCode: 'DUPLICATE_EXTERNAL_ID' }] },
    ])
  })

  test('[F18] delete takes a list of ids', async () => {
    const [id = ''] = ids().toReversed()

    const { body } = await client.call('DELETE', `composite/sobjects?ids=${id},500gK00000ZZZZZ`)

    expect(body).toMatchObject([{ id, success: true }, { success: false }])
    expect(sandbox.org.find('Case', id)).toMatchObject({ IsDeleted: true })
  })

  test('[F18] retrieve answers in the order of the ids, with null for what is not there', async () => {
    const [first = '', second = ''] = ids()

    const { body } = await client.call('POST', 'composite/sobjects/Case', {
      ids: [second.slice(0, 15), '500gK00000ZZZZZ', first],
      fields: ['CaseNumber'],
    })

    expect(body).toMatchObject([{ Id: second, CaseNumber: '00001002' }, null, { Id: first, CaseNumber: '00001001' }])
    expect(sandbox.calls().integration).toEqual({ 'composite retrieve': 1 })
  })
})

describe('composite', () => {
  const root = '/services/data/v66.0'
  const composite = (compositeRequest: readonly object[], allOrNone = false) =>
    client.call('POST', 'composite', { allOrNone, compositeRequest })

  test('[F19] parts run in order, may use earlier answers, and count as one call', async () => {
    const { status, body } = await composite([
      { method: 'POST', url: `${root}/sobjects/Case`, referenceId: 'made', body: { Subject: 'in parts' } },
      {
        method: 'POST',
        url: `${root}/sobjects/CaseComment`,
        referenceId: 'said',
        body: { ParentId: '@{made.id}', CommentBody: 'hi' },
      },
      { method: 'GET', url: `${root}/query?q=SELECT+Subject+FROM+Case+WHERE+Id='@{made.id}'`, referenceId: 'seen' },
      { method: 'GET', url: `${root}/sobjects/Foo`, referenceId: 'missing' },
    ])

    expect(status).toBe(200)
    expect(body).toMatchObject({
      compositeResponse: [
        {
          httpStatusCode: 201,
          referenceId: 'made',
          httpHeaders: { Location: expect.stringContaining('/sobjects/Case/500') },
        },
        { httpStatusCode: 201, referenceId: 'said' },
        { httpStatusCode: 200, referenceId: 'seen', body: { totalSize: 1, records: [{ Subject: 'in parts' }] } },
        { httpStatusCode: 404, referenceId: 'missing', body: [{ errorCode: 'NOT_FOUND' }] },
      ],
    })
    expect(sandbox.calls().integration).toEqual({ composite: 1 })
  })

  test('[F19] with allOrNone one failed part halts the others', async () => {
    const before = ids().length

    const { body } = await composite(
      [
        { method: 'POST', url: `${root}/sobjects/Case`, referenceId: 'a', body: { Subject: 'undone' } },
        { method: 'POST', url: `${root}/sobjects/Case`, referenceId: 'b', body: { Nope: 1 } },
      ],
      true,
    )

    expect(body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
        { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
      ],
    })
    expect(ids()).toHaveLength(before)
  })

  test('[F19] more than 25 parts, or 5 queries among them, are refused', async () => {
    const parts = (count: number, url: string) =>
      Array.from({ length: count }, (_, place) => ({ method: 'GET', url, referenceId: `r${place}` }))

    expect((await composite(parts(26, `${root}/limits`))).status).toBe(400)
    expect((await composite(parts(6, `${root}/query?q=SELECT+Id+FROM+Case+LIMIT+1`))).status).toBe(400)
  })
})
