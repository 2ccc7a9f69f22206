import type { RecordLink } from '../../api/operations.ts'

/** A record as a pair, an operation or an attention item tells of it; null where it is not known yet. */
export function recordLink(id: string | null, key: string | null, url: string | null): RecordLink | null {
  return id === null ? null : { id, key: key ?? id, url }
}
