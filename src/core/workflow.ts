import { z } from 'zod'
import { ActionDocument } from './action-document.ts'
import type { Problem } from './problem.ts'
import { problemsOf } from './schema-problems.ts'

/** An alias is a word that is free in every place where aliases stand beside fixed keys. */
const Alias = z
  .string()
  .regex(
    /^(?!unlinked$|match$|default$|fields$|latest$)[A-Za-z][\w-]*$/,
    'An alias is one word, and none of the fixed keys',
  )

const SystemUse = z.strictObject({
  system: z.string().min(1),
  entity: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  route: z.unknown().optional(),
})

const CorrelationSide = z.strictObject({
  field: z.string().min(1),
  holds: z.enum(['id', 'key']),
  marker: z.string().min(1).optional(),
})

const Correlation = z
  .object({
    unlinked: z.enum(['create-only', 'match-then-create', 'match-only']).default('create-only'),
    match: z.array(z.record(z.string(), z.string())).default([]),
  })
  .catchall(CorrelationSide)

const Conflicts = z.strictObject({
  default: z.string().default('latest-wins'),
  fields: z.record(z.string(), z.string()).default({}),
})

const WorkflowShape = z.strictObject({
  crosstie: z.literal('workflow/v1'),
  name: z.string().min(1),
  systems: z.record(Alias, SystemUse),
  correlation: Correlation.prefault({}),
  conflicts: Conflicts.prefault({}),
  actions: z.array(ActionDocument).min(1),
})

/** The workflow document (file format `workflow/v1`): schema of its file, its API and its editor. */
export const WorkflowDocument = WorkflowShape.superRefine((document, context) => {
  const report = (path: (string | number)[], message: string, fix: string) =>
    context.addIssue({ code: 'custom', path, message, params: { fix } })
  const aliases = Object.keys(document.systems)
  const known = `Write ${aliases.join(' or ')}`
  if (aliases.length !== 2)
    report(['systems'], 'A workflow ties exactly two systems', 'Name two systems, each with an alias')
  checkCorrelation(document, aliases, report)
  checkConflicts(document, aliases, report)
  const names = new Set<string>()
  for (const [index, action] of document.actions.entries()) {
    if (names.has(action.name))
      report(['actions', index, 'name'], 'Two actions have this name', 'Give each its own name')
    names.add(action.name)
    for (const end of ['from', 'to'] as const) {
      if (!aliases.includes(action[end])) report(['actions', index, end], `There is no system "${action[end]}"`, known)
    }
    if (action.from === action.to)
      report(['actions', index, 'to'], 'An action goes from one system to the other', known)
    if (action.firstContact && !['fill-empty', 'ask', ...aliases].includes(action.firstContact)) {
      report(['actions', index, 'firstContact'], 'This is neither a side nor a rule', `${known} or fill-empty or ask`)
    }
  }
})

export type WorkflowDocument = z.output<typeof WorkflowDocument>

type Report = (path: (string | number)[], message: string, fix: string) => void

function checkCorrelation(document: z.output<typeof WorkflowShape>, aliases: readonly string[], report: Report): void {
  const known = `Write ${aliases.join(' or ')}`
  for (const alias of correlatedAliases(document)) {
    if (!aliases.includes(alias)) report(['correlation', alias], `There is no system "${alias}"`, known)
  }
  for (const [index, fields] of document.correlation.match.entries()) {
    const isComplete = Object.keys(fields).length === 2 && aliases.every((alias) => Object.hasOwn(fields, alias))
    if (!isComplete) report(['correlation', 'match', index], 'A match names one field of each system', known)
  }
  const isMatching = document.correlation.unlinked !== 'create-only'
  if (isMatching && document.correlation.match.length === 0) {
    report(
      ['correlation', 'match'],
      'Nothing says which fields must match',
      'Add match, or write unlinked: create-only',
    )
  }
}

function correlatedAliases({ correlation }: z.output<typeof WorkflowShape>): string[] {
  return Object.keys(correlation).filter((key) => key !== 'unlinked' && key !== 'match')
}

function checkConflicts(document: z.output<typeof WorkflowShape>, aliases: readonly string[], report: Report): void {
  const rules = ['latest-wins', 'ask', ...aliases.map((alias) => `${alias}-wins`)]
  const check = (path: string[], rule: string) => {
    if (!rules.includes(rule)) report(path, `"${rule}" is no conflict rule`, `Write ${rules.join(' or ')}`)
  }
  check(['conflicts', 'default'], document.conflicts.default)
  for (const [field, rule] of Object.entries(document.conflicts.fields)) check(['conflicts', 'fields', field], rule)
}

/** Reads a workflow document from parsed YAML or JSON. */
export function parseWorkflow(raw: unknown): { document: WorkflowDocument } | { problems: Problem[] } {
  const result = WorkflowDocument.safeParse(raw, { reportInput: true })
  return result.success ? { document: result.data } : { problems: problemsOf(result.error) }
}

/** How one alias correlates, if it does: the typed way past the fixed keys that stand beside the aliases. */
export function correlationOf(document: WorkflowDocument, alias: string): z.output<typeof CorrelationSide> | undefined {
  if (!correlatedAliases(document).includes(alias)) return undefined
  return CorrelationSide.safeParse(document.correlation[alias]).data
}
