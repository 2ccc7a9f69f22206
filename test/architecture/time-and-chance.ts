import ts from 'typescript'
import { importsOf } from './imports.ts'
import { walk, type SourceFile } from './source-files.ts'

/** What reads the clock, waits, rolls dice or looks at the process, when named as `object.member` (`*`: any member). */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['*'],
  process: ['*'],
  globalThis: ['*'],
  crypto: ['*'],
  AbortSignal: ['timeout'],
  Atomics: ['wait', 'waitAsync'],
  DateTime: ['now'],
}

/** The same, when called by name. */
const CALLS: readonly string[] = [
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFillSync',
]

/** Calls that mean "now" when they are given nothing: luxon's and croner's. */
const NOW_WITHOUT_ARGUMENT: readonly string[] = ['local', 'utc', 'nextRun', 'nextRuns', 'previousRun', 'toRelative']

const MODULES: readonly string[] = ['node:timers', 'node:timers/promises', 'node:process', 'node:perf_hooks', 'node:os']

/** Where a file takes time, chance or the environment from the machine instead of its arguments, as sentences. */
export function takenFromTheMachine(file: SourceFile): string[] {
  const found: string[] = []
  walk(file.tree, (node) => {
    const what = whatNodeTakes(node)
    if (what) found.push(`${file.path}:${lineOf(file, node)} uses ${what}`)
  })
  const modules = importsOf(file).flatMap(({ name }) => (name && MODULES.includes(name) ? [name] : []))
  return [...found, ...modules.map((name) => `${file.path} imports ${name}`)]
}

function whatNodeTakes(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return member(node.expression, node.name.text)
  if (ts.isElementAccessExpression(node)) return member(node.expression, '[…]')
  if (ts.isNewExpression(node)) return isNewDate(node) ? 'new Date()' : undefined
  if (ts.isCallExpression(node)) return call(node)
  return undefined
}

function member(object: ts.Expression, name: string): string | undefined {
  if (!ts.isIdentifier(object)) return undefined
  const names = Object.hasOwn(MEMBERS, object.text) ? MEMBERS[object.text] : undefined
  return names?.includes(name) || names?.includes('*') ? `${object.text}.${name}` : undefined
}

function isNewDate(node: ts.NewExpression): boolean {
  return ts.isIdentifier(node.expression) && node.expression.text === 'Date' && !node.arguments?.length
}

function call({ expression, arguments: given }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression) && CALLS.includes(expression.text)) return `${expression.text}()`
  if (!ts.isPropertyAccessExpression(expression) || given.length > 0) return undefined
  return NOW_WITHOUT_ARGUMENT.includes(expression.name.text) ? `${expression.name.text}()` : undefined
}

function lineOf(file: SourceFile, node: ts.Node): number {
  return file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line + 1
}
