import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentOf, richTextOf } from './adf.ts'
import type { AdfNode } from './adf-node.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('a', ' ', '\t', '\n', '\n\n', '<b>', '- x', '😀', 'é'), { maxLength: 30 })
    .map((parts) => parts.join('')),
)

const doc = (...content: AdfNode[]): AdfNode => ({ type: 'doc', content })
const paragraph = (...content: AdfNode[]): AdfNode => ({ type: 'paragraph', content })
const text = (value: string, ...marks: NonNullable<AdfNode['marks']>): AdfNode =>
  marks.length > 0 ? { type: 'text', text: value, marks } : { type: 'text', text: value }

test('[K40] any text survives the way into a document and back', () => {
  fc.assert(
    fc.property(anyText, (value) => {
      const rich = richTextOf(documentOf(value))
      expect(rich).toEqual({ kind: 'rich-text', text: value.replaceAll(/\r\n?/g, '\n'), exact: true })
    }),
  )
})

test('[K40] an empty line ends a paragraph, a line end is a hard break', () => {
  expect(documentOf('a\r\nb\n\nc')).toEqual({
    type: 'doc',
    version: 1,
    content: [paragraph(text('a'), { type: 'hardBreak' }, text('b')), paragraph(text('c'))],
  })
})

test('[K40] no document of ours holds an empty text, which Jira would drop', () => {
  fc.assert(fc.property(anyText, (value) => void expect(JSON.stringify(documentOf(value))).not.toContain('"text":""')))
})

test.each<[string, AdfNode]>([
  ['split texts', doc(paragraph(text('a'), text(''), text('b')))],
  ['ids of the editor', doc({ ...paragraph(text('ab')), attrs: { localId: 'x' } })],
  ['an empty list of marks', doc(paragraph({ type: 'text', text: 'ab', marks: [] }))],
])('[K41] a document that differs only in writing is exact: %s', (_what, document) => {
  expect(richTextOf(document)).toEqual({ kind: 'rich-text', text: 'ab', exact: true })
})

test.each<[string, AdfNode, string]>([
  ['bold', doc(paragraph(text('a', { type: 'strong' }))), 'a'],
  [
    'link',
    doc(paragraph(text('here', { type: 'link', attrs: { href: 'https://a.example' } }))),
    'here (https://a.example)',
  ],
  ['bare link', doc(paragraph(text('a@b.c', { type: 'link', attrs: { href: 'mailto:a@b.c' } }))), 'a@b.c'],
  ['heading', doc({ type: 'heading', attrs: { level: 1 }, content: [text('T')] }, paragraph(text('p'))), 'T\n\np'],
  ['line end inside a text', doc(paragraph(text('a\nb'))), 'a\nb'],
  ['mention', doc(paragraph({ type: 'mention', attrs: { id: '1', text: '@Ann' } }, text(' hi'))), '@Ann hi'],
  ['emoji', doc(paragraph({ type: 'emoji', attrs: { shortName: ':x:' } })), ':x:'],
  ['date', doc(paragraph({ type: 'date', attrs: { timestamp: '1767225600000' } })), '2026-01-01'],
  ['image', doc({ type: 'mediaSingle', content: [{ type: 'media', attrs: { alt: 'screen.png' } }] }), '[screen.png]'],
  ['quote', doc({ type: 'blockquote', content: [paragraph(text('a')), paragraph(text('b'))] }), '> a\n> \n> b'],
  ['code', doc({ type: 'codeBlock', content: [text('x = 1\ny = 2')] }), 'x = 1\ny = 2'],
  ['something new', doc({ type: 'hologram', content: [paragraph(text('seen'))] }), 'seen'],
])('[K41] a document that its text alone would not rebuild is not exact: %s', (_what, document, expected) => {
  expect(richTextOf(document)).toEqual({ kind: 'rich-text', text: expected, exact: false })
})

test('[K41] lists and tables read as people write them in plain text', () => {
  const item = (...content: AdfNode[]): AdfNode => ({ type: 'listItem', content })
  const inner: AdfNode = { type: 'bulletList', content: [item(paragraph(text('deep')))] }
  const list: AdfNode = {
    type: 'orderedList',
    attrs: { order: 3 },
    content: [item(paragraph(text('one')), inner), item(paragraph(text('two')))],
  }
  const task: AdfNode = { type: 'taskItem', attrs: { state: 'DONE' }, content: [text('did')] }
  const cell = (value: string): AdfNode => ({ type: 'tableCell', content: [paragraph(text(value))] })
  const table: AdfNode = { type: 'table', content: [{ type: 'tableRow', content: [cell('a'), cell('b')] }] }
  const all = doc(list, { type: 'taskList', content: [task] }, table)
  expect(richTextOf(all).text).toBe('3. one\n   - deep\n4. two\n\n[x] did\n\na | b')
})
