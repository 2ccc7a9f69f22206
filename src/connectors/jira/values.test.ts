import { expect, test } from 'vitest'
import type { FieldType, FieldValue } from '../../core/record.ts'
import { fieldTypeOf, type JiraSchema } from './catalogue.ts'
import { documentOf } from './adf.ts'
import { fieldValueOf, wireValueOf } from './values.ts'
import { utcOf, wireTime } from './times.ts'

const CUSTOM = 'com.atlassian.jira.plugin.system.customfieldtypes'

test.each<[string, JiraSchema | undefined, FieldType]>([
  ['summary', { type: 'string', system: 'summary' }, 'text'],
  ['description', { type: 'string', system: 'description' }, 'rich-text'],
  ['customfield_1', { type: 'string', custom: `${CUSTOM}:textarea` }, 'rich-text'],
  ['customfield_1', { type: 'string', custom: `${CUSTOM}:textfield` }, 'text'],
  ['customfield_1', { type: 'number', custom: `${CUSTOM}:float` }, 'number'],
  ['customfield_1', { type: 'option', custom: `${CUSTOM}:select` }, 'choice'],
  ['customfield_1', { type: 'array', items: 'option', custom: `${CUSTOM}:multiselect` }, 'choices'],
  ['customfield_1', { type: 'array', items: 'Etikette', custom: `${CUSTOM}:labels` }, 'labels'],
  ['labels', { type: 'array', items: 'string', system: 'labels' }, 'labels'],
  ['duedate', { type: 'date', system: 'duedate' }, 'date'],
  ['updated', { type: 'datetime', system: 'updated' }, 'date-time'],
  ['assignee', { type: 'user', system: 'assignee' }, 'person'],
  ['status', { type: 'status', system: 'status' }, 'status'],
  ['priority', { type: 'priority', system: 'priority' }, 'choice'],
  ['parent', undefined, 'reference'],
  ['thumbnail', undefined, 'other'],
  ['votes', { type: 'votes', system: 'votes' }, 'other'],
])('[K46] %s of %j is %s', (id, schema, expected) => {
  expect(fieldTypeOf(id, schema)).toBe(expected)
})

test.each<[FieldType, unknown, FieldValue]>([
  ['text', 'plain', 'plain'],
  ['number', 5, 5],
  ['number', null, null],
  ['text', undefined, null],
  ['date', '2026-01-31', '2026-01-31'],
  ['date-time', '2026-04-28T15:33:15.492+0200', '2026-04-28T13:33:15.492Z'],
  ['rich-text', documentOf('a\nb'), { kind: 'rich-text', text: 'a\nb', exact: true }],
  ['choice', { id: '2', name: 'High', iconUrl: 'x' }, { kind: 'choice', id: '2', name: 'High' }],
  ['choice', { id: '10120', value: 'None' }, { kind: 'choice', id: '10120', name: 'None' }],
  [
    'status',
    { id: '3', name: 'In Progress', statusCategory: { id: 4 } },
    { kind: 'choice', id: '3', name: 'In Progress' },
  ],
  [
    'person',
    { accountId: 'a:1', displayName: 'Ann', emailAddress: '' },
    { kind: 'person', id: 'a:1', name: 'Ann', email: null },
  ],
  [
    'person',
    { accountId: 'a:1', displayName: 'Ann', emailAddress: 'ann@a.example' },
    { kind: 'person', id: 'a:1', name: 'Ann', email: 'ann@a.example' },
  ],
  ['labels', ['a', 'b'], ['a', 'b']],
  ['choices', [{ id: '1', value: 'A' }], [{ kind: 'choice', id: '1', name: 'A' }]],
  ['reference', { id: '10000', key: 'OPS-1' }, { kind: 'choice', id: '10000', name: 'OPS-1' }],
  ['other', { total: 3 }, '{"total":3}'],
])('[K46] as %s, %j reads as %j', (type, wire, expected) => {
  expect(fieldValueOf(type, wire)).toEqual(expected)
})

const field = (type: FieldType, jiraType?: string) => ({ id: 'f', name: 'Field', type, jiraType })

test.each<[FieldType, string | undefined, FieldValue, unknown]>([
  ['text', 'string', 'plain', 'plain'],
  ['text', 'string', 12, '12'],
  ['text', 'string', null, null],
  ['rich-text', 'string', 'a\n\nb', documentOf('a\n\nb')],
  ['rich-text', 'string', { kind: 'rich-text', text: 'a', exact: false }, documentOf('a')],
  ['rich-text', 'string', '', null],
  ['number', 'number', '5.50', 5.5],
  ['number', 'number', '', null],
  ['date', 'date', '2026-01-31T10:00:00Z', '2026-01-31'],
  ['date-time', 'datetime', '2026-01-31T10:00:00+02:00', '2026-01-31T08:00:00.000+0000'],
  ['choice', 'priority', { kind: 'choice', id: '2', name: 'High' }, { id: '2' }],
  ['choice', 'priority', 'High', { name: 'High' }],
  ['choice', 'option', 'None', { value: 'None' }],
  ['choices', 'option[]', ['A', { kind: 'choice', id: '1', name: 'B' }], [{ value: 'A' }, { id: '1' }]],
  ['choices', 'component[]', 'A', [{ name: 'A' }]],
  ['choices', 'option[]', null, []],
  ['labels', 'string[]', ['a', 'b'], ['a', 'b']],
  ['labels', 'string[]', 'a', ['a']],
  ['labels', 'string[]', null, []],
  ['person', 'user', { kind: 'person', id: 'a:1', name: 'Ann', email: null }, { accountId: 'a:1' }],
  ['person', 'user', 'a:1', { accountId: 'a:1' }],
  ['person', 'user', null, null],
  ['reference', 'issuelink', 'OPS-1', { key: 'OPS-1' }],
])('[K47] %s (%s) takes %j as %j', (type, jiraType, value, expected) => {
  expect(wireValueOf(field(type, jiraType), value)).toEqual(expected)
})

test.each<[FieldType, FieldValue]>([
  ['number', 'many'],
  ['date', 'tomorrow'],
  ['date-time', 'later'],
  ['person', { kind: 'choice', id: '1', name: 'Ann' }],
  ['status', 'Done'],
  ['other', 'x'],
])('[K48] a value that a %s cannot be is a mapping failure that names the field: %j', (type, value) => {
  const expected = { kind: 'mapping', fields: { f: expect.stringMatching(/^Field/) as string } }
  expect(() => wireValueOf(field(type), value)).toThrow(expect.objectContaining(expected) as Error)
})

test('[K46] times are read with their offset, or as milliseconds, and written with one', () => {
  expect(utcOf('2026-04-28T15:33:15.492-0330')).toBe('2026-04-28T19:03:15.492Z')
  expect(utcOf(1767225600000)).toBe('2026-01-01T00:00:00.000Z')
  expect(utcOf('never')).toBeUndefined()
  expect(wireTime(new Date('2026-01-01T00:00:00Z'))).toBe('2026-01-01T00:00:00.000+0000')
})
