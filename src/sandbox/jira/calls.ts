/** How often each kind of API call was made, by the integration user and by all others. */
export interface Calls {
  readonly integration: Readonly<Record<string, number>>
  readonly others: Readonly<Record<string, number>>
}

export interface CallCounter {
  count(call: string, isIntegration: boolean): void
  calls(): Calls
  reset(): void
}

export function createCallCounter(): CallCounter {
  const integration = new Map<string, number>()
  const others = new Map<string, number>()
  return {
    count: (call, isIntegration) => {
      const counts = isIntegration ? integration : others
      counts.set(call, (counts.get(call) ?? 0) + 1)
    },
    calls: () => ({ integration: Object.fromEntries(integration), others: Object.fromEntries(others) }),
    reset: () => {
      integration.clear()
      others.clear()
    },
  }
}
