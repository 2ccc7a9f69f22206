import { refused, type ApiError } from '../errors.ts'

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end'
  /** As written; for strings what stands between the quotes, escapes untouched. */
  readonly text: string
  readonly at: number
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d(?!T)/y],
  ['number', /[+-]?\d+(?:\.\d+)?/y],
  ['name', /[A-Za-z_][\w.]*(?::\d+)?/y],
  ['symbol', /!=|<>|<=|>=|[=<>(),]/y],
]

/** Cuts a query into words; refuses what no query can contain. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = text[at] === "'" ? quoted(text, at) : word(text, at)
    tokens.push(token)
    at += token.text.length + (token.kind === 'string' ? 2 : 0)
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: text.length }]
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '')) at += 1
  return at
}

function word(text: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) return { kind, text: match[0], at }
  }
  throw refused('MALFORMED_QUERY', `line 1:${at} no viable alternative at character '${text[at] ?? ''}'`)
}

function quoted(text: string, at: number): Token {
  let end = at + 1
  while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1
  if (end >= text.length) {
    throw refused('MALFORMED_QUERY', `line 1:${text.length} mismatched character '<EOF>' expecting '''`)
  }
  return { kind: 'string', text: text.slice(at + 1, end), at }
}

/** An error that points at its place, as the API does it: the line, a caret under the place, row and column. */
export function queryError(errorCode: string, text: string, at: number, message: string): ApiError {
  const before = text.slice(0, at)
  const row = before.split('\n').length
  const column = at - (before.lastIndexOf('\n') + 1)
  const line = text.split('\n')[row - 1] ?? ''
  const pointer = `\n${line}\n${' '.repeat(column)}^\nERROR at Row:${row}:Column:${column + 1}\n`
  return refused(errorCode, pointer + message)
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
}

/**
 * What a quoted string means. Any backslash that starts no known escape is an error; `\_` and `\%` are known to LIKE
 * only, where they stay for the pattern.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 */
export function unescape(raw: string, isPattern = false): string {
  return raw.replace(/\\(u[0-9A-Fa-f]{4}|[\s\S])/g, (sequence, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (isPattern && (code === '_' || code === '%' || code === '\\')) return sequence
    const meaning = ESCAPES[code]
    if (meaning !== undefined) return meaning
    const text = `Invalid string literal '${raw}'. Illegal character sequence '${sequence}' in string literal.`
    throw refused('MALFORMED_QUERY', text)
  })
}
