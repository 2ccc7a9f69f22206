import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import type { EntitySchema, FieldSchema } from '../../core/record.ts'
import { parseBody, type Call, type Session } from './session.ts'
import { optionsOf, typeOf } from './values.ts'

const WireField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  length: z.number(),
  nillable: z.boolean(),
  defaultedOnCreate: z.boolean(),
  createable: z.boolean(),
  updateable: z.boolean(),
  filterable: z.boolean().default(true),
  unique: z.boolean(),
  nameField: z.boolean().default(false),
  htmlFormatted: z.boolean().default(false),
  picklistValues: z
    .array(z.object({ value: z.string(), label: z.string().nullable(), active: z.boolean() }))
    .default([]),
  referenceTo: z.array(z.string()).default([]),
  relationshipName: z.string().nullable().default(null),
})

const WireDescribe = z.object({ name: z.string(), label: z.string(), fields: z.array(WireField) })

export type Field = z.output<typeof WireField>

/** An object as described, its fields by name. */
export interface Described {
  readonly name: string
  readonly label: string
  /** What people call a record by: `CaseNumber`, `Name`; undefined where the object has none. */
  readonly nameField: string | undefined
  readonly fields: ReadonlyMap<string, Field>
}

export interface Schemas {
  /**
   * The object as last described; described anew when old, or when it lacks a wanted field and is not brand-new.
   * Paths to parents (`Account.Name`) are not looked at.
   */
  described(entity: string, wanted?: readonly string[]): Promise<Described>
}

const KEPT_MS = 10 * 60_000
/** A field that somebody has just added is found after this long; until then a wrong name costs no further call. */
const FRESH_MS = 15_000

/** Descriptions are large and change rarely: each is asked for once and shared. */
export function createSchemas(session: Session, clock: Clock): Schemas {
  const kept = new Map<string, { readonly described: Promise<Described>; readonly at: number }>()

  function describe(entity: string): Promise<Described> {
    const described = askFor(session, entity)
    const entry = { described, at: clock.monotonicMs() }
    kept.set(entity, entry)
    described.catch(() => {
      if (kept.get(entity) === entry) kept.delete(entity)
    })
    return described
  }

  async function described(entity: string, wanted: readonly string[] = []): Promise<Described> {
    const entry = kept.get(entity)
    const age = entry ? clock.monotonicMs() - entry.at : Infinity
    if (!entry || age > KEPT_MS) return describe(entity)
    const known = await entry.described
    if (age <= FRESH_MS || wanted.every((field) => field.includes('.') || known.fields.has(field))) return known
    return kept.get(entity) === entry ? describe(entity) : described(entity)
  }

  return { described }
}

async function askFor(session: Session, entity: string): Promise<Described> {
  const call: Call = {
    what: `Describing ${entity}`,
    method: 'GET',
    path: `/sobjects/${encodeURIComponent(entity)}/describe`,
    effect: 'repeatable',
  }
  const { name, label, fields } = parseBody(WireDescribe, await session.call(call), call)
  return {
    name,
    label,
    nameField: fields.find((field) => field.nameField)?.name,
    fields: new Map(fields.map((field) => [field.name, field])),
  }
}

export function entitySchema({ name, label, fields }: Described): EntitySchema {
  return { entity: name, label, fields: [...fields.values()].map(fieldSchema) }
}

function fieldSchema(field: Field): FieldSchema {
  const type = typeOf(field)
  const hasOptions = type === 'choice' || type === 'choices'
  return {
    id: field.name,
    name: field.label,
    type,
    required: field.createable && !field.nillable && !field.defaultedOnCreate && type !== 'boolean',
    createable: field.createable,
    updateable: field.updateable,
    unique: field.unique,
    ...(field.length > 0 ? { maxLength: field.length } : {}),
    ...(hasOptions ? { options: optionsOf(field) } : {}),
  }
}
