import { expect, test } from 'vitest'
import { createOwnWrites } from './own-writes.ts'

test('[K51] the fifty issues written last are remembered, for five minutes', () => {
  let now = 0
  const writes = createOwnWrites({ monotonicMs: () => now })
  for (let id = 1; id <= 60; id++) writes.note(String(id))
  writes.note('20')
  expect(writes.lately()).toHaveLength(50)
  expect(writes.lately().slice(0, 2)).toEqual(['20', '60'])
  now = 4 * 60_000
  writes.note('61')
  now = 6 * 60_000
  expect(writes.lately()).toEqual(['61'])
})
