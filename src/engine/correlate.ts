import { otherSide, type Side } from '../core/compiled.ts'
import { nameFor, partnerNamed, type PartnerNamed } from '../core/correlate.ts'
import type { Marker } from '../core/connector.ts'
import { Failure } from '../core/failure.ts'
import { OWED, hashOf, type Agreement } from '../core/pair.ts'
import { textOf, type SystemRecord } from '../core/record.ts'
import { recoverAgreements, type Intent } from '../core/intents.ts'
import { linkPair, pairOf } from '../store/pairs.ts'
import { endIntents } from '../store/intents.ts'
import { saveAgreements } from '../store/agreements.ts'
import type { Runtime } from './needs.ts'
import { agree, stage, type PairRun } from './run.ts'
import { readSide } from './read.ts'

export type Correlated = 'linked' | 'alone' | 'waiting' | 'held'

/** Before an intent is believed to have come to nothing, its clock and the other side's may differ by this much. */
const CLOCK_SKEW_MS = 60_000

/** Finds the partner of a pair with one record: a lost create of ours, or a record that carries our name. Never guesses. */
export async function correlatePair(run: PairRun): Promise<Correlated> {
  const missing: Side = run.pair.left_id === null ? 'left' : 'right'
  const source = run.records[otherSide(missing)]
  if (!source) return 'held'
  return stage(run, 'correlate', async () => {
    const lost = await findLostCreate(run, missing)
    if (lost) return lost
    const candidates = await findCandidates(run, missing, source)
    const [only, ...more] = candidates
    if (!only)
      return { result: 'alone', summary: `No ${run.runtime.sides[missing].name} record belongs to ${source.key} yet` }
    if (more.length > 0) return holdAmbiguous(run, source, candidates)
    await link(run, missing, only)
    return { result: 'linked', summary: `${only.key} belongs to ${source.key}` }
  })
}

type Step = { readonly result: Correlated; readonly summary: string; readonly detail?: object }

/** A create whose answer we do not know is looked for until it shows up, or its absence can be believed. */
async function findLostCreate(run: PairRun, missing: Side): Promise<Step | undefined> {
  const open = run.intents.find(({ kind, side }) => kind === 'create' && side === missing)
  if (!open) return undefined
  const { connector } = run.runtime.sides[missing]
  const since = new Date(open.createdAt.getTime() - CLOCK_SKEW_MS).toISOString()
  const { entities, reads } = run.runtime.workflow
  const marker = markerOf(run.runtime, missing, open.marker ?? '')
  const found = await connector.findCreated({
    entity: entities[missing],
    marker,
    since,
    read: reads[missing],
    ...run.call,
  })
  if (found) {
    await adoptCreated(run, missing, found, open)
    return { result: 'linked', summary: `Found ${found.key}, created by a call whose answer was lost` }
  }
  const age = run.needs.clock.now().getTime() - open.createdAt.getTime()
  if (age < run.needs.lostCreateMs)
    return { result: 'waiting', summary: 'Looking for a lost create: nothing found yet' }
  await endIntents(run.needs.store.db, [open.id])
  run.intents = run.intents.filter(({ id }) => id !== open.id)
  return undefined
}

/** How a record that we create on a side carries its partner's identity. */
export function markerOf({ workflow }: Runtime, side: Side, value: string): Marker {
  const correlation = workflow.correlation[side]
  const field = correlation?.marker ?? (correlation?.holds === 'id' ? correlation.field : undefined)
  return { value, ...(field === undefined ? {} : { field }) }
}

/** The identity that the partner's marker must hold: `<site>:<id>` in a marker field, else the plain id. */
export function markerValue({ workflow, sides }: Runtime, side: Side, source: SystemRecord): string {
  return workflow.correlation[side]?.marker ? `${sides[otherSide(side)].siteId}:${source.id}` : source.id
}

/**
 * Links a create of ours that was found again, as far as its intent remembers what was sent. What could not be sent, or
 * was changed since, has nothing agreed: the source owes it, and if somebody touched it meanwhile it is a conflict.
 */
async function adoptCreated(run: PairRun, side: Side, found: SystemRecord, intent: Intent): Promise<void> {
  run.records = { ...run.records, [side]: found }
  const recovered = recoverAgreements([intent], new Map(), { ...hashNeeds(run), records: run.records })
  const missing = run.runtime.workflow.actions
    .flatMap(({ mappings }) => mappings)
    .filter(({ id }) => !recovered.has(id))
  for (const mapping of missing) recovered.set(mapping.id, await owedAgreement(run, side, mapping))
  await link(run, side, found, { agreements: recovered, intents: [intent.id] })
}

type Mapping = Runtime['workflow']['actions'][number]['mappings'][number]

async function owedAgreement(run: PairRun, created: Side, mapping: Mapping): Promise<Agreement> {
  const { workflow, sides } = run.runtime
  const record = run.records[created]
  const field =
    mapping.to === created ? mapping.target.id : mapping.sources.find((source) => workflow.types[created].has(source))
  const touched =
    record && field
      ? await sides[created].connector.changedAt({
          entity: workflow.entities[created],
          id: record.id,
          field,
          ...run.call,
        })
      : undefined
  const hash = (side: Side, source: string): string => {
    const shows = run.records[side]
    return side !== created || touched || !shows ? OWED : hashOf(hashNeeds(run), side, shows, source)
  }
  return {
    sources: Object.fromEntries(mapping.sources.map((source) => [source, hash(mapping.from, source)])),
    target: hash(mapping.to, mapping.target.id),
    fingerprint: mapping.fingerprint,
  }
}

export function hashNeeds({ runtime, needs }: PairRun) {
  return {
    workflow: runtime.workflow,
    siteIds: { left: runtime.sides.left.siteId, right: runtime.sides.right.siteId },
    digest: needs.digest,
  }
}

/** Commits a verified link at once: nothing after it may lose it. */
export async function link(
  run: PairRun,
  side: Side,
  record: SystemRecord,
  settled: { agreements: ReadonlyMap<string, Agreement>; intents: readonly string[] } = {
    agreements: new Map(),
    intents: [],
  },
): Promise<void> {
  const isLinked = await run.needs.store.db.transaction().execute(async (tx) => {
    const done = await linkPair(tx, run.pair.id, side, record, run.needs.clock.now())
    if (!done) return false
    await saveAgreements(tx, run.pair.id, settled.agreements)
    await endIntents(tx, settled.intents)
    return true
  })
  if (!isLinked) throw new Failure('busy', `${record.key} was linked to another record meanwhile`)
  run.pair = { ...run.pair, [`${side}_id`]: record.id, [`${side}_key`]: record.key, [`${side}_url`]: record.url }
  run.records = { ...run.records, [side]: record }
  run.intents = run.intents.filter(({ id }) => !settled.intents.includes(id))
  agree(run, settled.agreements)
}

/** Records of the missing side that carry this record's name and belong to nobody else. */
async function findCandidates(run: PairRun, missing: Side, source: SystemRecord): Promise<readonly SystemRecord[]> {
  const { workflow } = run.runtime
  const named = await resolveNamed(run.runtime, missing, partnerNamed(workflow, otherSide(missing), source), run.call)
  if (named) return [named]
  const signalled = await Promise.all(
    run.signals.filter(({ side }) => side === missing).map((signal) => readSide(run, missing, signal.record_id)),
  )
  const carrying = signalled
    .filter((record) => record !== undefined)
    .filter((record) => isNamed(run.runtime, missing, record, source))
  const found = [
    ...carrying,
    ...(await findByField(run, missing, source)),
    ...(await findByMatch(run, missing, source)),
  ]
  const unique = [...new Map(found.map((record) => [record.id, record])).values()]
  const owners = await Promise.all(
    unique.map((record) => pairOf(run.needs.store.db, run.runtime.workflowId, missing, record.id)),
  )
  return unique.filter((_, index) => owners[index] === undefined)
}

function isNamed({ workflow }: Runtime, side: Side, record: SystemRecord, partner: SystemRecord): boolean {
  const named = partnerNamed(workflow, side, record)
  if (!named) return false
  return named.by === 'key'
    ? named.value === partner.key
    : named.value === partner.id || named.value.endsWith(`:${partner.id}`)
}

async function findByField(run: PairRun, missing: Side, source: SystemRecord): Promise<readonly SystemRecord[]> {
  const { workflow, sides } = run.runtime
  const field = workflow.correlation[missing]?.field
  if (field === undefined) return []
  const value = nameFor(workflow, otherSide(missing), source)
  return sides[missing].connector.find({
    entity: workflow.entities[missing],
    field,
    value,
    fields: workflow.reads[missing],
    ...run.call,
  })
}

/** By the workflow's match fields, all of which must be equal and not empty. */
async function findByMatch(run: PairRun, missing: Side, source: SystemRecord): Promise<readonly SystemRecord[]> {
  const { workflow, sides } = run.runtime
  const { match, unlinked } = workflow.correlation
  const [first] = match
  if (unlinked === 'create-only' || !first) return []
  const wanted = match.map((fields) => ({
    field: fields[missing],
    value: textOf(source.fields[fields[otherSide(missing)]]),
  }))
  if (wanted.some(({ value }) => value === '')) return []
  const { connector } = sides[missing]
  const value = wanted[0]?.value ?? ''
  const hits = await connector.find({
    entity: workflow.entities[missing],
    field: first[missing],
    value,
    fields: workflow.reads[missing],
    ...run.call,
  })
  return hits.filter((hit) => wanted.every((one) => textOf(hit.fields[one.field]) === one.value))
}

/** The record that a correlation field names, if it exists. */
export async function resolveNamed(
  { workflow, sides }: Runtime,
  side: Side,
  named: PartnerNamed | undefined,
  call: PairRun['call'],
): Promise<SystemRecord | undefined> {
  if (!named) return undefined
  const prefix = `${sides[side].siteId}:`
  if (named.by === 'identity' && !named.value.startsWith(prefix)) return undefined
  const id = named.by === 'identity' ? named.value.slice(prefix.length) : named.value
  return sides[side].connector.read({ entity: workflow.entities[side], id, fields: workflow.reads[side], ...call })
}

function holdAmbiguous(run: PairRun, source: SystemRecord, candidates: readonly SystemRecord[]): Step {
  const keys = candidates.map(({ key }) => key).join(', ')
  run.problems.push({
    cause: 'ambiguous',
    kind: 'ambiguous',
    message: `${source.key} could belong to ${keys}. Crosstie never picks one of several.`,
    hint: 'Clear the correlation field of all but one, then edit the record or replay it.',
    detail: { candidates: candidates.map(({ id, key, url }) => ({ id, key, url })) },
  })
  return { result: 'held', summary: `Several records claim to belong to ${source.key}: ${keys}` }
}
