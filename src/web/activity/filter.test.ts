import { expect, test } from 'vitest'
import type { OperationSummary } from '../../api/operations.ts'
import { defaultVerdicts, isShown, readFilter, toggleVerdict, writeFilter } from './filter.ts'

function operation(overrides: Partial<OperationSummary> = {}): OperationSummary {
  return {
    ...{ id: 'o1', at: '2026-11-23T12:00:00.000Z', workflow: { id: 'w1', name: 'Cases' }, pairId: 'p1', action: null },
    ...{ trigger: null, verdict: 'updated', summary: 'Updated OPS-1', attempt: 1, latencyMs: 900 },
    left: { id: '500A', key: '00001040', url: null },
    right: { id: '10200', key: 'OPS-310', url: null },
    ...overrides,
  }
}

test('[W30] at first, what changed nothing is hidden', () => {
  expect(readFilter(new URLSearchParams())).toEqual({
    verdicts: ['created', 'updated', 'waiting', 'attention', 'retrying'],
    workflowId: undefined,
    search: '',
  })
})

test('[W30] a filter comes back from the address that it was written to', () => {
  const filter = { verdicts: ['filtered', 'attention'] as const, workflowId: 'w1', search: 'OPS-1 & co' }

  const back = readFilter(new URLSearchParams(writeFilter(filter).toString()))

  expect({ ...back, verdicts: back.verdicts.toSorted() }).toEqual({ ...filter, verdicts: ['attention', 'filtered'] })
})

test('[W30] showing nothing at all is not the same as the first view', () => {
  const none = { verdicts: [], workflowId: undefined, search: '' }

  expect(readFilter(writeFilter(none))).toEqual(none)
  expect(writeFilter({ ...none, verdicts: defaultVerdicts }).size).toBe(0)
})

test('[W30] an outcome is shown and hidden in turn', () => {
  const first = readFilter(new URLSearchParams())

  const shown = toggleVerdict(first, 'filtered')

  expect(shown.verdicts).toContain('filtered')
  expect(toggleVerdict(shown, 'filtered')).toEqual(first)
})

test.each([
  ['any case of a key', { search: 'ops-31' }, true],
  ['the other side', { search: '1040' }, true],
  ['another key', { search: 'OPS-9' }, false],
  ['its workflow', { workflowId: 'w1' }, true],
  ['another workflow', { workflowId: 'w2' }, false],
  ['other outcomes', { verdicts: ['created'] as const }, false],
])('[W31] a live operation is shown or not by the filter: %s', (_, part, expected) => {
  expect(isShown(operation(), { ...readFilter(new URLSearchParams()), ...part })).toBe(expected)
})

test('[W31] a live operation without records is shown while nothing is searched', () => {
  expect(isShown(operation({ left: null, right: null }), readFilter(new URLSearchParams()))).toBe(true)
})
