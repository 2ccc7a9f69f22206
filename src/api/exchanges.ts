import { z } from 'zod'
import { endpoint } from './endpoint.ts'

export const ExchangeSummary = z.object({
  id: z.uuid(),
  at: z.string(),
  system: z.string(),
  method: z.string(),
  url: z.string(),
  status: z.number().nullable(),
  durationMs: z.number(),
  error: z.string().nullable(),
  /** How many operations this one call served. */
  operations: z.number(),
})
export type ExchangeSummary = z.infer<typeof ExchangeSummary>

const Headers = z.record(z.string(), z.string())

/** Headers and bodies both ways, redacted and capped before they were stored. */
export const ExchangeBodies = z.object({
  requestHeaders: Headers,
  requestBody: z.string().nullable(),
  responseHeaders: Headers,
  responseBody: z.string().nullable(),
})
export type ExchangeBodies = z.infer<typeof ExchangeBodies>

export const listExchanges = endpoint({
  method: 'GET',
  path: '/api/operations/:id/exchanges',
  access: 'viewer',
  input: z.object({ id: z.uuid() }),
  output: z.object({ exchanges: z.array(ExchangeSummary) }),
})

export const readExchange = endpoint({
  method: 'GET',
  path: '/api/exchanges/:id',
  access: 'viewer',
  input: z.object({ id: z.uuid() }),
  output: ExchangeBodies,
})
