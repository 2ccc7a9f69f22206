/** How the control server reaches into the two sandboxes. */
import { z } from 'zod'
import type { Controlled } from './control-needs.ts'
import { dumpIssues } from './jira/dump.ts'
import { mergeFaults, noFaults } from './jira/faults.ts'
import type { JiraSandbox } from './jira/index.ts'
import { deleteIssue, moveIssue } from './jira/issues.ts'
import { Refusal } from './jira/refusal.ts'
import { findIssue, type SiteState, type User } from './jira/site.ts'
import type { SalesforceFaults, SalesforceSandbox } from './salesforce/index.ts'
import { objects } from './salesforce/schema/objects.ts'

export function controlledJira(jira: JiraSandbox): Controlled['jira'] {
  const { url, site, faults, calls, resetCalls, journal } = jira
  const administrator = administratorOf(site)
  return {
    url,
    calls,
    resetCalls,
    journal: () => journal(),
    faults: () => faults,
    mergeFaults: (changes) => mergeFaults(faults, changes),
    clearFaults: () => {
      Object.assign(faults, noFaults())
    },
    dump: () => dumpIssues(site),
    deleteIssue: (idOrKey) => {
      const issue = findIssue(site, idOrKey)
      if (issue) deleteIssue(site, administrator, issue)
      return issue !== undefined
    },
    moveIssue: (idOrKey, projectKey) => {
      const issue = findIssue(site, idOrKey)
      return issue && keyAfterMove(() => moveIssue(site, administrator, issue, projectKey))
    },
  }
}

/** Deletes and moves are a person's work, never the integration user's. */
function administratorOf({ users, integration }: SiteState): User {
  return users.find((user) => user !== integration) ?? integration
}

function keyAfterMove(move: () => { readonly key: string }): string | undefined {
  try {
    return move().key
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

const answerFaults = [
  'error-json',
  'error-html',
  'unavailable-json',
  'unavailable-html',
  'daily-limit',
  'concurrent-limit',
  'session-expired',
  'drop-before',
  'drop-after',
] as const

const SalesforceChanges = z.strictObject({
  latencyMs: z.int().min(0).optional(),
  commitDelayMs: z.int().min(0).optional(),
  passwordFlowBlocked: z.boolean().optional(),
  dailyApiRequests: z.int().min(0).optional(),
  validationRules: z.array(z.strictObject({ field: z.string(), contains: z.string(), message: z.string() })).optional(),
  /** Planned beside those that are planned already. */
  answerNext: z
    .array(
      z.strictObject({ kind: z.string().default('*'), fault: z.enum(answerFaults), times: z.int().min(1).default(1) }),
    )
    .optional(),
  expireTokens: z.literal(true).optional(),
  expireCursors: z.literal(true).optional(),
  lockRows: z.array(z.string()).optional(),
  unlockRows: z.literal(true).optional(),
})

export function controlledSalesforce(salesforce: SalesforceSandbox): Controlled['salesforce'] {
  const { url, org, faults, calls, resetCalls, journal } = salesforce
  return {
    url,
    calls,
    resetCalls,
    journal: () => journal().map((entry) => ({ ...entry, at: entry.at.toISOString() })),
    faults: () => switchesOf(faults),
    mergeFaults: (changes) => mergeSalesforceFaults(faults, changes),
    clearFaults: () => faults.clear(),
    dump: (type) => (objects.some(({ name }) => name === type) ? org.all(type) : undefined),
  }
}

function switchesOf({
  latencyMs,
  commitDelayMs,
  passwordFlowBlocked,
  dailyApiRequests,
  validationRules,
}: SalesforceFaults): unknown {
  return { latencyMs, commitDelayMs, passwordFlowBlocked, dailyApiRequests, validationRules }
}

function mergeSalesforceFaults(faults: SalesforceFaults, changes: unknown): string | undefined {
  const read = SalesforceChanges.safeParse(changes)
  if (!read.success) return z.prettifyError(read.error)
  const { answerNext = [], expireTokens, expireCursors, lockRows, unlockRows, ...switches } = read.data
  Object.assign(faults, switches)
  for (const { kind, fault, times } of answerNext) faults.answerNext(kind, fault, times)
  if (expireTokens) faults.expireTokens()
  if (expireCursors) faults.expireCursors()
  if (lockRows) faults.lockRows(lockRows)
  if (unlockRows) faults.unlockRows()
  return undefined
}
