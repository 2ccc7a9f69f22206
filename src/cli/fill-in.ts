const VARIABLE = /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

export interface Filled {
  readonly value: unknown
  readonly problems: readonly string[]
}

/**
 * Puts environment variables in place of `${NAME}` in every string of a parsed file, so that secrets stay out of it.
 * `$${NAME}` is the text `${NAME}`. An empty variable counts as missing: that is how a forgotten secret looks in a
 * compose file. What stands under a key of `except` is left as it is.
 */
export function fillIn(
  value: unknown,
  variables: Readonly<Record<string, string | undefined>>,
  { except = [] }: { readonly except?: readonly string[] } = {},
): Filled {
  const problems: string[] = []

  const fill = (part: unknown, place: string): unknown => {
    if (typeof part === 'string') return fillText(part, place)
    if (Array.isArray(part)) return part.map((element, index) => fill(element, `${place}.${index}`))
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, fillKey(key, inner, place)]))
  }
  const fillKey = (key: string, inner: unknown, place: string): unknown =>
    except.includes(key) ? inner : fill(inner, place ? `${place}.${key}` : key)
  const fillText = (text: string, place: string): string =>
    text.replaceAll(VARIABLE, (whole, name: string) => {
      if (whole.startsWith('$$')) return whole.slice(1)
      const found = variables[name]
      if (!found) problems.push(`${place} needs the environment variable ${name}, which is not set`)
      return found ?? ''
    })

  return { value: fill(value, ''), problems }
}
