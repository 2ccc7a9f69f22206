import { buildMapping, type Direction, type Draft, type DraftAction, type DraftMapping } from './compile-action.ts'
import {
  otherSide,
  sourceValue,
  SIDES,
  type CompiledCorrelation,
  type CompiledWorkflow,
  type Side,
} from './compiled.ts'
import { findField } from './field-names.ts'
import type { Rule } from './rule.ts'
import type { Path } from './problem.ts'
import type { FieldSchema } from './record.ts'
import { correlationOf } from './workflow.ts'

/** A field that holds something of the partner record, and what. */
interface Keeper {
  readonly side: Side
  readonly field: FieldSchema
  readonly holds: 'id' | 'key' | 'identity'
  readonly path: Path
}

export interface Correlations {
  readonly compiled: CompiledWorkflow['correlation']
  /** Fields of a side that correlating reads. */
  fieldsOn(side: Side): readonly string[]
  /** Adds the mappings that keep correlation fields and markers filled where no mapping of the document does. */
  keepFilled(actions: readonly DraftAction[]): void
}

/** Resolves the correlation's fields and answers for keeping them filled. */
export function compileCorrelation(draft: Draft): Correlations {
  const keepers = SIDES.flatMap((side) => keepersOf(side, draft))
  const match = draft.document.correlation.match.map((fields, index) => ({
    left: matchField('left', fields, index, draft),
    right: matchField('right', fields, index, draft),
  }))
  const { unlinked } = draft.document.correlation
  const compiled = { left: compiledSide('left', keepers), right: compiledSide('right', keepers), unlinked, match }
  return {
    compiled,
    fieldsOn: (side) => [
      ...keepers.filter((keeper) => keeper.side === side).map(({ field }) => field.id),
      ...match.map((fields) => fields[side]),
    ],
    keepFilled: (actions) => keepers.forEach((keeper) => keepFilled(keeper, actions, draft)),
  }
}

function keepersOf(side: Side, draft: Draft): Keeper[] {
  const alias = draft.aliases[side]
  const correlation = correlationOf(draft.document, alias)
  if (!correlation) return []
  const path: Path = ['correlation', alias]
  const field = findKeeper(side, correlation.field, [...path, 'field'], draft)
  const marker =
    correlation.marker === undefined ? undefined : findKeeper(side, correlation.marker, [...path, 'marker'], draft)
  if (marker && !marker.unique) {
    draft.report(
      [...path, 'marker'],
      `${marker.name} is not unique`,
      'Make it a unique external id, or remove the marker',
    )
  }
  return [
    ...(field ? [{ side, field, holds: correlation.holds, path: [...path, 'field'] }] : []),
    ...(marker ? [{ side, field: marker, holds: 'identity' as const, path: [...path, 'marker'] }] : []),
  ]
}

function findKeeper(side: Side, name: string, path: Path, { schemas, report }: Draft): FieldSchema | undefined {
  const found = findField(schemas[side], name)
  if ('message' in found) {
    report(path, found.message, found.fix)
    return undefined
  }
  const isText = found.field.type === 'text' || found.field.type === 'long-text'
  if (!isText) report(path, `${found.field.name} holds no text`, 'Use a text field of its own')
  if (!found.field.updateable) report(path, `${found.field.name} can't be written`, 'Let the integration user edit it')
  return found.field
}

function matchField(side: Side, fields: Readonly<Record<string, string>>, index: number, draft: Draft): string {
  const alias = draft.aliases[side]
  const found = findField(draft.schemas[side], fields[alias] ?? '')
  if ('field' in found) return found.field.id
  draft.report(['correlation', 'match', index, alias], found.message, found.fix)
  return ''
}

function compiledSide(side: Side, keepers: readonly Keeper[]): CompiledCorrelation | undefined {
  const mine = keepers.filter((keeper) => keeper.side === side)
  const main = mine.find(({ holds }) => holds !== 'identity')
  const marker = mine.find(({ holds }) => holds === 'identity')
  if (!main || main.holds === 'identity') return undefined
  return { field: main.field.id, holds: main.holds, ...(marker ? { marker: marker.field.id } : {}) }
}

/**
 * The side's record gets the field with its create, and, in case it was the partner that was created, by a respond
 * mapping of the first action that starts from this side; where there is none, by the first action that writes here.
 */
function keepFilled(keeper: Keeper, actions: readonly DraftAction[], draft: Draft): void {
  const toward = actions.filter(({ to }) => to === keeper.side)
  const from = actions.filter((action) => action.from === keeper.side)
  const written = [...toward.flatMap(({ mappings }) => mappings), ...from.flatMap(({ respond }) => respond)]
  const explicit = written.filter(({ target }) => target.id === keeper.field.id)
  for (const mapping of explicit) checkHolds(mapping, keeper, draft)
  const isKept = explicit.some(({ on }) => on === 'always')
  const responding = from[0]
  const keeping = isKept || responding ? undefined : toward[0]
  if (responding && !isKept) responding.respond.push(implicitMapping(keeper, responding, 'respond'))
  for (const action of toward) {
    const isMapped = action.mappings.some(({ target, on }) => target.id === keeper.field.id && on !== 'update')
    if (action === keeping) action.mappings.push(implicitMapping(keeper, action, 'always'))
    else if (action.creates && !isMapped) action.mappings.push(implicitMapping(keeper, action, 'create'))
  }
}

/** A correlation field that people's text is mapped into would never be found again. */
function checkHolds({ sources, path, target }: DraftMapping, { holds }: Keeper, { schemas, report }: Draft): void {
  if (holds === 'key') return
  const ids = [...schemas.left.fields, ...schemas.right.fields].filter(({ type }) => type === 'id').map(({ id }) => id)
  const allowed = holds === 'id' ? [...ids, 'source.id', 'target.id'] : ['source.identity', 'target.identity']
  const isRight = sources.length === 1 && sources.every((source) => allowed.includes(source))
  if (!isRight)
    report(path, `${target.name} must hold the partner's ${holds}`, 'Remove this mapping: it is kept filled anyway')
}

function implicitMapping(keeper: Keeper, action: DraftAction, how: 'respond' | 'always' | 'create'): DraftMapping {
  const isRespond = how === 'respond'
  const from = otherSide(keeper.side)
  const direction: Direction = { action: action.name, from, to: keeper.side, isRespond, firstContact: from }
  const source = `${isRespond ? 'target' : 'source'}.${keeper.holds}`
  const document = { value: `{${source}}`, ...(how === 'create' ? { on: how } : {}) }
  const mapping = { direction, target: keeper.field, rule: partnerRule(source), document, path: keeper.path }
  return buildMapping({ ...mapping, isImplicit: true })
}

function partnerRule(source: string): Rule {
  return {
    sources: [source],
    meaning: { field: source },
    peopleOf: () => [],
    pick: (record, { siteId }) => ({ kind: 'raw', value: sourceValue(source, record, siteId) ?? null }),
  }
}
