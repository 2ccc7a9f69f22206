import { attributesFit } from './adf-attributes.ts'

/**
 * Atlassian Document Format as far as the sandbox looks into it: which nodes may stand where, and the plain text of a
 * document. Real Jira answers INVALID_INPUT without naming the place, and drops empty text nodes silently.
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
export interface AdfNode {
  readonly type: string
  readonly text?: string
  readonly content?: readonly AdfNode[]
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly marks?: readonly AdfMark[]
}

export interface AdfMark {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
}

export interface AdfDocument {
  readonly type: 'doc'
  readonly version: 1
  readonly content: readonly AdfNode[]
}

const inline = [
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'date',
  'status',
  'inlineCard',
  'placeholder',
  'inlineExtension',
  'mediaInline',
]
const inCell = [
  'paragraph',
  'panel',
  'blockquote',
  'orderedList',
  'bulletList',
  'rule',
  'heading',
  'codeBlock',
  'mediaSingle',
  'mediaGroup',
  'decisionList',
  'taskList',
  'blockCard',
  'embedCard',
  'extension',
  'nestedExpand',
]
const inPanel = [
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'blockCard',
  'mediaGroup',
  'mediaSingle',
  'codeBlock',
  'taskList',
  'rule',
  'decisionList',
]

/** Which children each node may have; a node that is not here does not exist. */
const children: Readonly<Record<string, readonly string[]>> = {
  doc: [...inCell.filter((type) => type !== 'nestedExpand'), 'table', 'expand', 'layoutSection', 'bodiedExtension'],
  paragraph: inline,
  heading: inline,
  codeBlock: ['text'],
  blockquote: ['paragraph', 'bulletList', 'orderedList', 'codeBlock', 'mediaSingle', 'mediaGroup'],
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: ['paragraph', 'bulletList', 'orderedList', 'codeBlock', 'mediaSingle', 'taskList'],
  panel: inPanel,
  expand: [...inCell, 'table'],
  nestedExpand: inCell.filter((type) => type !== 'nestedExpand'),
  table: ['tableRow'],
  tableRow: ['tableCell', 'tableHeader'],
  tableCell: inCell,
  tableHeader: inCell,
  layoutSection: ['layoutColumn'],
  layoutColumn: [...inCell, 'table', 'expand'],
  taskList: ['taskItem', 'taskList'],
  taskItem: inline,
  decisionList: ['decisionItem'],
  decisionItem: inline,
  mediaSingle: ['media', 'caption'],
  mediaGroup: ['media'],
  caption: inline,
  bodiedExtension: inCell,
  ...Object.fromEntries([...inline, 'rule', 'media', 'blockCard', 'embedCard', 'extension'].map((type) => [type, []])),
}

const markTypes = new Set([
  'strong',
  'em',
  'strike',
  'underline',
  'code',
  'link',
  'textColor',
  'backgroundColor',
  'subsup',
  'annotation',
  'border',
  'alignment',
  'indentation',
])
export type AdfReading =
  | { readonly kind: 'document'; readonly document: AdfDocument }
  | { readonly kind: 'not a document' }
  | { readonly kind: 'invalid' }

/** Reads what came over the wire: a document with its empty text nodes gone, or why it is none. */
export function readAdf(value: unknown): AdfReading {
  if (!isObject(value) || value['type'] !== 'doc') return { kind: 'not a document' }
  if (value['version'] !== 1 || !onlyKeys(value, ['type', 'version', 'content'])) return { kind: 'invalid' }
  const content = readChildren(value['content'], 'doc')
  return content ? { kind: 'document', document: { type: 'doc', version: 1, content } } : { kind: 'invalid' }
}

function readChildren(value: unknown, parent: string): readonly AdfNode[] | undefined {
  if (!Array.isArray(value)) return undefined
  const nodes: AdfNode[] = []
  for (const child of value as unknown[]) {
    const node = readNode(child, parent)
    if (!node) return undefined
    if (node.type !== 'text' || node.text !== '') nodes.push(node)
  }
  return nodes
}

function readNode(value: unknown, parent: string): AdfNode | undefined {
  if (!isObject(value) || !onlyKeys(value, ['type', 'text', 'content', 'attrs', 'marks'])) return undefined
  const { type, text, content, attrs, marks } = value
  if (typeof type !== 'string' || !children[parent]?.includes(type)) return undefined
  if ((type === 'text') !== (typeof text === 'string')) return undefined
  if (!attributesFit(type, attrs)) return undefined
  const readMarks = marks === undefined ? [] : readMarkList(marks)
  if (!readMarks) return undefined
  const nodes = content === undefined ? [] : readChildren(content, type)
  if (!nodes) return undefined
  return {
    type,
    ...(typeof text === 'string' ? { text } : {}),
    ...(isObject(attrs) ? { attrs } : {}),
    ...(content === undefined ? {} : { content: nodes }),
    ...(readMarks.length > 0 ? { marks: readMarks } : {}),
  }
}

function readMarkList(value: unknown): readonly AdfMark[] | undefined {
  if (!Array.isArray(value)) return undefined
  const marks = (value as unknown[]).map(readMark)
  if (!marks.every((mark) => mark !== undefined)) return undefined
  const types = marks.map((mark) => mark.type)
  const codeWithOthers = types.includes('code') && types.some((type) => !['code', 'link', 'annotation'].includes(type))
  return codeWithOthers ? undefined : marks
}

function readMark(value: unknown): AdfMark | undefined {
  if (!isObject(value) || !onlyKeys(value, ['type', 'attrs'])) return undefined
  const { type, attrs } = value
  if (typeof type !== 'string' || !markTypes.has(type) || !attributesFit(type, attrs)) return undefined
  return { type, ...(isObject(attrs) ? { attrs } : {}) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function onlyKeys(value: Record<string, unknown>, allowed: readonly string[]): boolean {
  return Object.keys(value).every((key) => allowed.includes(key))
}

const blocksWithText = new Set(['paragraph', 'heading', 'codeBlock', 'taskItem', 'decisionItem', 'caption'])

/** The text of a document as a person reads it: one line a block, a blank line between paragraphs of the top level. */
export function adfToText(document: AdfDocument | null): string {
  return document ? document.content.map(blockText).join('\n\n') : ''
}

function blockText(node: AdfNode): string {
  if (blocksWithText.has(node.type)) return (node.content ?? []).map(inlineText).join('')
  return (node.content ?? []).map(blockText).join('\n')
}

function inlineText(node: AdfNode): string {
  if (node.type === 'hardBreak') return '\n'
  const label = node.attrs?.['text'] ?? node.attrs?.['shortName'] ?? node.attrs?.['url'] ?? ''
  return node.text ?? (typeof label === 'string' ? label : '')
}

/** A document of plain paragraphs: a blank line starts a new one, a single line break stays a break. */
export function textToAdf(text: string): AdfDocument {
  const paragraphs = text.replaceAll('\r\n', '\n').split(/\n{2,}/)
  return { type: 'doc', version: 1, content: text === '' ? [] : paragraphs.map(paragraph) }
}

function paragraph(text: string): AdfNode {
  const lines = text.split('\n')
  const content = lines.flatMap((line, index): AdfNode[] => [
    ...(index > 0 ? [{ type: 'hardBreak' }] : []),
    ...(line === '' ? [] : [{ type: 'text', text: line }]),
  ])
  return { type: 'paragraph', content }
}
