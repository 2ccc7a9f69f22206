import { adfToText } from '../adf.ts'
import {
  issueTypes,
  priorities,
  projects,
  resolutions,
  statuses,
  impactOptions,
  customerImpactField,
} from '../catalog.ts'
import type { Field } from '../fields.ts'
import { type Issue, type SiteState, userById } from '../site.ts'

/** What JQL can ask about a field: how it compares, and the value it has in an issue. */
export type Column =
  /**
   * Compared with any of the names a value goes by: id, key, name. `rank` gives the order for `<` and `>`, `resolve`
   * turns a written value into one of the names.
   */
  | {
      readonly type: 'named'
      names(issue: Issue): readonly string[]
      rank?(name: string): number | undefined
      resolve?(value: string): string
    }
  | { readonly type: 'text'; text(issue: Issue): string }
  | { readonly type: 'number'; number(issue: Issue): number | null }
  | { readonly type: 'date'; time(issue: Issue): number | null }

const empty: readonly string[] = []

/** The column of a field; `site` resolves people. */
export function columnOf(field: Field, site: SiteState): Column {
  const system = systemColumns(site)[field.id]
  if (system) return system
  if (field.id === customerImpactField)
    return namedColumn(
      impactOptions.map(({ id, value }) => ({ id, name: value })),
      (issue) => customText(issue, field),
    )
  if (field.kind === 'number') {
    return { type: 'number', number: (issue) => numberOrNull(issue.custom[field.id]) }
  }
  return { type: 'text', text: (issue) => customText(issue, field) ?? '' }
}

function systemColumns(site: SiteState): Readonly<Record<string, Column>> {
  const people = (read: (issue: Issue) => string | null): Column => ({
    type: 'named',
    names: (issue) => personNames(site, read(issue)),
  })
  return {
    issuekey: {
      type: 'named',
      names: (issue) => [issue.id],
      rank: Number,
      resolve: (value) => site.keys.get(value.toUpperCase()) ?? value,
    },
    summary: { type: 'text', text: (issue) => issue.summary },
    description: { type: 'text', text: (issue) => adfToText(issue.description) },
    environment: { type: 'text', text: (issue) => adfToText(issue.environment) },
    comment: { type: 'text', text: commentText },
    project: {
      type: 'named',
      names: (issue) =>
        projects
          .filter(({ id }) => id === issue.projectId)
          .flatMap(({ id, key, name }) => [id, key.toLowerCase(), name.toLowerCase()]),
    },
    issuetype: namedColumn(issueTypes, (issue) => issue.issueTypeId),
    status: namedColumn(statuses, (issue) => issue.statusId),
    statusCategory: { type: 'named', names: categoryNames },
    priority: { ...namedColumn(priorities, (issue) => issue.priorityId), rank: priorityRank },
    resolution: { type: 'named', names: (issue) => namesOf(resolutions, issue.resolutionId) },
    assignee: people((issue) => issue.assignee),
    reporter: people((issue) => issue.reporter),
    creator: people((issue) => issue.creator),
    labels: { type: 'named', names: (issue) => issue.labels.map((label) => label.toLowerCase()) },
    duedate: { type: 'date', time: (issue) => (issue.duedate === null ? null : Date.parse(issue.duedate)) },
    created: { type: 'date', time: (issue) => issue.created.getTime() },
    updated: { type: 'date', time: (issue) => issue.updated.getTime() },
    resolutiondate: { type: 'date', time: (issue) => issue.resolvedAt?.getTime() ?? null },
    statuscategorychangedate: { type: 'date', time: (issue) => issue.statusChangedAt.getTime() },
  }
}

interface Choice {
  readonly id: string
  readonly name: string
}

function namedColumn(choices: readonly Choice[], read: (issue: Issue) => string | null): Column & { type: 'named' } {
  return { type: 'named', names: (issue) => namesOf(choices, read(issue)) }
}

function namesOf(choices: readonly Choice[], wanted: string | null): readonly string[] {
  const found = choices.find(({ id }) => id === wanted)
  return found ? [found.id, found.name.toLowerCase()] : empty
}

function categoryNames(issue: Issue): readonly string[] {
  const category = statuses.find(({ id }) => id === issue.statusId)?.category
  return category ? [String(category.id), category.key, category.name.toLowerCase()] : empty
}

function personNames(site: SiteState, accountId: string | null): readonly string[] {
  const user = userById(site, accountId)
  if (!user) return empty
  const email = user.emailHidden ? [] : [user.email.toLowerCase()]
  return [user.accountId.toLowerCase(), user.displayName.toLowerCase(), ...email]
}

/** Highest first in the catalogue, and greatest in a comparison. */
function priorityRank(name: string): number | undefined {
  const at = priorities.findIndex((priority) => priority.id === name || priority.name.toLowerCase() === name)
  return at < 0 ? undefined : -at
}

export function commentText(issue: Issue): string {
  return issue.comments.map(({ body }) => adfToText(body)).join('\n')
}

function customText(issue: Issue, field: Field): string | null {
  const value = issue.custom[field.id] ?? null
  return value === null ? null : String(value)
}

function numberOrNull(value: string | number | null | undefined): number | null {
  return typeof value === 'number' ? value : null
}
