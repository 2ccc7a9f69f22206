import type { SandboxClock } from '../clock.ts'
import type { AdfDocument } from './adf.ts'
import { issueTypes, projects } from './catalog.ts'
import type { Faults } from './faults.ts'
import type { JournalEntry } from './journal.ts'

export interface User {
  readonly accountId: string
  readonly displayName: string
  readonly email: string
  readonly apiToken: string
  readonly accountType: 'atlassian' | 'app'
  readonly active: boolean
  readonly emailHidden: boolean
  readonly assignable: boolean
  readonly timeZone: string
  /** Names of the project roles that the user holds. */
  readonly roles: readonly string[]
}

export interface Visibility {
  readonly type: 'role'
  readonly value: string
  readonly identifier: string
}

export interface Comment {
  readonly id: string
  readonly author: string
  readonly updateAuthor: string
  readonly body: AdfDocument
  readonly created: Date
  readonly updated: Date
  readonly visibility?: Visibility
  readonly properties: Readonly<Record<string, unknown>>
}

export interface ChangeItem {
  readonly field: string
  readonly fieldtype: 'jira' | 'custom'
  readonly fieldId: string
  readonly from: string | null
  readonly fromString: string | null
  readonly to: string | null
  readonly toString: string | null
}

export interface History {
  readonly id: string
  readonly author: string
  readonly created: Date
  readonly items: readonly ChangeItem[]
}

/** One issue as it is at one moment; a change makes a new one, so that the search index can keep an older. */
export interface Issue {
  readonly id: string
  readonly key: string
  readonly projectId: string
  readonly issueTypeId: string
  readonly summary: string
  readonly description: AdfDocument | null
  readonly environment: AdfDocument | null
  readonly priorityId: string
  readonly statusId: string
  readonly statusChangedAt: Date
  readonly resolutionId: string | null
  readonly resolvedAt: Date | null
  readonly assignee: string | null
  readonly reporter: string | null
  readonly creator: string
  readonly labels: readonly string[]
  readonly duedate: string | null
  readonly created: Date
  readonly updated: Date
  /** By field id; an option is kept by its id. */
  readonly custom: Readonly<Record<string, string | number | null>>
  readonly properties: Readonly<Record<string, unknown>>
  readonly comments: readonly Comment[]
  readonly histories: readonly History[]
}

/** A version of an issue on its way into the search index; without an issue, it was deleted. */
export interface IndexEntry {
  readonly visibleAt: number
  readonly issue: Issue | undefined
}

/** Everything the sandbox remembers. */
export interface SiteState {
  url: string
  readonly cloudId: string
  readonly clock: SandboxClock
  /** The zone in which the site writes times; users have zones of their own. */
  readonly timeZone: string
  readonly users: readonly User[]
  readonly integration: User
  readonly issues: Map<string, Issue>
  /** Issue id by key, of today and from before a move. */
  readonly keys: Map<string, string>
  readonly index: Map<string, IndexEntry[]>
  readonly journal: JournalEntry[]
  readonly faults: Faults
  /** The last number given out, by what it is for: an issue id, a comment id, a key of a project. */
  readonly counters: Map<string, number>
}

export function nextNumber(site: SiteState, counter: string, first: number): number {
  const number = (site.counters.get(counter) ?? first - 1) + 1
  site.counters.set(counter, number)
  return number
}

/** Finds by id, by key in any case, or by a key that the issue had before it moved. */
export function findIssue(site: SiteState, idOrKey: string): Issue | undefined {
  return site.issues.get(idOrKey) ?? site.issues.get(site.keys.get(idOrKey.toUpperCase()) ?? '')
}

export function userById(site: SiteState, accountId: string | null): User | undefined {
  return site.users.find((user) => user.accountId === accountId)
}

/** `OPS.Task`: the project and the issue type, which together say what kind of record an issue is. */
export function entityOf(issue: Issue): string {
  const project = projects.find(({ id }) => id === issue.projectId)
  const issueType = issueTypes.find(({ id }) => id === issue.issueTypeId)
  return `${project?.key}.${issueType?.name}`
}
