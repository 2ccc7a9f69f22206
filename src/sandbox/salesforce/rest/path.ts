export interface SplitPath {
  /** The segment behind `/services/data`, such as `v66.0`. */
  readonly version: string
  readonly path: readonly string[]
  readonly query: URLSearchParams
}

/** Cuts an address of the data API; segments are decoded only after the cut, so that a value may hold a slash. */
export function splitPath(url: string): SplitPath {
  const [address = '', ...queries] = url.split('?')
  const segments = address.split('/').filter(Boolean).slice(2).map(decodeSegment)
  return { version: segments[0] ?? '', path: segments.slice(1), query: new URLSearchParams(queries.join('?')) }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
