import { z } from 'zod'

/** YAML's plain scalars, taken as the text that stands in the file. */
export const ScalarText = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const ConditionDocument = z
  .strictObject({
    field: z.string().min(1),
    is: z.enum([
      'is',
      'is-not',
      'one-of',
      'not-one-of',
      'empty',
      'not-empty',
      'contains',
      'not-contains',
      'less-than',
      'greater-than',
      'equals',
    ]),
    value: z.union([ScalarText, z.array(ScalarText)]).optional(),
  })
  .superRefine(({ is, value }, context) => {
    const report = (message: string, fix: string) =>
      context.addIssue({ code: 'custom', path: ['value'], message, params: { fix } })
    const takesList = is === 'one-of' || is === 'not-one-of'
    const takesNothing = is === 'empty' || is === 'not-empty'
    if (takesNothing && value !== undefined) report(`"${is}" compares with nothing`, 'Remove the value')
    if (!takesNothing && value === undefined) report(`"${is}" needs a value`, 'Add the value to compare with')
    if (takesList && value !== undefined && !Array.isArray(value))
      report(`"${is}" needs a list`, 'Write [first, second]')
    if (!takesList && Array.isArray(value)) report(`"${is}" takes one value`, 'Write one value, or use one-of')
  })

export type ConditionDocument = z.output<typeof ConditionDocument>

/** A condition, or groups of them: `all` must be true, or `any` one. */
export type FilterDocument = ConditionDocument | { all: FilterDocument[] } | { any: FilterDocument[] }

type FilterInput = z.input<typeof ConditionDocument> | { all: FilterInput[] } | { any: FilterInput[] }

export const FilterDocument: z.ZodType<FilterDocument, FilterInput> = z.lazy(() =>
  z.union([
    ConditionDocument,
    z.strictObject({ all: z.array(FilterDocument) }),
    z.strictObject({ any: z.array(FilterDocument) }),
  ]),
)
