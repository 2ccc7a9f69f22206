import type { Draft, DraftAction, DraftMapping } from './compile-action.ts'
import type { ConflictRule } from './compiled.ts'
import { findField } from './field-names.ts'

/**
 * Ties mappings of opposite directions that carry the same field both ways, and gives both the same rules: those of the
 * first action that maps the field.
 */
export function agreeOnConflicts(actions: readonly DraftAction[], draft: Draft): DraftAction[] {
  const mappings = actions.flatMap((action) => action.mappings).filter(({ isImplicit }) => !isImplicit)
  const counterparts = pairUp(mappings)
  const leaders = new Map(mappings.map((mapping) => [mapping, leaderOf(mapping, mappings, counterparts)]))
  const rules = fieldRules([...new Set(leaders.values())], draft)
  const agree = (mapping: DraftMapping): DraftMapping => {
    if (mapping.isImplicit) return mapping
    const leader = leaders.get(mapping) ?? mapping
    return {
      ...mapping,
      counterpart: counterparts.get(mapping)?.id,
      conflict: rules(leader),
      firstContact: leader.firstContact,
    }
  }
  return actions.map((action) => ({ ...action, mappings: action.mappings.map(agree) }))
}

function isCounterpart(one: DraftMapping, other: DraftMapping): boolean {
  const isOpposite = one.from === other.to && one.to === other.from
  return isOpposite && one.sources.includes(other.target.id) && other.sources.includes(one.target.id)
}

/** Each mapping's counterpart: one that is still free if possible, so that most ties are mutual. */
function pairUp(mappings: readonly DraftMapping[]): Map<DraftMapping, DraftMapping> {
  const found = new Map<DraftMapping, DraftMapping>()
  for (const mapping of mappings) {
    if (found.has(mapping)) continue
    const candidates = mappings.filter((other) => isCounterpart(mapping, other))
    const free = candidates.find((other) => !found.has(other))
    const chosen = free ?? candidates[0]
    if (chosen) found.set(mapping, chosen)
    if (free) found.set(free, mapping)
  }
  return found
}

/** The first mapping, in the document's order, of those that decide a field together. */
function leaderOf(
  mapping: DraftMapping,
  mappings: readonly DraftMapping[],
  counterparts: ReadonlyMap<DraftMapping, DraftMapping>,
): DraftMapping {
  const together = [mapping, counterparts.get(mapping)]
  const following = (other: DraftMapping) => counterparts.get(other) === mapping
  return mappings.find((other) => together.includes(other) || following(other)) ?? mapping
}

/** `conflicts.fields` names target fields of the first action that maps the field. */
function fieldRules(leaders: readonly DraftMapping[], draft: Draft): (leader: DraftMapping) => ConflictRule {
  const { conflicts } = draft.document
  const rules = new Map<DraftMapping, ConflictRule>()
  for (const [name, rule] of Object.entries(conflicts.fields)) {
    const named = leaders.filter((leader) => isNamed(leader, name, draft))
    for (const leader of named) rules.set(leader, ruleOf(rule, draft))
    if (named.length === 0) {
      const fix = `Write one of ${leaders.map(({ target }) => target.name).join(', ')}`
      draft.report(['conflicts', 'fields', name], `No action maps "${name}" first`, fix)
    }
  }
  return (leader) => rules.get(leader) ?? ruleOf(conflicts.default, draft)
}

function isNamed({ to, target }: DraftMapping, name: string, { schemas }: Draft): boolean {
  const found = findField(schemas[to], name)
  return 'field' in found && found.field.id === target.id
}

function ruleOf(rule: string, { aliases }: Draft): ConflictRule {
  if (rule === 'ask' || rule === 'latest-wins') return rule
  return rule === `${aliases.left}-wins` ? 'left-wins' : 'right-wins'
}
