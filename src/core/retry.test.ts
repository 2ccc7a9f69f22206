import { expect, test } from 'vitest'
import { Failure, type FailureKind } from './failure.ts'
import { backOffMs, reactionTo } from './retry.ts'

test.each<[FailureKind, number, string]>([
  ['connectivity', 1, 'retry, counted'],
  ['connectivity', 11, 'retry, counted'],
  ['connectivity', 12, 'attention'],
  ['limit', 1, 'retry, uncounted'],
  ['limit', 1000, 'retry, uncounted'],
  ['busy', 7, 'retry, counted'],
  ['busy', 8, 'attention'],
  ['auth', 2, 'retry, counted'],
  ['auth', 3, 'attention'],
  ['rejection', 1, 'attention'],
  ['mapping', 1, 'attention'],
])('[P30] %s at attempt %i: %s', (kind, attempt, expected) => {
  const reaction = reactionTo(new Failure(kind, 'It failed'), attempt, 0.5)
  const counted = reaction.kind === 'retry' && reaction.countsAsAttempt ? 'counted' : 'uncounted'
  expect(reaction.kind === 'retry' ? `retry, ${counted}` : reaction.kind).toBe(expected)
})

test.each([
  [1, 0, 500],
  [1, 1, 1_000],
  [2, 1, 2_000],
  [6, 1, 32_000],
  [7, 1, 60_000],
  [1000, 0, 30_000],
])('[P31] attempt %i with chance %d waits %i ms', (attempt, random, delay) => {
  expect(backOffMs(attempt, random)).toBe(delay)
})

test.each([
  [90_000, 90_000],
  [10, 1_000],
])(
  '[P31] a system that asks for %i ms gets at least that, and never less than the back-off',
  (retryAfterMs, delayMs) => {
    expect(reactionTo(new Failure('limit', 'Slow down', { retryAfterMs }), 1, 1)).toMatchObject({ delayMs })
  },
)
