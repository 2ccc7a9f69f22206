import { z } from 'zod'
import type { Fields, FieldValue, SystemRecord } from '../../core/record.ts'
import { fieldTypeOf, type Catalogue, type JiraField } from './catalogue.ts'
import { entityName, parseKey } from './entity.ts'
import { utcOf } from './times.ts'
import { fieldValueOf, wireValueOf } from './values.ts'

/** Key of the issue property that a create of ours carries. */
export const MARKER_PROPERTY = 'crosstie'

export const Issue = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.record(z.string(), z.unknown()).catch({}),
  properties: z.record(z.string(), z.unknown()).optional(),
})
export type Issue = z.infer<typeof Issue>

/** Fields that every read asks for beside the wanted ones: they make up the record itself. */
export const RECORD_FIELDS = ['updated', 'issuetype'] as const

/** Values of an issue that stand beside its fields. */
export const PSEUDO_FIELDS = new Set(['id', 'key'])

const Type = z.object({ name: z.string() })
const MarkerProperty = z.object({ marker: z.string() })
const Creator = z.object({ accountId: z.string() })

/** The names to ask Jira for, in an order that makes equal wishes equal. */
export function askedFields(fields: readonly string[]): string[] {
  const wanted = fields.filter((field) => !PSEUDO_FIELDS.has(field))
  return [...new Set([...wanted, ...RECORD_FIELDS])].sort()
}

export function recordOf(
  issue: Issue,
  wanted: readonly string[],
  catalogue: ReadonlyMap<string, JiraField>,
  siteUrl: string,
): SystemRecord {
  const project = parseKey(issue.key)?.project ?? ''
  const type = Type.safeParse(issue.fields['issuetype'])
  return {
    id: issue.id,
    key: issue.key,
    url: `${siteUrl}/browse/${issue.key}`,
    entity: entityName({ project, type: type.success ? type.data.name : undefined }),
    stamp: stampOf(issue),
    fields: Object.fromEntries(wanted.map((id) => [id, valueOf(issue, id, catalogue)])),
  }
}

function valueOf(issue: Issue, id: string, catalogue: ReadonlyMap<string, JiraField>): FieldValue {
  if (id === 'id') return issue.id
  if (id === 'key') return issue.key
  return fieldValueOf(fieldTypeOf(id, catalogue.get(id)?.schema), issue.fields[id])
}

/** When the issue was last changed, in UTC. */
export function stampOf(issue: Issue): string {
  return timeIn(issue, 'updated') ?? new Date(0).toISOString()
}

export function timeIn(issue: Issue, field: string): string | undefined {
  const value = issue.fields[field]
  return typeof value === 'string' || typeof value === 'number' ? utcOf(value) : undefined
}

/** The marker that a create of ours put into the issue. */
export function markerOf(issue: Issue): string | undefined {
  const property = MarkerProperty.safeParse(issue.properties?.[MARKER_PROPERTY])
  return property.success ? property.data.marker : undefined
}

export function creatorOf(issue: Issue): string | undefined {
  const creator = Creator.safeParse(issue.fields['creator'])
  return creator.success ? creator.data.accountId : undefined
}

/** Values to write, by field id, as Jira takes them. */
export async function wireFields(fields: Fields, catalogue: Catalogue): Promise<Record<string, unknown>> {
  const known = await catalogue.fields(Object.keys(fields))
  return Object.fromEntries(
    Object.entries(fields).map(([id, value]) => {
      const field = known.get(id)
      const name = field?.name ?? id
      const jiraType = field?.schema?.type === 'array' ? `${field.schema.items ?? ''}[]` : field?.schema?.type
      return [id, wireValueOf({ id, name, type: fieldTypeOf(id, field?.schema), jiraType }, value)]
    }),
  )
}
