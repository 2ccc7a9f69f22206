import type { RichText } from '../../core/record.ts'
import type { AdfNode } from './adf-node.ts'
import { plainText } from './adf-text.ts'

export interface AdfDocument {
  readonly type: 'doc'
  readonly version: 1
  readonly content: AdfNode[]
}

/** Plain text as a document: an empty line ends a paragraph, a line end inside one is a hard break. */
export function documentOf(text: string): AdfDocument {
  const unified = text.replaceAll(/\r\n?/g, '\n')
  const paragraphs = unified === '' ? [] : unified.split('\n\n').map(paragraphOf)
  return { type: 'doc', version: 1, content: paragraphs }
}

function paragraphOf(text: string): AdfNode {
  const content = text
    .split('\n')
    .flatMap((line, index): AdfNode[] => [
      ...(index > 0 ? [{ type: 'hardBreak' }] : []),
      ...(line === '' ? [] : [{ type: 'text', text: line }]),
    ])
  return content.length > 0 ? { type: 'paragraph', content } : { type: 'paragraph' }
}

/** A document's text, and whether that text alone would rebuild the document. */
export function richTextOf(document: AdfNode): RichText {
  const text = plainText(document)
  return { kind: 'rich-text', text, exact: sameDocument(document, documentOf(text)) }
}

function sameDocument(left: AdfNode, right: AdfNode): boolean {
  return JSON.stringify(canonical(left)) === JSON.stringify(canonical(right))
}

/** Attributes that say nothing about the content: editors' own ids, and a hard break's customary text. */
function isMeaningful(node: AdfNode, name: string, value: unknown): boolean {
  return !(name === 'localId' || value === null || (node.type === 'hardBreak' && name === 'text'))
}

/** One form for documents that say the same. */
function canonical(node: AdfNode): unknown {
  const attrs = Object.entries(node.attrs ?? {})
    .filter(([name, value]) => isMeaningful(node, name, value))
    .sort(([left], [right]) => (left < right ? -1 : 1))
  return {
    type: node.type,
    ...(node.text === undefined ? {} : { text: node.text }),
    ...(attrs.length > 0 ? { attrs } : {}),
    ...(node.marks?.length ? { marks: node.marks } : {}),
    content: joined(node.content ?? []).map(canonical),
  }
}

/** Without empty texts, and with neighbouring plain texts as one. */
function joined(nodes: readonly AdfNode[]): AdfNode[] {
  const result: AdfNode[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (node.type === 'text' && !node.text) continue
    if (last && isPlain(last) && isPlain(node))
      result[result.length - 1] = { type: 'text', text: last.text + node.text }
    else result.push(node)
  }
  return result
}

function isPlain(node: AdfNode): node is AdfNode & { text: string } {
  return node.type === 'text' && node.text !== undefined && !node.marks?.length
}
