import { affectedUsersField, customerImpactField, salesforceCaseIdField, salesforceReferenceField } from './catalog.ts'

/** How a value of the field is written and stored; `system` fields are kept by Jira itself and can't be set. */
export type FieldKind =
  'summary' | 'text' | 'rich text' | 'number' | 'option' | 'user' | 'date' | 'labels' | 'named' | 'system'

export interface FieldSchema {
  readonly type: string
  readonly items?: string
  readonly system?: string
  readonly custom?: string
  readonly customId?: number
}

export interface Field {
  readonly id: string
  readonly name: string
  readonly kind: FieldKind
  readonly custom: boolean
  readonly clauseNames: readonly string[]
  readonly navigable: boolean
  readonly orderable: boolean
  readonly searchable: boolean
  /** Missing for `issuekey`, as on the real site. */
  readonly schema?: FieldSchema
}

interface SystemOptions {
  type: string
  items?: string
  kind?: FieldKind
  clauses?: readonly string[]
  navigable?: boolean
}

function system(
  id: string,
  name: string,
  { type, items, kind = 'system', clauses = [id], navigable = true }: SystemOptions,
): Field {
  return {
    id,
    name,
    kind,
    custom: false,
    clauseNames: clauses,
    navigable,
    orderable: kind !== 'system',
    searchable: clauses.length > 0,
    schema: { type, ...(items === undefined ? {} : { items }), system: id },
  }
}

function custom(
  id: string,
  name: string,
  { type, kind, renderer }: { type: string; kind: FieldKind; renderer: string },
): Field {
  const customId = Number(id.replace('customfield_', ''))
  return {
    id,
    name,
    kind,
    custom: true,
    clauseNames: [`cf[${customId}]`, name],
    navigable: true,
    orderable: true,
    searchable: true,
    schema: { type, custom: `com.atlassian.jira.plugin.system.customfieldtypes:${renderer}`, customId },
  }
}

export const fields: readonly Field[] = [
  {
    id: 'issuekey',
    name: 'Key',
    kind: 'system',
    custom: false,
    clauseNames: ['id', 'issue', 'issuekey', 'key', 'workItem', 'workItemKey'],
    navigable: true,
    orderable: false,
    searchable: true,
  },
  system('summary', 'Summary', { type: 'string', kind: 'summary' }),
  system('issuetype', 'Work type', { type: 'issuetype', kind: 'named', clauses: ['issuetype', 'type', 'workType'] }),
  system('project', 'Space', { type: 'project', kind: 'named', clauses: ['project', 'space'] }),
  system('description', 'Description', { type: 'string', kind: 'rich text' }),
  system('environment', 'Environment', { type: 'string', kind: 'rich text' }),
  system('status', 'Status', { type: 'status' }),
  system('statusCategory', 'Status Category', { type: 'statusCategory' }),
  system('statuscategorychangedate', 'Status Category Changed', {
    type: 'datetime',
    clauses: ['statusCategoryChangedDate'],
  }),
  system('priority', 'Priority', { type: 'priority', kind: 'named' }),
  system('resolution', 'Resolution', { type: 'resolution', kind: 'named' }),
  system('resolutiondate', 'Resolved', { type: 'datetime', clauses: ['resolutiondate', 'resolved'] }),
  system('assignee', 'Assignee', { type: 'user', kind: 'user' }),
  system('reporter', 'Reporter', { type: 'user', kind: 'user' }),
  system('creator', 'Creator', { type: 'user' }),
  system('labels', 'Labels', { type: 'array', items: 'string', kind: 'labels' }),
  system('duedate', 'Due date', { type: 'date', kind: 'date', clauses: ['due', 'duedate'] }),
  system('created', 'Created', { type: 'datetime', clauses: ['created', 'createdDate'] }),
  system('updated', 'Updated', { type: 'datetime', clauses: ['updated', 'updatedDate'] }),
  system('comment', 'Comment', { type: 'comments-page', clauses: ['comment'], navigable: false }),
  system('attachment', 'Attachment', { type: 'array', items: 'attachment', clauses: ['attachments'] }),
  custom(salesforceCaseIdField, 'Salesforce Case ID', { type: 'string', kind: 'text', renderer: 'textfield' }),
  custom(salesforceReferenceField, 'Salesforce Reference', { type: 'string', kind: 'text', renderer: 'textfield' }),
  custom(affectedUsersField, 'Affected Users', { type: 'number', kind: 'number', renderer: 'float' }),
  custom(customerImpactField, 'Customer Impact', { type: 'option', kind: 'option', renderer: 'select' }),
]

const byId = new Map(fields.map((field) => [field.id, field]))

export function fieldById(id: string): Field | undefined {
  return byId.get(id)
}

/** Finds a field by a name that JQL knows it by; names are not case sensitive. */
export function fieldByClause(clause: string): Field | undefined {
  const wanted = clause.toLowerCase()
  return fields.find((field) => field.clauseNames.some((name) => sameClause(name, wanted)))
}

function sameClause(name: string, wanted: string): boolean {
  const lower = name.toLowerCase()
  return lower === wanted || wanted.startsWith(`${lower}[`)
}

/** What the create screen offers, in its order. */
export const createFieldIds: readonly string[] = [
  'summary',
  'issuetype',
  'project',
  'description',
  'environment',
  'priority',
  'assignee',
  'reporter',
  'labels',
  'duedate',
  salesforceCaseIdField,
  salesforceReferenceField,
  affectedUsersField,
  customerImpactField,
]

/** The edit screen: as the create screen, but an issue changes its project by a move only. */
export const editFieldIds: readonly string[] = createFieldIds.filter((id) => id !== 'project')
