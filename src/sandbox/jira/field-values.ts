import { type AdfDocument, readAdf, adfToText } from './adf.ts'
import { impactOptions, issueTypes, priorities, projects, resolutions } from './catalog.ts'
import { type Field, fieldById } from './fields.ts'
import { type ErrorCollection, Refusal } from './refusal.ts'
import { type Issue, type SiteState, userById } from './site.ts'

export type IssuePatch = Partial<Omit<Issue, 'custom'>> & { custom?: Issue['custom'] }

/** What is wrong with one field; `INVALID_INPUT` is the one that Jira reports without naming the field. */
class FieldProblem extends Error {}

const invalidInput = 'INVALID_INPUT'
const summaryMax = 255
const shortTextMax = 255
const longTextMax = 32_767

/** Reads the values of several fields, or refuses with one message for each that is wrong. */
export function readFields(
  site: SiteState,
  values: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): IssuePatch {
  const errors: Record<string, string> = {}
  let patch: IssuePatch = {}
  for (const [id, value] of Object.entries(values)) {
    try {
      patch = mergePatch(patch, readFieldValue(site, id, value, allowed))
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error
      errors[id] = error.message
    }
  }
  if (Object.keys(errors).length > 0) throw new Refusal(400, errorBody(errors))
  return patch
}

function errorBody(errors: Record<string, string>): ErrorCollection {
  const named = Object.entries(errors).filter(([, message]) => message !== invalidInput)
  const hasInvalidInput = named.length < Object.keys(errors).length
  return { errorMessages: hasInvalidInput ? [invalidInput] : [], errors: Object.fromEntries(named) }
}

export function mergePatch(left: IssuePatch, right: IssuePatch): IssuePatch {
  return { ...left, ...right, ...(left.custom || right.custom ? { custom: { ...left.custom, ...right.custom } } : {}) }
}

function readFieldValue(site: SiteState, id: string, value: unknown, allowed: readonly string[]): IssuePatch {
  const field = fieldById(id)
  if (!field || !allowed.includes(id)) {
    throw new FieldProblem(`Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`)
  }
  return field.custom ? { custom: { [id]: readCustom(field, value) } } : readSystem(site, id, value)
}

function readSystem(site: SiteState, id: string, value: unknown): IssuePatch {
  switch (id) {
    case 'summary':
      return { summary: readSummary(site, value) }
    case 'description':
      return { description: readRichText(value) }
    case 'environment':
      return { environment: readRichText(value) }
    case 'priority':
      return { priorityId: readChoice(priorities, value, 'The priority selected is invalid.') }
    case 'issuetype':
      return { issueTypeId: readChoice(issueTypes, value, 'Specify a valid issue type') }
    case 'project':
      return { projectId: readProject(value) }
    case 'resolution':
      return { resolutionId: readChoice(resolutions, value, 'The resolution selected is invalid.') }
    case 'assignee':
      return { assignee: readAssignee(site, value) }
    case 'reporter':
      return { reporter: readReporter(site, value) }
    case 'labels':
      return { labels: readLabels(value) }
    case 'duedate':
      return { duedate: readDate(value) }
    default:
      throw new FieldProblem(`Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`)
  }
}

function readSummary(site: SiteState, value: unknown): string {
  if (value === null || value === undefined || value === '')
    throw new FieldProblem('You must specify a summary of the issue.')
  if (typeof value !== 'string') throw new FieldProblem('Operation value must be a string')
  if (value.trim() === '') throw new FieldProblem('You must specify a summary of the issue.')
  if (/[\r\n]/.test(value)) throw new FieldProblem('The summary is invalid because it contains newline characters.')
  if (value.length > summaryMax) throw new FieldProblem('Summary must be less than 255 characters.')
  const rule = site.faults.summaryRule.find(({ contains }) => value.includes(contains))
  if (rule) throw new FieldProblem(rule.message)
  return value
}

/** A cleared document is empty, not null: only one that was never set reads as null. */
function readRichText(value: unknown): AdfDocument {
  if (value === null) return { type: 'doc', version: 1, content: [] }
  const reading = readAdf(value)
  if (reading.kind === 'not a document') {
    throw new FieldProblem('Operation value must be an Atlassian Document (see the Atlassian Document Format)')
  }
  if (reading.kind === 'invalid') throw new FieldProblem(invalidInput)
  if (adfToText(reading.document).length > longTextMax) throw new FieldProblem(tooLong(longTextMax))
  return reading.document
}

/** The body of a comment: as a description, but never empty, and the key of its errors is `comment`. */
export function readCommentBody(value: unknown): AdfDocument {
  try {
    const document = value === undefined || value === null ? undefined : readRichText(value)
    if (!document || document.content.length === 0) throw new FieldProblem('Comment body can not be empty!')
    return document
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error
    throw new Refusal(400, errorBody({ comment: error.message }))
  }
}

function tooLong(max: number): string {
  return `The entered text is too long. It exceeds the allowed limit of ${max.toLocaleString('en-US')} characters.`
}

interface Choice {
  readonly id: string
  readonly name: string
}

function readChoice(choices: readonly Choice[], value: unknown, problem: string): string {
  const id = property(value, 'id')
  const name = property(value, 'name')
  const found = choices.find((choice) => (id === undefined ? choice.name === name : choice.id === id))
  if (!found) throw new FieldProblem(problem)
  return found.id
}

function readProject(value: unknown): string {
  const id = property(value, 'id')
  const key = property(value, 'key')
  const found = projects.find((project) => (id === undefined ? project.key === key : project.id === id))
  if (!found) throw new FieldProblem('Specify a valid project ID or key')
  return found.id
}

function property(value: unknown, key: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  return typeof found === 'string' ? found : undefined
}

function readAssignee(site: SiteState, value: unknown): string | null {
  const accountId = accountIdOf(value)
  if (accountId === null) return null
  const user = userById(site, accountId)
  if (!user?.active || !user.assignable) throw new FieldProblem(`User '${accountId}' cannot be assigned issues.`)
  return accountId
}

function readReporter(site: SiteState, value: unknown): string | null {
  const accountId = accountIdOf(value)
  if (accountId !== null && !userById(site, accountId)) throw new FieldProblem('The reporter specified is not a user.')
  return accountId
}

/** `{accountId}` or `{id}`; nobody for null. */
function accountIdOf(value: unknown): string | null {
  return property(value, 'accountId') ?? property(value, 'id') ?? null
}

function readLabels(value: unknown): readonly string[] {
  if (value === null) return []
  if (!Array.isArray(value)) throw new FieldProblem('data was not an array')
  return sortLabels((value as unknown[]).map(readLabel))
}

export function sortLabels(labels: readonly string[]): readonly string[] {
  return [...new Set(labels)].toSorted()
}

function readLabel(value: unknown): string {
  if (typeof value !== 'string') throw new FieldProblem('Operation value must be a string')
  if (/\s/.test(value)) throw new FieldProblem(`The label '${value}' contains spaces which is invalid.`)
  if (value.length > shortTextMax)
    throw new FieldProblem(`The label '${value}' exceeds the maximum length of 255 characters.`)
  return value
}

function readDate(value: unknown): string | null {
  if (value === null) return null
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    throw new FieldProblem("Error parsing date string: the date must be of the format 'yyyy-MM-dd'")
  }
  return value
}

function readCustom(field: Field, value: unknown): string | number | null {
  if (value === null) return null
  switch (field.kind) {
    case 'number':
      if (typeof value !== 'number') throw new FieldProblem('Operation value must be a number')
      return value
    case 'option':
      return readOption(value)
    default:
      return readShortText(value)
  }
}

function readShortText(value: unknown): string | null {
  if (typeof value !== 'string') throw new FieldProblem('Operation value must be a string')
  if (/[\r\n]/.test(value)) throw new FieldProblem('The text is invalid because it contains newline characters.')
  if (value.length > shortTextMax) throw new FieldProblem(tooLong(shortTextMax))
  return value === '' ? null : value
}

function readOption(value: unknown): string {
  const id = property(value, 'id')
  const name = property(value, 'value')
  const found = impactOptions.find((option) => (id === undefined ? option.value === name : option.id === id))
  if (!found) throw new FieldProblem(`Option value '${name ?? id ?? ''}' is not valid`)
  return found.id
}
