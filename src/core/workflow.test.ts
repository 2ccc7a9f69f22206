import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { FULL_WORKFLOW } from './cases-and-tasks.fixture.ts'
import { notCarriedOut } from './not-carried-out.ts'
import { parseWorkflow, type WorkflowDocument } from './workflow.ts'

function parsed(yaml: string): WorkflowDocument {
  const result = parseWorkflow(parse(yaml))
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.document
}

function problems(change: (yaml: string) => string) {
  const yaml = change(FULL_WORKFLOW)
  expect(yaml).not.toBe(FULL_WORKFLOW)
  const result = parseWorkflow(parse(yaml))
  return 'problems' in result ? result.problems : []
}

test('[M1] a document that uses the whole format is read', () => {
  const document = parsed(FULL_WORKFLOW)

  expect(document.name).toBe('Cases and tasks')
  expect(Object.keys(document.systems)).toEqual(['sf', 'jira'])
  expect(document.actions.map(({ name }) => name)).toEqual(['Case to task', 'Task to case'])
  expect(document.actions[0]?.mappings['summary']).toEqual({ value: '{shortSubject}' })
})

test('[M1] a document is read again from what it was read as', () => {
  const document = parsed(FULL_WORKFLOW)

  expect(parseWorkflow(JSON.parse(JSON.stringify(document)))).toEqual({ document })
})

test('[M2] a short document gets the defaults', () => {
  const document = parsed(`
    crosstie: workflow/v1
    name: Short
    systems: { sf: { system: a, entity: Case }, jira: { system: b, entity: OPS.Task } }
    actions: [{ name: One, from: sf, to: jira, does: [create], mappings: { summary: '{Subject}' } }]`)

  expect(document.correlation).toEqual({ unlinked: 'create-only', match: [] })
  expect(document.conflicts).toEqual({ default: 'latest-wins', fields: {} })
  expect(document.actions[0]).toMatchObject({
    triggers: [],
    existing: 'none',
    whenOutOfScope: 'keep-in-step',
    respond: {},
  })
})

test.each<[string, string, string, string]>([
  ['existing: 2026-01-01', 'existng: all', 'actions[0].existng', 'Unknown key "existng"'],
  ['onEmpty: skip', 'onEmty: skip', 'actions[0].mappings.labels.onEmty', 'Unknown key "onEmty"'],
  [
    'otherwise: unassigned',
    'otherwise: nobody',
    'actions[0].mappings.assignee.otherwise',
    'This value is not allowed here',
  ],
  ['every: 1m', 'every: 5s', 'actions[0].triggers[0].every', 'A poller runs every 10s to 30d'],
  ['every: 1m', 'every: 31d', 'actions[0].triggers[0].every', 'A poller runs every 10s to 30d'],
  ['every: 1m', 'every: often', 'actions[0].triggers[0].every', 'This is no interval'],
  ['every: 1m', "every: 1m, cron: '* * * * *'", 'actions[0].triggers[0].cron', 'Both every and cron are given'],
  [
    'zone: Europe/Sofia }\n      - {',
    'zone: Atlantis }\n      - {',
    'actions[1].triggers[0].zone',
    '"Atlantis" is no time zone',
  ],
  ["cron: '*/5 * * * *'", "cron: '*/5'", 'actions[1].triggers[0].cron', 'A cron line has five fields'],
  ['existing: 2026-01-01', 'existing: 2026-13-01', 'actions[0].existing', 'This is no date'],
  ['is: contains', 'is: like', 'actions[0].filter.all[2].any[1].is', 'This value is not allowed here'],
  ['value: [Web, Email]', 'value: Web', 'actions[0].filter.all[1].value', '"one-of" needs a list'],
  ['is: contains, value: outage', 'is: contains', 'actions[0].filter.all[2].any[1].value', '"contains" needs a value'],
  [
    'is: contains, value: outage',
    'is: empty, value: x',
    'actions[0].filter.all[2].any[1].value',
    '"empty" compares with nothing',
  ],
  ['name: Cases and tasks', 'title: Cases', 'name', '"name" is missing'],
  ['from: jira', 'from: jirra', 'actions[1].from', 'There is no system "jirra"'],
  ['from: jira', 'from: sf', 'actions[1].to', 'An action goes from one system to the other'],
  ['name: Task to case', 'name: Case to task', 'actions[1].name', 'Two actions have this name'],
  ['status: sf-wins', 'status: salesforce-wins', 'conflicts.fields.status', '"salesforce-wins" is no conflict rule'],
  ['firstContact: sf', 'firstContact: newest', 'actions[0].firstContact', 'This is neither a side nor a rule'],
  [
    'jira: { field: Salesforce Case ID',
    'jra: { field: Salesforce Case ID',
    'correlation.jra',
    'There is no system "jra"',
  ],
  [
    'match: [{ sf: CaseNumber, jira: Salesforce Reference }]',
    'match: []',
    'correlation.match',
    'Nothing says which fields must match',
  ],
  [
    'sf: CaseNumber, jira: Salesforce Reference',
    'sf: CaseNumber',
    'correlation.match[0]',
    'A match names one field of each system',
  ],
  ['systems:', 'systems:\n  third: { system: x, entity: Y }', 'systems', 'A workflow ties exactly two systems'],
])('[M3] %s written as %s is a problem at %s', (from, to, path, message) => {
  const found = problems((yaml) => yaml.replace(from, to))

  expect(found).toContainEqual({ path, message, fix: expect.stringMatching(/\w/) })
})

test.each([null, 'text', [], 5, {}])('[M3] %j is no workflow, and says so without throwing', (raw) => {
  expect(parseWorkflow(raw)).toEqual({
    problems: expect.arrayContaining([expect.objectContaining({ path: expect.any(String) })]),
  })
})

test('[M4] what is read but not carried out yet is named', () => {
  const notices = notCarriedOut(parsed(FULL_WORKFLOW))

  expect(notices.map(({ path }) => path)).toEqual([
    'actions[0].related.comments',
    'actions[0].related.attachments',
    'actions[0].triggers[1]',
    'actions[1].related.comments',
    'actions[1].deleted',
    'actions[1].errorsTo',
    'actions[1].triggers[1]',
    'actions[1].filter.all[0]',
  ])
})

test('[M4] routing and several entities are named too', () => {
  const yaml = FULL_WORKFLOW.replace('entity: OPS.Task', 'entity: [OPS.Task, OPS.Bug], route: []')

  expect(notCarriedOut(parsed(yaml)).map(({ path }) => path)).toEqual(
    expect.arrayContaining(['systems.jira.route', 'systems.jira.entity']),
  )
})
