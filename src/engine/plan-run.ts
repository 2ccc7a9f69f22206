import { SIDES, otherSide, type EvaluationContext, type Side } from '../core/compiled.ts'
import type { ChangeInterval } from '../core/connector.ts'
import { laterSide, lastOf } from '../core/latest.ts'
import { planPair, undecided, type Decision, type PairPlan, type PlanInput } from '../core/plan.ts'
import { textOf, type Person, type SystemRecord } from '../core/record.ts'
import { hashNeeds } from './correlate.ts'
import { stage, type PairRun } from './run.ts'

/** Plans the pair as it stands; finds out which side changed last only where a decision hangs on it. */
export async function planRun(run: PairRun): Promise<{ plan: PairPlan; input: PlanInput }> {
  return stage(run, 'plan', async () => {
    const input = await inputOf(run)
    const first = planPair(input)
    const open = undecided(first)
    if (open.length === 0) return planned(first, input)
    const winners = new Map<string, Side>()
    for (const decision of open) winners.set(decision.mapping, await winnerOf(run, decision))
    const decided = { ...input, winners }
    return planned(planPair(decided), decided)
  })
}

function planned(plan: PairPlan, input: PlanInput) {
  const writing = plan.decisions.filter(({ verdict }) => verdict === 'write')
  const summary =
    writing.length > 0 ? `To write: ${writing.map(({ fieldName }) => fieldName).join(', ')}` : 'Nothing to write'
  return { result: { plan, input }, summary, detail: { decisions: plan.decisions.map(decisionShown) } }
}

/** A decision as the activity log shows it. */
function decisionShown(decision: Decision): object {
  const { mapping, fieldName, side, verdict, reason, wanted, shows, sources } = decision
  const source = Object.values(sources).map(textOf).join(' · ')
  return { mapping, field: fieldName, side, verdict, reason, source, target: textOf(shows), wanted: textOf(wanted) }
}

async function inputOf(run: PairRun): Promise<PlanInput> {
  const [left, right] = await Promise.all([contextOf(run, 'left'), contextOf(run, 'right')])
  return {
    ...hashNeeds(run),
    records: run.records,
    agreements: run.agreements,
    winners: new Map(),
    context: { left, right },
  }
}

/** Resolves the people of a side's record on the other side, so that planning itself asks nobody. */
async function contextOf(run: PairRun, side: Side): Promise<EvaluationContext> {
  const record = run.records[side]
  const emails = record ? run.runtime.workflow.peopleWanted(side, record) : []
  const people = new Map(
    await Promise.all(emails.map(async (email) => [email, await findPerson(run, otherSide(side), email)] as const)),
  )
  return { people: (email) => people.get(email), siteId: run.runtime.sides[side].siteId, now: run.startedAt }
}

function findPerson(run: PairRun, side: Side, email: string): Promise<Person | undefined> {
  const { workflow, sides } = run.runtime
  return sides[side].connector.findPerson({ entity: workflow.entities[side], email, ...run.call })
}

/** The side whose field changed last; a tie goes to the source of the mapping. */
async function winnerOf(run: PairRun, decision: Decision): Promise<Side> {
  const source = otherSide(decision.side)
  const [target, ...changes] = await Promise.all([
    changedAt(run, decision.side, decision.field),
    ...Object.keys(decision.sources).map((field) => changedAt(run, source, field)),
  ])
  const known = { [decision.side]: target, [source]: lastOf(changes.filter((change) => change !== undefined)) }
  const [left, right] = SIDES.map((side) => known[side] ?? sinceLastRead(run, side))
  if (!left || !right) return source
  return laterSide(left, right, source)
}

async function changedAt(run: PairRun, side: Side, field: string): Promise<ChangeInterval | undefined> {
  const record = run.records[side]
  if (!record || !(field in record.fields)) return undefined
  return run.runtime.sides[side].connector.changedAt({ entity: record.entity, id: record.id, field, ...run.call })
}

/** Where a system keeps no history of a field: some time after we last read the agreed value, up to the record's stamp. */
function sinceLastRead(run: PairRun, side: Side): ChangeInterval | undefined {
  const record: SystemRecord | undefined = run.records[side]
  return record && { earliest: run.pair.read_at?.toISOString() ?? null, latest: record.stamp }
}
