import { otherSide, type CompiledWorkflow, type Side } from './compiled.ts'
import { textOf, type SystemRecord } from './record.ts'

/** What a record says about its partner, in its correlation fields. */
export type PartnerNamed = { readonly by: 'identity' | 'id' | 'key'; readonly value: string }

/** The partner that an unlinked record names, best evidence first: the immutable identity, then an id, then a label. */
export function partnerNamed(workflow: CompiledWorkflow, side: Side, record: SystemRecord): PartnerNamed | undefined {
  const correlation = workflow.correlation[side]
  if (!correlation) return undefined
  const identity = correlation.marker ? textOf(record.fields[correlation.marker]).trim() : ''
  if (identity) return { by: 'identity', value: identity }
  const value = textOf(record.fields[correlation.field]).trim()
  return value ? { by: correlation.holds, value } : undefined
}

/** The value by which the other side's correlation field names this record. */
export function nameFor(workflow: CompiledWorkflow, side: Side, record: SystemRecord): string {
  return workflow.correlation[otherSide(side)]?.holds === 'key' ? record.key : record.id
}
