import { refused } from './errors.ts'
import type { ObjectDefinition } from './schema/definition.ts'
import { objects } from './schema/objects.ts'
import { recordId } from './ids.ts'

export type Value = string | boolean | null
/** A record as it is kept: fields by API name, never changed in place. */
export type Row = Readonly<Record<string, Value>>

/** What queries still see of a record whose newest write has not been committed yet. */
interface Veil {
  readonly row: Row | undefined
  readonly untilMs: number
}

interface Entry {
  readonly row: Row
  readonly veils: readonly Veil[]
}

export interface Tables {
  /** Every record as last written, deleted ones too. */
  all(object: string): readonly Row[]
  /** Every record as queries see it at that moment. */
  committed(object: string, nowMs: number): readonly Row[]
  find(object: string, id: string): Row | undefined
  /** The record that holds a value of a unique field. Upper and lower case are the same. */
  holder(object: string, field: string, value: string): Row | undefined
  newId(object: ObjectDefinition): string
  put(object: ObjectDefinition, row: Row, hidden?: { readonly fromMs: number; readonly forMs: number }): void
  /** Takes back everything that was put inside, if the work throws. */
  undoable<T>(work: () => T): T
}

export function createTables(): Tables {
  const entries = new Map(objects.map(({ name }) => [name, new Map<string, Entry>()]))
  const unique = new Map<string, string>()
  const counters = new Map<string, number>()
  let undo: (() => void)[] | undefined

  const table = (object: string) => {
    const found = entries.get(object)
    if (!found) throw new Error(`The org has no object ${object}`)
    return found
  }
  const uniqueKey = (object: string, field: string, value: string) => `${object}.${field}=${value.toLowerCase()}`

  function index({ name, fields }: ObjectDefinition, before: Row | undefined, after: Row | undefined) {
    for (const field of fields) {
      if (!field.unique) continue
      const [old, next] = [keyText(before, field.name), keyText(after, field.name)]
      if (old !== undefined) unique.delete(uniqueKey(name, field.name, old))
      if (next !== undefined) unique.set(uniqueKey(name, field.name, next), String(after?.['Id']))
    }
  }

  function replace(object: ObjectDefinition, id: string, entry: Entry | undefined) {
    const rows = table(object.name)
    index(object, rows.get(id)?.row, entry?.row)
    if (entry) rows.set(id, entry)
    else rows.delete(id)
  }

  return {
    all: (object) => [...table(object).values()].map(({ row }) => row),
    committed: (object, nowMs) =>
      [...table(object).values()].map((entry) => visible(entry, nowMs)).filter((row) => row !== undefined),
    find: (object, id) => table(object).get(id)?.row,
    holder: (object, field, value) => {
      const id = unique.get(uniqueKey(object, field, value))
      return id === undefined ? undefined : table(object).get(id)?.row
    },
    newId: ({ name, keyPrefix }) => {
      const number = (counters.get(name) ?? 61_000) + 1
      counters.set(name, number)
      return recordId(keyPrefix, number)
    },
    put: (object, row, hidden) => {
      const id = String(row['Id'])
      const before = table(object.name).get(id)
      const veil = hidden && hidden.forMs > 0 ? [{ row: before?.row, untilMs: hidden.fromMs + hidden.forMs }] : []
      const standing = (before?.veils ?? []).filter(({ untilMs }) => untilMs > (hidden?.fromMs ?? 0))
      replace(object, id, { row, veils: [...standing, ...veil] })
      undo?.push(() => replace(object, id, before))
    },
    undoable: (work) => {
      const outer = undo
      const steps: (() => void)[] = []
      undo = steps
      try {
        const result = work()
        outer?.push(...steps)
        return result
      } catch (error) {
        for (const step of steps.toReversed()) step()
        throw error
      } finally {
        undo = outer
      }
    },
  }
}

/** A deleted record gives its unique values free. */
function keyText(row: Row | undefined, field: string): string | undefined {
  const value = row?.['IsDeleted'] === true ? undefined : row?.[field]
  return typeof value === 'string' ? value : undefined
}

function visible({ row, veils }: Entry, nowMs: number): Row | undefined {
  const veil = veils.find(({ untilMs }) => untilMs > nowMs)
  return veil ? veil.row : row
}

/** Refuses a value of a unique field that another record holds. */
export function assertUnique(tables: Tables, { name, fields }: ObjectDefinition, row: Row): void {
  for (const field of fields) {
    const value = row[field.name]
    if (!field.unique || typeof value !== 'string') continue
    const holder = tables.holder(name, field.name, value)
    if (!holder || holder['Id'] === row['Id']) continue
    const text = `duplicate value found: ${field.name} duplicates value on record with id: ${String(holder['Id'])}`
    throw refused('DUPLICATE_VALUE', text, [])
  }
}
