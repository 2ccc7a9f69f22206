import { z } from 'zod'
import { adfToText } from './adf.ts'
import { roles } from './catalog.ts'
import { commitIssue } from './changes.ts'
import { readCommentBody } from './field-values.ts'
import { refuse } from './refusal.ts'
import { type Comment, type Issue, nextNumber, type SiteState, type User, type Visibility } from './site.ts'

export const CommentInput = z.looseObject({
  body: z.unknown().optional(),
  visibility: z
    .looseObject({ type: z.string().optional(), value: z.string().optional(), identifier: z.string().nullish() })
    .nullish(),
  properties: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).optional(),
})

export type CommentInput = z.infer<typeof CommentInput>

interface Commented {
  readonly issue: Issue
  readonly comment: Comment
}

/** A comment that is limited to a role is there for the holders of the role only. */
export function visibleComments(issue: Issue, reader: User): readonly Comment[] {
  return issue.comments.filter(({ visibility }) => !visibility || reader.roles.includes(visibility.value))
}

/**
 * False for an internal note. Service projects keep that in a property of the comment.
 * https://developer.atlassian.com/cloud/jira/service-desk/rest/intro/
 */
export function isPublic({ properties }: Comment): boolean {
  const value = properties['sd.public.comment']
  return !(typeof value === 'object' && value !== null && Reflect.get(value, 'internal') === true)
}

export function addComment(site: SiteState, by: User, issue: Issue, input: CommentInput): Commented {
  const now = site.clock.now()
  const visibility = readVisibility(input.visibility)
  const comment: Comment = {
    id: String(nextNumber(site, 'comment', 30_001)),
    author: by.accountId,
    updateAuthor: by.accountId,
    body: readCommentBody(input.body),
    created: now,
    updated: now,
    ...(visibility ? { visibility } : {}),
    properties: propertiesOf(input),
  }
  return keep(site, by, { issue, comment, before: null, comments: [...issue.comments, comment] })
}

/** Changes what is named: an edit of the body alone keeps visibility and properties. */
export function editComment(
  site: SiteState,
  by: User,
  issue: Issue,
  edited: { comment: Comment; input: CommentInput },
): Commented {
  const { comment: old, input } = edited
  const visibility = input.visibility === undefined ? old.visibility : readVisibility(input.visibility)
  const { visibility: _former, ...rest } = old
  const comment: Comment = {
    ...rest,
    updateAuthor: by.accountId,
    body: readCommentBody(input.body),
    updated: site.clock.now(),
    ...(visibility ? { visibility } : {}),
    properties: { ...old.properties, ...propertiesOf(input) },
  }
  const comments = issue.comments.map((candidate) => (candidate.id === old.id ? comment : candidate))
  return keep(site, by, { issue, comment, before: adfToText(old.body), comments })
}

export function deleteComment(site: SiteState, by: User, issue: Issue, comment: Comment): void {
  const comments = issue.comments.filter(({ id }) => id !== comment.id)
  const besides = { [`comment ${comment.id}`]: [adfToText(comment.body), null] as const }
  commitIssue(site, { ...issue, comments }, { by, action: 'comment', besides, touches: true })
}

function keep(
  site: SiteState,
  by: User,
  kept: Commented & { before: string | null; comments: readonly Comment[] },
): Commented {
  const { issue, comment, before, comments } = kept
  const besides = { [`comment ${comment.id}`]: [before, adfToText(comment.body)] as const }
  return {
    issue: commitIssue(site, { ...issue, comments }, { by, action: 'comment', besides, touches: true }),
    comment,
  }
}

/** Naming a role both ways is refused, so what was read can't be sent back as it is. */
function readVisibility(input: CommentInput['visibility']): Visibility | undefined {
  if (!input) return undefined
  const { type, value, identifier } = input
  if (type !== 'role') throw refuse(400, 'The visibility type must be role: this site has no groups.')
  if (value !== undefined && typeof identifier === 'string') {
    throw refuse(400, 'Only one of visibility value and identifier can be provided.')
  }
  const role = roles.find((candidate) => [value, identifier].includes(candidate.name) || candidate.id === identifier)
  if (!role) throw refuse(400, `The role '${value ?? identifier ?? ''}' does not exist.`)
  return { type: 'role', value: role.name, identifier: role.name }
}

function propertiesOf(input: CommentInput): Record<string, unknown> {
  return Object.fromEntries((input.properties ?? []).map(({ key, value }) => [key, value]))
}
