import { expect, test } from 'vitest'
import { realClock } from '../../src/cli/real-time.ts'
import type { Choice } from '../../src/core/record.ts'
import { issueOf, oddSite } from './odd-site.ts'
import { pagesOf } from './site.ts'

const toDo: Choice = { kind: 'choice', id: '1', name: 'To Do' }
const done: Choice = { kind: 'choice', id: '2', name: 'Done' }

test('[K86] we introduce ourselves as a product, which Jira does not take for a browser', async () => {
  const { jira, headers } = await oddSite({})
  await jira.probe()
  expect(headers[0]).toMatchObject({ 'user-agent': 'Crosstie', 'x-atlassian-token': 'no-check' })
  expect(headers[0]).not.toHaveProperty('origin')
})

test('[K75] the last page may say so although it has a token', async () => {
  const page = { issues: [issueOf('1')], nextPageToken: 'more', isLast: true }
  const { jira, asked } = await oddSite({ 'POST /rest/api/3/search/jql': () => ({ json: page }) })
  await pagesOf(jira)
  expect(asked.filter((name) => name.endsWith('jql'))).toHaveLength(1)
})

test('[K87] what is left of an allowance is read from either kind of header', async () => {
  const headers = {
    'x-ratelimit-limit': '350',
    'x-ratelimit-remaining': '50',
    'beta-ratelimit-policy': '"global-app-quota";q=65000;w=3600',
    'beta-ratelimit': '"global-app-quota";r=11000;t=600',
  }
  const { jira } = await oddSite({
    'POST /rest/api/3/search/jql': () => ({ json: { issues: [issueOf('1')] }, headers }),
  })
  expect(jira.budgets()).toEqual([])
  await pagesOf(jira)
  expect(jira.budgets()).toEqual([
    { name: 'Jira requests', used: 300, limit: 350 },
    { name: 'global-app-quota', used: 54_000, limit: 65_000 },
  ])
})

test('[K74] a field with a default is not required; create screens come in pages', async () => {
  const field = (fieldId: string, more: object) => ({
    fieldId,
    name: fieldId,
    operations: ['set'],
    required: true,
    ...more,
  })
  const schema = { type: 'string', custom: 'x:textfield' }
  const fieldsOfScreen = [
    field('customfield_1', { schema, hasDefaultValue: true }),
    field('customfield_2', { schema, hasDefaultValue: false }),
  ]
  const { jira, asked } = await oddSite({
    'GET /rest/api/3/issue/createmeta/OPS/issuetypes/10001': (_body, query) => ({
      json: { total: 2, fields: [fieldsOfScreen[Number(query.get('startAt'))]] },
    }),
  })
  const { fields } = await jira.describe('OPS.Task')
  expect(fields.filter((one) => one.id.startsWith('customfield') && one.createable)).toMatchObject([
    { id: 'customfield_1', required: false },
    { id: 'customfield_2', required: true },
  ])
  expect(asked.filter((name) => name.includes('createmeta'))).toHaveLength(2)
})

test('[K67] a transition that is not available leads nowhere, and a field with a default need not be filled', async () => {
  const transition = { name: 'Go', to: { id: '2', name: 'Done' } }
  const fields = { reason: { name: 'Reason', required: true, hasDefaultValue: true } }
  const { jira } = await oddSite({
    'GET /rest/api/3/issue/1/transitions': () => ({
      json: {
        transitions: [
          { ...transition, id: '5', isAvailable: false },
          { ...transition, id: '6', fields },
        ],
      },
    }),
  })
  expect(await jira.route({ entity: 'OPS.Task', id: '1', from: toDo, to: done })).toEqual([
    { transitionId: '6', name: 'Go', to: done, asks: [{ field: 'reason', name: 'Reason', required: false }] },
  ])
})

test('[K68] no transition at all is a matter of permissions', async () => {
  const { jira } = await oddSite({ 'GET /rest/api/3/issue/1/transitions': () => ({ json: { transitions: [] } }) })
  const route = jira.route({ entity: 'OPS.Task', id: '1', from: toDo, to: done })
  await expect(route).rejects.toMatchObject({
    kind: 'rejection',
    hint: expect.stringContaining('permission') as string,
  })
})

test('[K80] nobody who has left is found', async () => {
  const user = { accountId: 'a', displayName: 'Ann', emailAddress: 'ann@acme.example', active: false }
  const { jira } = await oddSite({ 'GET /rest/api/3/user/assignable/search': () => ({ json: [user] }) })
  expect(await jira.findPerson({ entity: 'OPS.Task', email: 'ann@acme.example' })).toBeUndefined()
})

test('[K88] a field that is not known yet is asked for again, once a minute at most', async () => {
  let now = 0
  const fields = [{ id: 'summary', name: 'Summary', schema: { type: 'string', system: 'summary' } }]
  const { jira, asked } = await oddSite(
    {
      'GET /rest/api/3/field': () => ({ json: fields }),
      'POST /rest/api/3/search/jql': () => ({ json: { issues: [] } }),
    },
    { clock: { ...realClock, monotonicMs: () => now } },
  )
  const find = () => jira.find({ entity: 'OPS.Task', field: 'customfield_9', value: 'x', fields: [] })
  await expect(find()).rejects.toMatchObject({ kind: 'rejection' })
  fields.push({ id: 'customfield_9', name: 'New', schema: { type: 'string', system: '' } })
  await expect(find()).rejects.toMatchObject({ kind: 'rejection' })
  now = 61_000
  expect(await find()).toEqual([])
  expect(asked.filter((name) => name.endsWith('/field'))).toHaveLength(2)
})
