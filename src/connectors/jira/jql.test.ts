import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyOf, entityClause, fieldClause, phrase, quote } from './jql.ts'
import { changesJql } from './changes.ts'

/** Reads a quoted JQL string as Jira does; fails if it ends before its end. */
function unquoted(jql: string): string {
  expect(jql).toMatch(/^"(?:[^"\\\n\r]|\\.)*"$/u)
  const plain: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return jql.slice(1, -1).replaceAll(/\\(.)/gu, (_whole, character: string) => plain[character] ?? character)
}

test('[K42] whatever is quoted stays inside its quotes and means itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(unquoted(quote(text))).toBe(text)
    }),
  )
})

test('[K42] a phrase is one phrase for the search engine too', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const search = unquoted(phrase(text))
      expect(search).toMatch(/^"(?:[^"\\]|\\.)*"$/su)
      expect(search.slice(1, -1).replaceAll(/\\(.)/gsu, '$1')).toBe(text)
    }),
  )
})

test('[K42] the values of one search are joined, custom fields are named by number', () => {
  const clause = fieldClause('customfield_10050', ['cf[10050]', 'Salesforce Case ID'])
  expect(anyOf(clause, '~', ['500A', '500B'])).toBe('(cf[10050] ~ "\\"500A\\"" OR cf[10050] ~ "\\"500B\\"")')
  expect(anyOf(fieldClause('priority', ['priority']), '=', ['High'])).toBe('(priority = "High")')
})

test('[K43] a poll is bounded by its entity and by milliseconds, two minutes before the last', () => {
  const entity = { project: 'OPS', type: 'Task' }
  expect(changesJql(entity, '2026-01-01T00:02:00.000Z')).toBe(
    'project = "OPS" AND issuetype = "Task" AND updated >= 1767225600000 ORDER BY updated ASC, key ASC',
  )
  expect(changesJql({ project: 'INT', type: undefined }, null)).toBe('project = "INT" ORDER BY updated ASC, key ASC')
  expect(entityClause({ project: 'A" OR "', type: undefined })).toBe('project = "A\\" OR \\""')
})
