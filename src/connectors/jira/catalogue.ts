import { z } from 'zod'
import type { FieldType } from '../../core/record.ts'
import type { Clock } from '../../core/clock.ts'
import type { Session } from './session.ts'

/** A field's data type as Jira describes it. `items` may be a translated label, so nothing branches on it but for system types. */
export const JiraSchema = z.object({
  type: z.string(),
  items: z.string().optional(),
  system: z.string().optional(),
  custom: z.string().optional(),
})
export type JiraSchema = z.infer<typeof JiraSchema>

const JiraField = z.object({
  id: z.string(),
  name: z.string(),
  custom: z.boolean().catch(false),
  clauseNames: z.array(z.string()).catch([]),
  schema: JiraSchema.optional(),
  scope: z
    .object({ project: z.object({ id: z.string() }).optional() })
    .optional()
    .catch(undefined),
})
export type JiraField = z.infer<typeof JiraField>

/** All fields of the site, by id. */
export interface Catalogue {
  /** The named fields; asks anew, at most once a minute, if one of them is not known. */
  fields(ids: readonly string[]): Promise<ReadonlyMap<string, JiraField>>
}

const FRESH_FOR_MS = 60 * 60_000
const ASK_AGAIN_AFTER_MS = 60_000

export function createCatalogue(session: Session, clock: Clock): Catalogue {
  let latest: { at: number; fields: Promise<ReadonlyMap<string, JiraField>> } | undefined

  function fetchIfOlderThan(ms: number): Promise<ReadonlyMap<string, JiraField>> {
    if (latest && clock.monotonicMs() - latest.at <= ms) return latest.fields
    const asked = { at: clock.monotonicMs(), fields: fetchFields(session) }
    asked.fields.catch(() => {
      if (latest === asked) latest = undefined
    })
    latest = asked
    return asked.fields
  }

  return {
    async fields(ids) {
      const known = await fetchIfOlderThan(FRESH_FOR_MS)
      return ids.every((id) => known.has(id)) ? known : fetchIfOlderThan(ASK_AGAIN_AFTER_MS)
    },
  }
}

async function fetchFields(session: Session): Promise<ReadonlyMap<string, JiraField>> {
  const { body } = await session.call({ method: 'GET', path: '/field', effect: 'repeatable', body: z.array(JiraField) })
  return new Map(body.map((field) => [field.id, field]))
}

const TEXT_AREA = /:textarea$/
const LABELS = /:labels$/

/** Types of Jira's that mean the same as one of ours. */
const PLAIN_TYPES: Readonly<Record<string, FieldType>> = {
  string: 'text',
  number: 'number',
  date: 'date',
  datetime: 'date-time',
  user: 'person',
  status: 'status',
  priority: 'choice',
  resolution: 'choice',
  option: 'choice',
  issuetype: 'choice',
  securitylevel: 'choice',
  version: 'choice',
  project: 'reference',
  issuelink: 'reference',
}

const LISTED_CHOICES = new Set(['option', 'version', 'component'])

/** Our type of a field; what has none is shown but cannot be written. */
export function fieldTypeOf(id: string, schema: JiraSchema | undefined): FieldType {
  if (id === 'parent') return 'reference'
  if (!schema) return 'other'
  if (schema.system === 'description' || schema.system === 'environment') return 'rich-text'
  if (TEXT_AREA.test(schema.custom ?? '')) return 'rich-text'
  if (schema.type !== 'array') return PLAIN_TYPES[schema.type] ?? 'other'
  if (schema.system === 'labels' || LABELS.test(schema.custom ?? '')) return 'labels'
  return LISTED_CHOICES.has(schema.items ?? '') ? 'choices' : 'other'
}
