import type { Transaction } from 'kysely'
import type { Failure } from '../core/failure.ts'
import { reactionTo } from '../core/retry.ts'
import { textOf } from '../core/record.ts'
import { saveAgreements } from '../store/agreements.ts'
import { settleAttention } from '../store/attention.ts'
import { endIntents } from '../store/intents.ts'
import { insertOperation } from '../store/operations.ts'
import { notePairRun, relabelPair } from '../store/pairs.ts'
import { closeSignals } from '../store/signals.ts'
import type { Database } from '../store/schema.ts'
import { SIDES } from '../core/compiled.ts'
import { pairKey } from './needs.ts'
import type { OperationVerdict, PairRun, Problem } from './run.ts'

export interface Outcome {
  readonly verdict: OperationVerdict
  readonly summary: string
  /** Put back, to run again after so long; its signals stay open. */
  readonly again?: { readonly delayMs: number; readonly countsAsAttempt: boolean }
  readonly failure?: Failure
  /** Whether the operation is worth an entry in the log. */
  readonly isLogged: boolean
}

/** A late write may still land for so long after its call was given up; until then its intent stays. */
const LATE_WRITE_MS = 60_000

/** Ends a run: agreed values, operation, attention and the end of its signals and its job, in one transaction. */
export async function settle(run: PairRun, outcome: Outcome): Promise<void> {
  const { needs, runtime, pair, job } = run
  const at = needs.clock.now()
  await needs.store.db.transaction().execute(async (tx) => {
    await needs.queue.complete(tx, runtime.queue, job)
    await saveAgreements(tx, pair.id, run.newAgreements)
    await endIntents(tx, [...run.endedIntents, ...expired(run, at)])
    await keepLabels(tx, run)
    const attempts = outcome.again ? pair.attempts + (outcome.again.countsAsAttempt ? 1 : 0) : 0
    await notePairRun(tx, pair.id, { attempts, ...(outcome.failure ? {} : { readAt: run.readAt }) })
    if (outcome.again) await putBack(tx, run, outcome.again.delayMs)
    else await close(tx, run, outcome, at)
    if (outcome.isLogged) await insertOperation(tx, operationOf(run, outcome, at))
  })
}

async function putBack(tx: Transaction<Database>, run: PairRun, delayMs: number): Promise<void> {
  await run.needs.queue.signal(tx, run.runtime.queue, [
    { key: pairKey(run.pair.id), priority: run.call.priority ?? 'live', delayMs },
  ])
}

async function close(tx: Transaction<Database>, run: PairRun, { verdict }: Outcome, at: Date): Promise<void> {
  const { pair, needs, runtime } = run
  await closeSignals(
    tx,
    run.signals.map(({ id }) => id),
    { verdict, operationId: run.id, at },
  )
  const subject = { workflowId: runtime.workflowId, pairId: pair.id, recordId: null }
  const items = run.problems.map((problem) => ({ ...problem, ...subject, id: needs.chance.uuid(), at }))
  await settleAttention(tx, subject, items, at)
  if (openUnknown(run, at).length > 0) await putBack(tx, run, LATE_WRITE_MS)
}

/** Intents of calls that can no longer land. */
function expired(run: PairRun, at: Date): string[] {
  return run.intents
    .filter(({ kind, createdAt }) => kind !== 'create' && at.getTime() - createdAt.getTime() > LATE_WRITE_MS)
    .map(({ id }) => id)
}

function openUnknown(run: PairRun, at: Date): string[] {
  const ended = new Set([...run.endedIntents, ...expired(run, at)])
  return run.intents.filter(({ id, kind }) => kind !== 'create' && !ended.has(id)).map(({ id }) => id)
}

async function keepLabels(tx: Transaction<Database>, run: PairRun): Promise<void> {
  for (const side of SIDES) {
    const record = run.records[side]
    if (record && record.id === run.pair[`${side}_id`] && record.key !== run.pair[`${side}_key`])
      await relabelPair(tx, run.pair.id, side, record)
  }
}

function operationOf(run: PairRun, outcome: Outcome, at: Date) {
  const { pair, runtime, signals, startedAt, stages } = run
  const [first] = signals
  const known = (id: string | null, key: string | null) => (id === null ? undefined : { id, key: key ?? id })
  return {
    id: run.id,
    at,
    startedAt,
    workflowId: runtime.workflowId,
    version: runtime.version,
    pairId: pair.id,
    action: first?.action ?? null,
    trigger: first?.trigger ?? null,
    left: known(pair.left_id, run.records.left?.key ?? pair.left_key),
    right: known(pair.right_id, run.records.right?.key ?? pair.right_key),
    verdict: outcome.verdict,
    summary: outcome.summary,
    attempt: pair.attempts + 1,
    latencyMs: first ? at.getTime() - first.received_at.getTime() : null,
    stages: [collected(run), ...stages],
    failure: outcome.failure ? failureShown(outcome.failure) : null,
  }
}

function collected({ signals }: PairRun): object {
  const [first] = signals
  const at = (first?.received_at ?? new Date(0)).toISOString()
  const detail = { signals: signals.map(({ side, action, trigger, stamp }) => ({ side, action, trigger, stamp })) }
  return {
    stage: 'collect',
    at,
    ms: 0,
    summary: `${signals.length} ${signals.length === 1 ? 'signal' : 'signals'}`,
    detail,
  }
}

export function failureShown({ kind, message, hint, fields, status, effect }: Failure): object {
  return { kind, message, hint: hint ?? null, fields, status: status ?? null, effect }
}

/** What a failed run becomes: put back, or handed to a person. */
export function outcomeOf(run: PairRun, failure: Failure): Outcome {
  const reaction = reactionTo(failure, run.pair.attempts + 1, run.needs.chance.random())
  const logged = { summary: summaryOf(run, failure), failure, isLogged: true }
  if (reaction.kind === 'retry') return { ...logged, verdict: 'retrying', again: reaction }
  run.problems.push(problemOf(failure))
  return { ...logged, verdict: 'attention' }
}

function summaryOf(run: PairRun, failure: Failure): string {
  const done = effectsSummary(run)
  return done ? `${done} · ${failure.message}` : failure.message
}

export function problemOf(failure: Failure): Problem {
  const fields = Object.keys(failure.fields).toSorted().join(',')
  return {
    cause: `${failure.kind}/${fields}`,
    kind: failure.kind,
    message: failure.message,
    hint: failure.hint ?? null,
    detail: failureShown(failure),
  }
}

/** Readable list of what a run did: `Created OPS-12 · Updated 00001042: Jira Reference`. */
export function effectsSummary(run: PairRun): string {
  return run.effects
    .map(({ kind, side, fields }) => {
      const key = run.records[side]?.key ?? ''
      if (kind === 'create') return `Created ${key}`
      if (kind === 'transition') return `Moved ${key} to ${statusShown(run, side)}`
      return `Updated ${key}: ${fields.join(', ')}`
    })
    .join(' · ')
}

function statusShown(run: PairRun, side: 'left' | 'right'): string {
  const { workflow } = run.runtime
  const field = workflow.actions
    .flatMap(({ mappings }) => mappings)
    .find((mapping) => mapping.to === side && mapping.target.type === 'status')
  return field ? textOf(run.records[side]?.fields[field.target.id]) : 'another status'
}
