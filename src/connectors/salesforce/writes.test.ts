import { afterEach, expect, test } from 'vitest'
import { CASE_ID, connectSalesforce, refusalOf, stubOrg, type Answer, type Asked } from '../../../test/stub-org.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const OTHER_ID = '500000000000002AAA'
const STAMP = '2026-05-06T11:29:24.000+0000'

async function connected(answer: (asked: Asked) => Answer | undefined) {
  const org = await stubOrg(answer)
  const connector = connectSalesforce({ url: org.url })
  closing.push(connector.close, org.close)
  const calls = (method: string, path: string) =>
    org.asked.filter((asked) => asked.method === method && asked.path.startsWith(`/services/data/v66.0${path}`))
  return { connector, calls }
}

const isCollection = ({ path }: Asked) => path === '/services/data/v66.0/composite/sobjects'
const isQuery = ({ path }: Asked) => path.startsWith('/services/data/v66.0/query')
const done = (id: string) => ({ id, success: true, errors: [] })
const refused = (statusCode: string, message: string) => ({
  success: false,
  errors: [{ statusCode, message, fields: [] }],
})
const rows = (...records: object[]): Answer => ({ json: { totalSize: records.length, done: true, records } })
const row = (id: string, marker: string | null) => ({
  Id: id,
  CaseNumber: '00001001',
  LastModifiedDate: STAMP,
  SystemModstamp: STAMP,
  Jira_Issue_Id__c: marker,
})

const update = (id: string, Subject: string) => ({ entity: 'Case', id, fields: { Subject } })

const MARKER = { field: 'Jira_Issue_Id__c', value: 'cloud:10001' }
const create = { entity: 'Case', fields: { Subject: 'Printer on fire' }, marker: MARKER, read: ['Subject'] }

test('[L25] updates that come together leave as one collection, assignment rules off, each with its own outcome', async () => {
  const rowOf = ({ id }: { id: string }) =>
    id === CASE_ID ? done(id) : refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Not today.')
  const { connector, calls } = await connected((asked) =>
    isCollection(asked) ? { json: (asked.body as { records: { id: string }[] }).records.map(rowOf) } : undefined,
  )

  const [first, second] = await Promise.allSettled([
    connector.update(update(CASE_ID, 'one')),
    connector.update(update(OTHER_ID, 'two')),
  ])

  expect(first.status).toBe('fulfilled')
  expect(second).toMatchObject({
    status: 'rejected',
    reason: {
      kind: 'rejection',
      effect: 'none',
      message: `Updating Case ${OTHER_ID} failed: Not today. (FIELD_CUSTOM_VALIDATION_EXCEPTION)`,
    },
  })
  expect(calls('PATCH', '/composite/sobjects').map(({ body }) => body)).toEqual([
    {
      allOrNone: false,
      records: expect.arrayContaining([
        { attributes: { type: 'Case' }, id: CASE_ID, Subject: 'one' },
        { attributes: { type: 'Case' }, id: OTHER_ID, Subject: 'two' },
      ]),
    },
  ])
  expect(calls('PATCH', '/composite')[0]?.headers).toMatchObject({ 'sforce-auto-assign': 'FALSE' })
})

test('[L25] two updates of one record keep their order and never share a call', async () => {
  const { connector, calls } = await connected(() => undefined)

  await Promise.all([connector.update(update(CASE_ID, 'one')), connector.update(update(CASE_ID.slice(0, 15), 'two'))])

  expect(calls('PATCH', `/sobjects/Case/${CASE_ID}`).map(({ body }) => body)).toEqual([
    { Subject: 'one' },
    { Subject: 'two' },
  ])
})

test('[L25] creates and updates of one object are never under way at once', async () => {
  let underWay = 0
  let most = 0
  const { connector } = await connected((asked) => {
    if (!isCollection(asked) && asked.method !== 'PATCH') return undefined
    most = Math.max(most, ++underWay)
    return { status: 503, delayMs: 40, onSent: () => underWay-- }
  })

  await Promise.allSettled([connector.create(create), connector.update(update(CASE_ID, 'one'))])

  expect(most).toBe(1)
})

test('[L26] an update that is alone is refused if somebody edited the record since it was read', async () => {
  const { connector, calls } = await connected(({ method }) => (method === 'PATCH' ? { status: 412 } : undefined))

  const refusal = await refusalOf(connector.update({ ...update(CASE_ID, 'one'), basedOn: '2026-05-06T11:29:24.000Z' }))

  expect(refusal).toMatchObject({ kind: 'busy', status: 412, effect: 'none' })
  expect(calls('PATCH', '/sobjects')[0]?.headers).toMatchObject({
    'if-unmodified-since': 'Wed, 06 May 2026 11:29:24 GMT',
    'sforce-auto-assign': 'FALSE',
  })
})

test('[L27] a write whose answer is lost is in doubt, and not repeated', async () => {
  const { connector, calls } = await connected((asked) =>
    asked.method === 'PATCH' || isCollection(asked) ? { drop: true } : undefined,
  )

  expect(await refusalOf(connector.update(update(CASE_ID, 'one')))).toMatchObject({
    kind: 'connectivity',
    effect: 'unknown',
  })
  expect(await refusalOf(connector.create(create))).toMatchObject({ kind: 'connectivity', effect: 'unknown' })
  expect(calls('PATCH', '')).toHaveLength(1)
  expect(calls('POST', '/composite')).toHaveLength(1)
})

test('[L27] a write is in doubt when its answer cannot be read', async () => {
  const { connector } = await connected((asked) => (isCollection(asked) ? { json: [done(CASE_ID)] } : undefined))

  const outcomes = await Promise.allSettled([
    connector.update(update(CASE_ID, 'one')),
    connector.update(update(OTHER_ID, 'two')),
  ])

  expect(outcomes).toMatchObject([
    { reason: { kind: 'connectivity', effect: 'unknown' } },
    { reason: { kind: 'connectivity', effect: 'unknown' } },
  ])
})

test('[L27] a refusal that concerns the object is not asked for record by record', async () => {
  const { connector, calls } = await connected((asked) =>
    isCollection(asked) ? { status: 400, json: [{ errorCode: 'INVALID_TYPE', message: 'no such object' }] } : undefined,
  )

  await Promise.allSettled([connector.update(update(CASE_ID, 'one')), connector.update(update(OTHER_ID, 'two'))])

  expect(calls('PATCH', '')).toHaveLength(1)
})

test('[L27] a field that the object lacks, or a value it cannot take, never leaves the house', async () => {
  const { connector, calls } = await connected(() => undefined)

  expect(await refusalOf(connector.update({ entity: 'Case', id: CASE_ID, fields: { Nope__c: 1 } }))).toMatchObject({
    kind: 'mapping',
    fields: { Nope__c: 'no such field' },
  })
  expect(calls('PATCH', '')).toEqual([])
})

test('[L28] a create carries its marker, and is answered with the record as read back', async () => {
  const { connector, calls } = await connected((asked) => {
    if (isCollection(asked)) return { json: [done(CASE_ID)] }
    return isQuery(asked) ? rows({ ...row(CASE_ID, MARKER.value), Subject: 'Printer on fire' }) : undefined
  })

  const record = await connector.create(create)

  expect(record).toMatchObject({
    id: CASE_ID,
    key: '00001001',
    entity: 'Case',
    stamp: '2026-05-06T11:29:24.000Z',
    fields: { Subject: 'Printer on fire', Jira_Issue_Id__c: 'cloud:10001' },
  })
  expect(calls('POST', '/composite/sobjects').map(({ body }) => body)).toEqual([
    {
      allOrNone: false,
      records: [{ attributes: { type: 'Case' }, Subject: 'Printer on fire', Jira_Issue_Id__c: 'cloud:10001' }],
    },
  ])
})

test('[L28] a record that does not carry the marker is not taken for ours', async () => {
  const { connector, calls } = await connected((asked) => {
    if (isCollection(asked)) return { json: [done(CASE_ID)] }
    if (!isQuery(asked)) return undefined
    return asked.path.includes('WHERE Id IN') ? rows(row(CASE_ID, 'cloud:99999')) : rows(row(OTHER_ID, MARKER.value))
  })

  const record = await connector.create(create)

  expect(record.id).toBe(OTHER_ID)
  expect(calls('POST', '/composite')).toHaveLength(1)
})

test('[L28] a create that nobody can confirm stays in doubt', async () => {
  const { connector } = await connected((asked) => {
    if (isCollection(asked)) return { json: [done(CASE_ID)] }
    return isQuery(asked) ? rows() : undefined
  })

  expect(await refusalOf(connector.create(create))).toMatchObject({ kind: 'rejection', effect: 'unknown' })
})

test('[L28] a create whose look-up fails stays in doubt', async () => {
  const { connector } = await connected((asked) => {
    if (isCollection(asked)) return { json: [done(CASE_ID)] }
    return isQuery(asked) ? { status: 503, text: '<html></html>' } : undefined
  })

  expect(await refusalOf(connector.create(create))).toMatchObject({ kind: 'connectivity', effect: 'unknown' })
})

test.each([
  [{ value: 'cloud:1' }, 'needs a field for the marker'],
  [{ field: 'Subject', value: 'cloud:1' }, 'not a unique field'],
])('[L28] nothing is created with the marker %o', async (marker, says) => {
  const { connector, calls } = await connected(() => undefined)

  expect(await refusalOf(connector.create({ ...create, marker }))).toMatchObject({
    kind: 'mapping',
    message: expect.stringContaining(says),
    hint: expect.stringContaining('Unique'),
  })
  expect(calls('POST', '')).toEqual([])
})

const duplicate = (message: string): Answer => ({ json: [refused('DUPLICATE_VALUE', message)] })

test('[L29] a repeated create is answered with the record of the first', async () => {
  const { connector } = await connected((asked) => {
    const message = `duplicate value found: Jira_Issue_Id__c duplicates value on record with id: ${CASE_ID.slice(0, 15)}`
    if (isCollection(asked)) return duplicate(message)
    return isQuery(asked) && asked.path.includes(`'${CASE_ID}'`) ? rows(row(CASE_ID, MARKER.value)) : undefined
  })

  expect(await connector.create(create)).toMatchObject({ id: CASE_ID })
})

test('[L29] a duplicate that is not named is looked for by its marker', async () => {
  const { connector } = await connected((asked) => {
    if (isCollection(asked))
      return duplicate('duplicate value found: <unknown> duplicates value on record with id: <unknown>')
    return isQuery(asked) ? rows(row(OTHER_ID, MARKER.value)) : undefined
  })

  expect(await connector.create(create)).toMatchObject({ id: OTHER_ID })
})

test('[L29] a duplicate of another unique field is a refusal', async () => {
  const { connector } = await connected((asked) => {
    const message = `duplicate value found: Jira_Reference__c duplicates value on record with id: ${CASE_ID}`
    if (isCollection(asked)) return duplicate(message)
    if (!isQuery(asked)) return undefined
    return asked.path.includes('WHERE Id IN') ? rows(row(CASE_ID, 'cloud:99999')) : rows()
  })

  expect(await refusalOf(connector.create(create))).toMatchObject({
    kind: 'rejection',
    effect: 'none',
    message: expect.stringContaining('Jira_Reference__c'),
  })
})

test('[L30] a search that fills several pages is read to the last', async () => {
  const next = '/services/data/v66.0/query/0r8xx-1'
  const { connector } = await connected((asked) => {
    if (asked.path === next) return rows(row(OTHER_ID, MARKER.value))
    const first = { totalSize: 2, done: false, nextRecordsUrl: next, records: [row(CASE_ID, MARKER.value)] }
    return isQuery(asked) ? { json: first } : undefined
  })

  const found = await connector.find({ entity: 'Case', ...MARKER, fields: [] })

  expect(found.map(({ id }) => id)).toEqual([CASE_ID, OTHER_ID])
})

test('[L29] a create whose answer was lost is found by its marker, compared exactly', async () => {
  const { connector } = await connected((asked) =>
    isQuery(asked) ? rows(row(OTHER_ID, 'CLOUD:10001'), row(CASE_ID, MARKER.value)) : undefined,
  )

  const query = { entity: 'Case', marker: MARKER, since: '2026-05-06T11:00:00Z', read: [] }

  expect(await connector.findCreated(query)).toMatchObject({ id: CASE_ID })
  expect(await connector.findCreated({ ...query, marker: { ...MARKER, value: 'cloud:2' } })).toBeUndefined()
})
