import type { Complaint } from './failures.ts'

/** Whether a unique field refused the row: most often by our own earlier create whose answer was lost. */
export function isDuplicate(complaints: readonly Complaint[]): boolean {
  return complaints.some(({ code }) => code === 'DUPLICATE_VALUE')
}

/** `duplicate value found: <Field> duplicates value on record with id: <Id>`; the id is missing where we may not see it. */
export function namedDuplicate(complaints: readonly Complaint[]): string | undefined {
  const said = complaints.find(({ code }) => code === 'DUPLICATE_VALUE')?.message
  return /record with id: ([A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?)\b/.exec(said ?? '')?.[1]
}
