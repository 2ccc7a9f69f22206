import fc from 'fast-check'
import type { FieldType, FieldValue } from './record.ts'

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\r', '\n', '\t', '{', '}', '👩‍👩‍👧', ',', ';', '5', '.', '-') }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.double().map(String),
  fc.constantFrom('New', 'true', '2026-02-30', '2026-01-01T10:00:00.000+0000', '5.0', '-0'),
)

const atoms: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.constant(null),
  texts,
  fc.double(),
  fc.boolean(),
  fc.record({ kind: fc.constant('choice'), id: texts, name: texts }),
  fc.record({ kind: fc.constant('person'), id: texts, name: texts, email: fc.option(texts) }),
  fc.record({ kind: fc.constant('rich-text'), text: texts, exact: fc.boolean() }),
)

/** Any value that a field could ever hold. */
export const fieldValues: fc.Arbitrary<FieldValue> = fc.oneof(atoms, fc.array(atoms, { maxLength: 4 }))

export const fieldTypes: fc.Arbitrary<FieldType> = fc.constantFrom(
  'id',
  'text',
  'long-text',
  'rich-text',
  'number',
  'boolean',
  'date',
  'date-time',
  'choice',
  'choices',
  'status',
  'person',
  'labels',
  'reference',
  'other',
)

export { texts }
