import { z } from 'zod'
import { endpoint } from './endpoint.ts'

export const verdicts = ['created', 'updated', 'unchanged', 'filtered', 'waiting', 'attention', 'retrying'] as const
export const Verdict = z.enum(verdicts)
export type Verdict = z.infer<typeof Verdict>

/** The record of one side, as far as it is known. */
export const RecordLink = z.object({ id: z.string(), key: z.string(), url: z.string().nullable() })
export type RecordLink = z.infer<typeof RecordLink>

export const OperationSummary = z.object({
  id: z.uuid(),
  at: z.string(),
  workflow: z.object({ id: z.uuid(), name: z.string() }),
  pairId: z.uuid().nullable(),
  action: z.string().nullable(),
  trigger: z.string().nullable(),
  left: RecordLink.nullable(),
  right: RecordLink.nullable(),
  verdict: Verdict,
  summary: z.string(),
  attempt: z.number(),
  /** From the first signal to the end. */
  latencyMs: z.number().nullable(),
})
export type OperationSummary = z.infer<typeof OperationSummary>

export const Stage = z.object({
  stage: z.string(),
  at: z.string(),
  ms: z.number(),
  summary: z.string(),
  detail: z.record(z.string(), z.unknown()).optional(),
})
export type Stage = z.infer<typeof Stage>

/** What the plan decided about one field, and why; found in the plan stage's detail. */
export const Decision = z.object({
  mapping: z.string(),
  field: z.string(),
  /** The side that the field belongs to. */
  side: z.string(),
  /** A word of the planner's own; the web app knows how to say the common ones. */
  verdict: z.string(),
  reason: z.string(),
  source: z.unknown().optional(),
  target: z.unknown().optional(),
  wanted: z.unknown().optional(),
})
export type Decision = z.infer<typeof Decision>

export const OperationFailure = z.object({
  kind: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
})
export type OperationFailure = z.infer<typeof OperationFailure>

export const SystemName = z.object({ name: z.string(), kind: z.string() })
export type SystemName = z.infer<typeof SystemName>

export const Operation = OperationSummary.extend({
  startedAt: z.string(),
  version: z.number(),
  systems: z.object({ left: SystemName, right: SystemName }),
  stages: z.array(Stage),
  failure: OperationFailure.nullable(),
})
export type Operation = z.infer<typeof Operation>

const Verdicts = z
  .string()
  .transform((list) => list.split(',').filter(Boolean))
  .pipe(z.array(Verdict))

export const listOperations = endpoint({
  method: 'GET',
  path: '/api/operations',
  access: 'viewer',
  input: z.object({
    /** Comma-separated; without it, all. */
    verdicts: Verdicts.optional(),
    workflowId: z.uuid().optional(),
    pairId: z.uuid().optional(),
    /** Part of a record's key or id, on either side. */
    search: z.string().trim().max(200).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ operations: z.array(OperationSummary), next: z.string().nullable() }),
})

export const readOperation = endpoint({
  method: 'GET',
  path: '/api/operations/:id',
  access: 'viewer',
  input: z.object({ id: z.uuid() }),
  output: Operation,
})
