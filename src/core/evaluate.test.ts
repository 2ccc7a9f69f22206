import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  CASE,
  FULL_WORKFLOW,
  TASK,
  caseRecord,
  choice,
  evaluation,
  person,
  taskRecord,
} from './cases-and-tasks.fixture.ts'
import { compileWorkflow } from './compile.ts'
import type { CompiledWorkflow } from './compiled.ts'
import { evaluateFilter } from './conditions.ts'
import { fieldValues } from './field-value.arbitrary.ts'
import type { Fields, Person } from './record.ts'
import { parseWorkflow } from './workflow.ts'

function compiled(yaml: string): CompiledWorkflow {
  const parsed = parseWorkflow(parse(yaml))
  const result = 'document' in parsed ? compileWorkflow(parsed.document, { left: CASE, right: TASK }) : parsed
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.workflow
}

/** What a mapping of one target field gives for a case with these fields. */
function evaluated(mapping: string, fields: Fields = {}, people: readonly Person[] = [], expressions = '{}') {
  const workflow = compiled(`{ crosstie: workflow/v1, name: Short,
    systems: { sf: { system: a, entity: Case }, jira: { system: b, entity: OPS.Task } },
    actions: [{ name: One, from: sf, to: jira, does: [update], expressions: ${expressions}, mappings: { ${mapping} } }] }`)
  return workflow.actions[0]?.mappings[0]?.evaluate(caseRecord(fields), evaluation(people))
}

test.each<[string, Fields, unknown]>([
  ["summary: '{Subject}'", {}, 'Generator fails'],
  ["summary: 'Case {CaseNumber}: {Subject} {{!}}'", {}, 'Case 00001026: Generator fails {!}'],
  ['summary: 5', {}, '5'],
  ["priority: '{Priority}'", { Priority: choice('High') }, choice('High', '2')],
  ["description: '{Description}'", { Description: 'a\nb' }, { kind: 'rich-text', text: 'a\nb', exact: true }],
  ["Effort: '{Hours__c}'", { Hours__c: 2.5 }, 2.5],
  ["duedate: '{CreatedDate}'", { CreatedDate: '2026-03-01T23:30:00.000Z' }, '2026-03-01'],
  ["labels: '{labels}'", { Type: choice('Mechanical'), Reason: null }, ['Mechanical']],
  ["summary: '{labels}'", { Type: choice('Mechanical'), Reason: choice('Feedback') }, 'Mechanical, Feedback'],
  ["summary: '{source.url}'", {}, 'https://acme.my.salesforce.com/500xx000001A2B3AAC'],
  ["summary: '{source.identity}'", {}, 'site-1:500xx000001A2B3AAC'],
])('[M80] %s gives the value that its target takes', (mapping, fields, value) => {
  expect(evaluated(mapping, fields, [], "{ labels: { array: ['{Type}', '{Reason}'] } }")).toEqual({
    kind: 'value',
    value,
  })
})

describe('empty values', () => {
  test.each<[string, unknown]>([
    ["customfield_10051: '{Type}'", { kind: 'value', value: null }],
    ["customfield_10051: { value: '{Type}', onEmpty: clear }", { kind: 'value', value: null }],
    ["customfield_10051: { value: '{Type}', onEmpty: none }", { kind: 'value', value: 'none' }],
    ["customfield_10051: { value: '{Type}', onEmpty: skip }", { kind: 'no-opinion', reason: expect.any(String) }],
  ])('[M81] %s', (mapping, result) => {
    expect(evaluated(mapping, { Type: null })).toEqual(result)
  })

  test('[M81] a required field is never emptied', () => {
    const message = "Summary can't be empty, and its mapping gives nothing"
    expect(evaluated("summary: '{Subject}'", { Subject: ' ' })).toEqual({ kind: 'error', message })
  })
})

describe('choices by condition', () => {
  const priority = `priority: { choose: [{ when: { field: Priority, is: is, value: High }, value: Highest },
    { when: { field: Origin, is: is, value: Web }, value: '{Priority}' }] OTHERWISE }`

  test('[M82] the first branch that fits decides', () => {
    const both = { Priority: choice('High'), Origin: choice('Web') }
    expect(evaluated(priority.replace('OTHERWISE', ''), both)).toEqual({ kind: 'value', value: choice('Highest', '1') })
    const second = { Priority: choice('Low'), Origin: choice('Web') }
    expect(evaluated(priority.replace('OTHERWISE', ''), second)).toEqual({ kind: 'value', value: choice('Low', '4') })
  })

  test('[M82] where none fits, otherwise decides, and without it there is no opinion', () => {
    const fields = { Priority: choice('Low'), Origin: null }
    const reason = 'no branch fits: Priority is "Low", Origin is ""'
    expect(evaluated(priority.replace('OTHERWISE', ', otherwise: Medium'), fields)).toEqual({
      kind: 'value',
      value: choice('Medium', '3'),
    })
    expect(evaluated(priority.replace('OTHERWISE', ''), fields)).toEqual({ kind: 'no-opinion', reason })
  })

  const status = `status: { choose: [{ when: { field: Status, is: is, value: Closed }, value: Done,
    transition: { id: 41, fields: { resolution: Done, comment: 'by {CaseNumber}' } } }] }`

  test('[M83] a status brings the transition that it asks for', () => {
    expect(evaluated(status, { Status: choice('Closed') })).toEqual({
      kind: 'value',
      value: choice('Done'),
      transition: { id: '41', fields: { resolution: 'Done', comment: 'by 00001026' } },
    })
  })

  test('[M83] a status that no branch knows is an error that names the value', () => {
    const message = 'Status: no branch fits: Status is "Escalated"'
    expect(evaluated(status, { Status: choice('Escalated') })).toEqual({ kind: 'error', message })
  })
})

describe('people', () => {
  const ana = person('ana')
  const here: Person = { kind: 'person', id: '557058:1', name: 'Ana', email: 'ana@acme.example' }
  const assignee = "assignee: { user: '{OwnerId}', by: email, otherwise: unassigned }"

  test('[M84] a person is found by e-mail address', () => {
    expect(evaluated(assignee, { OwnerId: ana }, [here])).toEqual({ kind: 'value', value: here })
  })

  test('[M84] nobody found leaves the field unassigned or alone, as the mapping says', () => {
    expect(evaluated(assignee, { OwnerId: ana })).toEqual({ kind: 'value', value: null })
    expect(evaluated(assignee.replace('unassigned', 'leave'), { OwnerId: ana })).toEqual({
      kind: 'no-opinion',
      reason: 'nobody there is ana',
    })
    expect(evaluated(assignee, { OwnerId: person('queue', null) }, [here])).toEqual({ kind: 'value', value: null })
  })

  test('[M84] a table goes before the e-mail address', () => {
    const tabled = `assignee: { user: '{OwnerId}', by: email, table: { id-of-ana: '557058:2' } }`
    expect(evaluated(tabled, { OwnerId: ana }, [here])).toEqual({
      kind: 'value',
      value: { kind: 'person', id: '557058:2', name: '557058:2', email: null },
    })
  })

  test('[M84] the addresses that will be asked for are known beforehand', () => {
    const workflow = compiled(FULL_WORKFLOW)
    expect(workflow.peopleWanted('left', caseRecord({ OwnerId: ana }))).toEqual(['ana@acme.example'])
    expect(workflow.peopleWanted('left', caseRecord({ OwnerId: person('queue', null) }))).toEqual([])
    expect(workflow.peopleWanted('right', taskRecord())).toEqual([])
  })
})

test('[M85] a respond mapping reads the record that was written', () => {
  const [action] = compiled(FULL_WORKFLOW).actions
  const values = action?.respond.map((mapping) => mapping.evaluate(taskRecord(), evaluation()))

  expect(values).toEqual([
    { kind: 'value', value: 'OPS-7' },
    { kind: 'value', value: 'site-1:10007' },
  ])
})

test('[M23] {lasttime} and the integration user are true of every record', () => {
  const [toTask, toCase] = compiled(FULL_WORKFLOW).actions
  if (!toTask || !toCase) throw new Error('two actions expected')

  const inScope = caseRecord({ Origin: choice('Web'), Priority: choice('High') })
  expect(evaluateFilter(toTask.filter, inScope).verdict).toBe(true)
  expect(evaluateFilter(toTask.filter, caseRecord()).verdict).toBe(false)
  expect(evaluateFilter(toCase.filter, taskRecord()).verdict).toBe(true)
})

test('[M86] no record makes an evaluation or a filter throw', () => {
  const { actions, peopleWanted } = compiled(FULL_WORKFLOW)
  const fields = fc.dictionary(fc.constantFrom(...CASE.fields.map(({ id }) => id)), fieldValues)
  fc.assert(
    fc.property(fields, (values) => {
      const record = { ...caseRecord(), fields: values }
      for (const { mappings, respond, filter } of actions) {
        for (const mapping of [...mappings, ...respond]) {
          expect(['value', 'no-opinion', 'error']).toContain(mapping.evaluate(record, evaluation()).kind)
        }
        expect(typeof evaluateFilter(filter, record).verdict).toBe('boolean')
      }
      expect(Array.isArray(peopleWanted('left', record))).toBe(true)
    }),
    { numRuns: 300 },
  )
})
