import { afterEach, beforeEach, expect, test } from 'vitest'
import { doc, openTestSite, type TestSite } from './test-site.ts'

let site: TestSite
let key: string
beforeEach(async () => {
  site = await openTestSite()
  key = (await site.createTask()).key
})
afterEach(() => site.jira.close())

const take = (id: string, more: object = {}): Promise<{ status: number; body: unknown }> =>
  site.call('POST', `issue/${key}/transitions`, { transition: { id }, ...more })
const offered = async (): Promise<readonly string[]> =>
  (await site.call('GET', `issue/${key}/transitions`)).body.transitions.map(
    ({ id, to }: { id: string; to: { name: string } }) => `${id} ${to.name}`,
  )
const done = { fields: { resolution: { name: 'Done' } } }

test('[J26] each status offers its own ways, and none leads straight to Blocked', async () => {
  expect(await offered()).toEqual(['11 In Progress', '41 Done'])
  await take('11')
  expect(await offered()).toEqual(['21 Blocked', '51 To Do', '41 Done'])
  await take('21')
  expect(await offered()).toEqual(['31 In Progress', '41 Done'])
  await take('41', done)
  expect(await offered()).toEqual(['41 Done', '61 To Do'])
})

test('[J26] a transition that does not start here is refused', async () => {
  expect(await take('31')).toMatchObject({
    status: 400,
    body: { errorMessages: ["Transition id '31' is not valid for this issue."], errors: {} },
  })
})

test('[J26] fields are shown on demand, and a transition without a screen has none', async () => {
  const plain = (await site.call('GET', `issue/${key}/transitions`)).body.transitions
  const expanded = (await site.call('GET', `issue/${key}/transitions?expand=transitions.fields`)).body.transitions

  expect(plain[0]).not.toHaveProperty('fields')
  expect(expanded[0]).toMatchObject({ id: '11', hasScreen: false, fields: {} })
  expect(expanded[1]).toMatchObject({
    id: '41',
    isGlobal: true,
    hasScreen: true,
    fields: {
      resolution: { required: true, allowedValues: [{ name: 'Done' }, { name: "Won't Do" }, { name: 'Duplicate' }] },
    },
  })
})

test('[J26] Done asks for a resolution, sets it, and reopening takes it away', async () => {
  expect(await take('41')).toMatchObject({
    status: 400,
    body: { errorMessages: [], errors: { resolution: 'Resolution is required.' } },
  })
  expect((await take('41', { ...done, update: { comment: [{ add: { body: doc('Fixed') } }] } })).status).toBe(204)
  expect((await site.call('GET', `issue/${key}`)).body.fields).toMatchObject({
    status: { name: 'Done' },
    resolution: { name: 'Done' },
    resolutiondate: expect.any(String),
    comment: { total: 1 },
  })

  await take('61')
  expect((await site.call('GET', `issue/${key}`)).body.fields).toMatchObject({
    status: { name: 'To Do' },
    resolution: null,
    resolutiondate: null,
  })
})

test('[J26] a field that is not on the screen is refused', async () => {
  expect(await take('11', done)).toMatchObject({
    status: 400,
    body: {
      errors: { resolution: "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown." },
    },
  })
})

test('[J37] a switch makes a transition ask for a field', async () => {
  site.jira.faults.requiredTransitionFields = { '11': ['customfield_10053'] }
  expect(await take('11')).toMatchObject({
    status: 400,
    body: { errors: { customfield_10053: 'Customer Impact is required.' } },
  })
  const { transitions } = (await site.call('GET', `issue/${key}/transitions?expand=transitions.fields`)).body
  expect(transitions[0].fields.customfield_10053).toMatchObject({ required: true, allowedValues: expect.any(Array) })
  expect((await take('11', { fields: { customfield_10053: { value: 'Minor' } } })).status).toBe(204)
})

test('[J27] the changelog tells what changed, oldest first', async () => {
  await take('11')
  await site.call('PUT', `issue/${key}`, { fields: { labels: ['b', 'a'], customfield_10050: '500' } })

  const { body } = await site.call('GET', `issue/${key}/changelog`)

  expect(body).toMatchObject({ startAt: 0, maxResults: 100, total: 2, isLast: true })
  expect(body.values.map(({ items }: { items: unknown }) => items)).toEqual([
    [
      {
        field: 'status',
        fieldtype: 'jira',
        fieldId: 'status',
        from: '10000',
        fromString: 'To Do',
        to: '3',
        toString: 'In Progress',
      },
    ],
    [
      { field: 'labels', fieldtype: 'jira', fieldId: 'labels', from: null, fromString: '', to: null, toString: 'a b' },
      {
        field: 'Salesforce Case ID',
        fieldtype: 'custom',
        fieldId: 'customfield_10050',
        from: null,
        fromString: null,
        to: null,
        toString: '500',
      },
    ],
  ])
})

test('[J27] changelogs of several issues come in pages, for the fields that are asked for', async () => {
  await take('11')
  await site.call('PUT', 'issue/OPS-1', { fields: { summary: 'x' } })
  const fetchPage = async (more: object): Promise<unknown> =>
    (await site.call('POST', 'changelog/bulkfetch', { issueIdsOrKeys: [key, 'OPS-1'], ...more })).body

  expect(await fetchPage({ fieldIds: ['summary'] })).toMatchObject({
    issueChangeLogs: [{ issueId: '10101', changeHistories: [{ items: [{ field: 'summary' }] }] }],
  })
  expect(await fetchPage({ maxResults: 1 })).toMatchObject({
    issueChangeLogs: [{ issueId: '10113' }],
    nextPageToken: '1',
  })
  expect(await fetchPage({ maxResults: 1, nextPageToken: '1' })).not.toHaveProperty('nextPageToken')
})
