import { compileAction, type Draft, type DraftAction } from './compile-action.ts'
import { compileCorrelation, type Correlations } from './compile-correlation.ts'
import { isVirtualSource, type CompiledMapping, type CompiledWorkflow, type Side } from './compiled.ts'
import { filterSources } from './compile-filter.ts'
import { agreeOnConflicts } from './counterparts.ts'
import { pathText, problemAt, type Problem } from './problem.ts'
import type { EntitySchema, FieldType, SystemRecord } from './record.ts'
import type { Report } from './source.ts'
import type { WorkflowDocument } from './workflow.ts'

export type Schemas = Readonly<Record<Side, EntitySchema>>

/** Turns a workflow document into something that runs, against what the two systems say of their entities. */
export function compileWorkflow(
  document: WorkflowDocument,
  schemas: Schemas,
): { workflow: CompiledWorkflow } | { problems: Problem[] } {
  const problems = new Map<string, Problem>()
  const report: Report = (path, message, fix) => {
    problems.set(`${pathText(path)}\n${message}`, problemAt(path, message, fix))
  }
  const draft = draftOf(document, schemas, report)
  const correlation = compileCorrelation(draft)
  const actions = document.actions.map((action, index) => compileAction(action, index, draft))
  correlation.keepFilled(actions)
  checkWrittenOnce(actions, report)
  for (const action of actions) checkRequired(action, draft)
  const agreed = agreeOnConflicts(actions, draft)
  if (problems.size > 0) return { problems: [...problems.values()] }
  return { workflow: assemble(draft, agreed, correlation) }
}

function draftOf(document: WorkflowDocument, schemas: Schemas, report: Report): Draft {
  const [left = '', right = ''] = Object.keys(document.systems)
  const aliases = { left, right }
  return { document, schemas, report, aliases, sideOf: (alias) => (alias === left ? 'left' : 'right') }
}

function checkWrittenOnce(actions: readonly DraftAction[], report: Report): void {
  for (const { respond, from } of actions) {
    for (const mapping of respond.filter(({ isImplicit }) => !isImplicit)) {
      const rivals = actions.filter((action) => action.to === from).flatMap(({ mappings }) => mappings)
      const rival = rivals.find((other) => other.target.id === mapping.target.id && !other.isImplicit)
      const fix = `Keep it either here or in the mappings of "${rival?.action}"`
      if (rival) report(mapping.path, `${mapping.target.name} is written by a mapping too`, fix)
    }
  }
}

function checkRequired({ creates, path, to, mappings }: DraftAction, { document, schemas, report }: Draft): void {
  if (!creates) return
  const index = path.at(-1)
  const named = typeof index === 'number' ? Object.keys(document.actions[index]?.mappings ?? {}) : []
  const filled = mappings.filter(({ on }) => on !== 'update').map(({ target }) => target.id)
  for (const field of schemas[to].fields.filter(({ required, createable }) => required && createable)) {
    if (filled.includes(field.id) || named.includes(field.id) || named.includes(field.name)) continue
    report([...path, 'mappings'], `${field.name} is required to create a record`, `Add a mapping for "${field.name}"`)
  }
}

function assemble(draft: Draft, actions: readonly DraftAction[], correlation: Correlations): CompiledWorkflow {
  const { document, schemas, aliases } = draft
  const mappings = actions.flatMap((action) => [...action.mappings, ...action.respond])
  const reads = { left: readsOf('left', actions, correlation), right: readsOf('right', actions, correlation) }
  return {
    name: document.name,
    aliases,
    systems: { left: systemOf(document, aliases.left), right: systemOf(document, aliases.right) },
    entities: { left: entityOf(document, aliases.left), right: entityOf(document, aliases.right) },
    correlation: correlation.compiled,
    actions,
    reads,
    types: { left: typesOf(reads.left, schemas.left), right: typesOf(reads.right, schemas.right) },
    peopleWanted(side: Side, record: SystemRecord) {
      const wanting = mappings.filter(({ from }) => from === side)
      return [...new Set(wanting.flatMap((mapping) => mapping.peopleOf(record)))]
    },
  }
}

function systemOf(document: WorkflowDocument, alias: string): string {
  return document.systems[alias]?.system ?? ''
}

function entityOf(document: WorkflowDocument, alias: string): string {
  const entity = document.systems[alias]?.entity ?? ''
  return typeof entity === 'string' ? entity : (entity[0] ?? '')
}

function readsOf(side: Side, actions: readonly DraftAction[], correlation: Correlations): readonly string[] {
  const ofMapping = ({ from, to, sources, target }: CompiledMapping) => [
    ...(from === side ? sources : []),
    ...(to === side ? [target.id] : []),
  ]
  const ofAction = ({ from, filter, mappings, respond }: DraftAction) => [
    ...(from === side ? filterSources(filter) : []),
    ...[...mappings, ...respond].flatMap(ofMapping),
  ]
  const ids = [...actions.flatMap(ofAction), ...correlation.fieldsOn(side)]
  return [...new Set(ids)].filter((id) => !isVirtualSource(id)).toSorted()
}

function typesOf(fields: readonly string[], schema: EntitySchema): ReadonlyMap<string, FieldType> {
  const types = new Map(schema.fields.map(({ id, type }) => [id, type]))
  return new Map(fields.map((field) => [field, types.get(field) ?? 'other']))
}
