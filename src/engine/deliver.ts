import { SIDES, otherSide, type Side } from '../core/compiled.ts'
import type { Hop } from '../core/connector.ts'
import { Failure } from '../core/failure.ts'
import { intentEntry, type IntentEntry } from '../core/intents.ts'
import {
  agreementsOnCreate,
  type CreatePlan,
  type Decision,
  type Move,
  type PairPlan,
  type PlanInput,
} from '../core/plan.ts'
import type { Choice, FieldValue, Fields, SystemRecord } from '../core/record.ts'
import { nameFor } from '../core/correlate.ts'
import { insertIntent } from '../store/intents.ts'
import { hashNeeds, link, markerOf, markerValue } from './correlate.ts'
import { agree, stage, type PairRun } from './run.ts'

/**
 * Carries out a plan: a create, or each side's fields in one patch and then its transitions. Every call's intent is
 * committed before it leaves. What succeeded is agreed in memory at once; the run's end writes it down, however it ends.
 */
export async function deliver(run: PairRun, plan: PairPlan, input: PlanInput): Promise<void> {
  if (plan.create) return create(run, plan, plan.create, input)
  const written = new Set<string>()
  let failure: Error | undefined
  for (const side of SIDES) {
    const { fields, moves } = plan.writes[side]
    for (const effect of [
      ...(Object.keys(fields).length > 0 ? [() => update(run, plan, side, fields, written)] : []),
      ...moves.map((one) => () => move(run, plan, side, one, written)),
    ]) {
      // One effect's failure says nothing about the others: fields and transitions are settled apart.
      try {
        await effect()
      } catch (error) {
        failure = moreUrgent(failure, asError(error))
      }
    }
  }
  settleWritten(run, plan, written)
  if (failure !== undefined) throw failure
}

/** Of two failures of one run, the one that is to be retried decides; a lost answer before all others. */
function moreUrgent(first: Error | undefined, second: Error): Error {
  const rank = (error: Error) =>
    !(error instanceof Failure)
      ? 4
      : error.effect === 'unknown'
        ? 3
        : error.kind === 'rejection' || error.kind === 'mapping'
          ? 1
          : 2
  return first === undefined || rank(second) > rank(first) ? second : first
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))

/** The groups whose writes have all succeeded, or that needed none, are agreed. */
function settleWritten(run: PairRun, plan: PairPlan, written: ReadonlySet<string>): void {
  for (const { writes, agreements } of plan.settlements) {
    if (writes.every((mapping) => written.has(mapping))) agree(run, Object.entries(agreements))
  }
}

/** Settles what a plan without effects shows: values that both sides have come to by themselves. */
export function settleWithoutWrites(run: PairRun, plan: PairPlan): void {
  settleWritten(run, plan, new Set())
}

async function create(run: PairRun, plan: PairPlan, { side, fields }: CreatePlan, input: PlanInput): Promise<void> {
  const { runtime } = run
  const source = run.records[otherSide(side)]
  if (!source) throw new Error('A create needs the record it is made from')
  await stage(run, 'deliver', async () => {
    const value = markerValue(runtime, side, source)
    const sent = withCorrelation(run, side, source, fields)
    const decisions = plan.decisions.filter((decision) => decision.verdict === 'write' && decision.field in fields)
    const entries = decisions.map((decision) => createEntry(decision, plan, run, input, fields, side))
    const intent = await storeIntent(run, 'create', side, entries, value)
    const { workflow } = runtime
    const marker = markerOf(runtime, side, value)
    const request = { entity: workflow.entities[side], fields: sent, marker, read: workflow.reads[side], ...run.call }
    const created = await effectOf(run, intent, () => runtime.sides[side].connector.create(request))
    const agreements = new Map(Object.entries(agreementsOnCreate(input, plan, created)))
    await link(run, side, withSent(created, fields), { agreements, intents: [intent] })
    run.effects.push({ kind: 'create', side, fields: Object.keys(fields) })
    return { result: undefined, summary: `Created ${created.key}`, detail: { side, sent: fields } }
  })
}

/** The correlation field names the source even where no mapping says so. */
function withCorrelation(run: PairRun, side: Side, source: SystemRecord, fields: Fields): Fields {
  const correlation = run.runtime.workflow.correlation[side]
  if (!correlation) return fields
  return { ...fields, [correlation.field]: nameFor(run.runtime.workflow, otherSide(side), source) }
}

/** What is agreed if this create landed, told without knowing the record that it makes. */
function createEntry(
  decision: Decision,
  plan: PairPlan,
  run: PairRun,
  input: PlanInput,
  fields: Fields,
  side: Side,
): IntentEntry {
  const imagined: SystemRecord = { id: '', key: '', url: '', entity: '', stamp: '', fields }
  const agreements = agreementsOnCreate(input, plan, imagined)
  const counterpart = run.runtime.workflow.actions
    .flatMap(({ mappings }) => mappings)
    .find(({ id }) => id === decision.mapping)?.counterpart
  const mine = [decision.mapping, ...(counterpart === undefined ? [] : [counterpart])]
  const entry = intentEntry(decision, plan, [], {
    ...hashNeeds(run),
    records: { [otherSide(side)]: run.records[otherSide(side)] },
  })
  return {
    ...entry,
    agreements: Object.fromEntries(Object.entries(agreements).filter(([mapping]) => mine.includes(mapping))),
  }
}

/** One patch. If the other side refuses some of its fields, the rest is sent once more without them. */
async function update(run: PairRun, plan: PairPlan, side: Side, fields: Fields, written: Set<string>): Promise<void> {
  try {
    await patch(run, plan, side, fields, written)
  } catch (error) {
    const refused =
      error instanceof Failure && error.kind === 'rejection'
        ? Object.keys(fields).filter((field) => field in error.fields)
        : []
    const rest = Object.fromEntries(Object.entries(fields).filter(([field]) => !refused.includes(field)))
    if (refused.length > 0 && Object.keys(rest).length > 0) await patch(run, plan, side, rest, written)
    throw error
  }
}

async function patch(run: PairRun, plan: PairPlan, side: Side, fields: Fields, written: Set<string>): Promise<void> {
  const record = recordOn(run, side)
  const decisions = plan.decisions.filter(
    (decision) => decision.verdict === 'write' && decision.side === side && decision.field in fields,
  )
  const name = decisions.every(({ isRespond }) => isRespond) ? 'respond' : 'deliver'
  await stage(run, name, async () => {
    const entries = decisions.map((decision) =>
      intentEntry(decision, plan, [], { ...hashNeeds(run), records: run.records }),
    )
    const intent = await storeIntent(run, 'update', side, entries)
    const { connector } = run.runtime.sides[side]
    await effectOf(run, intent, () =>
      connector.update({ entity: record.entity, id: record.id, fields, basedOn: record.stamp, ...run.call }),
    )
    for (const { mapping } of decisions) written.add(mapping)
    showSent(run, side, fields)
    const names = decisions.map(({ fieldName }) => fieldName)
    run.effects.push({ kind: 'update', side, fields: names })
    return { result: undefined, summary: `Updated ${record.key}: ${names.join(', ')}`, detail: { side, sent: fields } }
  })
}

/** Walks to a status, one transition at a time; every status on the way is ours. */
async function move(run: PairRun, plan: PairPlan, side: Side, wanted: Move, written: Set<string>): Promise<void> {
  const record = recordOn(run, side)
  const from = choiceIn(record.fields[wanted.field])
  await stage(run, 'deliver', async () => {
    if (!from) throw new Failure('mapping', `${record.key} shows no status that a transition could start from`)
    const { connector } = run.runtime.sides[side]
    const at = { entity: record.entity, id: record.id, ...run.call }
    const transition = wanted.transitionId === undefined ? {} : { transitionId: wanted.transitionId }
    const hops = await connector.route({ ...at, from, to: wanted.to, ...transition })
    const decision = plan.decisions.find(({ mapping }) => mapping === wanted.mapping)
    if (!decision) throw new Error('A move belongs to a decision')
    const path = hops.map(({ to }) => to)
    const entries = [intentEntry(decision, plan, path.slice(0, -1), { ...hashNeeds(run), records: run.records })]
    const given = hops.map((hop, index) => screenFields(record, hop, wanted, index === hops.length - 1))
    const intent = await storeIntent(run, 'transition', side, entries)
    for (const [index, hop] of hops.entries()) {
      await effectOf(
        run,
        intent,
        () => connector.move({ ...at, hop, fields: given[index] ?? {} }),
        index === hops.length - 1,
      )
      showSent(run, side, { [wanted.field]: hop.to })
    }
    written.add(wanted.mapping)
    run.effects.push({ kind: 'transition', side, fields: [decision.fieldName] })
    return {
      result: undefined,
      summary: `Moved ${record.key} to ${path.map(({ name }) => name).join(', then ')}`,
      detail: { side, hops },
    }
  })
}

/** What a transition's screen is given; a required field that the workflow says nothing about is named before anything is sent. */
function screenFields(record: SystemRecord, hop: Hop, wanted: Move, isLast: boolean): Fields {
  const given: Record<string, FieldValue> = {}
  for (const ask of hop.asks) {
    const value = wanted.fields[ask.field] ?? wanted.fields[ask.name]
    if (value !== undefined && (isLast || ask.required)) given[ask.field] = optionNamed(ask.options, value) ?? value
    else if (ask.required) throw missingOnScreen(record, hop, ask)
  }
  return given
}

function missingOnScreen(record: SystemRecord, hop: Hop, { name, options }: Hop['asks'][number]): Failure {
  const allowed = options?.length ? ` It takes ${options.map((option) => option.name).join(', ')}.` : ''
  return new Failure(
    'mapping',
    `${record.key} cannot be moved to ${hop.to.name}: the transition "${hop.name}" asks for ${name}.${allowed}`,
    {
      hint: `Give ${name} under "transition: fields" where the workflow maps this status.`,
    },
  )
}

function optionNamed(options: readonly Choice[] | undefined, wanted: string): Choice | undefined {
  return options?.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
}

function choiceIn(value: FieldValue | undefined): Choice | undefined {
  return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'choice' ? value : undefined
}

async function storeIntent(
  run: PairRun,
  kind: 'create' | 'update' | 'transition',
  side: Side,
  entries: readonly IntentEntry[],
  marker: string | null = null,
) {
  const { chance, clock, store } = run.needs
  const id = chance.uuid()
  await insertIntent(store.db, {
    id,
    pairId: run.pair.id,
    run: run.id,
    kind,
    side,
    marker,
    entries,
    createdAt: clock.now(),
  })
  return id
}

/** Makes the call that an intent stands for. A known outcome ends the intent; an unknown one leaves it open. */
async function effectOf<Answer>(
  run: PairRun,
  intent: string,
  call: () => Promise<Answer>,
  isLast = true,
): Promise<Answer> {
  try {
    const answer = await call()
    if (isLast) run.endedIntents.push(intent)
    return answer
  } catch (error) {
    if (error instanceof Failure && error.effect === 'none' && isLast) run.endedIntents.push(intent)
    throw error
  }
}

/** From here on the run goes by what it sent, not by what a later read would show. */
function showSent(run: PairRun, side: Side, fields: Fields): void {
  run.records = { ...run.records, [side]: withSent(recordOn(run, side), fields) }
}

const withSent = (record: SystemRecord, fields: Fields): SystemRecord => ({
  ...record,
  fields: { ...record.fields, ...fields },
})

function recordOn(run: PairRun, side: Side): SystemRecord {
  const record = run.records[side]
  if (!record) throw new Error(`The ${side} record is written only after it was read`)
  return record
}
