import { z } from 'zod'
import { endpoint } from './endpoint.ts'

export const WorkflowState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('draft') }),
  z.object({ kind: z.literal('active'), since: z.string() }),
  z.object({ kind: z.literal('paused'), since: z.string(), reason: z.string() }),
])
export type WorkflowState = z.infer<typeof WorkflowState>

export const SystemState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('unreachable'), since: z.string(), reason: z.string() }),
  z.object({ kind: z.literal('paused'), since: z.string(), reason: z.string() }),
])
export type SystemState = z.infer<typeof SystemState>

export const Queue = z.object({ waiting: z.number(), delayed: z.number(), running: z.number() })
export type Queue = z.infer<typeof Queue>

/** How one direction's polling stands. */
export const ActionStatus = z.object({
  name: z.string(),
  lastPollAt: z.string().nullable(),
  /** The interval of the last complete poll; `from` null: from the beginning. */
  covered: z.object({ from: z.string().nullable(), to: z.string() }).nullable(),
  failure: z.string().nullable(),
})
export type ActionStatus = z.infer<typeof ActionStatus>

export const WorkflowName = z.object({ id: z.uuid(), name: z.string(), state: WorkflowState })
export type WorkflowName = z.infer<typeof WorkflowName>

export const listWorkflows = endpoint({
  method: 'GET',
  path: '/api/workflows',
  access: 'viewer',
  input: z.object({}),
  output: z.object({ workflows: z.array(WorkflowName) }),
})

const OneWorkflow = z.object({ id: z.uuid() })

/** Asks both systems for changes now instead of at the next turn. */
export const pollWorkflow = endpoint({
  method: 'POST',
  path: '/api/workflows/:id/poll',
  access: 'operator',
  input: OneWorkflow,
  output: z.object({}),
})

export const pauseWorkflow = endpoint({
  method: 'POST',
  path: '/api/workflows/:id/pause',
  access: 'operator',
  input: OneWorkflow.extend({ reason: z.string().trim().min(1, 'Say why, for whoever finds it paused.').max(500) }),
  output: z.object({}),
})

export const activateWorkflow = endpoint({
  method: 'POST',
  path: '/api/workflows/:id/activate',
  access: 'operator',
  input: OneWorkflow,
  output: z.object({}),
})
