import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSite, type TestSite } from './test-site.ts'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.jira.close())

interface Named {
  readonly name: string
}

const names = (list: readonly Named[]): readonly string[] => list.map(({ name }) => name)

test('[J29] create metadata comes in pages without isLast', async () => {
  const types = (await site.call('GET', 'issue/createmeta/OPS/issuetypes?maxResults=2')).body
  expect({ ...types, issueTypes: names(types.issueTypes) }).toEqual({
    startAt: 0,
    maxResults: 2,
    total: 3,
    issueTypes: ['Task', 'Bug'],
  })

  const screen = (await site.call('GET', 'issue/createmeta/10000/issuetypes/10001')).body
  expect(screen).toMatchObject({ startAt: 0, maxResults: 50, total: 14 })
  const required = screen.fields.filter((field: { required: boolean }) => field.required)
  expect(required.map(({ fieldId }: { fieldId: string }) => fieldId)).toEqual(['summary', 'issuetype', 'project'])
  const caseId = screen.fields.find(({ name }: Named) => name === 'Salesforce Case ID')
  expect(caseId).toMatchObject({
    fieldId: 'customfield_10050',
    schema: { type: 'string', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield', customId: 10_050 },
  })
})

test('[J29] a page of more than 200 is refused, an unknown type is 404 without a body', async () => {
  const refused = await site.call('GET', 'issue/createmeta/OPS/issuetypes?maxResults=201')
  expect(refused).toMatchObject({
    status: 400,
    body: {
      errorMessages: ["Parameter 'maxResults' must not exceed the limit '200'"],
      httpStatusCode: { empty: false, present: true },
    },
  })
  expect(await site.call('GET', 'issue/createmeta/OPS/issuetypes/1')).toMatchObject({ status: 404, body: '' })
})

test('[J30] the site knows itself', async () => {
  expect((await site.call('GET', '/_edge/tenant_info')).body).toEqual({ cloudId: site.jira.site.cloudId })
  expect((await site.call('GET', 'serverInfo')).body).toMatchObject({
    baseUrl: site.jira.url,
    deploymentType: 'Cloud',
    serverTime: '2026-11-23T11:00:00.000+0100',
    serverTimeZone: 'Europe/Berlin',
  })
})

test('[J30] fields are listed with the names that JQL knows them by', async () => {
  const fields: readonly { id: string }[] = (await site.call('GET', 'field')).body
  const byId = Object.fromEntries(fields.map((field) => [field.id, field]))
  expect(byId['customfield_10051']).toEqual({
    id: 'customfield_10051',
    key: 'customfield_10051',
    name: 'Salesforce Reference',
    untranslatedName: 'Salesforce Reference',
    custom: true,
    orderable: true,
    navigable: true,
    searchable: true,
    clauseNames: ['cf[10051]', 'Salesforce Reference'],
    schema: { type: 'string', custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield', customId: 10_051 },
  })
  expect(byId['issuekey']).not.toHaveProperty('schema')
})

test('[J30] projects, statuses, priorities and resolutions', async () => {
  const projects = (await site.call('GET', 'project/search?maxResults=1')).body
  expect(projects).toMatchObject({
    startAt: 0,
    maxResults: 1,
    total: 2,
    isLast: false,
    nextPage: expect.stringContaining('startAt=1'),
    values: [{ key: 'OPS', name: 'Operations' }],
  })
  expect((await site.call('GET', 'project/OPS')).body).toMatchObject({
    id: '10000',
    issueTypes: [{ name: 'Task' }, { name: 'Bug' }, { name: 'Story' }],
  })
  expect((await site.call('GET', 'project/NOPE')).status).toBe(404)

  const statuses = (await site.call('GET', 'project/OPS/statuses')).body
  expect(names(statuses)).toEqual(['Task', 'Bug', 'Story'])
  expect(names(statuses[0].statuses)).toEqual(['To Do', 'In Progress', 'Blocked', 'Done'])
  expect(names((await site.call('GET', 'priority/search')).body.values)).toEqual([
    'Highest',
    'High',
    'Medium',
    'Low',
    'Lowest',
  ])
  expect(names((await site.call('GET', 'priority')).body)).toHaveLength(5)
  expect(names((await site.call('GET', 'resolution')).body)).toEqual(['Done', "Won't Do", 'Duplicate'])
  expect(names((await site.call('GET', 'resolution/search')).body.values)).toHaveLength(3)
})

test('[J30] edit metadata says what can be set and how', async () => {
  const { fields } = (await site.call('GET', 'issue/OPS-1/editmeta')).body
  expect(fields.labels).toMatchObject({ required: false, operations: ['add', 'set', 'remove'] })
  expect(names(fields.priority.allowedValues)).toEqual(['Highest', 'High', 'Medium', 'Low', 'Lowest'])
  expect(fields).not.toHaveProperty('project')
})

test('[J31] user search needs a query and goes by the beginnings of names and addresses', async () => {
  expect(await site.call('GET', 'user/search')).toMatchObject({
    status: 400,
    body: { errorMessages: ['The username or property query parameter must be provided'] },
  })
  const found = (await site.call('GET', 'user/search?query=a')).body
  expect(found.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
    'Amara Okafor',
    'Automation for Jira',
  ])
})

test('[J31] a hidden address is found as a whole and never shown', async () => {
  const byAddress = (await site.call('GET', 'user/search?query=gabriela.nunez@acme.example')).body
  expect(byAddress).toMatchObject([{ displayName: 'Gabriela Núñez' }])
  expect(byAddress[0]).not.toHaveProperty('emailAddress')
  expect((await site.call('GET', 'user/search?query=gabriela.nunez')).body).toEqual([])
})

test('[J31] only those who can be assigned are offered', async () => {
  const offered = (await site.call('GET', 'user/assignable/search?project=OPS&maxResults=100')).body
  expect(offered).toHaveLength(8)
  expect((await site.call('GET', 'user/assignable/search?project=OPS&query=bot@acme.example')).body).toEqual([])
  expect((await site.call('GET', 'user/assignable/search?query=a')).status).toBe(400)
  expect((await site.call('GET', 'user/assignable/search?project=NOPE')).status).toBe(404)
  expect((await site.call('GET', `user?accountId=${encodeURIComponent(offered[0].accountId)}`)).body.displayName).toBe(
    'Amara Okafor',
  )
})

test('[J32] permissions are told, unless one is unknown', async () => {
  const { permissions } = (
    await site.call('GET', 'mypermissions?permissions=CREATE_ISSUES,ADMINISTER_PROJECTS&projectKey=OPS')
  ).body
  expect(permissions).toMatchObject({
    CREATE_ISSUES: { havePermission: true, type: 'PROJECT' },
    ADMINISTER_PROJECTS: { havePermission: false },
  })
  expect(await site.call('GET', 'mypermissions?permissions=CREATE_ISSUES,LAUNCH_ROCKETS')).toMatchObject({
    status: 400,
    body: { errorMessages: [], errors: { LAUNCH_ROCKETS: 'Unrecognized permission' } },
  })
})
