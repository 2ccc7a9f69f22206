import type { Side } from './compiled.ts'
import type { ChangeInterval } from './connector.ts'

/** Changes closer than this cannot be told apart: clocks and one-second stamps blur them. */
const TIE_MS = 2_000

/** The side that changed last; `tie` wins where the intervals overlap or lie within two seconds. */
export function laterSide(left: ChangeInterval, right: ChangeInterval, tie: Side): Side {
  if (startOf(left) > Date.parse(right.latest) + TIE_MS) return 'left'
  if (startOf(right) > Date.parse(left.latest) + TIE_MS) return 'right'
  return tie
}

function startOf({ earliest, latest }: ChangeInterval): number {
  return earliest === null ? Number.NEGATIVE_INFINITY : Math.min(Date.parse(earliest), Date.parse(latest))
}

/** The last of several changes of one side. */
export function lastOf(intervals: readonly ChangeInterval[]): ChangeInterval | undefined {
  return intervals.toSorted((one, other) => Date.parse(one.latest) - Date.parse(other.latest)).at(-1)
}
