import { type Refusal, refuse } from '../refusal.ts'

export interface Token {
  /** A `word` stands bare, a `string` stood in quotes and has its escapes resolved. */
  readonly kind: 'word' | 'string' | 'symbol' | 'end'
  readonly text: string
  /** Offset in the query. */
  readonly at: number
}

const symbols = ['&&', '||', '!=', '!~', '<=', '>=', '=', '~', '<', '>', '!', '(', ')', ',', '[', ']', '&', '|']
const wordPattern = /[^\s"'=!<>()~,[\]|&{}*/%+^$#@?;\\]+/y
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  "'": "'",
  ' ': ' ',
}

/** The error of a query that Jira can't read, in its words. */
export function syntaxError(query: string, at: number, message: string): Refusal {
  const before = query.slice(0, at).split('\n')
  const character = (before.at(-1)?.length ?? 0) + 1
  return refuse(400, `Error in the JQL Query: ${message} (line ${before.length}, character ${character})`)
}

export function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < query.length) {
    if (/\s/.test(query.charAt(at))) {
      at += 1
      continue
    }
    const [token, end] = readToken(query, at)
    tokens.push(token)
    at = end
  }
  return [...tokens, { kind: 'end', text: '', at: query.length }]
}

function readToken(query: string, at: number): readonly [Token, number] {
  const first = query.charAt(at)
  if (first === '"' || first === "'") return readString(query, at)
  const symbol = symbols.find((candidate) => query.startsWith(candidate, at))
  if (symbol !== undefined) return [{ kind: 'symbol', text: symbol, at }, at + symbol.length]
  wordPattern.lastIndex = at
  const word = wordPattern.exec(query)?.[0]
  if (word !== undefined) return [{ kind: 'word', text: word, at }, at + word.length]
  throw syntaxError(
    query,
    at,
    `The character '${first}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u${hex(first)}' instead.`,
  )
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0')
}

function readString(query: string, start: number): readonly [Token, number] {
  const quote = query.charAt(start)
  let text = ''
  let at = start + 1
  while (at < query.length && query.charAt(at) !== quote) {
    const [character, end] = query.charAt(at) === '\\' ? readEscape(query, at) : [query.charAt(at), at + 1]
    text += character
    at = end
  }
  if (at >= query.length) {
    throw syntaxError(query, start, `The quoted string '${query.slice(start + 1)}' has not been completed.`)
  }
  return [{ kind: 'string', text, at: start }, at + 1]
}

function readEscape(query: string, at: number): readonly [string, number] {
  const code = query.charAt(at + 1)
  const plain = escapes[code]
  if (plain !== undefined) return [plain, at + 2]
  const unicode = /^u([0-9a-fA-F]{4})/.exec(query.slice(at + 1, at + 6))?.[1]
  if (unicode !== undefined) return [String.fromCharCode(parseInt(unicode, 16)), at + 6]
  throw syntaxError(
    query,
    at,
    `'\\${code}' is an illegal JQL escape sequence. The valid escape sequences are \\', \\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.`,
  )
}
