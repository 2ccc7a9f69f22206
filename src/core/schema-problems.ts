import type { z } from 'zod'
import { pathText, problemAt, type Path, type Problem } from './problem.ts'

type Issue = z.core.$ZodIssue

/** What a schema found wrong, in the words of the document's author. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, []))
}

function issueProblems(issue: Issue, parent: Path): Problem[] {
  const path = [...parent, ...issue.path.map(pathStep)]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path))
    case 'invalid_union':
      return unionProblems(issue, path)
    case 'invalid_value':
      return [problemAt(path, 'This value is not allowed here', `Write ${listed(issue.values.map(String))}`)]
    case 'invalid_type':
      return [typeProblem(issue, path)]
    case 'custom':
      return [problemAt(path, issue.message, String(issue.params?.['fix'] ?? 'Change it accordingly'))]
    default:
      return [problemAt(path, issue.message, 'Correct the value')]
  }
}

function pathStep(step: PropertyKey): string | number {
  return typeof step === 'number' ? step : String(step)
}

function unknownKey(key: string, path: Path): Problem {
  return problemAt([...path, key], `Unknown key "${key}"`, 'Remove it or check its spelling')
}

function typeProblem(issue: z.core.$ZodIssueInvalidType, path: Path): Problem {
  const key = path.at(-1)
  if (issue.input === undefined) {
    return problemAt(
      path,
      `${typeof key === 'string' ? `"${key}"` : 'A value'} is missing`,
      `Add ${articled(issue.expected)}`,
    )
  }
  return problemAt(path, `This must be ${articled(issue.expected)}`, `Write ${articled(issue.expected)} here`)
}

/** Of the alternatives of a union, the one whose author got furthest is the one that was meant. */
function unionProblems(issue: z.core.$ZodIssueInvalidUnion, path: Path): Problem[] {
  const branches = issue.errors.map((issues) => issues.flatMap((inner) => issueProblems(inner, path)))
  const isDeeper = (problems: Problem[]) => problems.every((problem) => problem.path !== pathText(path))
  const meant = branches.filter(isDeeper).toSorted((a, b) => a.length - b.length)[0]
  return meant ?? [problemAt(path, 'This has a form that is not known here', formsOf(issue))]
}

function formsOf(issue: z.core.$ZodIssueInvalidUnion): string {
  const types = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) =>
      inner.code === 'invalid_type' && inner.path.length === 0 ? [articled(inner.expected)] : [],
    ),
  )
  return types.length === 0 ? 'Compare it with the example in the guide' : `Write ${[...new Set(types)].join(' or ')}`
}

function articled(type: string): string {
  const words: Record<string, string> = {
    array: 'a list',
    object: 'a block of keys',
    record: 'a block of keys',
    string: 'a text',
  }
  return words[type] ?? `a ${type}`
}

function listed(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(' or ')
}
