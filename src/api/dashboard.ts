import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { RecordLink } from './operations.ts'
import { ActionStatus, Queue, SystemState, WorkflowState } from './workflows.ts'

/** One side of a workflow. */
export const Side = z.object({
  system: z.string(),
  kind: z.string(),
  environment: z.string(),
  state: SystemState,
  entity: z.string(),
  url: z.string().nullable(),
})
export type Side = z.infer<typeof Side>

/** One direction of a workflow, with what it did in the last 24 hours. */
export const Flow = ActionStatus.extend({
  from: z.enum(['left', 'right']),
  created: z.number(),
  updated: z.number(),
  attention: z.number(),
})
export type Flow = z.infer<typeof Flow>

export const WorkflowCard = z.object({
  id: z.uuid(),
  name: z.string(),
  state: WorkflowState,
  version: z.number(),
  managed: z.boolean(),
  left: Side,
  right: Side,
  pairs: z.number(),
  queue: Queue,
  flows: z.array(Flow),
  attention: z.number(),
})
export type WorkflowCard = z.infer<typeof WorkflowCard>

export const AttentionItem = z.object({
  id: z.uuid(),
  workflow: z.string(),
  kind: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
  openedAt: z.string(),
  left: RecordLink.nullable(),
  right: RecordLink.nullable(),
  /** The last operation of its pair, to open. */
  operationId: z.uuid().nullable(),
})
export type AttentionItem = z.infer<typeof AttentionItem>

/** A time without polls, and whether the first poll after it reached back over all of it. */
export const Gap = z.object({
  workflow: z.string(),
  action: z.string(),
  from: z.string(),
  to: z.string(),
  covered: z.boolean(),
  signalled: z.number(),
})
export type Gap = z.infer<typeof Gap>

export const Budget = z.object({ system: z.string(), name: z.string(), used: z.number(), limit: z.number() })
export type Budget = z.infer<typeof Budget>

export const readDashboard = endpoint({
  method: 'GET',
  path: '/api/dashboard',
  access: 'viewer',
  input: z.object({}),
  output: z.object({
    workflows: z.array(WorkflowCard),
    attention: z.object({
      total: z.number(),
      byKind: z.record(z.string(), z.number()),
      latest: z.array(AttentionItem),
    }),
    budgets: z.array(Budget),
    gaps: z.array(Gap),
  }),
})

export const Bucket = z.object({ at: z.string(), created: z.number(), updated: z.number(), attention: z.number() })
export type Bucket = z.infer<typeof Bucket>

/** What was done over time: by minute for an hour, by hour for a day. Every step of the range is there, the empty too. */
export const readThroughput = endpoint({
  method: 'GET',
  path: '/api/dashboard/throughput',
  access: 'viewer',
  input: z.object({ range: z.enum(['hour', 'day']).default('hour') }),
  output: z.object({
    buckets: z.array(Bucket),
    latency: z.object({ p50: z.number(), p95: z.number(), operations: z.number() }).nullable(),
  }),
})
