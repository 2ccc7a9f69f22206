import { z } from 'zod'

const NextAnswer = z.strictObject({
  /** Kind of the call as counted in `/calls`, or `*` for any. */
  call: z.string().default('*'),
  times: z.int().min(0).default(1),
  answer: z.enum(['429', '409', '500', '503', '503 html', 'drop']),
  /** Whether the request takes effect before the answer goes wrong. A 429 never does. */
  effect: z.enum(['before', 'after']).default('before'),
  who: z.enum(['anyone', 'integration']).default('anyone'),
  retryAfterSeconds: z.int().min(0).default(1),
})

/** Everything that can be made to go wrong. A switch left at its default does nothing. */
export const FaultSwitches = z.strictObject({
  /** Every answer of the API takes this much longer. */
  latencyMs: z.int().min(0).default(0),
  /** Search learns of a write only after this time; reads by id see it at once. */
  indexLagMs: z.int().min(0).default(0),
  /** The next answers, used up one by one; the first that fits a call is taken. */
  next: z.array(NextAnswer).default([]),
  /** Summaries that a validator of the site refuses. */
  summaryRule: z.array(z.strictObject({ contains: z.string().min(1), message: z.string().min(1) })).default([]),
  /** API tokens count as expired: callers become anonymous. */
  expiredToken: z.boolean().default(false),
  /** Fields that a transition asks for beyond its own screen: transition id → field ids. */
  requiredTransitionFields: z.record(z.string(), z.array(z.string())).default({}),
  /** Makes the integration user a project administrator. */
  integrationIsAdmin: z.boolean().default(false),
})

export type Faults = z.infer<typeof FaultSwitches>
export type NextAnswer = z.infer<typeof NextAnswer>

export function noFaults(): Faults {
  return FaultSwitches.parse({})
}

/** Takes over the switches that are named and leaves the others; answers what is wrong with them, if anything is. */
export function mergeFaults(faults: Faults, changes: unknown): string | undefined {
  const merged = FaultSwitches.safeParse({
    ...faults,
    ...(typeof changes === 'object' ? changes : { [String(changes)]: changes }),
  })
  if (!merged.success) return z.prettifyError(merged.error)
  Object.assign(faults, merged.data)
  return undefined
}

/** The fault that this call runs into, used up by being taken. */
export function takeNextAnswer(faults: Faults, call: string, isIntegration: boolean): NextAnswer | undefined {
  const found = faults.next.find(
    (next) => next.times > 0 && (next.call === '*' || next.call === call) && (next.who === 'anyone' || isIntegration),
  )
  if (!found) return undefined
  found.times -= 1
  faults.next = faults.next.filter((next) => next.times > 0)
  return found
}
