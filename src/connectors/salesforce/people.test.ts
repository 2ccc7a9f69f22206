import { afterEach, expect, test } from 'vitest'
import { connectSalesforce, refusalOf, stubOrg } from '../../../test/stub-org.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** The integration user that the stub signs in as. */
const OWN_ID = '005000000000001AAA'
const user = (Id: string, Name: string) => ({ Id, Name, Email: 'ops@acme.example' })

async function withUsers(...records: object[]) {
  const org = await stubOrg(({ path }) =>
    path.includes('/query') ? { json: { totalSize: records.length, done: true, records } } : undefined,
  )
  const connector = connectSalesforce({ url: org.url })
  closing.push(connector.close, org.close)
  return { connector, queries: () => org.asked.filter(({ path }) => path.includes('/query')).length }
}

const query = { entity: 'Case', email: 'ops@acme.example' }

test('[L31] our own user steps back for the person who shares its address', async () => {
  const { connector } = await withUsers(user(OWN_ID, 'Integration'), user('005000000000002AAA', 'Ann'))

  expect(await connector.findPerson(query)).toMatchObject({ id: '005000000000002AAA', name: 'Ann' })
})

test('[L31] our own user is found where nobody shares its address', async () => {
  const { connector } = await withUsers(user(OWN_ID, 'Integration'))

  expect(await connector.findPerson(query)).toMatchObject({ id: OWN_ID })
})

test('[L31] none of several others is picked', async () => {
  const { connector } = await withUsers(user('005000000000002AAA', 'Ann'), user('005000000000003AAA', 'Bob'))

  expect(await refusalOf(connector.findPerson(query))).toMatchObject({
    kind: 'mapping',
    message: '2 active Salesforce users have the address ops@acme.example.',
  })
})

test('[L31] an answer that is not understood is a failure of the system, and not remembered', async () => {
  const { connector, queries } = await withUsers({ Id: 1 })

  expect(await refusalOf(connector.findPerson(query))).toMatchObject({ kind: 'connectivity' })
  expect(await refusalOf(connector.findPerson(query))).toMatchObject({ kind: 'connectivity' })
  expect(queries()).toBe(2)
})

test('[L31] nobody is asked for without an address', async () => {
  const { connector, queries } = await withUsers(user(OWN_ID, 'Integration'))

  expect(await connector.findPerson({ entity: 'Case', email: ' ' })).toBeUndefined()
  expect(queries()).toBe(0)
})
