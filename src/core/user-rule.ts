import type { MappingDocument } from './mapping-document.ts'
import type { Picked, Rule } from './rule.ts'
import type { Path } from './problem.ts'
import { isEmpty, isList, textOf, type FieldSchema, type FieldValue, type Person, type SystemRecord } from './record.ts'
import type { Report, Scope } from './source.ts'

type UserDocument = Extract<MappingDocument, { user: string }>

/** Finds the person of the other system: by a table of ids, or by e-mail address. */
export function compileUser(
  document: UserDocument,
  target: FieldSchema,
  scope: Scope,
  path: Path,
  report: Report,
): Rule | undefined {
  const source = scope.text(document.user, [...path, 'user'])
  if (!checkUser(document, target, path, report) || !source) return undefined
  const { table = {}, by, otherwise } = document
  const asked = (value: FieldValue) => (by === 'email' && !tabled(value, table) ? emailOf(value) : undefined)
  return {
    sources: source.ids,
    meaning: { user: source.meaning, table, by, otherwise },
    peopleOf(record: SystemRecord) {
      const email = asked(source.read(record, ''))
      return email === undefined ? [] : [email]
    },
    pick(record, { siteId, people }): Picked {
      const value = source.read(record, siteId)
      if (!personOf(value) && isEmpty(value)) return { kind: 'raw', value: null }
      const email = asked(value)
      const person = tabled(value, table) ?? (email === undefined ? undefined : people(email))
      if (person) return { kind: 'fitted', value: person }
      if (otherwise === 'unassigned') return { kind: 'raw', value: null }
      return { kind: 'no-opinion', reason: `nobody there is ${textOf(value)}` }
    },
  }
}

function checkUser({ by, table }: UserDocument, target: FieldSchema, path: Path, report: Report): boolean {
  if (by === undefined && table === undefined) {
    report(path, 'A user mapping must know how to find people', 'Add by: email, or a table of ids')
    return false
  }
  if (target.type === 'person' || target.type === 'reference') return true
  report(path, `${target.name} is no person`, 'Use a text mapping here')
  return false
}

function tabled(value: FieldValue, table: Readonly<Record<string, string>>): Person | undefined {
  const person = personOf(value)
  const key = person?.id ?? textOf(value)
  const id = Object.hasOwn(table, key) ? table[key] : undefined
  return id === undefined ? undefined : { kind: 'person', id, name: id, email: null }
}

function emailOf(value: FieldValue): string | undefined {
  const person = personOf(value)
  if (person) return person.email ?? undefined
  const text = textOf(value).trim()
  return /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined
}

function personOf(value: FieldValue): Person | undefined {
  return value !== null && typeof value === 'object' && !isList(value) && value.kind === 'person' ? value : undefined
}
