import { canonical } from './canonical.ts'
import { sourceValue, type CompiledWorkflow, type Side } from './compiled.ts'
import type { FieldValue, SystemRecord } from './record.ts'

/** Both records of a pair as they were read; one side is missing while it is not linked, or gone. */
export interface PairRecords {
  readonly left?: SystemRecord | undefined
  readonly right?: SystemRecord | undefined
}

/** What both sides agreed on for one mapping: keyed hashes, never the values themselves. */
export interface Agreement {
  /** By source field id. */
  readonly sources: Readonly<Record<string, string>>
  readonly target: string
  /** Of the mapping as it was when this was agreed. */
  readonly fingerprint: string
}

export type Agreements = ReadonlyMap<string, Agreement>

/** A keyed hash of a canonical value; the key is the engine's. */
export type Digest = (canonicalValue: string) => string

/** A source hash that no value has: a write that is still owed, because the record was created without this field. */
export const OWED = 'owed'

/** What it takes to hash a field of a pair's record. */
export interface HashNeeds {
  readonly workflow: CompiledWorkflow
  /** Identity of each side's site. */
  readonly siteIds: Readonly<Record<Side, string>>
  readonly digest: Digest
}

/** Hash of a source or target as a record shows it; a field that was not read counts as empty. */
export function hashOf(needs: HashNeeds, side: Side, record: SystemRecord, source: string): string {
  return hashOfValue(needs, side, source, sourceValue(source, record, needs.siteIds[side]) ?? null)
}

/** Hash of a value that is, or is to be, in a field. */
export function hashOfValue({ workflow, digest }: HashNeeds, side: Side, field: string, value: FieldValue): string {
  return digest(canonical(value, workflow.types[side].get(field) ?? 'text'))
}
