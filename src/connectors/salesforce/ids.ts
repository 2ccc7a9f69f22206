const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** Whether a text has the shape of a record id; anything else in an `Id IN (…)` fails the whole query. */
export function isRecordId(text: string): boolean {
  return /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text)
}

/**
 * The 18-character form of an id. The last three characters say which letters of the first fifteen are capitals, five
 * letters to a character (https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm).
 */
export function fullId(id: string): string {
  if (id.length !== 15) return id
  return id + [0, 5, 10].map((from) => ALPHABET.charAt(capitals(id.slice(from, from + 5)))).join('')
}

function capitals(chunk: string): number {
  return [...chunk].reduce((bits, letter, place) => (/[A-Z]/.test(letter) ? bits | (1 << place) : bits), 0)
}
