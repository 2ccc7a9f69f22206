import { parse } from 'yaml'
import { CASE, TASK, evaluation, person } from './cases-and-tasks.fixture.ts'
import { compileWorkflow } from './compile.ts'
import { SIDES, type CompiledWorkflow } from './compiled.ts'
import type { Agreement, Agreements, PairRecords } from './pair.ts'
import type { PairPlan, PlanInput, SideWrite } from './plan.ts'
import type { SystemRecord } from './record.ts'
import { parseWorkflow } from './workflow.ts'

/** Several values on one side that are one on the other, a status that moves by transition, and a respond. */
export const BOTH_WAYS = `
crosstie: workflow/v1
name: Both ways
systems:
  sf: { system: acme-salesforce, entity: Case }
  jira: { system: acme-jira, entity: OPS.Task }
correlation:
  sf: { field: Jira_Reference__c, holds: key, marker: Jira_Issue_Id__c }
  jira: { field: Salesforce Case ID, holds: id }
conflicts: { default: latest-wins }
actions:
  - name: Case to task
    from: sf
    to: jira
    does: [create, update]
    triggers: [{ type: poller, every: 10s }]
    firstContact: sf
    mappings:
      summary: '{Subject}'
      description: '{Description}'
      priority:
        choose:
          - when:
              all:
                - { field: Priority, is: is, value: High }
                - { field: Severity__c, is: one-of, value: [Urgent, Critical] }
            value: Highest
          - { when: { field: Priority, is: is, value: High }, value: High }
          - { when: { field: Priority, is: is, value: Low }, value: Low }
        otherwise: Medium
      status:
        choose:
          - { when: { field: Status, is: is, value: New }, value: To Do }
          - { when: { field: Status, is: one-of, value: [Working, Escalated] }, value: In Progress }
          - { when: { field: Status, is: is, value: Closed }, value: Done, transition: { fields: { resolution: Done } } }
    respond:
      Jira_Reference__c: '{target.key}'
  - name: Task to case
    from: jira
    to: sf
    does: [update]
    triggers: [{ type: poller, every: 10s }]
    mappings:
      Subject: '{summary}'
      Status:
        choose:
          - { when: { field: status, is: is, value: In Progress }, value: Working }
          - { when: { field: status, is: is, value: Done }, value: Closed }
        otherwise: New
      Priority:
        choose:
          - { when: { field: priority, is: one-of, value: [Highest, High] }, value: High }
          - { when: { field: priority, is: is, value: Low }, value: Low }
        otherwise: Medium
`

export function compiled(yaml: string = BOTH_WAYS): CompiledWorkflow {
  const parsed = parseWorkflow(parse(yaml))
  const result = 'document' in parsed ? compileWorkflow(parsed.document, { left: CASE, right: TASK }) : parsed
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2))
  return result.workflow
}

export function planInput(workflow: CompiledWorkflow, records: PairRecords, more: Partial<PlanInput> = {}): PlanInput {
  const context = evaluation([person('Mina')])
  return {
    workflow,
    records,
    agreements: new Map(),
    winners: new Map(),
    context: { left: context, right: context },
    siteIds: { left: 'org-1', right: 'site-1' },
    digest: (text) => text,
    ...more,
  }
}

/** The records as they are once a plan's writes have been carried out. */
export function applied({ left, right }: PairRecords, plan: PairPlan): PairRecords {
  return { left: left && written(left, plan.writes.left), right: right && written(right, plan.writes.right) }
}

function written(record: SystemRecord, { fields, moves }: SideWrite): SystemRecord {
  const moved = Object.fromEntries(moves.map(({ field, to }) => [field, to]))
  return { ...record, fields: { ...record.fields, ...fields, ...moved } }
}

/** The agreements as they are once a plan has succeeded. */
export function settled(agreements: Agreements, plan: PairPlan): Map<string, Agreement> {
  return new Map([...agreements, ...plan.settlements.flatMap((one) => Object.entries(one.agreements))])
}

/** Everything after a plan has succeeded. */
export function after(input: PlanInput, plan: PairPlan): PlanInput {
  return { ...input, records: applied(input.records, plan), agreements: settled(input.agreements, plan) }
}

/** The same pair after people have changed it. */
export function edited(input: PlanInput, edits: { left?: SystemRecord['fields']; right?: SystemRecord['fields'] }) {
  const records = { ...input.records }
  for (const side of SIDES) {
    const record = records[side]
    if (record) records[side] = { ...record, fields: { ...record.fields, ...edits[side] } }
  }
  return { ...input, records }
}
