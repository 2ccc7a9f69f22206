/** How often each kind of call was made. */
export type CallCounts = Readonly<Record<string, number>>

export interface CallBook {
  count(kind: string, isIntegration: boolean): void
  /** The integration user's calls, and everybody else's. */
  totals(): { readonly integration: CallCounts; readonly others: CallCounts }
  reset(): void
}

export function createCallBook(): CallBook {
  let integration: Record<string, number> = {}
  let others: Record<string, number> = {}
  return {
    count: (kind, isIntegration) => {
      const book = isIntegration ? integration : others
      book[kind] = (book[kind] ?? 0) + 1
    },
    totals: () => ({ integration: { ...integration }, others: { ...others } }),
    reset: () => {
      integration = {}
      others = {}
    },
  }
}
