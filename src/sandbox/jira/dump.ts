import { adfToText } from './adf.ts'
import { issueTypes, priorities, projects, resolutions, statuses } from './catalog.ts'
import { isPublic } from './comments.ts'
import { fields } from './fields.ts'
import { entityOf, type Issue, type SiteState, userById } from './site.ts'

type Json = Readonly<Record<string, unknown>>

/** Every issue as it is now, in plain words: for whoever compares the two sides without using either API. */
export function dumpIssues(site: SiteState): readonly Json[] {
  return [...site.issues.values()].map((issue) => dumpIssue(site, issue))
}

function dumpIssue(site: SiteState, issue: Issue): Json {
  return {
    id: issue.id,
    key: issue.key,
    entity: entityOf(issue),
    project: projects.find(({ id }) => id === issue.projectId)?.key,
    issueType: nameOf(issueTypes, issue.issueTypeId),
    summary: issue.summary,
    description: adfToText(issue.description),
    descriptionDocument: issue.description,
    status: nameOf(statuses, issue.statusId),
    priority: nameOf(priorities, issue.priorityId),
    resolution: nameOf(resolutions, issue.resolutionId),
    assignee: person(site, issue.assignee),
    reporter: person(site, issue.reporter),
    creator: person(site, issue.creator),
    labels: issue.labels,
    duedate: issue.duedate,
    created: issue.created.toISOString(),
    updated: issue.updated.toISOString(),
    custom: Object.fromEntries(
      fields.filter(({ custom }) => custom).map(({ id, name }) => [name, issue.custom[id] ?? null]),
    ),
    properties: issue.properties,
    comments: issue.comments.map((comment) => ({
      id: comment.id,
      author: person(site, comment.author),
      body: adfToText(comment.body),
      visibility: comment.visibility ?? null,
      isPublic: isPublic(comment),
      created: comment.created.toISOString(),
      updated: comment.updated.toISOString(),
    })),
    changelog: issue.histories.map(({ author, created, items }) => ({
      author: person(site, author),
      created: created.toISOString(),
      items,
    })),
  }
}

function nameOf(choices: readonly { readonly id: string; readonly name: string }[], id: string | null): string | null {
  return choices.find((choice) => choice.id === id)?.name ?? null
}

function person(site: SiteState, accountId: string | null): Json | null {
  const user = userById(site, accountId)
  return user ? { accountId: user.accountId, name: user.displayName, email: user.email } : null
}
