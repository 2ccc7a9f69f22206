import type { FieldDefinition, ObjectDefinition } from './definition.ts'
import { objects } from './objects.ts'

const byName = new Map(objects.map((object) => [object.name.toLowerCase(), object]))
const fieldsOf = new Map(
  objects.map((object) => [object.name, new Map(object.fields.map((field) => [field.name.toLowerCase(), field]))]),
)

/** Names of objects and fields have no case in the API. */
export function findObject(name: string): ObjectDefinition | undefined {
  return byName.get(name.toLowerCase())
}

export function objectNamed(name: string): ObjectDefinition {
  const object = findObject(name)
  if (!object) throw new Error(`The org has no object ${name}`)
  return object
}

export function findField(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  return fieldsOf.get(object.name)?.get(name.toLowerCase())
}

export function objectOfId(id: string): ObjectDefinition | undefined {
  return objects.find(({ keyPrefix }) => id.startsWith(keyPrefix))
}
