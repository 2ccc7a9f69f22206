import { refuse } from '../refusal.ts'
import { isReserved } from './reserved.ts'
import { syntaxError, type Token, tokenize } from './tokens.ts'

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~' | 'in' | 'not in' | 'is' | 'is not'

export type Operand =
  | { readonly kind: 'value'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'list'; readonly values: readonly Operand[] }
  | { readonly kind: 'function'; readonly name: string; readonly arguments: readonly string[] }
  | { readonly kind: 'empty' }

export type Clause =
  | { readonly kind: 'and' | 'or'; readonly clauses: readonly Clause[] }
  | { readonly kind: 'not'; readonly clause: Clause }
  | { readonly kind: 'terminal'; readonly field: string; readonly operator: Operator; readonly operand: Operand }
  /** Bare words: Jira looks for them in the text of the issue. */
  | { readonly kind: 'words'; readonly text: string }

export interface Sorting {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}

export interface Query {
  readonly where?: Clause
  readonly orderBy: readonly Sorting[]
}

const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>=', '~', '!~'] satisfies Operator[]
const orderByMax = 7

/** Reads a query, or throws the 400 that Jira answers to one that it can't read. */
export function parseJql(query: string): Query {
  return createParser(query, tokenize(query)).query()
}

function createParser(source: string, tokens: readonly Token[]): { query(): Query } {
  const end: Token = { kind: 'end', text: '', at: source.length }
  let position = 0
  const peek = (ahead = 0): Token => tokens[position + ahead] ?? end
  const take = (): Token => {
    const token = peek()
    position += 1
    return token
  }
  const isWord = (token: Token, ...words: string[]): boolean =>
    token.kind === 'word' && words.includes(token.text.toLowerCase())
  const isSymbol = (token: Token, ...texts: string[]): boolean => token.kind === 'symbol' && texts.includes(token.text)
  const fail = (token: Token, message: string): Error => syntaxError(source, token.at, message)
  const describe = (token: Token): string => (token.kind === 'end' ? 'end of query' : `'${token.text}'`)

  const query = (): Query => {
    const onlyWords =
      tokens.every(({ kind }) => kind !== 'symbol') && !tokens.some((token) => isWord(token, 'order', 'is', 'in'))
    if (onlyWords && peek().kind !== 'end')
      return { where: { kind: 'words', text: tokens.map(({ text }) => text).join(' ') }, orderBy: [] }
    const where = peek().kind === 'end' || isWord(peek(), 'order') ? undefined : orClause()
    const orderBy = isWord(peek(), 'order') ? sorting() : []
    if (peek().kind !== 'end') throw fail(peek(), `Expecting either 'OR' or 'AND' but got ${describe(peek())}.`)
    return { ...(where ? { where } : {}), orderBy }
  }

  const chain = (kind: 'and' | 'or', signs: readonly string[], part: () => Clause): Clause => {
    const clauses = [part()]
    while (isWord(peek(), kind) || isSymbol(peek(), ...signs)) {
      take()
      clauses.push(part())
    }
    const [only] = clauses
    return clauses.length === 1 && only ? only : { kind, clauses }
  }
  const orClause = (): Clause => chain('or', ['|', '||'], andClause)
  const andClause = (): Clause => chain('and', ['&', '&&'], notClause)

  const notClause = (): Clause => {
    if (isWord(peek(), 'not') || isSymbol(peek(), '!')) {
      take()
      return { kind: 'not', clause: notClause() }
    }
    if (!isSymbol(peek(), '(')) return terminal()
    take()
    const inner = orClause()
    if (!isSymbol(peek(), ')')) throw fail(peek(), `Expecting ')' but got ${describe(peek())}.`)
    take()
    return inner
  }

  const terminal = (): Clause => {
    const field = fieldName()
    const next = peek()
    if (next.kind === 'end' || isSymbol(next, ')') || isWord(next, 'and', 'or', 'order'))
      return { kind: 'words', text: field }
    const operator = operatorOf(take())
    return { kind: 'terminal', field, operator, operand: operand(operator) }
  }

  const name = (expected: string): Token => {
    const token = take()
    if (token.kind !== 'word' && token.kind !== 'string')
      throw fail(token, `Expecting ${expected} but got ${describe(token)}.`)
    if (token.kind === 'word' && isReserved(token.text)) {
      throw fail(
        token,
        `'${token.text}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.`,
      )
    }
    return token
  }

  const fieldName = (): string => {
    if (!isWord(peek(), 'cf') || !isSymbol(peek(1), '[')) return name('a field name').text
    take()
    take()
    const id = take()
    if (!/^\d+$/.test(id.text) || !isSymbol(take(), ']')) throw fail(id, 'Expecting a custom field id in brackets.')
    return `cf[${id.text}]`
  }

  const operatorOf = (token: Token): Operator => {
    const comparison = comparisons.find((operator): operator is Operator => isSymbol(token, operator))
    if (comparison !== undefined) return comparison
    if (isWord(token, 'in')) return 'in'
    if (isWord(token, 'not') && isWord(peek(), 'in')) {
      take()
      return 'not in'
    }
    if (isWord(token, 'is')) {
      if (!isWord(peek(), 'not')) return 'is'
      take()
      return 'is not'
    }
    throw fail(
      token,
      `Expecting operator but got ${describe(token)}. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'.`,
    )
  }

  const operand = (operator: Operator): Operand => {
    const isList = operator === 'in' || operator === 'not in'
    if (isList && isSymbol(peek(), '(')) return list()
    if (isList && !isSymbol(peek(1), '(')) throw fail(peek(), `Expecting '(' but got ${describe(peek())}.`)
    const value = single()
    const wantsEmpty = operator === 'is' || operator === 'is not'
    if (wantsEmpty && value.kind !== 'empty')
      throw fail(peek(-1), `The operator '${operator}' takes only EMPTY or NULL.`)
    return value
  }

  const list = (): Operand => {
    take()
    const values = [single()]
    while (isSymbol(peek(), ',')) {
      take()
      values.push(single())
    }
    if (!isSymbol(peek(), ')')) throw fail(peek(), `Expecting ')' or ',' but got ${describe(peek())}.`)
    take()
    return { kind: 'list', values }
  }

  const single = (): Operand => {
    if (isWord(peek(), 'empty', 'null')) {
      take()
      return { kind: 'empty' }
    }
    const token = name('either a value, list or function')
    if (token.kind === 'word' && isSymbol(peek(), '('))
      return { kind: 'function', name: token.text, arguments: functionArguments() }
    return { kind: 'value', text: token.text, quoted: token.kind === 'string' }
  }

  const functionArguments = (): readonly string[] => {
    take()
    const values: string[] = []
    while (!isSymbol(peek(), ')')) {
      values.push(name('an argument').text)
      if (isSymbol(peek(), ',')) take()
    }
    take()
    return values
  }

  const sorting = (): readonly Sorting[] => {
    take()
    if (!isWord(take(), 'by')) throw fail(peek(-1), "Expecting 'by' after 'order'.")
    const sortings = [sortingPart()]
    while (isSymbol(peek(), ',')) {
      take()
      sortings.push(sortingPart())
    }
    if (sortings.length > orderByMax) throw refuse(400, `The maximum number of ORDER BY fields is ${orderByMax}.`)
    return sortings
  }

  const sortingPart = (): Sorting => {
    const field = fieldName()
    if (!isWord(peek(), 'asc', 'desc')) return { field, direction: 'asc' }
    return { field, direction: take().text.toLowerCase() === 'desc' ? 'desc' : 'asc' }
  }

  return { query }
}
