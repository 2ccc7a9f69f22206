import { randomInt, randomUUID } from 'node:crypto'
import type { CancelSignal, Chance, Clock } from '../core/clock.ts'

/** The machine's clock. */
export const realClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  wait: waitOnTimer,
}

/** The machine's dice. */
export const realChance: Chance = {
  random: () => randomInt(2 ** 47) / 2 ** 47,
  uuid: () => randomUUID(),
}

function waitOnTimer(milliseconds: number, signal?: CancelSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end)
  })
}
