import type { Budget } from '../../core/connector.ts'

type Headers = Readonly<Record<string, string>>

/**
 * What is left of Jira's allowances, as the latest answers told. Header names: developer.atlassian.com, "Rate limiting"
 * (`X-RateLimit-*` today, structured `RateLimit` fields with and without the prefix `Beta-`).
 */
export function createBudgets(): { note(headers: Headers): void; list(): readonly Budget[] } {
  const latest = new Map<string, Budget>()
  return {
    note: (headers) => {
      for (const budget of [burst(headers), quota(headers)]) if (budget) latest.set(budget.name, budget)
    },
    list: () => [...latest.values()],
  }
}

function burst(headers: Headers): Budget | undefined {
  return budgetOf('Jira requests', headers['x-ratelimit-limit'], headers['x-ratelimit-remaining'])
}

function quota(headers: Headers): Budget | undefined {
  const policy = headers['ratelimit-policy'] ?? headers['beta-ratelimit-policy']
  const state = headers['ratelimit'] ?? headers['beta-ratelimit']
  const name = policy?.match(/^"([^"]+)"/)?.[1]
  return name === undefined ? undefined : budgetOf(name, policy?.match(/;q=(\d+)/)?.[1], state?.match(/;r=(\d+)/)?.[1])
}

function budgetOf(name: string, limit: string | undefined, remaining: string | undefined): Budget | undefined {
  if (!limit || !remaining || Number.isNaN(Number(limit)) || Number.isNaN(Number(remaining))) return undefined
  return { name, limit: Number(limit), used: Number(limit) - Number(remaining) }
}
