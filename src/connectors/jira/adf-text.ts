import type { AdfNode } from './adf-node.ts'

type Writer = (node: AdfNode) => string

/** The nearest plain text of a document or a part of it. */
export function plainText(node: AdfNode): string {
  return (WRITERS[node.type] ?? unknownNode)(node)
}

/** How each kind of node reads as plain text; developer.atlassian.com, "Atlassian Document Format", lists them. */
const WRITERS: Readonly<Record<string, Writer>> = {
  doc: blocks,
  paragraph: inline,
  heading: inline,
  text: (node) => withLink(node.text ?? '', node),
  hardBreak: () => '\n',
  codeBlock: inline,
  rule: () => '----',
  blockquote: (node) => prefixed('> ', '> ', blocks(node)),
  panel: blocks,
  expand: titled,
  nestedExpand: titled,
  layoutSection: blocks,
  layoutColumn: blocks,
  bulletList: (node) => list(node, () => '- '),
  orderedList: (node) => list(node, (index) => `${numberOf(node.attrs?.['order'], 1) + index}. `),
  taskList: (node) => list(node, (_index, item) => (item.attrs?.['state'] === 'DONE' ? '[x] ' : '[ ] ')),
  decisionList: (node) => list(node, () => '<> '),
  listItem: lines,
  taskItem: inline,
  decisionItem: inline,
  table: lines,
  tableRow: (node) =>
    children(node)
      .map((cell) => plainText(cell).replaceAll(/\n+/g, ' '))
      .join(' | '),
  tableCell: blocks,
  tableHeader: blocks,
  mention: (node) => attribute(node, 'text'),
  emoji: (node) => attribute(node, 'text') || attribute(node, 'shortName'),
  status: (node) => attribute(node, 'text'),
  date: (node) => dayOf(attribute(node, 'timestamp')),
  inlineCard: (node) => attribute(node, 'url'),
  blockCard: (node) => attribute(node, 'url'),
  embedCard: (node) => attribute(node, 'url'),
  mediaSingle: lines,
  mediaGroup: lines,
  media: (node) => `[${attribute(node, 'alt') || 'attachment'}]`,
  mediaInline: (node) => `[${attribute(node, 'alt') || 'attachment'}]`,
  caption: inline,
}

function unknownNode(node: AdfNode): string {
  return node.text ?? (node.content ? lines(node) : attribute(node, 'text'))
}

function children(node: AdfNode): readonly AdfNode[] {
  return node.content ?? []
}

function blocks(node: AdfNode): string {
  return children(node).map(plainText).join('\n\n')
}

function lines(node: AdfNode): string {
  return children(node).map(plainText).join('\n')
}

function inline(node: AdfNode): string {
  return children(node).map(plainText).join('')
}

function titled(node: AdfNode): string {
  return [attribute(node, 'title'), blocks(node)].filter(Boolean).join('\n\n')
}

function list(node: AdfNode, bullet: (index: number, item: AdfNode) => string): string {
  return children(node)
    .map((item, index) => {
      const isNestedList = item.type === node.type
      const mark = isNestedList ? '  ' : bullet(index, item)
      return prefixed(mark, ' '.repeat(mark.length), plainText(item))
    })
    .join('\n')
}

function prefixed(first: string, others: string, text: string): string {
  return text
    .split('\n')
    .map((line, index) => (index === 0 ? first : others) + line)
    .join('\n')
}

function withLink(text: string, node: AdfNode): string {
  const href = node.marks?.find((mark) => mark.type === 'link')?.attrs?.['href']
  if (typeof href !== 'string' || href.replace(/^mailto:/, '') === text) return text
  return `${text} (${href})`
}

function attribute(node: AdfNode, name: string): string {
  const value = node.attrs?.[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}

/** A date node holds milliseconds since 1970 as a string. */
function dayOf(timestamp: string): string {
  const date = new Date(Number(timestamp))
  return timestamp === '' || Number.isNaN(date.getTime()) ? timestamp : date.toISOString().slice(0, 10)
}
