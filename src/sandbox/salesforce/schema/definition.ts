/** What a field can hold, in the words of describe. */
export type FieldType =
  'id' | 'string' | 'textarea' | 'picklist' | 'boolean' | 'datetime' | 'reference' | 'email' | 'phone' | 'url'

export interface FieldDefinition {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  /** In characters; 0 for types without a length. */
  readonly length: number
  /** A limit in bytes of UTF-8 in place of the one in characters. */
  readonly maxBytes?: number
  readonly createable: boolean
  readonly updateable: boolean
  readonly nillable: boolean
  readonly defaultedOnCreate: boolean
  readonly filterable: boolean
  readonly sortable: boolean
  readonly custom: boolean
  readonly unique: boolean
  readonly externalId: boolean
  readonly idLookup: boolean
  readonly nameField: boolean
  readonly autoNumber: boolean
  readonly values: readonly string[]
  readonly defaultValue: string | null
  readonly restrictedPicklist: boolean
  readonly referenceTo: readonly string[]
  readonly relationshipName: string | null
}

export interface ChildRelationship {
  readonly name: string
  readonly type: string
  readonly field: string
}

export interface ObjectDefinition {
  readonly name: string
  readonly label: string
  readonly labelPlural: string
  readonly keyPrefix: string
  readonly createable: boolean
  readonly updateable: boolean
  readonly deletable: boolean
  readonly replicateable: boolean
  readonly fields: readonly FieldDefinition[]
  readonly children: readonly ChildRelationship[]
}

type Override = Partial<Omit<FieldDefinition, 'name' | 'label' | 'type'>>

const plain: Omit<FieldDefinition, 'name' | 'label' | 'type'> = {
  length: 0,
  createable: true,
  updateable: true,
  nillable: true,
  defaultedOnCreate: false,
  filterable: true,
  sortable: true,
  custom: false,
  unique: false,
  externalId: false,
  idLookup: false,
  nameField: false,
  autoNumber: false,
  values: [],
  defaultValue: null,
  restrictedPicklist: false,
  referenceTo: [],
  relationshipName: null,
}

const field = (type: FieldType, name: string, label: string, override: Override): FieldDefinition => ({
  ...plain,
  ...override,
  name,
  label,
  type,
})

/** What the org itself keeps: nobody may write it. */
export const kept: Override = { createable: false, updateable: false, nillable: false, defaultedOnCreate: true }
export const derived: Override = { createable: false, updateable: false }
export const required: Override = { nillable: false }

export const text = (name: string, label: string, length: number, override: Override = {}) =>
  field('string', name, label, { length, ...override })

export const email = (name: string, label: string, override: Override = {}) =>
  field('email', name, label, { length: 80, ...override })

export const phone = (name: string, label: string, override: Override = {}) =>
  field('phone', name, label, { length: 40, ...override })

/** Longer than 255 characters makes it a Long Text Area, which no query can filter or sort by. */
export const longText = (name: string, label: string, length: number, override: Override = {}) =>
  field('textarea', name, label, { length, filterable: length <= 255, sortable: length <= 255, ...override })

export const picklist = (name: string, label: string, values: readonly string[], override: Override = {}) =>
  field('picklist', name, label, { length: 40, values, defaultedOnCreate: override.defaultValue != null, ...override })

export const flag = (name: string, label: string, override: Override = {}) =>
  field('boolean', name, label, { nillable: false, defaultedOnCreate: true, ...override })

export const moment = (name: string, label: string, override: Override = {}) =>
  field('datetime', name, label, { ...kept, ...override })

export const reference = (
  name: string,
  label: string,
  relationshipName: string,
  referenceTo: readonly string[],
  override: Override = {},
) => field('reference', name, label, { length: 18, relationshipName, referenceTo, ...override })

export const recordIdField = (label: string) => field('id', 'Id', label, { length: 18, idLookup: true, ...kept })

/** The fields that the org keeps on nearly everything. */
export const auditFields: readonly FieldDefinition[] = [
  moment('CreatedDate', 'Created Date'),
  reference('CreatedById', 'Created By ID', 'CreatedBy', ['User'], kept),
  moment('LastModifiedDate', 'Last Modified Date'),
  reference('LastModifiedById', 'Last Modified By ID', 'LastModifiedBy', ['User'], kept),
  moment('SystemModstamp', 'System Modstamp'),
]

export const deletedFlag = flag('IsDeleted', 'Deleted', kept)

/** A Long Text Area in the answer halves the page. */
export const isLongText = ({ type, length }: FieldDefinition) => type === 'textarea' && length > 255
