import {
  otherSide,
  sourceValue,
  type CompiledAction,
  type CompiledMapping,
  type EvaluationContext,
  type Side,
} from './compiled.ts'
import { evaluateFilter, type FilterVerdict } from './conditions.ts'
import { canonical } from './canonical.ts'
import { decideGroup, settles, type Group, type Member, type Verdict, type Verdicts } from './decide.ts'
import { hashOf, hashOfValue, OWED, type Agreement, type Agreements, type HashNeeds, type PairRecords } from './pair.ts'
import { isEmpty, type Choice, type Fields, type FieldValue, type SystemRecord } from './record.ts'

export interface PlanInput extends HashNeeds {
  readonly records: PairRecords
  readonly agreements: Agreements
  /** The side that changed last, by mapping, as far as it had to be found out. */
  readonly winners: ReadonlyMap<string, Side>
  /** What evaluating needs, by the side that is read. */
  readonly context: Readonly<Record<Side, EvaluationContext>>
}

/** One mapping's decision, for people and for delivery alike. */
export interface Decision extends Verdicts {
  readonly mapping: string
  readonly action: string
  readonly isRespond: boolean
  /** The side and field that would be written. */
  readonly side: Side
  readonly field: string
  readonly fieldName: string
  readonly wanted: FieldValue
  readonly shows: FieldValue
  readonly sources: Fields
}

/** A status that is reached by transition, with what its screen is to be given (by field name or id). */
export interface Move {
  readonly mapping: string
  readonly field: string
  readonly to: Choice
  readonly transitionId: string | undefined
  readonly fields: Readonly<Record<string, string>>
}

export interface SideWrite {
  readonly fields: Fields
  readonly moves: readonly Move[]
}

/** Mappings that are agreed together once these writes have succeeded. */
export interface Settlement {
  /** Ids of the mappings whose writes it waits for; none: it holds already. */
  readonly writes: readonly string[]
  readonly agreements: Readonly<Record<string, Agreement>>
}

export interface CreatePlan {
  readonly action: string
  readonly side: Side
  readonly fields: Fields
}

export interface ActionScope {
  readonly action: string
  readonly filter: FilterVerdict | undefined
  readonly inScope: boolean
}

/** What Crosstie would do to the two records of a pair. Data only: preview, log, test and delivery use the same value. */
export interface PairPlan {
  readonly scopes: readonly ActionScope[]
  readonly create: CreatePlan | undefined
  readonly writes: Readonly<Record<Side, SideWrite>>
  readonly decisions: readonly Decision[]
  readonly settlements: readonly Settlement[]
}

const NOTHING: SideWrite = { fields: {}, moves: [] }

/** Plans both directions of a pair at once, with one decision for each field. */
export function planPair(input: PlanInput): PairPlan {
  const { records, workflow } = input
  const scopes = workflow.actions.map((action) => scopeOf(action, records))
  if (!records.left || !records.right) return planCreate(input, scopes)

  const active = workflow.actions.flatMap((action, index) => (scopes[index]?.inScope ? mappingsOnUpdate(action) : []))
  const groups = groupsOf(active).map((mappings) => planGroup(mappings, input))
  const decisions = groups.flatMap(({ decisions }) => decisions)
  return {
    scopes,
    create: undefined,
    writes: { left: writesTo('left', decisions, groups), right: writesTo('right', decisions, groups) },
    decisions,
    settlements: groups.flatMap(({ settlement }) => (settlement ? [settlement] : [])),
  }
}

function scopeOf(action: CompiledAction, records: PairRecords): ActionScope {
  const source = records[action.from]
  if (!source) return { action: action.name, filter: undefined, inScope: false }
  const filter = evaluateFilter(action.filter, source)
  const isLinked = records[action.to] !== undefined
  return {
    action: action.name,
    filter,
    inScope: filter.verdict || (isLinked && action.whenOutOfScope === 'keep-in-step'),
  }
}

/** Respond mappings belong to every run of a linked pair, whatever the filter of their action says now. */
function mappingsOnUpdate(action: CompiledAction): readonly CompiledMapping[] {
  const mapped = action.updates ? action.mappings.filter(({ on }) => on !== 'create') : []
  return [...mapped, ...action.respond]
}

/** A mapping and its counterpart stand in one group, the earlier one first. */
function groupsOf(mappings: readonly CompiledMapping[]): readonly (readonly CompiledMapping[])[] {
  const byId = new Map(mappings.map((mapping) => [mapping.id, mapping]))
  const grouped = new Set<string>()
  const groups: CompiledMapping[][] = []
  for (const mapping of mappings) {
    if (grouped.has(mapping.id)) continue
    const counterpart = mapping.counterpart === undefined ? undefined : byId.get(mapping.counterpart)
    const members = counterpart && !grouped.has(counterpart.id) ? [mapping, counterpart] : [mapping]
    for (const member of members) grouped.add(member.id)
    groups.push(members)
  }
  return groups
}

interface PlannedGroup {
  readonly decisions: readonly Decision[]
  readonly moves: readonly Move[]
  readonly settlement: Settlement | undefined
}

function planGroup(mappings: readonly CompiledMapping[], input: PlanInput): PlannedGroup {
  const members = mappings.map((mapping) => memberOf(mapping, input))
  const group: Group = { members, ...agreedState(mappings, input), winner: winnerOf(mappings, input) }
  const verdicts = decideGroup(group)
  const decisions = members.map((member, index) => decisionOf(member, verdicts[index] ?? impossible(), input))
  const writing = decisions.filter(({ verdict }) => verdict === 'write')
  return {
    decisions,
    moves: members.flatMap((member, index) => (decisions[index]?.verdict === 'write' ? movesOf(member) : [])),
    settlement: settles(verdicts)
      ? { writes: writing.map(({ mapping }) => mapping), agreements: agreementsAfter(mappings, writing, input) }
      : undefined,
  }
}

function memberOf(mapping: CompiledMapping, input: PlanInput): Member {
  const target = recordOn(input.records, mapping.to)
  const shows = target.fields[mapping.target.id] ?? null
  const evaluated = mapping.evaluate(recordOn(input.records, mapping.from), input.context[mapping.from])
  const wanted = evaluated.kind === 'value' ? evaluated.value : null
  const { type } = mapping.target
  return {
    mapping,
    evaluated,
    isEqual: evaluated.kind === 'value' && canonical(wanted, type) === canonical(shows, type),
    isWantedEmpty: isEmpty(wanted),
    isTargetEmpty: isEmpty(shows),
    isTargetInexact: isInexact(shows),
  }
}

function isInexact(value: FieldValue): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'rich-text' && !value.exact
}

/** What the group's agreements say together: every hash known on each side, held against what the records show now. */
function agreedState(mappings: readonly CompiledMapping[], input: PlanInput): Pick<Group, 'isAgreed' | 'changed'> {
  const known: Record<Side, Map<string, string>> = { left: new Map(), right: new Map() }
  for (const mapping of mappings) {
    const agreement = input.agreements.get(mapping.id)
    if (!agreement) continue
    for (const [field, hash] of Object.entries(agreement.sources)) known[mapping.from].set(field, hash)
    known[mapping.to].set(mapping.target.id, agreement.target)
  }
  const isChanged = (side: Side) =>
    [...known[side]].some(([field, hash]) => hash !== hashOf(input, side, recordOn(input.records, side), field))
  return {
    isAgreed: mappings.some((mapping) => known[mapping.to].has(mapping.target.id)),
    changed: { left: isChanged('left'), right: isChanged('right') },
  }
}

function winnerOf(mappings: readonly CompiledMapping[], input: PlanInput): Side | undefined {
  for (const { id } of mappings) {
    const winner = input.winners.get(id)
    if (winner) return winner
  }
  return undefined
}

function decisionOf({ mapping, evaluated }: Member, verdicts: Verdicts, { records, siteIds }: PlanInput): Decision {
  const source = recordOn(records, mapping.from)
  return {
    ...verdicts,
    mapping: mapping.id,
    action: mapping.action,
    isRespond: mapping.isRespond,
    side: mapping.to,
    field: mapping.target.id,
    fieldName: mapping.target.name,
    wanted: evaluated.kind === 'value' ? evaluated.value : null,
    shows: records[mapping.to]?.fields[mapping.target.id] ?? null,
    sources: Object.fromEntries(
      mapping.sources.map((field) => [field, sourceValue(field, source, siteIds[mapping.from]) ?? null]),
    ),
  }
}

const movesByTransition = ({ target }: CompiledMapping): boolean => target.type === 'status' && !target.updateable

function movesOf({ mapping, evaluated }: Member): readonly Move[] {
  if (!movesByTransition(mapping) || evaluated.kind !== 'value') return []
  const to = evaluated.value
  if (to === null || typeof to !== 'object' || !('kind' in to) || to.kind !== 'choice') return []
  const { id, fields } = evaluated.transition ?? {}
  return [{ mapping: mapping.id, field: mapping.target.id, to, transitionId: id, fields: fields ?? {} }]
}

function writesTo(side: Side, decisions: readonly Decision[], groups: readonly PlannedGroup[]): SideWrite {
  const moves = groups.flatMap((group) => group.moves).filter((move) => sideOf(move.mapping, decisions) === side)
  const moved = new Set(moves.map(({ mapping }) => mapping))
  const written = decisions.filter(
    ({ verdict, mapping, side: to }) => verdict === 'write' && to === side && !moved.has(mapping),
  )
  if (moves.length === 0 && written.length === 0) return NOTHING
  return { fields: Object.fromEntries(written.map(({ field, wanted }) => [field, wanted])), moves }
}

const sideOf = (mapping: string, decisions: readonly Decision[]) =>
  decisions.find((decision) => decision.mapping === mapping)?.side

/** What each mapping of a group will have agreed on: what was read, overlaid with what is sent. Never a later read. */
function agreementsAfter(
  mappings: readonly CompiledMapping[],
  writing: readonly Decision[],
  input: PlanInput,
): Record<string, Agreement> {
  const sent = (side: Side, field: string) =>
    writing.find((decision) => decision.side === side && decision.field === field)
  const hash = (side: Side, field: string): string => {
    const decision = sent(side, field)
    if (decision) return hashOfValue(input, side, field, decision.wanted)
    return hashOf(input, side, recordOn(input.records, side), field)
  }
  return Object.fromEntries(
    mappings.map((mapping) => [
      mapping.id,
      {
        sources: Object.fromEntries(mapping.sources.map((field) => [field, hash(mapping.from, field)])),
        target: hash(mapping.to, mapping.target.id),
        fingerprint: mapping.fingerprint,
      },
    ]),
  )
}

function planCreate(input: PlanInput, scopes: readonly ActionScope[]): PairPlan {
  const nothing = {
    scopes,
    create: undefined,
    writes: { left: NOTHING, right: NOTHING },
    decisions: [],
    settlements: [],
  }
  const action = input.workflow.actions.find((candidate, index) => candidate.creates && scopes[index]?.inScope)
  const source = action && input.records[action.from]
  if (!action || !source) return nothing

  const mappings = action.mappings.filter(({ on }) => on !== 'update')
  const decisions = mappings.map((mapping) => decideOnCreate(mapping, source, input))
  const sent = decisions.filter((decision) => decision.verdict === 'write' && isSentOnCreate(decision, mappings))
  const fields = Object.fromEntries(sent.map(({ field, wanted }) => [field, wanted]))
  return { ...nothing, decisions, create: { action: action.name, side: action.to, fields } }
}

function decideOnCreate(mapping: CompiledMapping, source: SystemRecord, input: PlanInput): Decision {
  const evaluated = mapping.evaluate(source, input.context[mapping.from])
  const member: Member = {
    mapping,
    evaluated,
    isEqual: false,
    isWantedEmpty: evaluated.kind === 'value' && isEmpty(evaluated.value),
    isTargetEmpty: true,
    isTargetInexact: false,
  }
  return decisionOf(member, verdictOnCreate(member), input)
}

function verdictOnCreate({ evaluated, isWantedEmpty }: Member): Verdicts {
  if (evaluated.kind === 'error') return { verdict: 'error', reason: evaluated.message }
  if (evaluated.kind === 'no-opinion') return { verdict: 'keep', reason: evaluated.reason }
  if (isWantedEmpty) return { verdict: 'keep', reason: 'nothing to set' }
  return { verdict: 'write', reason: 'the record is created' }
}

function isSentOnCreate({ mapping: id }: Decision, mappings: readonly CompiledMapping[]): boolean {
  const mapping = mappings.find((candidate) => candidate.id === id)
  return mapping !== undefined && mapping.target.createable && !movesByTransition(mapping)
}

/**
 * What is agreed the moment a created record is verified: the values sent, as sent, and what was owed and could not be
 * sent (a status) as a change of the source that still has to travel. Counterparts agree on the same values.
 */
export function agreementsOnCreate(input: PlanInput, plan: PairPlan, created: SystemRecord): Record<string, Agreement> {
  const { create } = plan
  if (!create) return {}
  const source = otherSide(create.side)
  const shown = { ...created, fields: { ...created.fields, ...create.fields } }
  const records = { [source]: input.records[source], [create.side]: shown } as PairRecords // both sides are set: a create has a source
  const owed = new Set(
    plan.decisions.filter((one) => one.verdict === 'write' && !(one.field in create.fields)).map((one) => one.mapping),
  )
  const failed = new Set(plan.decisions.filter((one) => one.verdict === 'error').map((one) => one.mapping))
  const isOpen = (mapping: CompiledMapping) => failed.has(mapping.id) || failed.has(mapping.counterpart ?? '')
  const mappings = input.workflow.actions.flatMap((action) => action.mappings).filter((mapping) => !isOpen(mapping))
  return Object.fromEntries(
    mappings.map((mapping) => {
      const isOwed = owed.has(mapping.id) || owed.has(mapping.counterpart ?? '')
      const hash = (side: Side, field: string) =>
        isOwed && side === source ? OWED : hashOf(input, side, recordOn(records, side), field)
      const sources = Object.fromEntries(mapping.sources.map((field) => [field, hash(mapping.from, field)]))
      return [mapping.id, { sources, target: hash(mapping.to, mapping.target.id), fingerprint: mapping.fingerprint }]
    }),
  )
}

/** Mappings whose decision waits for knowing which side changed last. */
export function undecided(plan: PairPlan): readonly Decision[] {
  return plan.decisions.filter(({ verdict }) => verdict === 'needs-times')
}

/** Whether carrying out the plan would call either system. */
export function hasEffects({ create, writes }: PairPlan): boolean {
  const some = ({ fields, moves }: SideWrite) => moves.length > 0 || Object.keys(fields).length > 0
  return create !== undefined || some(writes.left) || some(writes.right)
}

/** Decisions that a person has to look at. */
export function openQuestions(plan: PairPlan): readonly Decision[] {
  const open: readonly Verdict[] = ['ask', 'error']
  return plan.decisions.filter(({ verdict }) => open.includes(verdict))
}

function recordOn(records: PairRecords, side: Side): SystemRecord {
  const record = records[side]
  if (!record) throw new Error(`The ${side} record of the pair was needed before it was read`)
  return record
}

function impossible(): never {
  throw new Error('Every member of a group gets a verdict')
}
