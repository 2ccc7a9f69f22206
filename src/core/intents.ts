import type { Side } from './compiled.ts'
import { hashOf, hashOfValue, OWED, type Agreement, type Agreements, type HashNeeds, type PairRecords } from './pair.ts'
import type { Decision, PairPlan } from './plan.ts'
import type { Choice } from './record.ts'

/** One field of a write, as it is remembered before the call leaves. */
export interface IntentEntry {
  readonly mapping: string
  readonly field: string
  /** Hash of the value sent; for a transition the status it ends in. */
  readonly sent: string
  /** Hashes of the statuses on the way, for a transition. */
  readonly path: readonly string[]
  /** Hash of what the target showed when the write was planned. */
  readonly before: string
  /** What is agreed if the write landed: this mapping and its counterpart. */
  readonly agreements: Readonly<Record<string, Agreement>>
}

export interface Intent {
  readonly id: string
  readonly kind: 'create' | 'update' | 'transition'
  /** The side that is written. */
  readonly side: Side
  readonly marker: string | null
  readonly entries: readonly IntentEntry[]
  readonly createdAt: Date
}

export interface EntryNeeds extends HashNeeds {
  readonly records: PairRecords
}

/** What to remember before one decision is carried out; `path` are the statuses that a transition passes through. */
export function intentEntry(
  decision: Decision,
  plan: PairPlan,
  path: readonly Choice[],
  needs: EntryNeeds,
): IntentEntry {
  const target = needs.records[decision.side]
  const hash = (value: Decision['wanted']) => hashOfValue(needs, decision.side, decision.field, value)
  return {
    mapping: decision.mapping,
    field: decision.field,
    sent: hash(decision.wanted),
    path: path.map(hash),
    before: target ? hashOf(needs, decision.side, target, decision.field) : hash(null),
    agreements: plan.settlements.find(({ writes }) => writes.includes(decision.mapping))?.agreements ?? {},
  }
}

/**
 * What the open intents of earlier runs tell, held against the records as they are now. A field that shows what we sent
 * is our own write: its agreement is made up for. A status on our way there is ours too, but the source is still owed.
 * Anything else says nothing: the table decides.
 */
export function recoverAgreements(
  intents: readonly Intent[],
  agreements: Agreements,
  needs: EntryNeeds,
): Map<string, Agreement> {
  const recovered = new Map(agreements)
  for (const intent of intents) {
    const record = needs.records[intent.side]
    if (!record) continue
    for (const entry of intent.entries) {
      const shows = hashOf(needs, intent.side, record, entry.field)
      if (shows === entry.sent)
        for (const [id, agreement] of Object.entries(entry.agreements)) recovered.set(id, agreement)
      else if (entry.path.includes(shows)) adoptTarget(recovered, entry, shows)
    }
  }
  return recovered
}

/**
 * The target stands at a value of ours between the old and the wanted one: nobody changed it there, and the source is
 * owed even if it went back to what was agreed.
 */
function adoptTarget(
  agreements: Map<string, Agreement>,
  { mapping, field, agreements: wanted }: IntentEntry,
  shows: string,
): void {
  for (const id of Object.keys(wanted)) {
    const known = agreements.get(id)
    if (!known) continue
    const isOwn = id === mapping
    const sources = isOwn ? owedSources(known) : { ...known.sources, [field]: shows }
    agreements.set(id, { ...known, sources, target: isOwn ? shows : OWED })
  }
}

function owedSources({ sources }: Agreement): Agreement['sources'] {
  return Object.fromEntries(Object.keys(sources).map((field) => [field, OWED]))
}
