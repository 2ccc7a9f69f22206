import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseRecord, choice, taskRecord } from './cases-and-tasks.fixture.ts'
import type { CompiledWorkflow } from './compiled.ts'
import { after, applied, compiled, edited, planInput, settled, BOTH_WAYS } from './planning.fixture.ts'
import { agreementsOnCreate, hasEffects, openQuestions, planPair, undecided, type PlanInput } from './plan.ts'
import type { Fields } from './record.ts'

const workflow = compiled()

const IN_STEP = { description: 'It stops.\nAgain.', customfield_10050: '500xx000001A2B3AAC' }
const LINKED = { Jira_Reference__c: 'OPS-7', Jira_Issue_Id__c: 'site-1:10007' }

/** A linked pair on which both sides agree, unless the fields given differ. */
function agreed(left: Fields = {}, right: Fields = {}, of: CompiledWorkflow = workflow): PlanInput {
  const records = { left: caseRecord({ ...LINKED, ...left }), right: taskRecord({ ...IN_STEP, ...right }) }
  const first = planInput(of, records)
  return after(first, planPair(first))
}

const verdictsOf = (input: PlanInput, ...fields: string[]) =>
  planPair(input)
    .decisions.filter(({ field }) => fields.includes(field))
    .map(({ verdict }) => verdict)

const writesOf = (input: PlanInput) => {
  const { left, right } = planPair(input).writes
  const moves = [...left.moves, ...right.moves].map(({ field, to }) => `${field} to ${to.name}`)
  return { left: left.fields, right: right.fields, moves }
}

const NO_WRITES = { left: {}, right: {}, moves: [] }

test('[P1] a pair in step plans nothing and settles every mapping', () => {
  const first = planInput(workflow, { left: caseRecord(LINKED), right: taskRecord(IN_STEP) })
  const plan = planPair(first)
  expect(hasEffects(plan)).toBe(false)
  const all = workflow.actions.flatMap((action) => [...action.mappings, ...action.respond])
  const mapped = all.filter(({ on }) => on !== 'create').map(({ id }) => id)
  expect([...settled(new Map(), plan).keys()].toSorted()).toEqual(mapped.toSorted())
})

test('[P8] a change settles both directions with the values read and sent', () => {
  const plan = planPair(edited(agreed(), { left: { Subject: 'Smoke' } }))
  const settlement = plan.settlements.find(({ writes }) => writes.length > 0)
  expect(settlement?.writes).toEqual(['Case to task/summary'])
  expect(settlement?.agreements).toMatchObject({
    'Case to task/summary': { sources: { Subject: 'Smoke' }, target: 'Smoke' },
    'Task to case/Subject': { sources: { summary: 'Smoke' }, target: 'Smoke' },
  })
})

describe('our own write', () => {
  test('[P11] is no change when it is read again', () => {
    const input = edited(agreed(), { left: { Subject: 'Smoke', Priority: choice('High') } })
    expect(writesOf(input).right).toEqual({ summary: 'Smoke', priority: choice('High', '2') })
    expect(writesOf(after(input, planPair(input)))).toEqual(NO_WRITES)
  })

  test('[P11] that a person changes at once travels back, once', () => {
    const input = edited(agreed(), { left: { Subject: 'Smoke' } })
    const changed = edited(after(input, planPair(input)), { right: { summary: 'Fire' } })
    expect(writesOf(changed)).toEqual({ ...NO_WRITES, left: { Subject: 'Fire' } })
    expect(writesOf(after(changed, planPair(changed)))).toEqual(NO_WRITES)
  })
})

describe('several values for one', () => {
  const escalated = agreed({ Status: choice('Escalated') }, { status: choice('In Progress') })

  test('[P12] Escalated is kept while nothing changed, and while other fields do', () => {
    expect(writesOf(escalated)).toEqual(NO_WRITES)
    expect(writesOf(edited(escalated, { right: { summary: 'Fire' } })).left).toEqual({ Subject: 'Fire' })
  })

  test('[P12] a change of the one value gives up the several', () => {
    const done = edited(escalated, { right: { status: choice('Done') } })
    expect(writesOf(done).left).toEqual({ Status: choice('Closed') })
  })

  test('[P12] a change that maps to the same value settles without a write', () => {
    const working = edited(escalated, { left: { Status: choice('Working') } })
    expect(writesOf(working)).toEqual(NO_WRITES)
    expect(settled(new Map(), planPair(working)).get('Case to task/status')?.sources).toEqual({ Status: 'Working' })
  })
})

test('[P13] edits of different fields merge in both directions', () => {
  const input = edited(agreed(), {
    left: { Subject: 'Smoke', Status: choice('Closed') },
    right: { priority: choice('Highest', '1') },
  })
  const moves = ['status to Done']
  expect(writesOf(input)).toEqual({ left: { Priority: choice('High') }, right: { summary: 'Smoke' }, moves })
  expect(planPair(input).writes.right.moves[0]?.fields).toEqual({ resolution: 'Done' })
})

describe('create', () => {
  const alone = planInput(workflow, { left: caseRecord({ Status: choice('Working') }) })
  const plan = planPair(alone)
  const right = taskRecord({ ...plan.create?.fields, status: choice('To Do') })
  const created = { ...alone, records: { ...alone.records, right }, agreements: agreementsOnCreate(alone, plan, right) }
  const linked = { ...created, agreements: new Map(Object.entries(created.agreements)) }

  test('[P14] sends what creating takes, and no status', () => {
    expect(plan.create).toMatchObject({ action: 'Case to task', side: 'right' })
    expect(Object.keys(plan.create?.fields ?? {}).toSorted()).toEqual(
      ['summary', 'description', 'priority', 'customfield_10050'].toSorted(),
    )
    expect(hasEffects(plan)).toBe(true)
  })

  test('[P14] owes the status, and tells the correlation back', () => {
    expect(writesOf(linked)).toEqual({
      left: { Jira_Reference__c: 'OPS-7', Jira_Issue_Id__c: 'site-1:10007' },
      right: {},
      moves: ['status to In Progress'],
    })
    expect(writesOf(after(linked, planPair(linked)))).toEqual(NO_WRITES)
  })

  test('[P14] a change made there before the first plan travels back', () => {
    expect(writesOf(edited(linked, { right: { summary: 'Fire' } })).left).toMatchObject({ Subject: 'Fire' })
  })

  test('[P14] a value that could not be built is left open', () => {
    const odd = planInput(workflow, { left: caseRecord({ Status: choice('On Hold') }) })
    const opened = planPair(odd)
    expect(openQuestions(opened).map(({ field }) => field)).toEqual(['status'])
    const open = agreementsOnCreate(odd, opened, right)
    expect(Object.keys(open)).not.toContain('Case to task/status')
    expect(Object.keys(open)).not.toContain('Task to case/Status')
    expect(Object.keys(open)).toContain('Case to task/summary')
  })

  test('[P14] a plan that creates nothing agrees on nothing', () => {
    expect(agreementsOnCreate(linked, planPair(linked), right)).toEqual({})
  })
})

describe('what cannot be decided', () => {
  const both = edited(agreed(), {
    left: { Subject: 'Smoke', Description: 'New words' },
    right: { summary: 'Fire' },
  })

  test('[P15] waits for times alone, and settles nothing', () => {
    const plan = planPair(both)
    expect(undecided(plan).map(({ field }) => field)).toEqual(['summary', 'Subject'])
    expect(Object.keys(plan.writes.right.fields)).toEqual(['description'])
    expect(settled(new Map(), plan).has('Case to task/summary')).toBe(false)
  })

  test.each(['Case to task/summary', 'Task to case/Subject'])('[P4] the later change wins, known by %s', (mapping) => {
    const winning = (side: 'left' | 'right') => writesOf({ ...both, winners: new Map([[mapping, side]]) })
    expect(winning('left').right).toMatchObject({ summary: 'Smoke' })
    expect(winning('right').left).toEqual({ Subject: 'Fire' })
  })

  test('[P15] an error leaves the other fields alone', () => {
    const odd = edited(agreed(), { left: { Status: choice('On Hold'), Subject: 'Smoke' } })
    expect(openQuestions(planPair(odd)).map(({ field }) => field)).toEqual(['status'])
    expect(writesOf(odd)).toEqual({ ...NO_WRITES, right: { summary: 'Smoke' } })
  })

  test('[P7] a rich text that would lose its formatting is asked about', () => {
    const description = { kind: 'rich-text', text: 'A table', exact: false } as const
    expect(verdictsOf(edited(agreed(), { left: { Description: 'x' }, right: { description } }), 'description')).toEqual(
      ['needs-times'],
    )
    const seen = agreed({ Description: 'A table' }, { description })
    expect(verdictsOf(edited(seen, { left: { Description: 'x' } }), 'description')).toEqual(['ask'])
  })
})

describe('scope', () => {
  const filter = 'filter: { all: [{ field: Origin, is: is, value: Web }] }'
  const scoped = (whenOutOfScope: string) =>
    compiled(
      BOTH_WAYS.replace('firstContact: sf', `firstContact: sf\n    ${filter}\n    whenOutOfScope: ${whenOutOfScope}`),
    )

  test.each([
    ['keep-in-step', { summary: 'Smoke' }],
    ['leave-alone', {}],
  ])('[P16] a linked case that left the filter, %s', (rule, right) => {
    const input = edited(agreed({ Origin: choice('Web') }, {}, scoped(rule)), {
      left: { Origin: choice('Phone'), Subject: 'Smoke' },
    })
    expect(writesOf(input).right).toEqual(right)
  })

  test('[P16] what is out of scope is not created, and neither is what no action creates', () => {
    expect(hasEffects(planPair(planInput(scoped('keep-in-step'), { left: caseRecord() })))).toBe(false)
    expect(planPair(planInput(workflow, { right: taskRecord() })).create).toBeUndefined()
    expect(
      planPair(planInput(scoped('leave-alone'), { left: caseRecord({ Origin: choice('Web') }) })).create,
    ).toBeDefined()
  })
})

const lefts = fc.record(
  {
    Subject: fc.constantFrom('Generator fails', 'Smoke ', '', null),
    Description: fc.constantFrom('It stops.\r\nAgain.', 'x', null),
    Status: fc.constantFrom('New', 'Working', 'Escalated', 'Closed', 'On Hold').map((name) => choice(name)),
    Priority: fc.option(fc.constantFrom('High', 'Medium', 'Low').map((name) => choice(name))),
    Severity__c: fc.option(fc.constantFrom('Urgent', 'Critical').map((name) => choice(name))),
  },
  { requiredKeys: [] },
)

const rights = fc.record(
  {
    summary: fc.constantFrom('Generator fails', 'Fire', ' '),
    description: fc.option(
      fc.record({ kind: fc.constant('rich-text'), text: fc.constantFrom('x', 'A table'), exact: fc.boolean() }),
    ),
    status: fc.constantFrom('To Do', 'In Progress', 'Blocked', 'Done').map((name) => choice(name)),
    priority: fc.option(
      fc.constantFrom(
        ...['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, at) => choice(name, String(at + 1))),
      ),
    ),
  },
  { requiredKeys: [] },
)

const edits = fc.record({ left: lefts, right: rights })
const winners = fc.constantFrom('left' as const, 'right' as const, undefined)

test('[P10] planning again after a plan has no effects, and no field is written both ways', () => {
  fc.assert(
    fc.property(fc.array(edits, { minLength: 1, maxLength: 4 }), winners, (rounds, winner) => {
      const ids = workflow.actions.flatMap(({ mappings }) => mappings.map(({ id }) => id))
      const known = new Map(winner ? ids.map((id) => [id, winner]) : [])
      let input = planInput(workflow, { left: caseRecord(), right: taskRecord() }, { winners: known })
      for (const round of rounds) {
        input = edited(input, round)
        const plan = planPair(input)
        for (const { writes } of plan.settlements) expect(writes.length).toBeLessThanOrEqual(1)
        input = after(input, plan)
        expect(writesOf(input)).toEqual(NO_WRITES)
        expect(applied(input.records, planPair(input))).toEqual(input.records)
      }
    }),
  )
})
