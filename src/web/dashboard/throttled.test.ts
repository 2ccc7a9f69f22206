import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from './throttled.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('[W34] a burst of operations refreshes at once and once more at its end', () => {
  let refreshes = 0
  const refresh = throttled(() => (refreshes += 1), 2_000)

  for (let operation = 0; operation < 300; operation += 1) refresh()
  expect(refreshes).toBe(1)
  vi.advanceTimersByTime(2_000)
  expect(refreshes).toBe(2)
  vi.advanceTimersByTime(10_000)
  expect(refreshes).toBe(2)
})
