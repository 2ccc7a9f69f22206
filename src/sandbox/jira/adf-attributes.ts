/**
 * The attributes that nodes and marks of the Atlassian Document Format know, and those that they can't do without. Jira
 * refuses a document with any other.
 * https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 */
const known: Readonly<Record<string, string>> = {
  alignment: 'align',
  annotation: 'annotationType id',
  backgroundColor: 'color',
  blockCard: 'data datasource layout localId url width',
  blockquote: 'localId',
  bodiedExtension: 'extensionKey extensionType layout localId parameters text',
  border: 'color size',
  bulletList: 'localId',
  caption: 'localId',
  codeBlock: 'hideLineNumbers language localId uniqueId wrap',
  date: 'localId timestamp',
  decisionItem: 'localId state',
  decisionList: 'localId',
  embedCard: 'layout localId originalHeight originalWidth url width',
  emoji: 'id localId shortName text',
  expand: 'localId title',
  extension: 'extensionKey extensionType layout localId parameters text',
  hardBreak: 'localId text',
  heading: 'level localId',
  indentation: 'level',
  inlineCard: 'data localId url',
  inlineExtension: 'extensionKey extensionType localId parameters text',
  layoutColumn: 'localId valign width',
  layoutSection: 'localId',
  link: 'collection href id occurrenceKey title',
  listItem: 'localId',
  media: 'alt collection height id localId occurrenceKey type url width',
  mediaInline: 'alt collection data height id localId occurrenceKey type width',
  mediaSingle: 'layout localId width widthType',
  mention: 'accessLevel id localId text userType',
  nestedExpand: 'localId title',
  orderedList: 'localId order',
  panel: 'localId panelColor panelIcon panelIconId panelIconText panelType',
  paragraph: 'localId',
  placeholder: 'localId text',
  rule: 'localId',
  status: 'color localId style text',
  subsup: 'type',
  table: 'displayMode isNumberColumnEnabled layout localId width',
  tableCell: 'background colspan colwidth localId rowspan valign',
  tableHeader: 'background colspan colwidth localId rowspan valign',
  tableRow: 'localId',
  taskItem: 'localId state',
  taskList: 'localId',
  textColor: 'color',
}

const required: Readonly<Record<string, string>> = {
  backgroundColor: 'color',
  date: 'timestamp',
  decisionItem: 'localId state',
  decisionList: 'localId',
  emoji: 'shortName',
  heading: 'level',
  link: 'href',
  mention: 'id',
  panel: 'panelType',
  status: 'color text',
  subsup: 'type',
  taskItem: 'localId state',
  taskList: 'localId',
  textColor: 'color',
}

/** Whether a node or mark of this type may carry these attributes. */
export function attributesFit(type: string, attributes: unknown): boolean {
  const needed = names(required[type])
  if (attributes === undefined) return needed.length === 0
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) return false
  const given = Object.keys(attributes)
  return given.every((name) => names(known[type]).includes(name)) && needed.every((name) => given.includes(name))
}

function names(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(' ')
}
