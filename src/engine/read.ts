import { SIDES, type Side } from '../core/compiled.ts'
import type { SystemRecord } from '../core/record.ts'
import { textOf } from '../core/record.ts'
import { stage, type PairRun } from './run.ts'

const idOn = (run: PairRun, side: Side): string | null => run.pair[`${side}_id`]

/** Both records of the pair as they are now; a side that is not linked yet, or gone, stays undefined. */
export async function readRecords(run: PairRun): Promise<void> {
  await stage(run, 'read', async () => {
    const [left, right] = await Promise.all([readSide(run, 'left'), readSide(run, 'right')])
    run.records = { left, right }
    run.readAtMs = run.needs.clock.monotonicMs()
    run.readAt = run.needs.clock.now()
    return {
      result: undefined,
      summary: `Read ${labels(run) || 'nothing'}`,
      detail: { left: shown(left), right: shown(right) },
    }
  })
}

export async function readSide(
  run: PairRun,
  side: Side,
  id: string | null = idOn(run, side),
): Promise<SystemRecord | undefined> {
  if (id === null) return undefined
  const { workflow, sides } = run.runtime
  return sides[side].connector.read({ entity: workflow.entities[side], id, fields: workflow.reads[side], ...run.call })
}

/** The linked sides whose record could not be read: deleted, moved out of sight, or hidden from us. */
export function goneSides(run: PairRun): readonly Side[] {
  return SIDES.filter((side) => idOn(run, side) !== null && !run.records[side])
}

export function labels(run: PairRun): string {
  return SIDES.flatMap((side) => run.records[side]?.key ?? run.pair[`${side}_key`] ?? []).join(' and ')
}

/** A record as the activity log shows it: readable values by field. */
export function shown(record: SystemRecord | undefined): object | null {
  if (!record) return null
  const { key, url, entity, stamp } = record
  return {
    key,
    url,
    entity,
    stamp,
    fields: Object.fromEntries(Object.entries(record.fields).map(([field, value]) => [field, textOf(value)])),
  }
}
