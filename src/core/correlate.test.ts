import { expect, test } from 'vitest'
import { caseRecord, taskRecord } from './cases-and-tasks.fixture.ts'
import { nameFor, partnerNamed } from './correlate.ts'
import { compiled } from './planning.fixture.ts'

const workflow = compiled()

test('[P33] the immutable identity is better evidence than the label beside it', () => {
  const both = caseRecord({ Jira_Issue_Id__c: ' site-1:10007 ', Jira_Reference__c: 'OPS-9' })
  expect(partnerNamed(workflow, 'left', both)).toEqual({ by: 'identity', value: 'site-1:10007' })
})

test('[P33] without an identity the correlation field names the partner, as what it holds', () => {
  const labelled = caseRecord({ Jira_Issue_Id__c: ' ', Jira_Reference__c: ' OPS-9 ' })
  expect(partnerNamed(workflow, 'left', labelled)).toEqual({ by: 'key', value: 'OPS-9' })
  const task = taskRecord({ customfield_10050: '500xx' })
  expect(partnerNamed(workflow, 'right', task)).toEqual({ by: 'id', value: '500xx' })
})

test('[P33] blank fields, and a workflow without correlation, name nobody', () => {
  expect(partnerNamed(workflow, 'left', caseRecord({ Jira_Reference__c: ' ' }))).toBeUndefined()
  const without = { ...workflow, correlation: { ...workflow.correlation, left: undefined } }
  expect(partnerNamed(without, 'left', caseRecord({ Jira_Reference__c: 'OPS-9' }))).toBeUndefined()
})

test('[P33] a record is named by what the other side keeps: its key or its id', () => {
  expect(nameFor(workflow, 'right', taskRecord())).toBe('OPS-7')
  expect(nameFor(workflow, 'left', caseRecord())).toBe('500xx000001A2B3AAC')
})
