import { z } from 'zod'

/** The body of every answer that is not a success. */
export const ErrorAnswer = z.object({
  error: z.object({
    /** What happened, in a sentence for people. */
    message: z.string(),
    /** What to do about it. */
    hint: z.string().nullable(),
    /** Problems of single inputs, by their name. */
    fields: z.record(z.string(), z.string()).optional(),
  }),
})
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
