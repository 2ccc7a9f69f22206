import { otherSide, type Side } from '../core/compiled.ts'
import { evaluateFilter } from '../core/conditions.ts'
import { partnerNamed } from '../core/correlate.ts'
import { Failure } from '../core/failure.ts'
import { reactionTo, type Reaction } from '../core/retry.ts'
import type { SystemRecord } from '../core/record.ts'
import { settleAttention } from '../store/attention.ts'
import { insertOperation } from '../store/operations.ts'
import { insertPair, pairOf } from '../store/pairs.ts'
import { closeSignals, giveSignalsToPair, openSignalsOfRecord, type SignalRow } from '../store/signals.ts'
import type { QueueJob } from '../store/queue.ts'
import { resolveNamed } from './correlate.ts'
import { pairKey, priorityOf, recordKey, type EngineNeeds, type Runtime } from './needs.ts'
import { callOptions, type OperationVerdict, type Problem } from './run.ts'
import { failureShown, problemOf } from './settle.ts'
import { shown } from './read.ts'
import type { RunResult } from './run-pair.ts'

/** A record that has no pair yet: nothing is written under its key, it only finds or founds its pair. */
interface RecordRun {
  readonly id: string
  readonly startedAt: Date
  readonly job: QueueJob
  readonly runtime: Runtime
  readonly needs: EngineNeeds
  readonly side: Side
  readonly recordId: string
  readonly signals: readonly SignalRow[]
}

interface Ending {
  readonly verdict: OperationVerdict
  readonly summary: string
  readonly record?: SystemRecord | undefined
  readonly detail?: object
  readonly problem?: Problem
  readonly failure?: Failure
  readonly againMs?: number | undefined
}

export async function runRecord(
  runtime: Runtime,
  job: QueueJob,
  side: Side,
  recordId: string,
  needs: EngineNeeds,
): Promise<RunResult> {
  const signals = await openSignalsOfRecord(needs.store.db, runtime.workflowId, side, recordId)
  const id = needs.chance.uuid()
  const run: RecordRun = { id, startedAt: needs.clock.now(), job, runtime, needs, side, recordId, signals }
  try {
    return await place(run)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const reaction = reactionTo(error, attemptByAge(run), needs.chance.random())
    return end(run, failed(error, reaction))
  }
}

/** A record without a pair has no row to count its attempts in; its first signal's age tells how many back-offs lie behind it. */
function attemptByAge({ signals, startedAt }: RecordRun): number {
  const ageMs = startedAt.getTime() - (signals[0]?.received_at.getTime() ?? startedAt.getTime())
  return 1 + Math.floor(Math.log2(1 + ageMs / 1000))
}

function failed(failure: Failure, reaction: Reaction): Ending {
  if (reaction.kind === 'attention')
    return { verdict: 'attention', summary: failure.message, problem: problemOf(failure), failure }
  return { verdict: 'retrying', summary: failure.message, failure, againMs: reaction.delayMs }
}

async function place(run: RecordRun): Promise<RunResult> {
  const { runtime, side, recordId, needs } = run
  const pair = await pairOf(needs.store.db, runtime.workflowId, side, recordId)
  if (pair) return handOver(run, pair.id)
  const { workflow, sides } = runtime
  const call = callOptions(run.id, priorityOf(run.signals[0]?.trigger ?? 'retry'))
  const record = await sides[side].connector.read({
    entity: workflow.entities[side],
    id: recordId,
    fields: workflow.reads[side],
    ...call,
  })
  if (!record)
    return end(run, { verdict: 'filtered', summary: `${sides[side].name} has no such record any more: ${recordId}` })

  const partner = await resolveNamed(runtime, otherSide(side), partnerNamed(workflow, side, record), call)
  if (partner) return joinPartner(run, record, partner, call)
  const takers = workflow.actions
    .filter(({ from }) => from === side)
    .map((action) => ({ action, filter: evaluateFilter(action.filter, record) }))
  const isTaken = takers.some(({ action, filter }) => (action.creates || mayMatch(runtime)) && filter.verdict)
  if (isTaken) return found(run, { [side]: record })
  const conditions = takers.map(({ action, filter }) => ({
    action: action.name,
    verdict: filter.verdict,
    conditions: filter.reasons,
  }))
  return end(run, {
    verdict: 'filtered',
    summary: `${record.key} is left alone: ${whyLeft(takers)}`,
    record,
    detail: { conditions },
  })
}

const mayMatch = ({ workflow }: Runtime): boolean =>
  workflow.correlation.unlinked !== 'create-only' && workflow.correlation.match.length > 0

function whyLeft(takers: readonly { filter: { verdict: boolean } }[]): string {
  return takers.some(({ filter }) => filter.verdict)
    ? 'it has no partner, and no action creates one from it'
    : 'the filter does not take it'
}

/** The record names a partner. If that one belongs to another record, this is a copy: reported, never linked. */
async function joinPartner(
  run: RecordRun,
  record: SystemRecord,
  partner: SystemRecord,
  call: ReturnType<typeof callOptions>,
): Promise<RunResult> {
  const { runtime, side, needs } = run
  const { workflow, workflowId } = runtime
  const theirs = await pairOf(needs.store.db, workflowId, otherSide(side), partner.id)
  const ours = theirs?.[`${side}_id`] ?? null
  if (ours !== null && ours !== record.id) return end(run, copyOf(record, partner, theirs?.[`${side}_key`] ?? ours))
  if (theirs && ours === null) return handOver(run, theirs.id)
  const named = partnerNamed(workflow, otherSide(side), partner)
  const back = await resolveNamed(runtime, side, named, call)
  if (back && back.id !== record.id) return end(run, copyOf(record, partner, back.key))
  return found(run, { [side]: record, [otherSide(side)]: partner })
}

function copyOf(record: SystemRecord, partner: SystemRecord, original: string): Ending {
  const message = `${record.key} names ${partner.key}, which belongs to ${original}: it looks like a copy and is left unlinked.`
  const hint = `If it is a copy, clear its correlation field. If ${original} is the copy, unlink that one.`
  const problem = { cause: 'copy', kind: 'copy', message, hint, detail: { partner: partner.key, original } }
  return { verdict: 'attention', summary: message, record, problem }
}

/** Founds the pair; whoever loses the race for it takes the winner's. */
async function found(run: RecordRun, records: { left?: SystemRecord; right?: SystemRecord }): Promise<RunResult> {
  const { needs, runtime, side, recordId } = run
  const { db } = needs.store
  const pairId = needs.chance.uuid()
  const isOurs = await insertPair(db, {
    id: pairId,
    workflowId: runtime.workflowId,
    left: records.left,
    right: records.right,
    at: needs.clock.now(),
  })
  if (isOurs) return handOver(run, pairId)
  const winner = await pairOf(db, runtime.workflowId, side, recordId)
  if (winner) return handOver(run, winner.id)
  throw new Failure('busy', `The partner of ${records[side]?.key ?? recordId} was linked meanwhile`)
}

async function handOver({ needs, runtime, job, signals }: RecordRun, pairId: string): Promise<RunResult> {
  const priority = priorityOf(signals[0]?.trigger ?? 'retry')
  await needs.store.db.transaction().execute(async (tx) => {
    await needs.queue.complete(tx, runtime.queue, job)
    await giveSignalsToPair(
      tx,
      signals.map(({ id }) => id),
      pairId,
    )
    await needs.queue.signal(tx, runtime.queue, [{ key: pairKey(pairId), priority }])
  })
  return { operation: undefined, failure: undefined }
}

async function end(run: RecordRun, ending: Ending): Promise<RunResult> {
  const { needs, runtime, job, signals, side, recordId } = run
  const at = needs.clock.now()
  const ids = signals.map(({ id }) => id)
  await needs.store.db.transaction().execute(async (tx) => {
    await needs.queue.complete(tx, runtime.queue, job)
    if (ending.againMs === undefined) {
      await closeSignals(tx, ids, { verdict: ending.verdict, operationId: run.id, at })
      const subject = { workflowId: runtime.workflowId, pairId: null, recordId }
      const items = ending.problem ? [{ ...ending.problem, ...subject, id: needs.chance.uuid(), at }] : []
      await settleAttention(tx, subject, items, at)
    } else {
      const priority = priorityOf(signals[0]?.trigger ?? 'retry')
      await needs.queue.signal(tx, runtime.queue, [
        { key: recordKey(side, recordId), priority, delayMs: ending.againMs },
      ])
    }
    await insertOperation(tx, operationOf(run, ending, at))
  })
  return { operation: { id: run.id, verdict: ending.verdict, summary: ending.summary }, failure: ending.failure }
}

function operationOf({ id, startedAt, runtime, signals, side, recordId }: RecordRun, ending: Ending, at: Date) {
  const [first] = signals
  const member = { id: recordId, key: ending.record?.key ?? recordId }
  const moment = at.toISOString()
  return {
    id,
    at,
    startedAt,
    workflowId: runtime.workflowId,
    version: runtime.version,
    pairId: null,
    action: first?.action ?? null,
    trigger: first?.trigger ?? null,
    left: side === 'left' ? member : undefined,
    right: side === 'right' ? member : undefined,
    verdict: ending.verdict,
    summary: ending.summary,
    attempt: 1,
    latencyMs: first ? at.getTime() - first.received_at.getTime() : null,
    stages: [
      {
        stage: 'read',
        at: startedAt.toISOString(),
        ms: at.getTime() - startedAt.getTime(),
        summary: `Read ${member.key}`,
        detail: { [side]: shown(ending.record) },
      },
      { stage: 'filter', at: moment, ms: 0, summary: ending.summary, detail: ending.detail ?? {} },
    ],
    failure: ending.failure ? failureShown(ending.failure) : null,
  }
}
