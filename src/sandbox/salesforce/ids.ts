const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SUFFIX_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * The three characters that make a case-sensitive 15-character id safe where case is lost: one per group of five,
 * each telling which of the five are capitals.
 * https://help.salesforce.com/s/articleView?id=000385585
 */
export function idSuffix(id15: string): string {
  return [0, 5, 10].map((start) => SUFFIX_ALPHABET[capitalBits(id15.slice(start, start + 5))]).join('')
}

function capitalBits(group: string): number {
  return [...group].reduce((bits, letter, place) => (/[A-Z]/.test(letter) ? bits | (1 << place) : bits), 0)
}

/** The 18-character form of a 15- or 18-character id; nothing where the text is no id. */
export function toId18(text: string): string | undefined {
  if (!/^[0-9A-Za-z]+$/.test(text)) return undefined
  if (text.length === 15) return text + idSuffix(text)
  return text.length === 18 && text.slice(15).toUpperCase() === idSuffix(text.slice(0, 15)) ? text : undefined
}

/** Ids as an org hands them out: key prefix, the org's own pod, then a counter in base 62. */
export function recordId(prefix: string, number: number): string {
  let rest = ''
  for (let left = number; rest.length < 9; left = Math.floor(left / 62)) rest = (ALPHABET[left % 62] ?? '0') + rest
  const id15 = `${prefix}gK0${rest}`
  return id15 + idSuffix(id15)
}
