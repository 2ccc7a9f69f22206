import { expect, test } from 'vitest'
import { withNew, type OperationPage } from './pages.ts'

const operation = (id: string) => ({ id }) as OperationPage['operations'][number] // only the id matters here
const idsOf = (pages: readonly OperationPage[]) => pages.map(({ operations }) => operations.map(({ id }) => id))

const pages = [
  { operations: [operation('c'), operation('b')], next: 'cursor' },
  { operations: [operation('a')], next: null },
]

test('[W31] new operations stand first, the newest at the top', () => {
  expect(idsOf(withNew(pages, [operation('d'), operation('e')]))).toEqual([['e', 'd', 'c', 'b'], ['a']])
})

test('[W31] an operation that is there already is not shown twice', () => {
  expect(withNew(pages, [operation('a'), operation('c')])).toBe(pages)
})

test('[W31] nothing is put before pages that are not read yet', () => {
  expect(withNew([], [operation('a')])).toEqual([])
})
