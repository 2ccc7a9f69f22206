import { adfToText } from './adf.ts'
import { impactOptions, issueTypes, priorities, projects, resolutions, statuses } from './catalog.ts'
import { type Field, fields } from './fields.ts'
import { type ChangeItem, entityOf, type Issue, nextNumber, type SiteState, type User, userById } from './site.ts'
import { indexIssue } from './search-index.ts'
import type { JournalEntry } from './journal.ts'

/** What the changelog says of a field: the raw value (an id where there is one) and its words. */
interface Reading {
  readonly raw: string | null
  readonly text: string | null
  /** What the journal keeps; the text when it is left out. */
  readonly value?: unknown
}

const nothing: Reading = { raw: null, text: null }

function choice(choices: readonly { id: string; name: string }[], id: string | null): Reading {
  const found = choices.find((candidate) => candidate.id === id)
  return found ? { raw: found.id, text: found.name } : nothing
}

function plain(text: string | null): Reading {
  return { raw: null, text: text === '' ? null : text }
}

function person(site: SiteState, accountId: string | null): Reading {
  const user = userById(site, accountId)
  return user ? { raw: user.accountId, text: user.displayName } : nothing
}

const readings: Readonly<Record<string, (issue: Issue, site: SiteState) => Reading>> = {
  summary: (issue) => plain(issue.summary),
  description: (issue) => plain(adfToText(issue.description)),
  environment: (issue) => plain(adfToText(issue.environment)),
  project: (issue) => choice(projects, issue.projectId),
  issuetype: (issue) => choice(issueTypes, issue.issueTypeId),
  issuekey: (issue) => plain(issue.key),
  status: (issue) => choice(statuses, issue.statusId),
  resolution: (issue) => choice(resolutions, issue.resolutionId),
  priority: (issue) => choice(priorities, issue.priorityId),
  assignee: (issue, site) => person(site, issue.assignee),
  reporter: (issue, site) => person(site, issue.reporter),
  labels: (issue) => ({ raw: null, text: issue.labels.join(' '), value: issue.labels }),
  duedate: (issue) => ({ raw: issue.duedate, text: issue.duedate }),
}

function readingOf(field: Field, issue: Issue, site: SiteState): Reading | undefined {
  if (!field.custom) return readings[field.id]?.(issue, site)
  const value = issue.custom[field.id] ?? null
  if (value === null) return nothing
  if (field.kind !== 'option') return { raw: null, text: String(value), value }
  const option = impactOptions.find(({ id }) => id === value)
  return option ? { raw: option.id, text: option.value } : nothing
}

interface Difference {
  readonly field: Field
  readonly before: Reading
  readonly after: Reading
}

/** Every field whose value differs, with both readings; against nothing when the issue is new. */
export function differences(before: Issue | undefined, after: Issue, site: SiteState): readonly Difference[] {
  return fields.flatMap((field) => {
    const now = readingOf(field, after, site)
    const then = before ? readingOf(field, before, site) : nothing
    const same =
      now === undefined || then === undefined || (now.raw === then.raw && (now.text ?? '') === (then.text ?? ''))
    return same ? [] : [{ field, before: then, after: now }]
  })
}

function changeItem({ field, before, after }: Difference): ChangeItem {
  return {
    field: field.custom ? field.name : field.id === 'issuekey' ? 'Key' : field.id,
    fieldtype: field.custom ? 'custom' : 'jira',
    fieldId: field.id,
    from: before.raw,
    fromString: before.text,
    to: after.raw,
    toString: after.text,
  }
}

export interface Change {
  readonly by: User
  readonly action: JournalEntry['action']
  /** Changes that are no field: a comment, a property. */
  readonly besides?: JournalEntry['changes']
  /** Whether `updated` moves even when no field differs, as it does for a comment. */
  readonly touches?: boolean
}

/**
 * Makes the next version of an issue the current one: changelog, `updated`, search index and journal. A write that
 * changes nothing is journalled, but leaves the issue and its time alone.
 */
export function commitIssue(site: SiteState, next: Issue, change: Change): Issue {
  const before = site.issues.get(next.id)
  const found = differences(before, next, site)
  const isTouched = !before || found.length > 0 || change.touches === true
  const now = site.clock.now()
  const committed: Issue = {
    ...next,
    updated: isTouched ? now : next.updated,
    histories: before && found.length > 0 ? [...next.histories, historyOf(site, change.by, found)] : next.histories,
  }
  site.issues.set(committed.id, committed)
  site.keys.set(committed.key, committed.id)
  indexIssue(site, committed.id, committed)
  const changes = Object.fromEntries(
    found.map(({ field, before: old, after }) => [
      field.custom ? field.name : field.id,
      [valueOf(old), valueOf(after)] as const,
    ]),
  )
  record(site, committed, { ...change, besides: { ...changes, ...change.besides } })
  return committed
}

function historyOf(site: SiteState, by: User, found: readonly Difference[]): Issue['histories'][number] {
  return {
    id: String(nextNumber(site, 'history', 20_000)),
    author: by.accountId,
    created: site.clock.now(),
    items: found.map(changeItem),
  }
}

function valueOf(reading: Reading): unknown {
  return reading.value ?? reading.text
}

/** Forgets an issue for good; search may still name it until the index has caught up. */
export function eraseIssue(site: SiteState, issue: Issue, by: User): void {
  site.issues.delete(issue.id)
  indexIssue(site, issue.id, undefined)
  record(site, issue, { by, action: 'delete' })
}

function record(site: SiteState, issue: Issue, { by, action, besides = {} }: Change): void {
  site.journal.push({
    at: site.clock.now().toISOString(),
    by: by.email,
    isIntegration: by === site.integration,
    action,
    entity: entityOf(issue),
    id: issue.id,
    key: issue.key,
    changes: besides,
  })
}
