import { z } from 'zod'

/** A node of the Atlassian Document Format, as far as we look at it. */
export const AdfNode = z.object({
  type: z.string(),
  text: z.string().optional(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  marks: z.array(z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() })).optional(),
  get content() {
    return z.array(AdfNode).optional()
  },
})
export type AdfNode = z.infer<typeof AdfNode>
