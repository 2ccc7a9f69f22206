import { statuses } from '../catalog.ts'
import { isPublic, visibleComments } from '../comments.ts'
import { type Field, fields } from '../fields.ts'
import type { Comment, History, Issue, SiteState, User } from '../site.ts'
import {
  categoryBean,
  issueTypeBean,
  optionBean,
  priorityBean,
  projectBean,
  resolutionBean,
  statusBean,
  userBeanById,
} from './beans.ts'
import { editScreen } from './screens.ts'
import { wireTime } from './time.ts'
import { transitionBeans } from './transition-bean.ts'

export interface IssueView {
  readonly site: SiteState
  readonly reader: User
  /** As asked: ids, `*all`, `*navigable`, `-id`. */
  readonly fields: readonly string[]
  readonly expand: readonly string[]
  /** Keys of the entity properties to show, or `*all`. */
  readonly properties: readonly string[]
}

type Json = Record<string, unknown>

const changelogInIssueMax = 40

/** One issue in the shape of `IssueBean`. */
export function issueBean(issue: Issue, view: IssueView): Json {
  const { site, expand } = view
  const shown = fieldsShown(view.fields)
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.id,
    self: `${site.url}/rest/api/3/issue/${issue.id}`,
    key: issue.key,
    ...(expand.includes('changelog') ? { changelog: recentChangelog(issue, site) } : {}),
    ...(expand.includes('transitions') ? { transitions: transitionBeans(site, issue, { withFields: false }) } : {}),
    ...(expand.includes('editmeta') ? { editmeta: { fields: editScreen(site) } } : {}),
    ...(view.properties.length > 0 ? { properties: propertiesShown(issue, view.properties) } : {}),
    fields: Object.fromEntries(shown.map((field) => [field.id, fieldValue(field, issue, view)])),
  }
}

/** `names` and `schema` stand beside a list of issues, or inside a single one. */
export function fieldDescriptions({ fields: asked, expand }: Pick<IssueView, 'fields' | 'expand'>): Json {
  const shown = fieldsShown(asked)
  return {
    ...(expand.includes('names') ? { names: Object.fromEntries(shown.map(({ id, name }) => [id, name])) } : {}),
    ...(expand.includes('schema') ? { schema: Object.fromEntries(shown.map(({ id, schema }) => [id, schema])) } : {}),
  }
}

/** An id that no field has is ignored without a word. */
function fieldsShown(asked: readonly string[]): readonly Field[] {
  const excluded = asked.filter((id) => id.startsWith('-')).map((id) => id.slice(1))
  const included = asked.filter((id) => !id.startsWith('-'))
  const isIncluded = (field: Field): boolean =>
    included.includes('*all') || (included.includes('*navigable') && field.navigable) || included.includes(field.id)
  return fields.filter((field) => field.id !== 'issuekey' && isIncluded(field) && !excluded.includes(field.id))
}

function propertiesShown(issue: Issue, keys: readonly string[]): Json {
  return Object.fromEntries(
    Object.entries(issue.properties).filter(([key]) => keys.includes('*all') || keys.includes(key)),
  )
}

function fieldValue(field: Field, issue: Issue, view: IssueView): unknown {
  return field.custom ? customValue(field, issue, view.site) : systemValues[field.id]?.(issue, view)
}

function customValue(field: Field, issue: Issue, site: SiteState): unknown {
  const value = issue.custom[field.id] ?? null
  return field.kind === 'option' ? optionBean(site, value) : value
}

const systemValues: Readonly<Record<string, (issue: Issue, view: IssueView) => unknown>> = {
  summary: (issue) => issue.summary,
  description: (issue) => issue.description,
  environment: (issue) => issue.environment,
  issuetype: (issue, { site }) => issueTypeBean(site, issue.issueTypeId),
  project: (issue, { site }) => projectBean(site, issue.projectId),
  status: (issue, { site }) => statusBean(site, issue.statusId),
  statusCategory: (issue, { site }) =>
    statuses.filter(({ id }) => id === issue.statusId).map((status) => categoryBean(site, status))[0],
  statuscategorychangedate: (issue, { site }) => wireTime(issue.statusChangedAt, site.timeZone),
  priority: (issue, { site }) => priorityBean(site, issue.priorityId),
  resolution: (issue, { site }) => resolutionBean(site, issue.resolutionId),
  resolutiondate: (issue, { site }) => issue.resolvedAt && wireTime(issue.resolvedAt, site.timeZone),
  assignee: (issue, { site }) => userBeanById(site, issue.assignee),
  reporter: (issue, { site }) => userBeanById(site, issue.reporter),
  creator: (issue, { site }) => userBeanById(site, issue.creator),
  labels: (issue) => issue.labels,
  duedate: (issue) => issue.duedate,
  created: (issue, { site }) => wireTime(issue.created, site.timeZone),
  updated: (issue, { site }) => wireTime(issue.updated, site.timeZone),
  attachment: () => [],
  comment: (issue, view) => {
    const comments = visibleComments(issue, view.reader).map((comment) => commentBean(issue, comment, view.site))
    const self = `${view.site.url}/rest/api/3/issue/${issue.id}/comment`
    return { comments, self, maxResults: comments.length, total: comments.length, startAt: 0 }
  },
}

export function commentBean(issue: Issue, comment: Comment, site: SiteState, { withProperties = false } = {}): Json {
  return {
    self: `${site.url}/rest/api/3/issue/${issue.id}/comment/${comment.id}`,
    id: comment.id,
    author: userBeanById(site, comment.author),
    body: comment.body,
    updateAuthor: userBeanById(site, comment.updateAuthor),
    created: wireTime(comment.created, site.timeZone),
    updated: wireTime(comment.updated, site.timeZone),
    ...(comment.visibility ? { visibility: comment.visibility } : {}),
    jsdPublic: isPublic(comment),
    ...(withProperties
      ? { properties: Object.entries(comment.properties).map(([key, value]) => ({ key, value })) }
      : {}),
  }
}

export function historyBean(history: History, site: SiteState): Json {
  return {
    id: history.id,
    author: userBeanById(site, history.author),
    created: wireTime(history.created, site.timeZone),
    items: history.items,
  }
}

/** Inside an issue the changelog runs from the newest, and only so far back. */
function recentChangelog(issue: Issue, site: SiteState): Json {
  const histories = issue.histories.toReversed().slice(0, changelogInIssueMax)
  return {
    startAt: 0,
    maxResults: histories.length,
    total: issue.histories.length,
    histories: histories.map((history) => historyBean(history, site)),
  }
}
