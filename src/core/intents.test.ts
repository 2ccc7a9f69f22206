import { describe, expect, test } from 'vitest'
import { caseRecord, choice, taskRecord } from './cases-and-tasks.fixture.ts'
import { intentEntry, recoverAgreements, type Intent } from './intents.ts'
import { after, applied, compiled, edited, planInput } from './planning.fixture.ts'
import { OWED } from './pair.ts'
import { hasEffects, planPair, type PlanInput } from './plan.ts'
import type { Choice } from './record.ts'

const workflow = compiled()

function agreedPair(): PlanInput {
  const left = caseRecord({ Jira_Reference__c: 'OPS-7', Jira_Issue_Id__c: 'site-1:10007' })
  const right = taskRecord({ description: 'It stops.\nAgain.', customfield_10050: left.id })
  const first = planInput(workflow, { left, right })
  return after(first, planPair(first))
}

function intentOf(input: PlanInput, path: readonly Choice[] = []): Intent {
  const plan = planPair(input)
  const entries = plan.decisions
    .filter(({ verdict }) => verdict === 'write')
    .map((decision) => intentEntry(decision, plan, path, input))
  return { id: '1', kind: 'update', side: 'right', marker: null, entries, createdAt: new Date('2026-03-01T12:00:00Z') }
}

const recovered = (input: PlanInput, intent: Intent): PlanInput => ({
  ...input,
  agreements: recoverAgreements([intent], input.agreements, input),
})

test('[P22] an intent remembers what was sent, what stood there, and what is agreed if it lands', () => {
  const path = [choice('In Progress')]
  const input = edited(agreedPair(), { left: { Status: choice('Closed') } })
  expect(intentOf(input, path).entries).toMatchObject([
    {
      mapping: 'Case to task/status',
      field: 'status',
      sent: 'Done',
      path: ['In Progress'],
      before: 'To Do',
      agreements: {
        'Case to task/status': { sources: { Status: 'Closed' }, target: 'Done' },
        'Task to case/Status': { sources: { status: 'Done' }, target: 'Closed' },
      },
    },
  ])
})

test('[P22] before a record is there, nothing stood there', () => {
  const plan = planPair(planInput(workflow, { left: caseRecord() }))
  const [decision] = plan.decisions
  if (!decision) throw new Error('A create decides its fields')
  expect(intentEntry(decision, plan, [], planInput(workflow, { left: caseRecord() }))).toMatchObject({
    sent: 'Generator fails',
    before: '',
    agreements: {},
  })
})

describe('a write whose settling was lost', () => {
  const changed = edited(agreedPair(), { left: { Subject: 'Smoke' } })
  const intent = intentOf(changed)
  const landed = { ...changed, records: applied(changed.records, planPair(changed)) }

  test('[P20] is settled when its value is seen', () => {
    const seen = recovered(landed, intent)
    expect(hasEffects(planPair(seen))).toBe(false)
    expect(seen.agreements.get('Case to task/summary')).toMatchObject({
      sources: { Subject: 'Smoke' },
      target: 'Smoke',
    })
  })

  test('[P20] is undone when a person went back meanwhile, not the person', () => {
    const back = recovered(edited(landed, { left: { Subject: 'Generator fails' } }), intent)
    expect(planPair(back).writes.right.fields).toEqual({ summary: 'Generator fails' })
    expect(planPair(back).writes.left.fields).toEqual({})
  })

  test('[P21] that did not land, or was overwritten, changes no agreement', () => {
    expect(recovered(changed, intent).agreements).toEqual(changed.agreements)
    const other = edited(landed, { right: { summary: 'Fire' } })
    expect(recovered(other, intent).agreements).toEqual(changed.agreements)
  })

  test('[P21] says nothing while its record is not read, and leaves the agreements given as they were', () => {
    const before = new Map(landed.agreements)
    const unread = { ...landed, records: { left: landed.records.left } }
    expect(recovered(unread, intent).agreements).toEqual(before)
    recovered(landed, intent)
    expect(landed.agreements).toEqual(before)
  })
})

describe('a transition that stopped on its way', () => {
  const closed = edited(agreedPair(), { left: { Status: choice('Closed') } })
  const intent = intentOf(closed, [choice('In Progress')])
  const halfway = edited(closed, { right: { status: choice('In Progress') } })

  test('[P21] owes the source in both directions, and nothing else', () => {
    const { agreements } = recovered(halfway, intent)
    expect(agreements.get('Case to task/status')).toMatchObject({ sources: { Status: OWED }, target: 'In Progress' })
    expect(agreements.get('Task to case/Status')).toMatchObject({ sources: { status: 'In Progress' }, target: OWED })
  })

  test('[P21] stands where we put it, and goes on', () => {
    const plan = planPair(recovered(halfway, intent))
    expect(plan.writes.right.moves.map(({ to }) => to.name)).toEqual(['Done'])
    expect(plan.writes.left.fields).toEqual({})
  })

  test('[P21] is brought back where the source went back', () => {
    const plan = planPair(recovered(edited(halfway, { left: { Status: choice('New') } }), intent))
    expect(plan.writes.right.moves.map(({ to }) => to.name)).toEqual(['To Do'])
    expect(plan.writes.left.fields).toEqual({})
  })

  test('[P21] a status that is not on our way is a change by somebody', () => {
    const blocked = recovered(edited(closed, { right: { status: choice('Blocked') } }), intent)
    expect(planPair(blocked).decisions.filter(({ verdict }) => verdict === 'needs-times')).toHaveLength(2)
  })
})
