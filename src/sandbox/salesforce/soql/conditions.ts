import { refused } from '../errors.ts'
import { toId18 } from '../ids.ts'
import type { FieldDefinition, ObjectDefinition } from '../schema/definition.ts'
import { stamp } from '../stamps.ts'
import type { Row, Value } from '../tables.ts'
import { resolvePath, valueAt, type FieldPath, type FindRow } from './paths.ts'
import type { Comparison, Condition, Literal, Name } from './syntax.ts'
import { queryError } from './tokens.ts'

export interface Surroundings {
  readonly object: ObjectDefinition
  readonly text: string
  readonly find: FindRow
  readonly now: Date
}

type Test = (row: Row) => boolean
/** What a literal stands for in one field's terms; a span where it names a day or more. */
type Operand = Value | Span

interface Span {
  readonly from: string
  readonly to: string
}

const DAY_MS = 86_400_000

/** Turns a WHERE clause into a test of one record. */
export function compileCondition(condition: Condition, around: Surroundings): Test {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((part) => compileCondition(part, around))
      return (row) => parts.every((part) => part(row))
    }
    case 'or': {
      const parts = condition.parts.map((part) => compileCondition(part, around))
      return (row) => parts.some((part) => part(row))
    }
    case 'not': {
      const part = compileCondition(condition.part, around)
      return (row) => !part(row)
    }
    case 'compare':
      return compileComparison(condition.field, condition.operator, condition.value, around)
    case 'like':
      return compileLike(condition.field, condition.pattern, around)
    case 'in':
      return compileIn(condition, around)
  }
}

function filterPath(name: Name, { object, text }: Surroundings): FieldPath {
  const path = resolvePath(object, name, text)
  if (path.field.filterable) return path
  throw queryError('INVALID_FIELD', text, name.at, `field '${path.field.name}' can not be filtered in a query call`)
}

function compileComparison(name: Name, operator: Comparison, literal: Literal, around: Surroundings): Test {
  const path = filterPath(name, around)
  const wanted = operandOf(path.field, literal, around)
  if (isSpan(wanted)) {
    return (row) => compareSpan(valueAt(row, path, around.find), operator, wanted)
  }
  const fold = foldFor(path.field)
  return (row) => compare(fold(valueAt(row, path, around.find)), operator, fold(wanted))
}

/** Text is compared without regard to case. A missing value equals only null, and is neither more nor less. */
function compare(value: Value, operator: Comparison, wanted: Value): boolean {
  if (operator === '=') return value === wanted
  if (operator === '!=') return value !== wanted
  if (value === null || wanted === null) return false
  switch (operator) {
    case '<':
      return value < wanted
    case '<=':
      return value <= wanted
    case '>':
      return value > wanted
    case '>=':
      return value >= wanted
  }
}

function compareSpan(value: Value, operator: Comparison, { from, to }: Span): boolean {
  if (typeof value !== 'string') return operator === '!='
  switch (operator) {
    case '=':
      return value >= from && value < to
    case '!=':
      return value < from || value >= to
    case '<':
      return value < from
    case '<=':
      return value < to
    case '>':
      return value >= to
    case '>=':
      return value >= from
  }
}

function compileLike(name: Name, pattern: string, around: Surroundings): Test {
  const path = filterPath(name, around)
  const source = pattern.replace(/\\[\s\S]|[\s\S]/g, (part) => {
    if (part === '%') return '[\\s\\S]*'
    if (part === '_') return '[\\s\\S]'
    return (part.length === 2 && part.startsWith('\\') ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  })
  const expression = new RegExp(`^${source}$`, 'i')
  return (row) => {
    const value = valueAt(row, path, around.find)
    return typeof value === 'string' && expression.test(value)
  }
}

function compileIn({ field, isNegated, values }: Extract<Condition, { kind: 'in' }>, around: Surroundings): Test {
  const path = filterPath(field, around)
  const fold = foldFor(path.field)
  const operands = values.map((literal) => operandOf(path.field, literal, around))
  const wanted = new Set(operands.flatMap((operand) => (isSpan(operand) ? [] : [fold(operand)])))
  return (row) => wanted.has(fold(valueAt(row, path, around.find))) !== isNegated
}

const isSpan = (operand: Operand): operand is Span => operand !== null && typeof operand === 'object'

/** How values of a field are made alike before they are compared: ids and stamps as they are, text without case. */
export function foldFor({ type }: FieldDefinition): (value: Value) => Value {
  if (type === 'id' || type === 'reference' || type === 'datetime') return (value) => value
  return (value) => (typeof value === 'string' ? value.toLowerCase() : value)
}

function operandOf(field: FieldDefinition, literal: Literal, around: Surroundings): Operand {
  if (literal.kind === 'null') return null
  switch (field.type) {
    case 'datetime':
      return momentOf(field, literal, around)
    case 'boolean':
      if (literal.kind === 'boolean') return literal.value
      throw wrongLiteral(field, 'boolean', literal, around)
    case 'id':
    case 'reference':
      return idOf(field, literal, around)
    default:
      if (literal.kind === 'string') return literal.value
      throw queryError(
        'INVALID_FIELD',
        around.text,
        literal.at,
        mustBe(field, 'string', ' and should be enclosed in quotes'),
      )
  }
}

function momentOf(field: FieldDefinition, literal: Literal, around: Surroundings): Operand {
  if (literal.kind === 'moment') return stamp(new Date(literal.value))
  if (literal.kind !== 'relative') throw wrongLiteral(field, 'dateTime', literal, around)
  const today = Math.floor(around.now.getTime() / DAY_MS) * DAY_MS
  const span = (fromDay: number, toDay: number) => ({
    from: stamp(new Date(today + fromDay * DAY_MS)),
    to: stamp(new Date(today + toDay * DAY_MS)),
  })
  switch (literal.name) {
    case 'YESTERDAY':
      return span(-1, 0)
    case 'LAST_N_DAYS':
      return span(-literal.days, 1)
    default:
      return span(0, 1)
  }
}

function idOf(field: FieldDefinition, literal: Literal, around: Surroundings): string {
  if (literal.kind !== 'string') throw wrongLiteral(field, 'ID', literal, around)
  if (literal.value === '') return ''
  const id = toId18(literal.value)
  if (id) return id
  throw refused('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${literal.value}`)
}

const mustBe = ({ name }: FieldDefinition, type: string, advice: string) =>
  `value of filter criterion for field '${name}' must be of type ${type}${advice}`

const wrongLiteral = (field: FieldDefinition, type: string, literal: Literal, { text }: Surroundings) =>
  queryError('INVALID_FIELD', text, literal.at, mustBe(field, type, ' and should not be enclosed in quotes'))
