import { SalesforceFailure } from './failures.ts'

export interface GatheredRead<Key, Value> {
  /** Keys with the same text ask for the same columns, and are refused alike. */
  columnsOf(key: Key): string
  read(keys: readonly Key[]): Promise<readonly (Value | Error)[]>
}

/**
 * Runs a gathered read. A column that Salesforce refuses takes nobody down but those who asked for it, and asking for
 * fewer records would not help them: so the read is repeated once for each list of columns, and no further.
 */
export async function readApart<Key, Value>(
  keys: readonly Key[],
  { columnsOf, read }: GatheredRead<Key, Value>,
): Promise<readonly (Value | Error)[]> {
  const refusal = (error: unknown) => {
    if (error instanceof SalesforceFailure && error.kind === 'rejection') return error
    throw error
  }
  const together = await read(keys).catch(refusal)
  if (!(together instanceof Error)) return together
  const placed = keys.map((key, place) => ({ key, place }))
  const lists = [...Map.groupBy(placed, ({ key }) => columnsOf(key)).values()]
  const results: (Value | Error)[] = keys.map(() => together)
  if (lists.length === 1) return results
  for (const same of lists) {
    const answers = await read(same.map(({ key }) => key)).catch((error: Error) => same.map(() => error))
    answers.forEach((answer, index) => {
      const at = same[index]
      if (at) results[at.place] = answer
    })
  }
  return results
}
