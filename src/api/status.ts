import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { ActionStatus, Queue, SystemState, WorkflowState } from './workflows.ts'

/** `degraded`: something is held up and retried or waiting for a person. `down`: nothing flows. */
export const Health = z.enum(['ok', 'degraded', 'down'])
export type Health = z.infer<typeof Health>

/** What `crosstie status --json` prints. */
export const Status = z.object({
  health: Health,
  version: z.string(),
  workflows: z.array(
    z.object({
      name: z.string(),
      state: WorkflowState,
      version: z.number(),
      pairs: z.number(),
      queue: Queue,
      actions: z.array(ActionStatus),
      attention: z.number(),
    }),
  ),
  systems: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      environment: z.enum(['production', 'staging', 'sandbox']),
      state: SystemState,
    }),
  ),
  queueDepth: z.number(),
  /** Open attention items, by kind of failure. */
  failuresByKind: z.record(z.string(), z.number()),
})
export type Status = z.infer<typeof Status>

export const readStatus = endpoint({
  method: 'GET',
  path: '/api/status',
  access: 'viewer',
  input: z.object({}),
  output: Status,
})
