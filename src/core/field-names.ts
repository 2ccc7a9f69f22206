import { nearest } from './problem.ts'
import type { EntitySchema, FieldSchema } from './record.ts'

export type FoundField = { readonly field: FieldSchema } | { readonly message: string; readonly fix: string }

/** Finds a field by its id or by the name that people see, or says what is wrong and what was probably meant. */
export function findField(schema: EntitySchema, name: string): FoundField {
  const byId = schema.fields.find(({ id }) => id === name)
  if (byId) return { field: byId }
  const named = schema.fields.filter((field) => field.name === name)
  if (named.length > 1) {
    const ids = named.map(({ id }) => id).join(', ')
    return {
      message: `${schema.label} has ${named.length} fields named "${name}"`,
      fix: `Write the field's id: ${ids}`,
    }
  }
  const [field = parentField(schema, name)] = named
  return field ? { field } : unknownField(schema, name)
}

function unknownField(schema: EntitySchema, name: string): FoundField {
  const meant = nearest(
    name,
    schema.fields.flatMap((field) => [field.id, field.name]),
  )
  const fix = meant ? `Did you mean "${meant}"?` : 'Choose a field of this entity, or refresh its schema'
  return { message: `${schema.label} has no field "${name}"`, fix }
}

/**
 * `Account.Name` where the entity refers to an account. What the parent's field holds is not known here, so it is read
 * as it comes and never written.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_relationships.htm
 */
function parentField(schema: EntitySchema, path: string): FieldSchema | undefined {
  const [, parent, rest] = /^(\w+)\.([\w.]+)$/.exec(path) ?? []
  if (parent === undefined || rest === undefined) return undefined
  const referenceId = parent.endsWith('__r') ? `${parent.slice(0, -1)}c` : `${parent}Id`
  if (!schema.fields.some(({ id }) => id === referenceId)) return undefined
  const readOnly = { required: false, createable: false, updateable: false, unique: false }
  return { id: path, name: path, type: 'other', ...readOnly }
}
