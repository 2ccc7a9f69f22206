/** A piece of a text with placeholders: fixed text, or the name of what stands there. */
export type TextPart = { readonly text: string } | { readonly name: string }

/** Reads `{Subject} of {{literal}}`: a name in braces is a placeholder, doubled braces are braces. */
export function parsePlaceholders(source: string): { parts: readonly TextPart[] } | { problem: string } {
  const parts: TextPart[] = []
  let text = ''
  const tokens = source.match(/\{\{|\}\}|\{[^{}]*\}|[{}]|[^{}]+/g) ?? []
  for (const token of tokens) {
    if (token === '{' || token === '}')
      return { problem: `A single ${token} stands alone; write ${token}${token} for a brace` }
    if (token === '{{' || token === '}}') text += token.charAt(0)
    else if (!token.startsWith('{')) text += token
    else {
      const name = token.slice(1, -1).trim()
      if (name === '') return { problem: 'A placeholder has no name' }
      if (text !== '') parts.push({ text })
      text = ''
      parts.push({ name })
    }
  }
  if (text !== '') parts.push({ text })
  return { parts }
}
