import { z } from 'zod'
import { FilterDocument, ScalarText } from './filter-document.ts'

const steps = {
  first: z.int().min(1).optional(),
  ellipsis: z.union([z.boolean(), z.string()]).optional(),
  lower: z.literal(true).optional(),
  upper: z.literal(true).optional(),
  trim: z.literal(true).optional(),
  replace: z.string().min(1).optional(),
  pattern: z.string().min(1).optional(),
  replacePattern: z.string().min(1).optional(),
  with: z.string().optional(),
  default: ScalarText.optional(),
  dateFormat: z.string().min(1).optional(),
  zone: z.string().optional(),
}

/** One transformation; which one is told by the key it has. */
export const StepDocument = z.strictObject(steps)
export type StepDocument = z.output<typeof StepDocument>

/** `of: Subject, first: 255`, a chain `of: Subject, then: [...]`, or `array: [...]`. */
export const ExpressionDocument = z.strictObject({
  of: z.string().min(1).optional(),
  array: z.array(z.string()).min(1).optional(),
  ...steps,
  then: z.array(StepDocument).optional(),
})
export type ExpressionDocument = z.output<typeof ExpressionDocument>

const Transition = z.strictObject({
  id: z.union([z.string(), z.number()]).transform(String).optional(),
  fields: z.record(z.string(), ScalarText).optional(),
})
export type TransitionDocument = z.output<typeof Transition>

const options = {
  onEmpty: ScalarText.optional(),
  on: z.enum(['create', 'update']).optional(),
  drift: z.enum(['leave', 'overwrite']).optional(),
}

const ValueMapping = z.strictObject({ value: ScalarText, transition: Transition.optional(), ...options })

const ChooseMapping = z.strictObject({
  choose: z
    .array(z.strictObject({ when: FilterDocument, value: ScalarText, transition: Transition.optional() }))
    .min(1),
  otherwise: ScalarText.optional(),
  ...options,
})

const UserMapping = z.strictObject({
  user: z.string().min(1),
  by: z.literal('email').optional(),
  table: z.record(z.string(), z.string()).optional(),
  otherwise: z.enum(['unassigned', 'leave']).default('leave'),
  ...options,
})

/** How a target field gets its value; a bare text is short for `{ value: text }`. */
export const MappingDocument = z.union([
  ScalarText.transform((value): z.output<typeof ValueMapping> => ({ value })),
  ValueMapping,
  ChooseMapping,
  UserMapping,
])
export type MappingDocument = z.output<typeof MappingDocument>
