import { IANAZone } from 'luxon'
import { z } from 'zod'
import { FilterDocument } from './filter-document.ts'
import { parseInstant } from './instant.ts'
import { ExpressionDocument, MappingDocument } from './mapping-document.ts'
import { durationMs } from './trigger-time.ts'

const SHORTEST_MS = 10_000
const LONGEST_MS = 30 * 24 * 60 * 60 * 1000

const Every = z.string().superRefine((text, context) => {
  const milliseconds = durationMs(text)
  const fix = { fix: 'Write a number and s, m, h or d: 10s, 1m, 12h' }
  if (milliseconds === undefined) context.addIssue({ code: 'custom', message: 'This is no interval', params: fix })
  else if (milliseconds < SHORTEST_MS || milliseconds > LONGEST_MS) {
    context.addIssue({ code: 'custom', message: 'A poller runs every 10s to 30d', params: fix })
  }
})

const Poller = z
  .strictObject({
    type: z.literal('poller'),
    every: Every.optional(),
    cron: z
      .string()
      .regex(/^\S+(\s+\S+){4}$/, 'A cron line has five fields')
      .optional(),
    zone: z.string().optional(),
  })
  .superRefine(({ every, cron, zone }, context) => {
    const report = (path: string[], message: string, fix: string) =>
      context.addIssue({ code: 'custom', path, message, params: { fix } })
    if (every !== undefined && cron !== undefined) report(['cron'], 'Both every and cron are given', 'Keep one of them')
    if (cron === undefined && zone !== undefined) report(['zone'], 'Only cron has a zone', 'Remove it or add cron')
    if (zone !== undefined && !IANAZone.isValidZone(zone)) {
      report(['zone'], `"${zone}" is no time zone`, 'Write a name such as Europe/Sofia')
    }
  })

const Listener = z.strictObject({ type: z.literal('listener'), filter: FilterDocument.optional() })

const Existing = z.string().superRefine((text, context) => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(text) !== undefined
  const params = { fix: 'Write all, none or a date such as 2026-01-01' }
  if (text !== 'all' && text !== 'none' && !isDay)
    context.addIssue({ code: 'custom', message: 'This is no date', params })
})

const Comments = z.strictObject({
  filter: FilterDocument.optional(),
  body: z.string().optional(),
  visibility: z.unknown().optional(),
  edits: z.enum(['new-comment', 'edit', 'ignore']).optional(),
  deletions: z.enum(['keep', 'delete']).optional(),
})

const Attachments = z.strictObject({
  filter: FilterDocument.optional(),
  maxSize: z.string().optional(),
  types: z.array(z.string()).optional(),
})

const Ending = z.enum(['unlink', 'close', 'comment', 'recreate'])

/** One direction of a workflow. */
export const ActionDocument = z.strictObject({
  name: z.string().min(1),
  from: z.string(),
  to: z.string(),
  does: z.array(z.enum(['create', 'update'])).min(1),
  triggers: z.array(z.discriminatedUnion('type', [Poller, Listener])).default([]),
  filter: FilterDocument.optional(),
  existing: Existing.default('none'),
  whenOutOfScope: z.enum(['keep-in-step', 'leave-alone']).default('keep-in-step'),
  firstContact: z.string().optional(),
  expressions: z.record(z.string(), ExpressionDocument).default({}),
  mappings: z.record(z.string(), MappingDocument).default({}),
  related: z.strictObject({ comments: Comments.optional(), attachments: Attachments.optional() }).optional(),
  respond: z.record(z.string(), MappingDocument).default({}),
  deleted: Ending.optional(),
  moved: Ending.optional(),
  merged: Ending.optional(),
  errorsTo: z.strictObject({ comment: z.literal('internal').optional(), field: z.string().optional() }).optional(),
})
export type ActionDocument = z.output<typeof ActionDocument>
