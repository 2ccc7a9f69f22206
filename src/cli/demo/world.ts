import { z } from 'zod'

const Issue = z.looseObject({
  id: z.string(),
  key: z.string(),
  summary: z.string(),
  status: z.string(),
  priority: z.string(),
  description: z.string().nullable(),
  custom: z.record(z.string(), z.unknown()),
})

const Case = z.looseObject({
  Id: z.string(),
  IsDeleted: z.boolean(),
  CaseNumber: z.string(),
  Subject: z.string().nullable(),
  Description: z.string().nullable(),
  Status: z.string(),
  Priority: z.string(),
  Severity__c: z.string().nullable(),
  Jira_Reference__c: z.string().nullable(),
})

const Entry = z.object({
  at: z.string(),
  by: z.string(),
  isIntegration: z.boolean(),
  action: z.string(),
  id: z.string(),
  changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
})

const Calls = z.object({ integration: z.record(z.string(), z.number()), others: z.record(z.string(), z.number()) })

export type DemoIssue = z.output<typeof Issue>
export type DemoCase = z.output<typeof Case>
export type DemoEntry = z.output<typeof Entry>

/** Both sandboxes as they stand, read behind their APIs: not through Crosstie, and not from its books. */
export interface World {
  readonly cases: readonly DemoCase[]
  readonly issues: readonly DemoIssue[]
}

export async function readWorld(control: string): Promise<World> {
  const [cases, issues] = await Promise.all([ask(`${control}/salesforce/records/Case`), ask(`${control}/jira/issues`)])
  return {
    cases: z
      .array(Case)
      .parse(cases)
      .filter(({ IsDeleted }) => !IsDeleted),
    issues: z.array(Issue).parse(issues),
  }
}

export async function readJournal(control: string): Promise<{ jira: DemoEntry[]; salesforce: DemoEntry[] }> {
  return z.object({ jira: z.array(Entry), salesforce: z.array(Entry) }).parse(await ask(`${control}/journal`))
}

/** API calls of the integration users, by kind. */
export async function readCalls(
  control: string,
): Promise<{ jira: Record<string, number>; salesforce: Record<string, number> }> {
  const { jira, salesforce } = z.object({ jira: Calls, salesforce: Calls }).parse(await ask(`${control}/calls`))
  return { jira: jira.integration, salesforce: salesforce.integration }
}

async function ask(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

const STATUS_OF_CASE: Readonly<Record<string, string>> = {
  New: 'To Do',
  Working: 'In Progress',
  Escalated: 'In Progress',
  'On Hold': 'Blocked',
  Closed: 'Done',
}

/** How many cases have no issue, more than one, or one that says something else. */
export function compareWorld({ cases, issues }: World): { linked: number; duplicates: number; mismatches: number } {
  const byCase = Map.groupBy(issues, ({ custom }) => custom['Salesforce Case ID'])
  let linked = 0
  let duplicates = 0
  let mismatches = 0
  for (const one of cases) {
    const [issue, ...more] = byCase.get(one.Id) ?? []
    duplicates += more.length
    if (issue) linked += 1
    if (!issue || !agrees(one, issue)) mismatches += 1
  }
  return { linked, duplicates, mismatches }
}

function agrees(one: DemoCase, issue: DemoIssue): boolean {
  return (
    one.Jira_Reference__c === issue.key &&
    plain(one.Subject) === plain(issue.summary) &&
    plain(one.Description) === plain(issue.description) &&
    STATUS_OF_CASE[one.Status] === issue.status &&
    priorities(one).includes(issue.priority)
  )
}

/** High means Highest where the case is severe; a developer's Highest stays High in the case. */
function priorities({ Priority }: DemoCase): readonly string[] {
  return Priority === 'High' ? ['High', 'Highest'] : [Priority]
}

function plain(text: string | null): string {
  return (text ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+$/gm, '')
    .trim()
}
