import type { Clock } from '../core/clock.ts'
import type { CompiledAction } from '../core/compiled.ts'
import { Cron } from 'croner'

export interface Schedule {
  /** Polls now, and goes on by the schedule from there; resolves when that poll has ended. */
  pollNow(): Promise<void>
  stop(): Promise<void>
}

export interface ScheduleNeeds {
  readonly clock: Clock
  readonly poll: () => Promise<void>
}

/** Repeats an action's poll by its pollers' intervals or cron expressions; polls of one action never overlap. */
export function createSchedule(action: CompiledAction, { clock, poll }: ScheduleNeeds): Schedule {
  const stopped = new AbortController()
  let nudge = new AbortController()
  let current: Promise<void> = Promise.resolve()

  const pollOnce = () => {
    current = current.then(() => (stopped.signal.aborted ? undefined : poll()))
    return current
  }

  async function loop(): Promise<void> {
    while (!stopped.signal.aborted) {
      nudge = new AbortController()
      await pollOnce()
      await clock.wait(untilNextMs(action, clock.now()), AbortSignal.any([nudge.signal, stopped.signal]))
    }
  }

  const isPolled = action.triggers.some(({ type }) => type === 'poller')
  const looping = isPolled ? loop() : Promise.resolve()
  return {
    pollNow: () => pollOnce(),
    stop: async () => {
      stopped.abort()
      await looping
      await current
    },
  }
}

const NEVER_MS = 24 * 3_600_000

/** The nearest of the action's pollers. */
function untilNextMs({ triggers }: CompiledAction, now: Date): number {
  const waits = triggers.map((trigger) => {
    if (trigger.type !== 'poller') return NEVER_MS
    if ('everyMs' in trigger) return trigger.everyMs
    const next = new Cron(trigger.cron, { timezone: trigger.zone }).nextRun(now)
    return next ? Math.max(1_000, next.getTime() - now.getTime()) : NEVER_MS
  })
  return Math.min(NEVER_MS, ...waits)
}
