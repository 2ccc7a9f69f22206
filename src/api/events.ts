import { z } from 'zod'
import { OperationSummary } from './operations.ts'

/** Server-sent events, for whoever may view. Comments in between keep the line open. */
export const eventsPath = '/api/events'

/** The `data` of one event. */
export const LiveEvent = z.object({ type: z.literal('operations'), operations: z.array(OperationSummary) })
export type LiveEvent = z.infer<typeof LiveEvent>
