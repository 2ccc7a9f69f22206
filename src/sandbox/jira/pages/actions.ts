import { adfToText, textToAdf } from '../adf.ts'
import { addComment } from '../comments.ts'
import { editIssue, transitionIssue } from '../issues.ts'
import type { Issue, SiteState, User } from '../site.ts'

type Form = URLSearchParams

/** What a person does on the page of an issue; the same ways that the API takes, so the same refusals. */
export const actions: Readonly<Record<string, (site: SiteState, by: User, issue: Issue, form: Form) => unknown>> = {
  edit: (site, by, issue, form) => editIssue(site, by, issue, { fields: changedFields(issue, form) }),
  transition: (site, by, issue, form) => {
    const resolution = form.get('resolution')
    const fields = resolution === null ? {} : { resolution: { id: resolution } }
    return transitionIssue(site, by, issue, { transition: { id: form.get('transition') ?? '' }, fields })
  },
  comment: (site, by, issue, form) => {
    const role = form.get('role') ?? ''
    const visibility = role === '' ? {} : { visibility: { type: 'role', value: role } }
    return addComment(site, by, issue, { body: textToAdf(plainLines(form.get('text'))), ...visibility })
  },
}

/** Only what the person changed is sent, so that a description with more than paragraphs stays as it is. */
function changedFields(issue: Issue, form: Form): Record<string, unknown> {
  const summary = form.get('summary') ?? ''
  const description = plainLines(form.get('description'))
  const priority = form.get('priority') ?? issue.priorityId
  const assignee = form.get('assignee') ?? ''
  const labels = (form.get('labels') ?? '').split(/\s+/).filter((label) => label !== '')
  return {
    ...(summary === issue.summary ? {} : { summary }),
    ...(description === adfToText(issue.description) ? {} : { description: textToAdf(description) }),
    ...(priority === issue.priorityId ? {} : { priority: { id: priority } }),
    ...(assignee === (issue.assignee ?? '') ? {} : { assignee: assignee === '' ? null : { accountId: assignee } }),
    ...(labels.join(' ') === issue.labels.join(' ') ? {} : { labels }),
  }
}

/** Browsers send line breaks of a text area as CR LF. */
function plainLines(text: string | null): string {
  return (text ?? '').replaceAll('\r\n', '\n')
}
