import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSite } from '../seed.ts'
import { searchIssues } from '../search.ts'
import { testClock } from '../test-site.ts'
import { Refusal } from '../refusal.ts'
import { parseJql } from './parse.ts'

const clock = testClock()
const site = createSite({ seed: 1, clock })

function find(jql: string): readonly string[] {
  const page = searchIssues({ jql, pageSize: 100 }, { site, caller: site.integration, now: clock.now() })
  return page.issues.map(({ key }) => key)
}

function problem(jql: string): string {
  try {
    parseJql(jql)
    return 'none'
  } catch (error) {
    return error instanceof Refusal ? error.message : 'not a refusal'
  }
}

test.each([
  ['project = DEV AND status = Done', ['DEV-3']],
  ['project = "Development" and type in (Story, Bug) and statusCategory = "To Do"', ['DEV-4', 'DEV-2']],
  ['priority >= High AND project = OPS ORDER BY priority DESC, key ASC', ['OPS-8', 'OPS-1', 'OPS-5']],
  ['priority < Low', ['OPS-7', 'DEV-3']],
  ['status = Blocked OR (labels = security AND NOT project = DEV)', ['OPS-8', 'OPS-5']],
  ['labels in (backup, export)', ['DEV-2', 'OPS-2']],
  ['summary ~ "certificate page"', ['OPS-1']],
  ['summary ~ "certif*"', ['OPS-1']],
  [String.raw`summary ~ "\"page certificate\""`, []],
  ['key = ops-3', ['OPS-3']],
  ['id = 10101', ['OPS-1']],
  ['issue in (OPS-1, 10102) ORDER BY key', ['OPS-1', 'OPS-2']],
  ['resolution = Done ORDER BY key', ['OPS-1', 'DEV-3']],
  ['reporter = currentUser()', []],
  ['project = OPS && status != "To Do" ORDER BY created', ['OPS-1', 'OPS-2', 'OPS-5', 'OPS-6']],
])('[J8] %s', (jql, expected) => {
  expect(find(jql)).toEqual(expected)
})

test.each([
  ['assignee IS EMPTY AND project = DEV', ['DEV-4', 'DEV-2']],
  ['labels is not empty AND project = DEV', ['DEV-4', 'DEV-2', 'DEV-1']],
  ['project = DEV AND labels != console', ['DEV-4', 'DEV-2']],
  ['project = DEV AND NOT labels = console', ['DEV-4', 'DEV-2']],
  ['project = DEV AND labels not in (console, portal)', ['DEV-2']],
  ['project = DEV AND cf[10051] !~ x', []],
  ['project = DEV AND assignee != "712020:nobody"', ['DEV-3', 'DEV-1']],
  ['NOT (project = OPS OR labels = export) ORDER BY key', ['DEV-1', 'DEV-4']],
])('[J11] %s', (jql, expected) => {
  expect(find(jql)).toEqual(expected)
})

test('[J13] seven fields to order by, and not eight', () => {
  const seven = 'project = OPS ORDER BY created, updated, key, priority, status, summary, assignee DESC'
  expect(find(seven)).toHaveLength(8)
  expect(problem(`${seven}, reporter`)).toBe('The maximum number of ORDER BY fields is 7.')
})

test.each([
  ['project =', 'Expecting either a value, list or function but got end of query.', 10],
  ['project OPS = 1', "Expecting operator but got 'OPS'.", 9],
  ['(project = OPS', "Expecting ')' but got end of query.", 15],
  ['project in OPS', "Expecting '(' but got 'OPS'.", 12],
  ['project = OPS status = Done', "Expecting either 'OR' or 'AND' but got 'status'.", 15],
  ['assignee is 5', "The operator 'is' takes only EMPTY or NULL.", 13],
  ['summary ~ "a\\q"', "'\\q' is an illegal JQL escape sequence.", 13],
  ['summary ~ a?', "The character '?' is a reserved JQL character.", 12],
])('[J7] %s is a syntax error', (jql, message, character) => {
  expect(problem(jql)).toContain(`Error in the JQL Query: ${message}`)
  expect(problem(jql)).toContain(`(line 1, character ${character})`)
})

test('[J12] a reserved word is fine in quotes', () => {
  expect(problem('project = "INT"')).toBe('none')
  expect(problem('project = in')).toContain("'in' is a reserved JQL word")
})

/** How a client must write a value: backslashes and quotes escaped, line breaks as escapes. */
function quoted(value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `"${escaped}"`
}

test('[J12] a quoted value never breaks out of its quotes', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', '\\', "'", ' OR ', ')', '\n', 'x', '(') }),
  )
  fc.assert(
    fc.property(nasty, (value) => {
      expect(parseJql(`project = ${quoted(value)} AND summary ~ "x"`).where).toEqual({
        kind: 'and',
        clauses: [
          { kind: 'terminal', field: 'project', operator: '=', operand: { kind: 'value', text: value, quoted: true } },
          { kind: 'terminal', field: 'summary', operator: '~', operand: { kind: 'value', text: 'x', quoted: true } },
        ],
      })
    }),
  )
})

test('[J7] whatever is typed, the answer is a query or a refusal', () => {
  const words = fc.constantFrom(
    'project',
    '=',
    '(',
    ')',
    '"',
    'and',
    'or',
    'not',
    'in',
    'is',
    'empty',
    ',',
    'OPS',
    'order',
    'by',
    '~',
    'cf[10050]',
    '!',
    '1',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(words), (parts) => {
      expect(problem(parts.join(' '))).not.toBe('not a refusal')
    }),
  )
})
