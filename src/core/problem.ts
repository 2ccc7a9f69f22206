/** Something that keeps a document from being used: where it is, what is wrong, and what a person can do about it. */
export interface Problem {
  /** `actions[0].mappings["Salesforce Case ID"].value`; empty for the document as a whole. */
  readonly path: string
  readonly message: string
  readonly fix: string
}

export type Path = readonly (string | number)[]

/** A path as people write it in code and in YAML tools. */
export function pathText(path: Path): string {
  return path.map((step, index) => stepText(step, index === 0)).join('')
}

function stepText(step: string | number, isFirst: boolean): string {
  if (typeof step === 'number') return `[${step}]`
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step)) return `[${JSON.stringify(step)}]`
  return isFirst ? step : `.${step}`
}

export function problemAt(path: Path, message: string, fix: string): Problem {
  return { path: pathText(path), message, fix }
}

/** The allowed word that was probably meant, for a fix's sentence. */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const wanted = simplified(word)
  return allowed.find((candidate) => simplified(candidate) === wanted) ?? closest(wanted, allowed)
}

function closest(wanted: string, allowed: readonly string[]): string | undefined {
  const rated = allowed.map((candidate) => ({ candidate, distance: editDistance(wanted, simplified(candidate)) }))
  const best = rated.toSorted((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= Math.max(1, wanted.length / 4) ? best.candidate : undefined
}

function simplified(word: string): string {
  return word.toLowerCase().replace(/__c$|[\s_-]/g, '')
}

/** Levenshtein distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
