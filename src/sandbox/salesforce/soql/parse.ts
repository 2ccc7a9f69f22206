import { refused } from '../errors.ts'
import type { Comparison, Condition, Literal, Name, Order, Query, SelectItem } from './syntax.ts'
import { queryError, tokenize, unescape, type Token } from './tokens.ts'

/** https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_soslsoql.htm */
const MAX_QUERY = 100_000
const MAX_STRING = 4000

const COMPARISONS = new Map<string, Comparison>([
  ['=', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
])

const RELATIVE_DATE = /^(TODAY|YESTERDAY|LAST_N_DAYS:\d+)$/i

/**
 * Reads the part of SOQL that integrations live on: fields and parent paths, count(), child queries, conditions, order,
 * limit and offset. Whatever else is refused in the way of the API, not skipped.
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY)
    throw refused('MALFORMED_QUERY', 'SOQL statements cannot be longer than 100000 characters.')
  const parser = createParser(text)
  const query = parser.query()
  parser.end()
  return query
}

function createParser(text: string) {
  const tokens = tokenize(text)
  let place = 0

  const peek = (ahead = 0): Token =>
    tokens[Math.min(place + ahead, tokens.length - 1)] ?? { kind: 'end', text: '', at: 0 }
  const next = (): Token => {
    const token = peek()
    place += 1
    return token
  }
  const isWord = (word: string, ahead = 0) => peek(ahead).kind === 'name' && peek(ahead).text.toUpperCase() === word
  const isSymbol = (symbol: string) => peek().kind === 'symbol' && peek().text === symbol
  const unexpected = (token: Token) =>
    queryError('MALFORMED_QUERY', text, token.at, `unexpected token: '${token.text}'`)

  function accept(test: (word: string) => boolean, word: string): boolean {
    const found = test(word)
    if (found) place += 1
    return found
  }
  const acceptWord = (word: string) => accept(isWord, word)
  const acceptSymbol = (symbol: string) => accept(isSymbol, symbol)
  function expectWord(word: string) {
    if (!acceptWord(word)) throw unexpected(peek())
  }
  function expectSymbol(symbol: string) {
    if (!acceptSymbol(symbol)) throw unexpected(peek())
  }
  function name(): Name {
    const token = next()
    if (token.kind !== 'name' || token.text.includes(':')) throw unexpected(token)
    return { text: token.text, at: token.at }
  }
  function list<T>(item: () => T): T[] {
    const items = [item()]
    while (acceptSymbol(',')) items.push(item())
    return items
  }

  function query(): Query {
    expectWord('SELECT')
    const select = list(selectItem)
    expectWord('FROM')
    const object = name()
    const where = acceptWord('WHERE') ? conditions() : undefined
    const orderBy = acceptWord('ORDER') ? orders() : []
    const limit = acceptWord('LIMIT') ? wholeNumber() : undefined
    const offset = acceptWord('OFFSET') ? wholeNumber() : 0
    return { text, select, object, where, orderBy, limit, offset }
  }

  function selectItem(): SelectItem {
    if (acceptSymbol('(')) {
      const children = query()
      expectSymbol(')')
      return { kind: 'children', query: children }
    }
    const field = name()
    if (!acceptSymbol('(')) return { kind: 'field', name: field }
    if (field.text.toUpperCase() !== 'COUNT') throw unexpected(peek(-1))
    expectSymbol(')')
    return { kind: 'count' }
  }

  /** AND and OR may not be mixed without parentheses. */
  function conditions(): Condition {
    if (acceptWord('NOT')) return { kind: 'not', part: condition() }
    const first = condition()
    const joint = isWord('AND') ? 'AND' : isWord('OR') ? 'OR' : undefined
    if (!joint) return first
    const parts = [first]
    while (acceptWord(joint)) parts.push(condition())
    return { kind: joint === 'AND' ? 'and' : 'or', parts }
  }

  function condition(): Condition {
    if (!acceptSymbol('(')) return comparison()
    const inner = conditions()
    expectSymbol(')')
    return inner
  }

  function comparison(): Condition {
    const field = name()
    const operator = next()
    const comparing = operator.kind === 'symbol' ? COMPARISONS.get(operator.text) : undefined
    if (comparing) return { kind: 'compare', field, operator: comparing, value: literal() }
    const word = operator.kind === 'name' ? operator.text.toUpperCase() : ''
    if (word === 'LIKE') return { kind: 'like', field, pattern: likePattern() }
    if (word === 'IN') return { kind: 'in', field, isNegated: false, values: valueList() }
    if (word === 'NOT' && acceptWord('IN')) return { kind: 'in', field, isNegated: true, values: valueList() }
    throw unexpected(operator)
  }

  function valueList(): readonly Literal[] {
    expectSymbol('(')
    const values = list(literal)
    expectSymbol(')')
    return values
  }

  function likePattern(): string {
    const token = next()
    if (token.kind !== 'string') throw unexpected(token)
    return unescape(token.text, true)
  }

  function literal(): Literal {
    const token = next()
    const { at } = token
    switch (token.kind) {
      case 'string':
        return { kind: 'string', value: stringValue(token), at }
      case 'number':
        return { kind: 'number', value: Number(token.text), at }
      case 'datetime':
        return { kind: 'moment', value: token.text, at }
      case 'date':
        return { kind: 'moment', value: `${token.text}T00:00:00Z`, at }
      case 'name':
        return wordLiteral(token)
      case 'symbol':
      case 'end':
        throw unexpected(token)
    }
  }

  function stringValue(token: Token): string {
    const value = unescape(token.text)
    if (value.length <= MAX_STRING) return value
    throw queryError('MALFORMED_QUERY', text, token.at, 'maximum length of string literal is 4000 characters')
  }

  function wordLiteral(token: Token): Literal {
    const word = token.text.toUpperCase()
    const { at } = token
    if (word === 'NULL') return { kind: 'null', at }
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', at }
    if (!RELATIVE_DATE.test(word)) throw unexpected(token)
    const [relative = '', days] = word.split(':')
    return { kind: 'relative', name: relative, days: Number(days ?? 0), at }
  }

  function orders(): Order[] {
    expectWord('BY')
    return list(() => {
      const field = name()
      const isDescending = acceptWord('DESC')
      if (!isDescending) acceptWord('ASC')
      return { field, isDescending, nullsLast: nullsLast() }
    })
  }

  function nullsLast(): boolean {
    if (!acceptWord('NULLS')) return false
    if (acceptWord('LAST')) return true
    expectWord('FIRST')
    return false
  }

  function wholeNumber(): number {
    const token = next()
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw unexpected(token)
    return Number(token.text)
  }

  return {
    query,
    end: () => {
      if (peek().kind !== 'end') throw unexpected(peek())
    },
  }
}
