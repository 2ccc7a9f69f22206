import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { CASE, TASK } from './cases-and-tasks.fixture.ts'
import { compileWorkflow } from './compile.ts'
import { notCarriedOut } from './not-carried-out.ts'
import { fillTemplate, parseTemplate, type TemplateDocument } from './template.ts'
import { parseWorkflow } from './workflow.ts'

function template(workflow: Record<string, unknown>): TemplateDocument {
  const asks = [
    { name: 'project', kind: 'project' as const, default: 'OPS' },
    { name: 'severity', kind: 'field' as const },
  ]
  return { crosstie: 'template/v1', title: 'T', description: 'D', asks, workflow }
}

test('[M70] answers go into texts and keys, and other doubled braces stay', () => {
  const gaps = template({ entity: '{{project}}.Task', list: ['{{{severity}}} {{literal}}'], '{{severity}}': 1 })

  expect(fillTemplate(gaps, { severity: 'Severity__c' })).toEqual({
    workflow: { entity: 'OPS.Task', list: ['{Severity__c} {{literal}}'], Severity__c: 1 },
  })
})

test('[M70] an answer goes before the default, an empty one does not', () => {
  const gaps = template({ entity: '{{project}}.Task' })
  const answered = (project: string) => fillTemplate(gaps, { project, severity: 'x' })

  expect(answered('DEV')).toEqual({ workflow: { entity: 'DEV.Task' } })
  expect(answered(' ')).toEqual({ workflow: { entity: 'OPS.Task' } })
})

test('[M71] missing and unknown answers are problems', () => {
  expect(fillTemplate(template({}), { projct: 'DEV' })).toEqual({
    problems: [
      { path: 'asks.severity', message: '"severity" is not answered', fix: expect.any(String) },
      { path: 'asks.projct', message: '"projct" is not asked for', fix: expect.any(String) },
    ],
  })
})

test('[M71] a template that is none is refused', () => {
  expect(parseTemplate({ crosstie: 'template/v1', title: 'T' })).toHaveProperty('problems')
})

test('[M72] the template for cases and tasks is filled, read and compiled, and all of it is carried out', () => {
  const file = new URL('../../templates/salesforce-cases-to-jira-tasks.yaml', import.meta.url)
  const read = parseTemplate(parse(readFileSync(file, 'utf8')))
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  const filled = fillTemplate(read.template, { salesforce: 'acme-salesforce', jira: 'acme-jira' })
  const result = parseWorkflow('workflow' in filled ? filled.workflow : undefined)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  const compiled = compileWorkflow(result.document, { left: CASE, right: TASK })

  expect(compiled).toMatchObject({
    workflow: {
      systems: { left: 'acme-salesforce', right: 'acme-jira' },
      entities: { left: 'Case', right: 'OPS.Task' },
      actions: [
        { creates: true, updates: true, existing: 'all', triggers: [{ type: 'poller', everyMs: 10_000 }] },
        { creates: false, updates: true },
      ],
    },
  })
  expect(notCarriedOut(result.document)).toEqual([])
})
