import type { ActionDocument } from './action-document.ts'
import { compileFilter } from './compile-filter.ts'
import type { CompiledAction, CompiledMapping, CompiledTrigger, Side } from './compiled.ts'
import { findField } from './field-names.ts'
import { compileRule, evaluateRule } from './mapping-rule.ts'
import type { Rule } from './rule.ts'
import type { MappingDocument } from './mapping-document.ts'
import type { Path } from './problem.ts'
import type { EntitySchema, FieldSchema, SystemRecord } from './record.ts'
import { createScope, type Report, type Scope } from './source.ts'
import { durationMs } from './trigger-time.ts'
import type { WorkflowDocument } from './workflow.ts'

/** What every step of compiling looks at. */
export interface Draft {
  readonly document: WorkflowDocument
  readonly schemas: Readonly<Record<Side, EntitySchema>>
  readonly aliases: Readonly<Record<Side, string>>
  readonly report: Report
  sideOf(alias: string): Side
}

/** A mapping with what only compiling needs to know. */
export interface DraftMapping extends CompiledMapping {
  readonly path: Path
  peopleOf(record: SystemRecord): readonly string[]
}

export interface DraftAction extends CompiledAction {
  readonly path: Path
  readonly mappings: DraftMapping[]
  readonly respond: DraftMapping[]
}

const DEFAULT_POLL_MS = 60_000

/** Compiles one action; what can't be used is reported and left out. */
export function compileAction(document: ActionDocument, index: number, draft: Draft): DraftAction {
  const path: Path = ['actions', index]
  const { report, schemas } = draft
  const [from, to] = [draft.sideOf(document.from), draft.sideOf(document.to)]
  const shared = { expressions: document.expressions, expressionsPath: [...path, 'expressions'], report }
  const scope = createScope({ ...shared, schema: schemas[from], isRespond: false })
  const respondScope = createScope({ ...shared, schema: schemas[to], isRespond: true })
  for (const name of Object.keys(document.expressions)) scope.name(name, [...path, 'expressions', name])
  const firstContact = firstContactOf(document, draft)
  const forward = { action: document.name, from, to, isRespond: false, firstContact }
  const back = { action: document.name, from: to, to: from, isRespond: true, firstContact: to }
  return {
    path,
    name: document.name,
    from,
    to,
    creates: document.does.includes('create'),
    updates: document.does.includes('update'),
    filter: compileFilter(document.filter, scope, [...path, 'filter'], report),
    triggers: triggersOf(document, scope, path, report),
    existing: document.existing,
    whenOutOfScope: document.whenOutOfScope,
    mappings: mappingsOf(document.mappings, forward, document, scope, [...path, 'mappings'], draft),
    respond: mappingsOf(document.respond, back, document, respondScope, [...path, 'respond'], draft),
  }
}

function firstContactOf(
  { firstContact = 'fill-empty' }: ActionDocument,
  draft: Draft,
): CompiledMapping['firstContact'] {
  return firstContact === 'fill-empty' || firstContact === 'ask' ? firstContact : draft.sideOf(firstContact)
}

function triggersOf(document: ActionDocument, scope: Scope, path: Path, report: Report): readonly CompiledTrigger[] {
  if (document.triggers.length === 0) return [{ type: 'poller', everyMs: DEFAULT_POLL_MS }]
  return document.triggers.map((trigger, index) => {
    if (trigger.type === 'listener') {
      const filter = compileFilter(trigger.filter, scope, [...path, 'triggers', index, 'filter'], report)
      return { type: 'listener', filter }
    }
    if (trigger.cron !== undefined) return { type: 'poller', cron: trigger.cron, zone: trigger.zone ?? 'UTC' }
    return { type: 'poller', everyMs: durationMs(trigger.every ?? '') ?? DEFAULT_POLL_MS }
  })
}

/** What all mappings of one direction have in common. */
export interface Direction {
  readonly action: string
  readonly from: Side
  readonly to: Side
  readonly isRespond: boolean
  readonly firstContact: CompiledMapping['firstContact']
}

function mappingsOf(
  documents: Readonly<Record<string, MappingDocument>>,
  direction: Direction,
  action: ActionDocument,
  scope: Scope,
  path: Path,
  { schemas, report }: Draft,
): DraftMapping[] {
  const written = new Set<string>()
  return Object.entries(documents).flatMap(([name, document]) => {
    const here = [...path, name]
    const found = findField(schemas[direction.to], name)
    if ('message' in found) {
      report(here, found.message, found.fix)
      return []
    }
    const { field } = found
    if (written.has(field.id)) report(here, `${field.name} is mapped twice`, 'Remove one of the two')
    written.add(field.id)
    checkWritable(field, document, action, direction.isRespond, here, report)
    const rule = compileRule(document, field, scope, here, report)
    return rule ? [buildMapping({ direction, target: field, rule, document, path: here })] : []
  })
}

function checkWritable(
  field: FieldSchema,
  { on }: MappingDocument,
  action: ActionDocument,
  isRespond: boolean,
  path: Path,
  report: Report,
): void {
  if (field.type === 'status') return
  const writesLater = isRespond || (action.does.includes('update') && on !== 'create')
  if (!field.createable && !field.updateable) {
    report(path, `${field.name} can't be written`, 'Remove it, or give the integration user the right to edit it')
  } else if (writesLater && !field.updateable) {
    report(path, `${field.name} can only be written when a record is created`, 'Add on: create')
  }
}

export interface MappingParts {
  readonly direction: Direction
  readonly target: FieldSchema
  readonly rule: Rule
  readonly document: MappingDocument
  readonly path: Path
  readonly isImplicit?: boolean
}

/** A mapping as it stands alone: conflict rule and counterpart are found once all are known. */
export function buildMapping({
  direction,
  target,
  rule,
  document,
  path,
  isImplicit = false,
}: MappingParts): DraftMapping {
  const { action, isRespond, from } = direction
  const onEmpty = onEmptyOf(document)
  const on = document.on ?? 'always'
  return {
    ...direction,
    id: `${action}/${isRespond ? 'respond/' : ''}${target.id}`,
    target,
    sources: rule.sources,
    on,
    onEmpty,
    drift: document.drift ?? 'leave',
    isImplicit,
    counterpart: undefined,
    conflict: from === 'left' ? 'left-wins' : 'right-wins',
    fingerprint: stableText({ target: target.id, on, onEmpty, rule: rule.meaning }),
    path,
    evaluate: (record, context) => evaluateRule(rule, target, onEmpty, record, context),
    peopleOf: (record) => rule.peopleOf(record),
  }
}

function onEmptyOf({ onEmpty = 'clear' }: MappingDocument): CompiledMapping['onEmpty'] {
  return onEmpty === 'clear' || onEmpty === 'skip' ? onEmpty : { default: onEmpty }
}

/** JSON whose keys stand in one order, so that an exported and imported document means the same. */
function stableText(meaning: unknown): string {
  return JSON.stringify(meaning, (_key, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}
