import { insertExchanges } from '../../src/store/exchanges.ts'
import { insertOperation } from '../../src/store/operations.ts'
import type { Store } from '../../src/store/store.ts'
import { insertSystemsAndWorkflow, ids } from './seed-workflow.ts'
import { stagesOf } from './seed-stages.ts'

const minuteMs = 60_000

/** Case and issue number `index`, as a pair of one workflow. */
export interface SeededPair {
  readonly id: string
  readonly left: { readonly id: string; readonly key: string }
  readonly right: { readonly id: string; readonly key: string }
}

export const seededOperations = 160

/** A support desk's day: one workflow, its pairs, operations of every outcome, open problems, and a gap caught up with. */
export async function seedDay(store: Store, now: Date): Promise<void> {
  await insertSystemsAndWorkflow(store, now)
  const pairs = Array.from({ length: 60 }, (_, index) => pairOf(index))
  await insertPairs(store, pairs, now)
  for (let index = seededOperations - 1; index >= 0; index -= 1) await insertOneOperation(store, pairs, { index, now })
  await insertAttention(store, pairs, now)
  await insertCoverage(store, now)
}

export function uuid(room: number, index: number): string {
  return `00000000-0000-4000-8${String(room).padStart(3, '0')}-${String(index).padStart(12, '0')}`
}

export function pairOf(index: number): SeededPair {
  return {
    id: uuid(1, index),
    left: { id: `500RM0000${String(index).padStart(6, '0')}YAB`, key: String(1040 + index).padStart(8, '0') },
    right: { id: String(10_200 + index), key: `OPS-${310 + index}` },
  }
}

async function insertPairs({ db }: Store, pairs: readonly SeededPair[], now: Date): Promise<void> {
  await db
    .insertInto('pairs')
    .values(
      pairs.map(({ id, left, right }) => ({
        ...{ id, workflow_id: ids.workflow, ended: null, attempts: 0, read_at: now, created_at: now, linked_at: now },
        ...{ left_id: left.id, left_key: left.key, left_url: `http://127.0.0.1:4102/${left.id}` },
        ...{ right_id: right.id, right_key: right.key, right_url: `http://127.0.0.1:4101/browse/${right.key}` },
      })),
    )
    .execute()
}

const outcomes = [
  { verdict: 'updated', say: (issue: string) => `Updated ${issue}: Priority, Summary` },
  { verdict: 'created', say: (issue: string) => `Created ${issue}` },
  { verdict: 'unchanged', say: () => 'Both sides agree already' },
  { verdict: 'updated', say: (issue: string) => `Moved ${issue} to In Progress` },
  { verdict: 'filtered', say: () => 'Left alone: Origin is not one of Web, Email' },
  { verdict: 'updated', say: (_: string, caseKey: string) => `Updated ${caseKey}: Status, Jira Reference` },
  {
    verdict: 'attention',
    say: (issue: string) => `Jira refused ${issue}: "summary" must be less than 255 characters (400)`,
  },
  { verdict: 'created', say: (issue: string) => `Created ${issue}` },
  { verdict: 'retrying', say: () => 'Salesforce did not answer within 30 s' },
  { verdict: 'waiting', say: () => 'Looking for a lost create' },
] as const

/** Dense in the last minutes, thinner towards yesterday. */
function ageMs(index: number): number {
  return index < 100 ? 4_000 + index * 36_000 : 3_600_000 + (index - 100) * 22 * minuteMs
}

async function insertOneOperation(
  store: Store,
  pairs: readonly SeededPair[],
  { index, now }: { index: number; now: Date },
): Promise<void> {
  const at = new Date(now.getTime() - ageMs(index))
  const outcome = outcomes[(index * 7 + Math.floor(index / 20)) % outcomes.length] ?? outcomes[0]
  const pair = pairs[(index * 3) % pairs.length] ?? pairOf(0)
  const failed = outcome.verdict === 'attention' || outcome.verdict === 'retrying'
  await insertOperation(store.db, {
    id: uuid(2, index),
    at,
    startedAt: new Date(at.getTime() - 900),
    workflowId: ids.workflow,
    version: 3,
    pairId: pair.id,
    action: index % 3 === 0 ? 'Task to case' : 'Case to task',
    trigger: 'poller',
    left: pair.left,
    right: pair.right,
    verdict: outcome.verdict,
    summary: outcome.say(pair.right.key, pair.left.key),
    attempt: outcome.verdict === 'retrying' ? 3 : 1,
    latencyMs: 820 + ((index * 137) % 2_900),
    stages: stagesOf(pair, at),
    failure: failed ? failureOf(pair) : null,
  })
  await insertExchanges(store.db, exchangesOf(pair, { index, at }))
}

function failureOf({ right }: SeededPair): object {
  return {
    kind: 'rejection',
    message: `Jira refused ${right.key}: "summary" must be less than 255 characters (400)`,
    hint: 'Shorten the subject, or map it through an expression with first: 255.',
    fields: { summary: 'The summary must be less than 255 characters.' },
  }
}

function exchangesOf({ right, left }: SeededPair, { index, at }: { index: number; at: Date }) {
  const common = { requestHeaders: { accept: 'application/json', authorization: '[redacted]' }, error: undefined }
  const responseHeaders = { 'content-type': 'application/json', date: at.toUTCString() }
  const operations = [uuid(2, index), uuid(2, index + 1)]
  return [
    {
      ...{ ...common, id: uuid(3, index), system: 'acme-jira', startedAt: at.toISOString(), durationMs: 84 },
      ...{ method: 'POST', url: 'http://127.0.0.1:4101/rest/api/3/issue/bulkfetch', status: 200, operations },
      requestBody: JSON.stringify({ issueIdsOrKeys: [right.id], fields: ['summary', 'priority', 'status'] }),
      responseHeaders,
      responseBody: JSON.stringify({ issues: [{ id: right.id, key: right.key, fields: { summary: 'Printer' } }] }),
    },
    {
      ...{ ...common, id: uuid(4, index), system: 'acme-salesforce', startedAt: at.toISOString(), durationMs: 131 },
      ...{ method: 'PATCH', url: `http://127.0.0.1:4102/services/data/v64.0/sobjects/Case/${left.id}`, status: 204 },
      operations: [uuid(2, index)],
      requestBody: JSON.stringify({ Jira_Reference__c: right.key, Status: 'Working' }),
      responseHeaders,
      responseBody: null,
    },
  ]
}

async function insertAttention({ db }: Store, pairs: readonly SeededPair[], now: Date): Promise<void> {
  const problems = [
    { kind: 'rejection', message: 'Jira refused OPS-318: "summary" must be less than 255 characters (400)' },
    { kind: 'conflict', message: 'Description was changed on both sides; the workflow says to ask.' },
    { kind: 'rejection', message: 'Jira refused OPS-331: the field "Severity" is not on the create screen (400)' },
    { kind: 'mapping', message: 'Status "Awaiting Vendor" has no branch in the mapping of status.' },
  ]
  const hint = 'Change the record or the mapping; it is tried again by itself with the next edit.'
  const rows = problems.map(({ kind, message }, index) => ({
    ...{ id: uuid(5, index), workflow_id: ids.workflow, pair_id: pairs[index * 3]?.id ?? null, record_id: null },
    ...{ cause: `${kind}/${index}`, kind, message, hint, detail: '{}', resolved_at: null },
    opened_at: new Date(now.getTime() - (7 + index * 53) * minuteMs),
  }))
  await db.insertInto('attention').values(rows).execute()
}

/** Polls every minute for an hour, with a quarter of an hour missing and caught up with. */
async function insertCoverage({ db }: Store, now: Date): Promise<void> {
  const minutesAgo = Array.from({ length: 60 }, (_, index) => 60 - index).filter((minute) => minute < 30 || minute > 45)
  for (const action of ['Case to task', 'Task to case']) {
    const rows = minutesAgo.map((minute, index) => ({
      ...{ workflow_id: ids.workflow, action, found: 3, signalled: minute === 29 ? 17 : 2 },
      polled_at: new Date(now.getTime() - minute * minuteMs),
      covered_from: new Date(now.getTime() - (minutesAgo[index - 1] ?? 61) * minuteMs),
      covered_to: new Date(now.getTime() - minute * minuteMs),
    }))
    await db.insertInto('coverage').values(rows).execute()
    const polledAt = new Date(now.getTime() - minuteMs)
    const cursor = { workflow_id: ids.workflow, action, watermark: polledAt, polled_at: polledAt, failure: null }
    await db.insertInto('cursors').values(cursor).execute()
  }
}
