import type { Fields } from '../../core/record.ts'
import { unknownField } from './records.ts'
import type { Described } from './schema.ts'
import { writeValue } from './values.ts'

/** The JSON of a write. Throws a Failure that names the field that does not exist or cannot take its value. */
export function wireFields(described: Described, fields: Fields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([id, value]) => {
      const field = described.fields.get(id)
      if (!field) throw unknownField(described, id)
      return [id, writeValue(field, value)]
    }),
  )
}
