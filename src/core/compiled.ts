import type { FieldSchema, FieldType, FieldValue, Person, SystemRecord } from './record.ts'

/** The two systems of a workflow; the document's first alias is left, its second right. */
export type Side = 'left' | 'right'

export const SIDES: readonly Side[] = ['left', 'right']

export function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left'
}

/**
 * What a mapping may read of a record beside its fields. `source.…` is said of the record that an action starts from,
 * `target.…` in respond mappings of the record that was written; to the evaluation they are the same: the record read.
 * `identity` is `<site id>:<record id>`, unique among all sites.
 */
export type VirtualSource = `${'source' | 'target'}.${'id' | 'key' | 'url' | 'identity'}`

export function isVirtualSource(source: string): source is VirtualSource {
  return /^(source|target)\.(id|key|url|identity)$/.test(source)
}

/** The value that a source of a mapping has in a record: what is hashed as agreed. Undefined: the field was not read. */
export function sourceValue(source: string, record: SystemRecord, siteId: string): FieldValue | undefined {
  if (!isVirtualSource(source)) return Object.hasOwn(record.fields, source) ? record.fields[source] : undefined
  switch (source.slice('source.'.length)) {
    case 'key':
      return record.key
    case 'url':
      return record.url
    case 'identity':
      return `${siteId}:${record.id}`
    default:
      return record.id
  }
}

/** Everything that evaluating needs and a record does not hold. */
export interface EvaluationContext {
  /** A person of the side written to, by e-mail address; resolved beforehand (see `CompiledWorkflow.peopleWanted`). */
  readonly people: (email: string) => Person | undefined
  /** `Account.siteId` of the system that the record evaluated comes from. */
  readonly siteId: string
  readonly now: Date
}

/** The transition that a status asks for: `id` where the workflow prescribes one; its fields by name or id, as text. */
export interface WantedTransition {
  readonly id?: string
  readonly fields: Readonly<Record<string, string>>
}

export type Evaluated =
  | { readonly kind: 'value'; readonly value: FieldValue; readonly transition?: WantedTransition }
  | { readonly kind: 'no-opinion'; readonly reason: string }
  /** No valid value can be built; the message names the field and says why. */
  | { readonly kind: 'error'; readonly message: string }

export type ConflictRule = 'latest-wins' | 'left-wins' | 'right-wins' | 'ask'

export type FirstContact = Side | 'fill-empty' | 'ask'

export interface CompiledMapping {
  /** `<action>/<target field id>`, in respond `<action>/respond/<target field id>`. */
  readonly id: string
  readonly action: string
  /** Side that is read. In respond mappings this is the action's `to`. */
  readonly from: Side
  /** Side that is written. */
  readonly to: Side
  readonly target: FieldSchema
  /** What is read on the from side, conditions included: field ids and `VirtualSource`s. Read them with `sourceValue`. */
  readonly sources: readonly string[]
  readonly on: 'always' | 'create' | 'update'
  /** Already obeyed by `evaluate`. */
  readonly onEmpty: 'clear' | 'skip' | { readonly default: string }
  readonly drift: 'leave' | 'overwrite'
  readonly isRespond: boolean
  /** Added by Crosstie to keep a correlation field or marker filled; the document does not name it. */
  readonly isImplicit: boolean
  /** Id of the mapping of the other direction that reads this target field and writes one of these source fields. */
  readonly counterpart: string | undefined
  /** The same for both counterparts. */
  readonly conflict: ConflictRule
  /** The same for both counterparts. */
  readonly firstContact: FirstContact
  /** Text of what the mapping means; two mappings with the same text give the same value for the same record. */
  readonly fingerprint: string
  /** Never throws. */
  evaluate(record: SystemRecord, context: EvaluationContext): Evaluated
}

export type Operator =
  | 'is'
  | 'is-not'
  | 'one-of'
  | 'not-one-of'
  | 'empty'
  | 'not-empty'
  | 'contains'
  | 'not-contains'
  | 'less-than'
  | 'greater-than'
  | 'equals'

export interface CompiledCondition {
  readonly kind: 'condition'
  /** The condition as a person reads it: `Priority is High`. */
  readonly text: string
  readonly operator: Operator
  readonly values: readonly string[]
  readonly sources: readonly string[]
  /** Data that is equal for conditions that mean the same. */
  readonly meaning: unknown
  /** Why this condition is never a verdict (it only bounds a poll, say); undefined for all others. */
  readonly alwaysTrue: string | undefined
  /** The value that is compared. Never throws. */
  read(record: SystemRecord): FieldValue
}

export type CompiledFilter =
  CompiledCondition | { readonly kind: 'all' | 'any'; readonly parts: readonly CompiledFilter[] }

export type CompiledTrigger =
  | { readonly type: 'poller'; readonly everyMs: number }
  | { readonly type: 'poller'; readonly cron: string; readonly zone: string }
  | { readonly type: 'listener'; readonly filter: CompiledFilter }

export interface CompiledAction {
  readonly name: string
  readonly from: Side
  readonly to: Side
  readonly creates: boolean
  readonly updates: boolean
  /** Asked with `evaluateFilter` (conditions.ts). */
  readonly filter: CompiledFilter
  /** At least one. */
  readonly triggers: readonly CompiledTrigger[]
  /** Which records that are there at activation are brought over; a date is `yyyy-mm-dd`. */
  readonly existing: string
  readonly whenOutOfScope: 'keep-in-step' | 'leave-alone'
  readonly mappings: readonly CompiledMapping[]
  readonly respond: readonly CompiledMapping[]
}

/** Where a side keeps the other side's key or id, by field id. */
export interface CompiledCorrelation {
  readonly field: string
  readonly holds: 'id' | 'key'
  /** A unique field that holds the partner's identity, `<site id>:<record id>`. */
  readonly marker?: string
}

export interface CompiledWorkflow {
  readonly name: string
  readonly aliases: Readonly<Record<Side, string>>
  /** Names of the connected systems. */
  readonly systems: Readonly<Record<Side, string>>
  readonly entities: Readonly<Record<Side, string>>
  readonly correlation: {
    readonly left: CompiledCorrelation | undefined
    readonly right: CompiledCorrelation | undefined
    readonly unlinked: 'create-only' | 'match-then-create' | 'match-only'
    /** Pairs of field ids whose values must all be equal and not empty. */
    readonly match: readonly Readonly<Record<Side, string>>[]
  }
  readonly actions: readonly CompiledAction[]
  /** Every field that reading a record must bring, sorted; virtual sources are not among them. */
  readonly reads: Readonly<Record<Side, readonly string[]>>
  /** Type of every field that is read or written, by side and field id; what is compared and hashed depends on it. */
  readonly types: Readonly<Record<Side, ReadonlyMap<string, FieldType>>>
  /** E-mail addresses in a record of that side that must be resolved on the other side before planning. */
  peopleWanted(side: Side, record: SystemRecord): readonly string[]
}
