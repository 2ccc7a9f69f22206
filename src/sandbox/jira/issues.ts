import { z } from 'zod'
import { defaultPriorityId, firstStatusId, projects } from './catalog.ts'
import { commitIssue, eraseIssue } from './changes.ts'
import { addComment, CommentInput } from './comments.ts'
import { type IssuePatch, mergePatch, readFields, sortLabels } from './field-values.ts'
import { createFieldIds, editFieldIds, fieldById } from './fields.ts'
import { invalidPayload, refuse, refuseFields } from './refusal.ts'
import { type Issue, nextNumber, type SiteState, type User } from './site.ts'
import { availableTransitions, moveAlong } from './workflow.ts'

const Values = z.record(z.string(), z.unknown())
const Operations = z.record(z.string(), z.array(z.record(z.string(), z.unknown())))
const Property = z.strictObject({ key: z.string().min(1).max(255), value: z.unknown() })

export const IssueInput = z.looseObject({
  fields: Values.optional(),
  update: Operations.optional(),
  properties: z.array(Property).optional(),
  transition: z.looseObject({ id: z.string() }).optional(),
})

export type IssueInput = z.infer<typeof IssueInput>

/** Reads a body, or refuses it as a whole. */
export function readInput<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (!read.success) throw refuse(400, invalidPayload)
  return read.data
}

export function createIssue(site: SiteState, by: User, input: IssueInput): Issue {
  requireForCreate(input.fields ?? {})
  const { patch, comments } = readChanges(site, input, { allowed: createFieldIds, labels: [] })
  const project = projects.find(({ id }) => id === patch.projectId)
  const now = site.clock.now()
  const blank: Issue = {
    id: String(nextNumber(site, 'issue', 10_101)),
    key: `${project?.key}-${nextNumber(site, `key ${project?.key}`, 1)}`,
    projectId: '',
    issueTypeId: '',
    summary: '',
    description: null,
    environment: null,
    priorityId: defaultPriorityId,
    statusId: firstStatusId,
    statusChangedAt: now,
    resolutionId: null,
    resolvedAt: null,
    assignee: null,
    reporter: by.accountId,
    creator: by.accountId,
    labels: [],
    duedate: null,
    created: now,
    updated: now,
    custom: {},
    properties: propertiesOf(input),
    comments: [],
    histories: [],
  }
  const created = commitIssue(site, applyPatch(blank, patch), { by, action: 'create' })
  return comments.reduce((issue, comment) => addComment(site, by, issue, comment).issue, created)
}

function requireForCreate(values: Readonly<Record<string, unknown>>): void {
  const missing = {
    ...(values['project'] === undefined ? { project: 'Specify a valid project ID or key' } : {}),
    ...(values['issuetype'] === undefined ? { issuetype: 'Specify an issue type' } : {}),
    ...(values['summary'] === undefined ? { summary: 'You must specify a summary of the issue.' } : {}),
  }
  if (Object.keys(missing).length > 0) throw refuseFields(missing)
}

export function editIssue(site: SiteState, by: User, issue: Issue, input: IssueInput): Issue {
  const { patch, comments } = readChanges(site, input, { allowed: editFieldIds, labels: issue.labels })
  const properties = { ...issue.properties, ...propertiesOf(input) }
  const edited = commitIssue(site, { ...applyPatch(issue, patch), properties }, { by, action: 'update' })
  return comments.reduce((current, comment) => addComment(site, by, current, comment).issue, edited)
}

export function transitionIssue(site: SiteState, by: User, issue: Issue, input: IssueInput): Issue {
  const id = input.transition?.id ?? ''
  const transition = availableTransitions(site, issue).find((candidate) => candidate.id === id)
  if (!transition) throw refuse(400, `Transition id '${id}' is not valid for this issue.`)
  const { patch, comments } = readChanges(site, input, {
    allowed: Object.keys(transition.screen),
    labels: issue.labels,
  })
  requireForTransition(transition.screen, input)
  const moved = moveAlong(applyPatch(issue, patch), transition, site.clock.now())
  const committed = commitIssue(site, moved, { by, action: 'transition' })
  return comments.reduce((current, comment) => addComment(site, by, current, comment).issue, committed)
}

function requireForTransition(
  screen: Readonly<Record<string, { required: boolean }>>,
  { fields = {}, update = {} }: IssueInput,
): void {
  const missing = Object.entries(screen)
    .filter(([id, { required }]) => required && (fields[id] ?? update[id] ?? null) === null)
    .map(([id]) => [id, `${fieldById(id)?.name ?? id} is required.`])
  if (missing.length > 0) throw refuseFields(Object.fromEntries(missing) as Record<string, string>)
}

function applyPatch(issue: Issue, patch: IssuePatch): Issue {
  return { ...issue, ...patch, custom: { ...issue.custom, ...patch.custom } }
}

function propertiesOf(input: IssueInput): Record<string, unknown> {
  return Object.fromEntries((input.properties ?? []).map(({ key, value }) => [key, value]))
}

interface Changes {
  readonly patch: IssuePatch
  readonly comments: readonly CommentInput[]
}

/** `fields` and `update` together; no field may stand in both. */
function readChanges(
  site: SiteState,
  { fields = {}, update = {} }: IssueInput,
  { allowed, labels }: { allowed: readonly string[]; labels: readonly string[] },
): Changes {
  const twice = Object.keys(fields).filter((id) => id in update)
  if (twice.length > 0) {
    throw refuseFields(
      Object.fromEntries(twice.map((id) => [id, `Field '${id}' cannot appear in both 'fields' and 'update'`])),
    )
  }
  const { comment = [], ...operations } = update
  const updated = Object.fromEntries(Object.entries(operations).map(([id, steps]) => [id, operated(id, steps, labels)]))
  const patch = mergePatch(readFields(site, fields, allowed), readFields(site, updated, allowed))
  return { patch, comments: comment.map((step) => readInput(CommentInput, step['add'])) }
}

/** The value after the steps: `set` replaces it, `add` and `remove` change the set of labels. */
function operated(id: string, steps: readonly Record<string, unknown>[], labels: readonly string[]): unknown {
  if (id !== 'labels') return steps.at(-1)?.['set']
  return steps.reduce<readonly unknown[]>((current, step) => {
    if (Array.isArray(step['set'])) return step['set'] as unknown[]
    if ('add' in step) return [...current, step['add']]
    return current.filter((label) => label !== step['remove'])
  }, sortLabels(labels))
}

export function deleteIssue(site: SiteState, by: User, issue: Issue): void {
  eraseIssue(site, issue, by)
}

/** Gives the issue a key of the other project; its id stays, and its old key keeps leading to it. */
export function moveIssue(site: SiteState, by: User, issue: Issue, projectKey: string): Issue {
  const project = projects.find(({ key }) => key === projectKey)
  if (!project) throw refuseFields({ project: 'Specify a valid project ID or key' })
  if (project.id === issue.projectId) return issue
  const key = `${project.key}-${nextNumber(site, `key ${project.key}`, 1)}`
  return commitIssue(site, { ...issue, projectId: project.id, key }, { by, action: 'update' })
}
