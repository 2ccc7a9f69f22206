import { describe, expect, test } from 'vitest'
import type { CompiledMapping, Evaluated, Side } from './compiled.ts'
import { decideGroup, settles, type Group, type Member, type Verdict } from './decide.ts'
import { compiled } from './planning.fixture.ts'

type MemberMore = Partial<Omit<Member, 'mapping'>> &
  Partial<Pick<CompiledMapping, 'conflict' | 'firstContact' | 'drift'>>

const [template] = compiled().actions.flatMap(({ mappings }) => mappings)

/** A mapping whose wanted value differs from a full target, unless told otherwise. */
function member(from: Side, { conflict, firstContact, drift, ...more }: MemberMore = {}): Member {
  if (!template) throw new Error('The workflow of the fixture has mappings')
  const rules = {
    conflict: conflict ?? 'latest-wins',
    firstContact: firstContact ?? 'fill-empty',
    drift: drift ?? 'leave',
  }
  return {
    mapping: { ...template, from, to: from === 'left' ? 'right' : 'left', ...rules },
    evaluated: { kind: 'value', value: 'wanted' },
    isEqual: false,
    isWantedEmpty: false,
    isTargetEmpty: false,
    isTargetInexact: false,
    ...more,
  }
}

const STATES = {
  never: { isAgreed: false, changed: { left: false, right: false } },
  neither: { isAgreed: true, changed: { left: false, right: false } },
  left: { isAgreed: true, changed: { left: true, right: false } },
  right: { isAgreed: true, changed: { left: false, right: true } },
  both: { isAgreed: true, changed: { left: true, right: true } },
} as const

type State = keyof typeof STATES

function verdicts(state: State, members: readonly Member[], winner?: Side): Verdict[] {
  const group: Group = { ...STATES[state], members, winner }
  return decideGroup(group).map(({ verdict }) => verdict)
}

const ALL: readonly State[] = ['never', 'neither', 'left', 'right', 'both']

test.each(ALL)('[P1] equal values are agreed, whatever happened before (%s)', (state) => {
  expect(verdicts(state, [member('left', { isEqual: true })])).toEqual(['agreed'])
})

test.each(ALL)('[P2] a mapping without an opinion leaves its target and settles (%s)', (state) => {
  const evaluated: Evaluated = { kind: 'no-opinion', reason: 'no branch matches' }
  expect(decideGroup({ ...STATES[state], members: [member('left', { evaluated })], winner: undefined })).toEqual([
    { verdict: 'keep', reason: 'no branch matches' },
  ])
})

test.each(ALL)('[P2] a value that cannot be built is an error, in its own words (%s)', (state) => {
  const evaluated: Evaluated = { kind: 'error', message: 'Status "Odd" has no branch' }
  expect(decideGroup({ ...STATES[state], members: [member('left', { evaluated })], winner: undefined })).toEqual([
    { verdict: 'error', reason: 'Status "Odd" has no branch' },
  ])
})

test.each<[State, MemberMore, Verdict]>([
  ['left', {}, 'write'],
  ['right', {}, 'drift'],
  ['right', { drift: 'overwrite' }, 'write'],
  ['neither', {}, 'keep'],
])('[P3] changed since agreed: %s, %j, in one direction: %s', (state, more, verdict) => {
  expect(verdicts(state, [member('left', more)])).toEqual([verdict])
})

test.each<[State, MemberMore, Verdict[]]>([
  ['left', {}, ['write', 'defer']],
  ['right', {}, ['defer', 'write']],
  ['right', { drift: 'overwrite' }, ['defer', 'write']],
  ['neither', {}, ['keep', 'keep']],
])('[P3] changed since agreed: %s, %j, in both directions: %j', (state, more, expected) => {
  expect(verdicts(state, [member('left', more), member('right', more)])).toEqual(expected)
})

test.each<[CompiledMapping['conflict'], Side | undefined, Verdict[], Verdict]>([
  ['left-wins', undefined, ['write', 'defer'], 'write'],
  ['left-wins', 'right', ['write', 'defer'], 'write'],
  ['right-wins', undefined, ['defer', 'write'], 'keep'],
  ['right-wins', 'left', ['defer', 'write'], 'keep'],
  ['latest-wins', undefined, ['needs-times', 'needs-times'], 'needs-times'],
  ['latest-wins', 'left', ['write', 'defer'], 'write'],
  ['latest-wins', 'right', ['defer', 'write'], 'keep'],
  ['ask', 'left', ['ask', 'ask'], 'ask'],
])('[P4] both changed, %s, last changed: %s', (conflict, winner, bothWays, oneWay) => {
  expect(verdicts('both', [member('left', { conflict }), member('right', { conflict })], winner)).toEqual(bothWays)
  expect(verdicts('both', [member('left', { conflict })], winner)).toEqual([oneWay])
})

test.each<State>(['both', 'never'])('[P4] where one direction agrees, the other has nothing to say (%s)', (state) => {
  const more: MemberMore = { conflict: 'ask', firstContact: 'ask' }
  expect(verdicts(state, [member('left', { ...more, isEqual: true }), member('right', more)])).toEqual([
    'agreed',
    'defer',
  ])
})

describe('first contact', () => {
  test.each<[string, MemberMore, Verdict]>([
    ['an empty target is filled', { isTargetEmpty: true, firstContact: 'right' }, 'write'],
    ['an empty value never clears a full one', { isWantedEmpty: true, firstContact: 'left' }, 'keep'],
    ['the source leads', { firstContact: 'left' }, 'write'],
    ['the target leads', { firstContact: 'right' }, 'keep'],
    ['fill-empty asks about two values', { firstContact: 'fill-empty' }, 'ask'],
    ['ask asks', { firstContact: 'ask' }, 'ask'],
  ])('[P5] in one direction: %s', (_, more, verdict) => {
    expect(verdicts('never', [member('left', more)])).toEqual([verdict])
  })

  test.each<[CompiledMapping['firstContact'], Verdict[]]>([
    ['left', ['write', 'defer']],
    ['right', ['defer', 'write']],
    ['fill-empty', ['ask', 'ask']],
    ['ask', ['ask', 'ask']],
  ])('[P5] in both directions, %s', (firstContact, expected) => {
    expect(verdicts('never', [member('left', { firstContact }), member('right', { firstContact })])).toEqual(expected)
  })

  test.each<CompiledMapping['firstContact']>(['left', 'right', 'fill-empty', 'ask'])(
    '[P6] the full side fills the empty one, and is not overwritten by what empty maps to (%s)',
    (firstContact) => {
      const fills = member('left', { firstContact, isTargetEmpty: true })
      expect(verdicts('never', [fills, member('right', { firstContact })])).toEqual(['write', 'defer'])
      expect(
        verdicts('never', [member('left', { firstContact }), member('right', { firstContact, isTargetEmpty: true })]),
      ).toEqual(['defer', 'write'])
    },
  )

  test.each<[CompiledMapping['firstContact'], Verdict[]]>([
    ['left', ['write', 'defer']],
    ['right', ['defer', 'write']],
    ['fill-empty', ['write', 'defer']],
    ['ask', ['write', 'defer']],
  ])('[P6] of two empty sides one is filled from the other, %s', (firstContact, expected) => {
    const more: MemberMore = { firstContact, isTargetEmpty: true }
    expect(verdicts('never', [member('left', more), member('right', more)])).toEqual(expected)
  })
})

test.each<[CompiledMapping['conflict'], Verdict]>([
  ['latest-wins', 'ask'],
  ['right-wins', 'ask'],
  ['ask', 'ask'],
  ['left-wins', 'write'],
])('[P7] formatting is lost only where the source wins by rule: %s', (conflict, verdict) => {
  expect(verdicts('left', [member('left', { conflict, isTargetInexact: true })])).toEqual([verdict])
})

test.each<[Verdict[], boolean]>([
  [['agreed', 'defer'], true],
  [['write', 'defer'], true],
  [['keep', 'keep'], true],
  [['defer', 'defer'], false],
  [['write', 'error'], false],
  [['agreed', 'ask'], false],
  [['drift'], false],
  [['needs-times', 'needs-times'], false],
])('[P8] both directions settle together or not at all: %j', (all, expected) => {
  expect(settles(all.map((verdict) => ({ verdict, reason: '' })))).toBe(expected)
})
