import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { realChance, realClock } from './real-time.ts'

test('[C1] a wait ends as soon as it is cancelled', async () => {
  const cancel = new AbortController()
  const started = realClock.monotonicMs()

  const waiting = realClock.wait(60_000, cancel.signal)
  cancel.abort()
  await waiting

  expect(realClock.monotonicMs() - started).toBeLessThan(30_000)
  expect(getEventListeners(cancel.signal, 'abort')).toEqual([])
})

test('[C1] a wait that was cancelled before it began is over', async () => {
  const started = realClock.monotonicMs()

  await realClock.wait(60_000, AbortSignal.abort())

  expect(realClock.monotonicMs() - started).toBeLessThan(30_000)
})

test('[C1] a wait that ended leaves no listener behind', async () => {
  const { signal } = new AbortController()

  await realClock.wait(1, signal)

  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('[C1] chance stays in its range', () => {
  const throws = Array.from({ length: 1000 }, () => realChance.random())

  expect(throws.every((value) => value >= 0 && value < 1)).toBe(true)
  expect(new Set(throws).size).toBeGreaterThan(990)
})
