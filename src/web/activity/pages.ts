import type { OperationSummary } from '../../api/operations.ts'

export interface OperationPage {
  readonly operations: readonly OperationSummary[]
  readonly next: string | null
}

/** Puts operations that just settled, oldest first, before the pages read so far. One that is there already stays once. */
export function withNew(
  pages: readonly OperationPage[],
  settled: readonly OperationSummary[],
): readonly OperationPage[] {
  const [first, ...rest] = pages
  if (!first) return pages
  const known = new Set(pages.flatMap(({ operations }) => operations.map(({ id }) => id)))
  const fresh = settled.filter(({ id }) => !known.has(id)).toReversed()
  return fresh.length === 0 ? pages : [{ ...first, operations: [...fresh, ...first.operations] }, ...rest]
}
