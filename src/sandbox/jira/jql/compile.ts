import { adfToText } from '../adf.ts'
import { fieldByClause } from '../fields.ts'
import { refuse } from '../refusal.ts'
import type { Issue, SiteState, User } from '../site.ts'
import { type Column, columnOf, commentText } from './columns.ts'
import { dateFunction, instantOf } from './dates.ts'
import type { Clause, Operand, Operator, Query } from './parse.ts'
import { textMatcher } from './text-match.ts'

export interface JqlContext {
  readonly site: SiteState
  readonly caller: User | undefined
  readonly now: Date
}

export type SortValue = string | number | null

export interface CompiledQuery {
  matches(issue: Issue): boolean
  /** One value for each ORDER BY field. */
  sortValues(issue: Issue): readonly SortValue[]
  readonly directions: readonly (1 | -1)[]
}

type Predicate = (issue: Issue) => boolean

/**
 * Turns a query into a predicate. Jira Cloud answers an unknown field, function or value with an empty result, not with
 * an error, so an unknown field or function makes the whole query match nothing: `undefined`. An operator that the
 * field does not support is still a 400.
 */
export function compileJql(query: Query, context: JqlContext): CompiledQuery | undefined {
  const where = query.where ? compileClause(query.where, false, context) : () => true
  const columns = query.orderBy.map(({ field }) => sortColumn(field, context.site))
  if (!where || !columns.every((column) => column !== undefined)) return undefined
  return {
    matches: where,
    sortValues: (issue) => columns.map((column) => column(issue)),
    directions: query.orderBy.map(({ direction }) => (direction === 'asc' ? 1 : -1)),
  }
}

/** NOT is pushed down to the single conditions, because a negated one never matches an empty field. */
function compileClause(clause: Clause, negated: boolean, context: JqlContext): Predicate | undefined {
  switch (clause.kind) {
    case 'not':
      return compileClause(clause.clause, !negated, context)
    case 'and':
    case 'or': {
      const parts = clause.clauses.map((part) => compileClause(part, negated, context))
      if (!parts.every((part) => part !== undefined)) return undefined
      const isAnd = (clause.kind === 'and') !== negated
      return isAnd ? (issue) => parts.every((part) => part(issue)) : (issue) => parts.some((part) => part(issue))
    }
    case 'words': {
      const matches = textMatcher(clause.text)
      return (issue) => matches(allText(issue)) !== negated
    }
    case 'terminal':
      return compileTerminal({ ...clause, operator: negated ? opposites[clause.operator] : clause.operator }, context)
  }
}

const opposites: Readonly<Record<Operator, Operator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '~': '!~',
  '!~': '~',
  in: 'not in',
  'not in': 'in',
  is: 'is not',
  'is not': 'is',
}

const supported: Readonly<Record<Column['type'], readonly Operator[]>> = {
  named: ['=', '!=', 'in', 'not in', 'is', 'is not', '<', '<=', '>', '>='],
  text: ['~', '!~', 'is', 'is not'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not'],
  date: ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not'],
}

interface Terminal {
  readonly field: string
  readonly operator: Operator
  readonly operand: Operand
}

function compileTerminal({ field, operator, operand }: Terminal, context: JqlContext): Predicate | undefined {
  const column = columnNamed(field, context.site)
  if (!column) return undefined
  if (!supported[column.type].includes(operator) || (isOrder(operator) && column.type === 'named' && !column.rank)) {
    throw refuse(400, `The operator '${operator.toUpperCase()}' is not supported by the '${field}' field.`)
  }
  if (operand.kind === 'empty') return emptiness(column, operator)
  const values = operandValues(operand, column, context)
  return values && predicate(column, operator, values)
}

function columnNamed(name: string, site: SiteState): Column | undefined {
  if (name.toLowerCase() === 'text') return { type: 'text', text: allText }
  const field = fieldByClause(name)
  return field && columnOf(field, site)
}

function isOrder(operator: Operator): boolean {
  return ['<', '<=', '>', '>='].includes(operator)
}

function emptiness(column: Column, operator: Operator): Predicate {
  const wantsEmpty = ['is', '=', 'in'].includes(operator)
  return (issue) => isEmpty(column, issue) === wantsEmpty
}

function isEmpty(column: Column, issue: Issue): boolean {
  switch (column.type) {
    case 'named':
      return column.names(issue).length === 0
    case 'text':
      return column.text(issue) === ''
    case 'number':
      return column.number(issue) === null
    case 'date':
      return column.time(issue) === null
  }
}

/** The values as text for names and text, as numbers for numbers and dates; undefined for an unknown function or no date. */
function operandValues(
  operand: Operand,
  column: Column,
  context: JqlContext,
): readonly (string | number)[] | undefined {
  switch (operand.kind) {
    case 'list': {
      const lists = operand.values.map((value) => operandValues(value, column, context))
      return lists.every((list) => list !== undefined) ? lists.flat() : undefined
    }
    case 'function':
      return functionValues(operand.name, column, context)
    case 'empty':
      return []
    case 'value': {
      const value = plainValue(operand, column, context)
      return value === undefined ? undefined : [value]
    }
  }
}

function plainValue(
  operand: Operand & { kind: 'value' },
  column: Column,
  context: JqlContext,
): string | number | undefined {
  switch (column.type) {
    case 'named':
      return (column.resolve?.(operand.text) ?? operand.text).toLowerCase()
    case 'text':
      return operand.text
    case 'number':
      return Number.isFinite(Number(operand.text)) ? Number(operand.text) : undefined
    case 'date':
      return instantOf(operand.text, { quoted: operand.quoted, zone: zoneOf(context), now: context.now })
  }
}

function zoneOf({ caller, site }: JqlContext): string {
  return caller?.timeZone ?? site.timeZone
}

function functionValues(name: string, column: Column, context: JqlContext): readonly (string | number)[] | undefined {
  if (name.toLowerCase() === 'currentuser') return context.caller ? [context.caller.accountId.toLowerCase()] : []
  const time = column.type === 'date' ? dateFunction(name, { zone: zoneOf(context), now: context.now }) : undefined
  return time === undefined ? undefined : [time]
}

function predicate(column: Column, operator: Operator, values: readonly (string | number)[]): Predicate {
  switch (column.type) {
    case 'named':
      return namedPredicate(column, operator, values.map(String))
    case 'text': {
      const matches = textMatcher(String(values[0] ?? ''))
      const wanted = operator === '~'
      return (issue) => column.text(issue) !== '' && matches(column.text(issue)) === wanted
    }
    case 'number':
      return orderedPredicate((issue) => column.number(issue), operator, values.map(Number))
    case 'date':
      return orderedPredicate((issue) => column.time(issue), operator, values.map(Number))
  }
}

function namedPredicate(column: Column & { type: 'named' }, operator: Operator, values: readonly string[]): Predicate {
  const { rank } = column
  if (isOrder(operator) && rank) {
    const rankOf = (name: string | undefined): number | null => (name === undefined ? null : (rank(name) ?? null))
    const limits = values.flatMap((value) => rankOf(value) ?? [])
    return orderedPredicate((issue) => rankOf(column.names(issue)[0]), operator, limits)
  }
  const wanted = operator === '=' || operator === 'in'
  return (issue) => {
    const names = column.names(issue)
    return names.length > 0 && values.some((value) => names.includes(value)) === wanted
  }
}

function orderedPredicate(
  read: (issue: Issue) => number | null,
  operator: Operator,
  values: readonly number[],
): Predicate {
  const [limit = Number.NaN] = values
  const test: Partial<Record<Operator, (value: number) => boolean>> = {
    '=': (value) => value === limit,
    '!=': (value) => value !== limit,
    '<': (value) => value < limit,
    '<=': (value) => value <= limit,
    '>': (value) => value > limit,
    '>=': (value) => value >= limit,
    in: (value) => values.includes(value),
    'not in': (value) => !values.includes(value),
  }
  return (issue) => {
    const value = read(issue)
    return value !== null && (test[operator]?.(value) ?? false)
  }
}

function allText(issue: Issue): string {
  return [issue.summary, adfToText(issue.description), adfToText(issue.environment), commentText(issue)].join('\n')
}

function sortColumn(name: string, site: SiteState): ((issue: Issue) => SortValue) | undefined {
  const column = columnNamed(name, site)
  switch (column?.type) {
    case undefined:
      return undefined
    case 'named':
      return (issue) => namedSortValue(column, issue)
    case 'text':
      return (issue) => column.text(issue).toLowerCase()
    case 'number':
      return (issue) => column.number(issue)
    case 'date':
      return (issue) => column.time(issue)
  }
}

function namedSortValue(column: Column & { type: 'named' }, issue: Issue): SortValue {
  const names = column.names(issue)
  const [first] = names
  if (first === undefined) return null
  return column.rank ? (column.rank(first) ?? null) : (names.at(-1) ?? null)
}
