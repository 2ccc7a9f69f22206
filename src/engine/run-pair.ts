import { Failure } from '../core/failure.ts'
import { recoverAgreements, type Intent, type IntentEntry } from '../core/intents.ts'
import { hashOf } from '../core/pair.ts'
import { hasEffects, openQuestions, type ActionScope, type Decision, type PairPlan } from '../core/plan.ts'
import { otherSide, type Side } from '../core/compiled.ts'
import { textOf } from '../core/record.ts'
import { agreementsOf } from '../store/agreements.ts'
import { openIntents, type IntentRow } from '../store/intents.ts'
import { pairById } from '../store/pairs.ts'
import { openSignalsOfPair } from '../store/signals.ts'
import type { QueueJob } from '../store/queue.ts'
import { correlatePair, hashNeeds } from './correlate.ts'
import { deliver, settleWithoutWrites } from './deliver.ts'
import { priorityOf, type EngineNeeds, type Runtime } from './needs.ts'
import { planRun } from './plan-run.ts'
import { goneSides, labels, readRecords } from './read.ts'
import { agree, callOptions, stage, type OperationVerdict, type PairRun } from './run.ts'
import { effectsSummary, outcomeOf, settle, type Outcome } from './settle.ts'

/** A write leaves within so long of the read it rests on, else the records are read again. */
const READ_LASTS_MS = 5_000
/** Create, then status and respond, then a look whether anything is left; more passes than that would be a loop. */
const PASSES_MAX = 4
const LOST_CREATE_LOOKUP_MS = 5_000

export interface RunResult {
  /** As it stands in the log; undefined where there was nothing to tell. */
  readonly operation: { readonly id: string; readonly verdict: OperationVerdict; readonly summary: string } | undefined
  readonly failure: Failure | undefined
}

/** Takes one pair the whole way: read, correlate, plan, deliver, respond, settle. */
export async function runPair(runtime: Runtime, job: QueueJob, pairId: string, needs: EngineNeeds): Promise<RunResult> {
  const run = await startRun(runtime, job, pairId, needs)
  if (!run) return { operation: undefined, failure: undefined }
  const outcome = await walk(run).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error
    return outcomeOf(run, error)
  })
  await settle(run, outcome)
  const { verdict, summary, failure, isLogged } = outcome
  return { operation: isLogged ? { id: run.id, verdict, summary } : undefined, failure }
}

async function startRun(
  runtime: Runtime,
  job: QueueJob,
  pairId: string,
  needs: EngineNeeds,
): Promise<PairRun | undefined> {
  const { db } = needs.store
  const pair = await pairById(db, pairId)
  if (!pair || pair.ended !== null) {
    await db.transaction().execute((tx) => needs.queue.complete(tx, runtime.queue, job))
    return undefined
  }
  const [signals, agreements, intents] = await Promise.all([
    openSignalsOfPair(db, pairId),
    agreementsOf(db, pairId),
    openIntents(db, pairId),
  ])
  const id = needs.chance.uuid()
  return {
    id,
    startedAt: needs.clock.now(),
    job,
    runtime,
    needs,
    signals,
    call: callOptions(id, priorityOf(signals[0]?.trigger ?? 'retry')),
    stages: [],
    pair,
    records: {},
    readAtMs: 0,
    readAt: needs.clock.now(),
    agreements,
    newAgreements: new Map(),
    intents: intents.map(intentOf),
    endedIntents: [],
    problems: [],
    effects: [],
  }
}

function intentOf(row: IntentRow): Intent {
  const entries = row.entries as IntentEntry[] // written by storeIntent alone
  return { id: row.id, kind: row.kind, side: row.side, marker: row.marker, entries, createdAt: row.created_at }
}

async function walk(run: PairRun): Promise<Outcome> {
  await readRecords(run)
  const [gone] = goneSides(run)
  if (gone) return missingRecord(run, gone)
  recover(run)
  if (!run.records.left || !run.records.right) {
    const correlated = await correlatePair(run)
    if (correlated === 'waiting') return waiting(run)
    if (correlated === 'held')
      return { verdict: 'attention', summary: run.problems[0]?.message ?? 'Held for a person', isLogged: true }
  }
  return passes(run)
}

/** What earlier runs wrote and did not live to settle counts as written. */
function recover(run: PairRun): void {
  const needs = { ...hashNeeds(run), records: run.records }
  const recovered = recoverAgreements(run.intents, run.agreements, needs)
  agree(
    run,
    [...recovered].filter(([mapping, agreement]) => run.agreements.get(mapping) !== agreement),
  )
  const landed = run.intents.filter(({ kind, side, entries }) => {
    const record = run.records[side]
    return (
      kind !== 'create' && record && entries.every(({ field, sent }) => hashOf(needs, side, record, field) === sent)
    )
  })
  run.endedIntents.push(...landed.map(({ id }) => id))
}

async function passes(run: PairRun): Promise<Outcome> {
  for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
    const { plan, input } = await planRun(run)
    if (pass === 1) await noteScopes(run, plan)
    if (!hasEffects(plan)) return nothingLeft(run, plan)
    if (!plan.create && run.needs.clock.monotonicMs() - run.readAtMs > READ_LASTS_MS && pass === 1)
      await readRecords(run)
    else await deliver(run, plan, input)
  }
  throw new Failure('mapping', `${labels(run)} would be written again and again: two mappings contradict each other`)
}

async function noteScopes(run: PairRun, { scopes }: PairPlan): Promise<void> {
  const detail = { actions: scopes.map(scopeShown) }
  const within = scopes.filter(({ inScope }) => inScope).map(({ action }) => action)
  const summary = within.length > 0 ? `In scope of ${within.join(' and ')}` : 'Out of scope of every action'
  await stage(run, 'filter', () => Promise.resolve({ result: undefined, summary, detail }))
}

const scopeShown = ({ action, filter, inScope }: ActionScope) => ({
  action,
  inScope,
  conditions: filter?.reasons ?? [],
})

function nothingLeft(run: PairRun, plan: PairPlan): Outcome {
  settleWithoutWrites(run, plan)
  for (const question of openQuestions(plan)) run.problems.push(problemOfDecision(run, question))
  const [first] = run.problems
  const done = effectsSummary(run)
  if (first)
    return { verdict: 'attention', summary: done ? `${done} · ${first.message}` : first.message, isLogged: true }
  if (run.effects.some(({ kind }) => kind === 'create')) return { verdict: 'created', summary: done, isLogged: true }
  if (run.effects.length > 0) return { verdict: 'updated', summary: done, isLogged: true }
  if (!run.records.left || !run.records.right)
    return { verdict: 'filtered', summary: `${labels(run)} is left alone: no action takes it`, isLogged: true }
  return { verdict: 'unchanged', summary: `${labels(run)} already agree`, isLogged: run.signals.length > 0 }
}

function problemOfDecision(run: PairRun, decision: Decision) {
  const { mapping, verdict, reason, fieldName, side, shows, wanted } = decision
  const key = run.records[side]?.key ?? run.records[otherSide(side)]?.key ?? ''
  const kind = verdict === 'ask' ? 'conflict' : 'mapping'
  const values = verdict === 'ask' ? `: it shows "${textOf(shows)}", the other side wants "${textOf(wanted)}"` : ''
  return {
    cause: `${kind}/${mapping}`,
    kind,
    message: `${fieldName} of ${key}: ${reason}${values}`,
    hint:
      verdict === 'ask'
        ? 'Make both sides say the same, or change the conflict rule of this field.'
        : 'Correct the record or the mapping.',
    detail: { decision: { mapping, verdict, reason, shows: textOf(shows), wanted: textOf(wanted) } },
  }
}

function missingRecord(run: PairRun, side: Side): Outcome {
  const { name } = run.runtime.sides[side]
  const key = run.pair[`${side}_key`] ?? run.pair[`${side}_id`]
  const message = `${key} is gone from ${name}, or hidden from us; its partner is left as it is.`
  run.problems.push({
    cause: `gone/${side}`,
    kind: 'gone',
    message,
    hint: 'Restore the record, or give us access to it.',
    detail: { side },
  })
  return { verdict: 'attention', summary: message, isLogged: true }
}

function waiting(run: PairRun): Outcome {
  const again = { delayMs: LOST_CREATE_LOOKUP_MS, countsAsAttempt: false }
  return { verdict: 'waiting', summary: `Looking for a lost create of ${labels(run)}`, again, isLogged: true }
}
