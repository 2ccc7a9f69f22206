import type { EvaluationContext, WantedTransition } from './compiled.ts'
import type { FieldValue, SystemRecord } from './record.ts'

/** How a mapping's value is found, before it is fitted to its target field. */
export interface Rule {
  readonly sources: readonly string[]
  readonly meaning: unknown
  /** E-mail addresses of the people that it will ask for. */
  peopleOf(record: SystemRecord): readonly string[]
  pick(record: SystemRecord, context: EvaluationContext): Picked
}

/** `fitted`: the value is what the target takes already. */
export type Picked =
  | { readonly kind: 'raw' | 'fitted'; readonly value: FieldValue; readonly transition?: WantedTransition }
  | { readonly kind: 'no-opinion'; readonly reason: string }
