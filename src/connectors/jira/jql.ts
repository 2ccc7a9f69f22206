import type { IssueEntity } from './entity.ts'

/**
 * A string in JQL: always quoted, since a hundred words are reserved (a project may be called INT).
 * Escapes: Atlassian support, "Search syntax for text fields" and JRASERVER-24455.
 */
export function quote(text: string): string {
  const escaped = text.replace(/["\\\n\r\t]/g, (character) => ESCAPES[character] ?? character)
  return `"${escaped}"`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** A phrase for the `~` operator: the search engine's own special characters are escaped inside the string. */
export function phrase(text: string): string {
  return quote(`"${text.replace(/[+\-&|!(){}[\]^~*?:\\"]/g, '\\$&')}"`)
}

/** The issues of an entity: what bounds every query of ours. */
export function entityClause({ project, type }: IssueEntity): string {
  const inProject = `project = ${quote(project)}`
  return type === undefined ? inProject : `${inProject} AND issuetype = ${quote(type)}`
}

/**
 * A point in time for JQL: digits without quotes are milliseconds since 1970. Quoted dates have minute precision and are
 * read in the time zone of the caller's profile (confluence.atlassian.com, JIRA 5.2, "JQL date time formats").
 */
export function instant(time: Date): string {
  return String(time.getTime())
}

/** One of these values in a field, as far as its search can tell; every hit must still be compared. */
export function anyOf(clause: string, operator: '~' | '=', values: readonly string[]): string {
  const one = (value: string) => `${clause} ${operator} ${operator === '~' ? phrase(value) : quote(value)}`
  return `(${values.map(one).join(' OR ')})`
}

/** How a field is named in JQL: custom fields by number, which is never ambiguous or translated. */
export function fieldClause(id: string, clauseNames: readonly string[]): string {
  const custom = /^customfield_(\d+)$/.exec(id)
  return custom ? `cf[${custom[1]}]` : (clauseNames[0] ?? quote(id))
}
