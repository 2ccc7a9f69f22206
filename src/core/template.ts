import { z } from 'zod'
import { problemAt, type Problem } from './problem.ts'
import { problemsOf } from './schema-problems.ts'

const Ask = z.strictObject({
  name: z.string().regex(/^[A-Za-z]\w*$/, 'A name is one word'),
  kind: z.enum(['project', 'field', 'entity', 'role', 'system']),
  title: z.string().optional(),
  default: z.string().optional(),
})

/** A workflow with gaps (file format `template/v1`): `{{name}}` stands where the answer to an ask goes. */
export const TemplateDocument = z.strictObject({
  crosstie: z.literal('template/v1'),
  title: z.string().min(1),
  description: z.string().min(1),
  asks: z.array(Ask).default([]),
  workflow: z.record(z.string(), z.unknown()),
})

export type TemplateDocument = z.output<typeof TemplateDocument>

/** Reads a template from parsed YAML or JSON; its workflow is only read once it is filled. */
export function parseTemplate(raw: unknown): { template: TemplateDocument } | { problems: Problem[] } {
  const result = TemplateDocument.safeParse(raw, { reportInput: true })
  return result.success ? { template: result.data } : { problems: problemsOf(result.error) }
}

/**
 * Puts the answers into a template's workflow, in texts and keys. The result is raw, for `parseWorkflow`: answers are
 * filled in before anything is read, and doubled braces around any word that is not asked for stay as they are.
 */
export function fillTemplate(
  template: TemplateDocument,
  answers: Readonly<Record<string, string>>,
): { workflow: unknown } | { problems: Problem[] } {
  const values = new Map(template.asks.map((ask) => [ask.name, answerTo(ask, answers)]))
  const missing = [...values].filter(([, value]) => value === undefined).map(([name]) => name)
  const unknown = Object.keys(answers).filter((name) => !values.has(name))
  const problems = [
    ...missing.map((name) => problemAt(['asks', name], `"${name}" is not answered`, 'Give it a value')),
    ...unknown.map((name) =>
      problemAt(['asks', name], `"${name}" is not asked for`, 'Remove it or check its spelling'),
    ),
  ]
  return problems.length > 0 ? { problems } : { workflow: filled(template.workflow, values) }
}

function answerTo({ name, default: standard }: z.output<typeof Ask>, answers: Readonly<Record<string, string>>) {
  const answer = Object.hasOwn(answers, name) ? answers[name] : undefined
  return answer === undefined || answer.trim() === '' ? standard : answer
}

type Values = ReadonlyMap<string, string | undefined>

function filled(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return filledText(value, values)
  if (Array.isArray(value)) return value.map((element) => filled(element, values))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [filledText(key, values), filled(part, values)]))
}

function filledText(text: string, values: Values): string {
  return text.replace(/\{\{([A-Za-z]\w*)\}\}/g, (gap: string, name: string) => values.get(name) ?? gap)
}
