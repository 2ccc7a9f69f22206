import type { SeededPair } from './seed.ts'

/** The stages of a run that updated an issue, as the engine notes them. */
export function stagesOf({ left, right }: SeededPair, end: Date): object[] {
  const at = (beforeMs: number) => new Date(end.getTime() - beforeMs).toISOString()
  return [
    {
      stage: 'collect',
      at: at(880),
      ms: 0,
      summary: '1 signal',
      detail: { signals: [{ side: 'left', trigger: 'poller' }] },
    },
    { stage: 'read', at: at(870), ms: 212, summary: `Read ${left.key} and ${right.key}` },
    { stage: 'filter', at: at(640), ms: 1, summary: 'Case to task applies: Origin is Email' },
    { stage: 'correlate', at: at(635), ms: 2, summary: 'Linked since the create' },
    { stage: 'plan', at: at(630), ms: 4, summary: 'To write: Priority, Summary', detail: { decisions } },
    { stage: 'deliver', at: at(620), ms: 438, summary: `Updated ${right.key}`, detail: { fields: sent } },
    { stage: 'respond', at: at(180), ms: 0, summary: 'Jira Reference is right already' },
    { stage: 'settle', at: at(15), ms: 14, summary: 'Agreed values noted, signals closed' },
  ]
}

const sent = {
  priority: { kind: 'choice', id: '2', name: 'High' },
  summary: 'Printer on floor 3 prints only half pages',
}

const decisions = [
  {
    ...{ mapping: 'Case to task/description', field: 'Description', side: 'right', verdict: 'agreed' },
    ...{
      reason: 'Both sides say the same.',
      source: 'It stops in the middle of each page.',
      target: 'It stops in the middle of each page.',
    },
  },
  {
    ...{ mapping: 'Case to task/priority', field: 'Priority', side: 'right', verdict: 'write' },
    ...{ reason: 'Changed in Salesforce, not in Jira.', source: 'High', target: 'Medium', wanted: 'High' },
  },
  {
    ...{ mapping: 'Case to task/summary', field: 'Summary', side: 'right', verdict: 'write' },
    reason: 'Changed in Salesforce, not in Jira.',
    source: 'Printer on floor 3 prints only half pages',
    target: 'Printer on floor 3',
    wanted: 'Printer on floor 3 prints only half pages',
  },
  {
    ...{ mapping: 'Task to case/Status', field: 'Status', side: 'left', verdict: 'keep' },
    ...{
      reason: 'Neither side changed; In Progress may stand for Escalated.',
      source: 'In Progress',
      target: 'Escalated',
      wanted: 'Working',
    },
  },
]
