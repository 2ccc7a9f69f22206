/**
 * A date and time as the API writes it: steps of one second, and an offset without a colon. All stamps have the same
 * form, so that comparing the texts compares the times.
 */
export function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}.000+0000`
}

export function stampMs(text: string): number {
  return Date.parse(text.replace('+0000', 'Z'))
}
