import type { startSandbox } from '../../sandbox/index.ts'
import type { DemoEntry, World } from './world.ts'

export type Addresses = Awaited<ReturnType<typeof startSandbox>>['addresses']

/** Fields that an edit may change on the other side, by the field that was edited. */
const TRAVELS_TO: Readonly<Record<string, string>> = {
  Subject: 'summary',
  Priority: 'priority',
  Status: 'status',
  Description: 'description',
  OwnerId: 'assignee',
  summary: 'Subject',
  priority: 'Priority',
  status: 'Status',
}

/** Edits some cases as their agent and some issues as their developer, over the same APIs that everybody uses. */
export async function editBothSides(addresses: Addresses, { cases, issues }: World): Promise<number> {
  const token = await signIn(addresses)
  const linked = issues.filter(({ custom }) => typeof custom['Salesforce Case ID'] === 'string')
  const half = Math.min(10, Math.floor(linked.length / 2))
  for (const one of cases.slice(0, half)) {
    await editCase(addresses, token, one.Id, {
      Subject: `${one.Subject ?? ''} (called again)`.slice(-200),
      Priority: 'Low',
    })
  }
  const edited = new Set(cases.slice(0, half).map(({ Id }) => Id))
  const others = linked.filter(({ custom }) => !edited.has(String(custom['Salesforce Case ID']))).slice(0, half)
  for (const issue of others)
    await editIssue(addresses, issue.id, { summary: `${issue.summary} – reproduced`.slice(-200) })
  return half * 2
}

export async function signIn({ salesforce }: Addresses): Promise<string> {
  const { clientId, clientSecret, person } = salesforce
  const form = { grant_type: 'password', client_id: clientId, client_secret: clientSecret, ...person }
  const answer = await fetch(`${salesforce.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string } // the sandbox's own shape
  return token
}

export async function editCase({ salesforce }: Addresses, token: string, id: string, fields: object): Promise<void> {
  await send(`${salesforce.url}/services/data/v66.0/sobjects/Case/${id}`, 'PATCH', `Bearer ${token}`, fields)
}

export async function editIssue({ jira }: Addresses, id: string, fields: object): Promise<void> {
  const credentials = Buffer.from(`${jira.person.email}:${jira.person.apiToken}`).toString('base64')
  await send(`${jira.url}/rest/api/3/issue/${id}`, 'PUT', `Basic ${credentials}`, { fields })
}

async function send(url: string, method: string, authorization: string, body: object): Promise<void> {
  const headers = { authorization, 'content-type': 'application/json', 'sforce-auto-assign': 'FALSE' }
  const answer = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`The sandbox refused an edit: ${answer.status} ${await answer.text()}`)
}

/**
 * Writes by an integration user, after a moment, that no person's edit called for: each edited field may change its
 * counterpart once, and nothing else may happen.
 */
export function countEchoes(
  journal: { jira: readonly DemoEntry[]; salesforce: readonly DemoEntry[] },
  since: string,
  world: World,
): number {
  const caseOf = new Map(world.issues.map(({ id, custom }) => [id, String(custom['Salesforce Case ID'])]))
  const subject = (side: 'jira' | 'salesforce', id: string) => (side === 'jira' ? (caseOf.get(id) ?? id) : id)
  const late = (['jira', 'salesforce'] as const).flatMap((side) =>
    journal[side].filter(({ at }) => at > since).map((entry) => ({ ...entry, case: subject(side, entry.id) })),
  )
  const calledFor = new Map<string, number>()
  for (const entry of late.filter(({ isIntegration }) => !isIntegration)) {
    for (const field of Object.keys(entry.changes)) {
      const name = `${entry.case}/${TRAVELS_TO[field] ?? ''}`
      calledFor.set(name, (calledFor.get(name) ?? 0) + 1)
    }
  }
  return late.filter(({ isIntegration }) => isIntegration).filter((entry) => !isCalledFor(entry, calledFor)).length
}

function isCalledFor(entry: DemoEntry & { case: string }, calledFor: Map<string, number>): boolean {
  const names = Object.keys(entry.changes).map((field) => `${entry.case}/${field}`)
  if (names.length === 0) return false
  for (const name of names) {
    // A resolution comes with the status that asks for it.
    if (name.endsWith('/resolution')) continue
    const left = calledFor.get(name) ?? 0
    if (left === 0) return false
    calledFor.set(name, left - 1)
  }
  return true
}
