import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { CASE_ID, connectSalesforce, refusalOf, stubOrg } from '../../../test/stub-org.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function describedOrg() {
  let time = 0
  let isDown = false
  const org = await stubOrg(({ path }) => (isDown && path.endsWith('/describe') ? { status: 503 } : undefined))
  const clock = { now: () => new Date(time), monotonicMs: () => time, wait: (ms: number) => sleep(ms) }
  const connector = connectSalesforce({ url: org.url, clock })
  closing.push(connector.close, org.close)
  return {
    connector,
    described: () => org.asked.filter(({ path }) => path.endsWith('/describe')).length,
    at: (seconds: number) => (time = seconds * 1000),
    goDown: (down: boolean) => (isDown = down),
  }
}

test('[L20] an object is described anew after ten minutes', async () => {
  const org = await describedOrg()

  await org.connector.describe('Case')
  org.at(599)
  await org.connector.describe('Case')
  expect(org.described()).toBe(1)

  org.at(601)
  await org.connector.describe('Case')
  expect(org.described()).toBe(2)
})

test('[L20] a field that was not there is looked for anew, but not at every question', async () => {
  const org = await describedOrg()
  const read = () => refusalOf(org.connector.read({ entity: 'Case', id: CASE_ID, fields: ['New__c'] }))

  await Promise.all([read(), read(), read()])
  expect(org.described()).toBe(1)

  org.at(20)
  await Promise.all([read(), read(), read()])
  expect(org.described()).toBe(2)
})

test('[L20] a path to a parent is no reason to describe anew', async () => {
  const org = await describedOrg()
  await org.connector.describe('Case')

  org.at(20)
  await refusalOf(org.connector.read({ entity: 'Case', id: CASE_ID, fields: ['Account.Name'] }))

  expect(org.described()).toBe(1)
})

test('[L20] a description that failed is not kept', async () => {
  const org = await describedOrg()
  org.goDown(true)
  expect(await refusalOf(org.connector.describe('Case'))).toMatchObject({ kind: 'connectivity' })

  org.goDown(false)

  expect(await org.connector.describe('Case')).toMatchObject({ entity: 'Case' })
})
