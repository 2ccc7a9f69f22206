import type { CompiledMapping, Evaluated, Side } from './compiled.ts'

/**
 * What is to happen to one mapped field.
 * - `agreed`: both sides already say the same
 * - `write`: the target gets the wanted value
 * - `keep`: nothing is written, and what both sides show now counts as agreed
 * - `defer`: the other direction's mapping decides
 * - `drift`: the target was changed there and may stay so, but is not agreed
 * - `ask`: a person has to choose
 * - `needs-times`: cannot be decided before we know which side changed last
 * - `error`: no valid value could be built
 */
export type Verdict = 'agreed' | 'write' | 'keep' | 'defer' | 'drift' | 'ask' | 'needs-times' | 'error'

/** One mapping as it stands against the two records. */
export interface Member {
  readonly mapping: CompiledMapping
  readonly evaluated: Evaluated
  /** The wanted value equals what the target shows. */
  readonly isEqual: boolean
  readonly isWantedEmpty: boolean
  readonly isTargetEmpty: boolean
  /** The target holds formatting that a plain value would destroy. */
  readonly isTargetInexact: boolean
}

/** A mapping with its counterpart of the other direction, if it has one: they are decided and settled as one. */
export interface Group {
  readonly members: readonly Member[]
  /** Whether the sides ever agreed on this; if not, it is their first contact. */
  readonly isAgreed: boolean
  /** Whether a side differs from what was agreed. */
  readonly changed: Readonly<Record<Side, boolean>>
  /** The side that changed last, once that is known. */
  readonly winner: Side | undefined
}

export interface Verdicts {
  readonly verdict: Verdict
  readonly reason: string
}

/** Decides every member of a group by the table of docs/spec.md, section P. */
export function decideGroup(group: Group): readonly Verdicts[] {
  return group.members.map((member) => decideMember(member, group))
}

function decideMember(member: Member, group: Group): Verdicts {
  const { evaluated, mapping } = member
  if (evaluated.kind === 'error') return { verdict: 'error', reason: evaluated.message }
  if (evaluated.kind === 'no-opinion') return { verdict: 'keep', reason: evaluated.reason }
  if (member.isEqual) return { verdict: 'agreed', reason: 'both sides say the same' }
  const decided = group.isAgreed ? threeWay(member, group) : firstContact(member, group)
  return decided.verdict === 'write' ? guardFormatting(decided, member, mapping) : decided
}

function threeWay(member: Member, group: Group): Verdicts {
  const { mapping } = member
  const sourceChanged = group.changed[mapping.from]
  const targetChanged = group.changed[mapping.to]
  if (sourceChanged && targetChanged) return conflict(member, group)
  if (sourceChanged) return { verdict: 'write', reason: 'the source changed' }
  if (targetChanged) return drifted(member, group)
  return { verdict: 'keep', reason: 'neither side changed' }
}

function drifted({ mapping }: Member, group: Group): Verdicts {
  if (group.members.length > 1) return { verdict: 'defer', reason: 'the other side changed: its own mapping decides' }
  if (mapping.drift === 'overwrite') return { verdict: 'write', reason: 'the target drifted and is to be overwritten' }
  return { verdict: 'drift', reason: 'the target was changed there and is left alone' }
}

function conflict(member: Member, group: Group): Verdicts {
  const { mapping } = member
  if (group.members.some((other) => other.isEqual)) return { verdict: 'defer', reason: 'the other direction agrees' }
  if (mapping.conflict === 'ask') return { verdict: 'ask', reason: 'both sides changed: a person has to choose' }
  const winner = winnerOf(mapping.conflict, group)
  if (!winner) return { verdict: 'needs-times', reason: 'both sides changed: the later change wins' }
  const why = mapping.conflict === 'latest-wins' ? 'changed last' : 'wins by rule'
  if (winner === mapping.from) return { verdict: 'write', reason: `both sides changed; the source ${why}` }
  return lost(group, `both sides changed; the target ${why}`)
}

function winnerOf(rule: CompiledMapping['conflict'], group: Group): Side | undefined {
  if (rule === 'left-wins') return 'left'
  if (rule === 'right-wins') return 'right'
  return group.winner
}

function firstContact(member: Member, group: Group): Verdicts {
  const { mapping } = member
  if (group.members.some((other) => other.isEqual)) return { verdict: 'defer', reason: 'the other direction agrees' }
  if (member.isTargetEmpty) return fill(member, group)
  if (member.isWantedEmpty || group.members.some((other) => other !== member && other.isTargetEmpty))
    return lost(group, 'first contact: an empty value never clears a full one')
  if (mapping.firstContact === mapping.from) return { verdict: 'write', reason: 'first contact: the source leads' }
  if (mapping.firstContact === mapping.to) return lost(group, 'first contact: the target leads')
  return { verdict: 'ask', reason: 'first contact: both sides have values of their own' }
}

/** Of two empty sides only one is filled: what empty stands for may differ each way, and would cross over. */
function fill(member: Member, group: Group): Verdicts {
  const fillable = group.members.filter((one) => one.isTargetEmpty && one.evaluated.kind === 'value')
  const leader = fillable.find(({ mapping }) => mapping.from === mapping.firstContact) ?? fillable[0]
  if (leader !== member) return lost(group, 'first contact: both sides are empty, the other one is filled')
  return { verdict: 'write', reason: 'first contact: the target is empty' }
}

/** The target's value stands: by the other direction's mapping if there is one, else as it is. */
function lost(group: Group, reason: string): Verdicts {
  return { verdict: group.members.length > 1 ? 'defer' : 'keep', reason }
}

function guardFormatting(decided: Verdicts, member: Member, mapping: CompiledMapping): Verdicts {
  if (!member.isTargetInexact || mapping.conflict === `${mapping.from}-wins`) return decided
  return { verdict: 'ask', reason: 'the target holds formatting that would be lost' }
}

const SETTLING: ReadonlySet<Verdict> = new Set(['agreed', 'write', 'keep', 'defer'])

/** Whether a group counts as agreed once its writes have succeeded: all together or none. */
export function settles(verdicts: readonly Verdicts[]): boolean {
  return verdicts.every(({ verdict }) => SETTLING.has(verdict)) && verdicts.some(({ verdict }) => verdict !== 'defer')
}
