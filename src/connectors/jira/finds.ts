import type { Clock } from '../../core/clock.ts'
import type { FindQuery } from '../../core/connector.ts'
import { Failure } from '../../core/failure.ts'
import { isList, textOf, type FieldValue, type SystemRecord } from '../../core/record.ts'
import { createGatherer } from '../gather.ts'
import { fieldTypeOf, type Catalogue } from './catalogue.ts'
import { parseEntity } from './entity.ts'
import { PSEUDO_FIELDS } from './issues.ts'
import { anyOf, entityClause, fieldClause } from './jql.ts'
import type { Records } from './records.ts'
import { searchAll } from './search.ts'
import type { Session } from './session.ts'

/** Most values that one search asks for. */
const VALUES_MAX = 50

/** Without fields a page may hold this many; hits of phrases that are ids are few. */
const PAGE_SIZE = 1000

interface Wish {
  readonly entity: string
  readonly field: string
  readonly value: string
  readonly fields: readonly string[]
}

export interface FindsNeeds {
  readonly session: Session
  readonly projectKey: string
  readonly catalogue: Catalogue
  readonly records: Records
  readonly clock: Clock
}

/** Finds records by a field's value: a search that casts its net wide, and an exact comparison of what is read then. */
export function createFinds(needs: FindsNeeds): (query: FindQuery) => Promise<readonly SystemRecord[]> {
  const { session, catalogue, records } = needs
  const found = createGatherer<Wish, readonly SystemRecord[]>({
    max: VALUES_MAX,
    clock: needs.clock,
    keyOf: ({ entity, field, value, fields }) => JSON.stringify([entity, field, value, ...fields]),
    run: findWishes,
  })

  async function findWishes(wishes: readonly Wish[], operations: readonly string[]) {
    const kinds = [...Map.groupBy(wishes, kindOf)]
    const answers = await Promise.all(
      kinds.map(async ([kind, alike]) => [kind, await hitsOf(alike, operations)] as const),
    )
    const hits = new Map(answers)
    return wishes.map((wish) => (hits.get(kindOf(wish)) ?? []).filter((record) => matches(record, wish)))
  }

  /** All records that the search of these wishes hits: which is whose, only the exact comparison can tell. */
  async function hitsOf(wishes: readonly Wish[], operations: readonly string[]): Promise<readonly SystemRecord[]> {
    const [first] = wishes
    if (!first) return []
    const values = [...new Set(wishes.map((wish) => wish.value))]
    const jql = `${entityClause(parseEntity(first.entity, needs.projectKey))} AND ${await fieldQuery(first.field, values)}`
    const hits = await searchAll(session, { jql, fields: ['id'], maxResults: PAGE_SIZE, operations })
    const fields = [...new Set(wishes.flatMap((wish) => wish.fields))]
    return records.readAll(
      hits.map((hit) => hit.id),
      fields,
      operations,
    )
  }

  /** Text fields know no `=`: a short one is searched for a phrase, anything else for equality. */
  async function fieldQuery(field: string, values: readonly string[]): Promise<string> {
    const known = (await catalogue.fields([field])).get(field)
    if (!known)
      throw new Failure('rejection', `Jira has no field ${field}`, { hint: 'Refresh the schema of the system.' })
    const type = fieldTypeOf(field, known.schema)
    const operator = type === 'text' || type === 'rich-text' ? '~' : '='
    return anyOf(fieldClause(field, known.clauseNames), operator, values)
  }

  function matches(record: SystemRecord, { entity, field, value }: Pick<Wish, 'entity' | 'field' | 'value'>): boolean {
    const wanted = parseEntity(entity, needs.projectKey)
    const { project, type } = parseEntity(record.entity, needs.projectKey)
    const isOfEntity = project === wanted.project && (wanted.type === undefined || type === wanted.type)
    return isOfEntity && holds(record.fields[field], value)
  }

  /** Ids and keys are read, not searched: the database knows them at once. */
  async function readByName(query: FindQuery): Promise<readonly SystemRecord[]> {
    const record = await records.read(query.value, [...new Set([...query.fields, query.field])], query)
    return record && matches(record, query) ? [record] : []
  }

  return async (query) => {
    if (PSEUDO_FIELDS.has(query.field)) return readByName(query)
    const { entity, field, value } = query
    return found.load({ entity, field, value, fields: [...new Set([...query.fields, field])].sort() }, query)
  }
}

function kindOf({ entity, field }: Wish): string {
  return JSON.stringify([entity, field])
}

/** Whether a field holds exactly this value: its text, or one of its elements, or the identity of one. */
function holds(held: FieldValue | undefined, value: string): boolean {
  if (held === null || held === undefined) return false
  if (typeof held !== 'object') return textOf(held) === value
  if (isList(held)) return held.some((element) => holds(element, value))
  return textOf(held) === value || (held.kind !== 'rich-text' && held.id === value)
}
