/**
 * Text search of `~`: a quoted phrase must appear word by word, otherwise each word must appear; `word*` takes any
 * ending. Letters' case plays no role, so a phrase of one token may hit values that differ in case only.
 * https://support.atlassian.com/jira-software-cloud/docs/search-for-work-items-using-the-text-field/
 */
export function textMatcher(query: string): (text: string) => boolean {
  const phrase = /^"(.*)"$/s.exec(query.trim())?.[1]
  if (phrase !== undefined) {
    const wanted = ` ${words(unescapeLucene(phrase)).join(' ')} `
    return (text) => wanted.trim() !== '' && ` ${words(text).join(' ')} `.includes(wanted)
  }
  const terms = query.split(/\s+/).flatMap(termsOf)
  return (text) => terms.length > 0 && matchesAll(terms, words(text))
}

interface Term {
  readonly text: string
  readonly isPrefix: boolean
}

function termsOf(word: string): readonly Term[] {
  const isPrefix = /(^|[^\\])\*$/.test(word)
  const parts = words(unescapeLucene(isPrefix ? word.slice(0, -1) : word))
  return parts.map((text, index) => ({ text, isPrefix: isPrefix && index === parts.length - 1 }))
}

function matchesAll(terms: readonly Term[], found: readonly string[]): boolean {
  return terms.every((term) => found.some((word) => (term.isPrefix ? word.startsWith(term.text) : word === term.text)))
}

function unescapeLucene(text: string): string {
  return text.replaceAll(/\\(.)/gs, '$1')
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []
}
