import type { Row } from '../tables.ts'

/** Puts a row under a new id. */
export type Plant = (object: string, fields: Row) => string

/** The fields that tell who made a row and when, for one that nobody has touched since. */
export function audit(at: string, by: string | null) {
  return { CreatedDate: at, CreatedById: by, LastModifiedDate: at, LastModifiedById: by, SystemModstamp: at }
}
