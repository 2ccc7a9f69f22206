/** What stands where a secret stood. */
export const REDACTED = '[redacted]'

/** Longest body that is kept of an exchange, in characters. */
export const BODY_KEPT = 64 * 1024

const SENSITIVE_HEADER = /authorization|cookie|secret|password|api-?key|session|token$/i

/** Not secret: it switches Jira's cross-site check off and helps a reader to see that it was sent. */
const HARMLESS_HEADERS = new Set(['x-atlassian-token'])

/**
 * Names of secret values in JSON and form bodies and in queries, without regard to case, hyphens and underscores.
 * A page token of Jira is among them because it contains the query, and with it record content.
 */
const SENSITIVE_NAMES = new Set([
  'accesstoken',
  'apikey',
  'apitoken',
  'assertion',
  'authorization',
  'clientassertion',
  'clientsecret',
  'idtoken',
  'nextpagetoken',
  'passphrase',
  'password',
  'privatekey',
  'refreshtoken',
  'secret',
  'securitytoken',
  'sessionid',
  'signature',
  'token',
])

type Scrub = (text: string) => string

export interface Redactor {
  /** Any text: the literal secrets go, in whichever encoding they stand there. */
  text: Scrub
  url: Scrub
  headers(headers: Readonly<Record<string, string>>): Record<string, string>
  /** A body as it may be shown: without secrets, no longer than 64 KiB. */
  body(body: string): string
}

/** Takes the given secrets, and whatever is secret by its name, out of everything that is shown or stored. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const text = literalScrub(secrets)
  return {
    text,
    url: (url) => text(scrubQuery(url)),
    headers: (headers) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, scrubHeader(name, value, text)])),
    body: (body) => cap(text(scrubBody(body, text))),
  }
}

function literalScrub(secrets: readonly string[]): Scrub {
  const forms = [...new Set(secrets.filter(Boolean).flatMap(spellings))].sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, REDACTED), text)
}

/** The ways in which one secret can stand in a URL, a form, a JSON text or a basic credential. */
function spellings(secret: string): string[] {
  const wellFormed = secret.toWellFormed()
  const encoded = encodeURIComponent(wellFormed)
  const inForm = new URLSearchParams([['', wellFormed]]).toString().slice(1)
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [secret, encoded, inForm, inJson, Buffer.from(secret).toString('base64')]
}

function scrubHeader(name: string, value: string, text: Scrub): string {
  const sensitive = SENSITIVE_HEADER.test(name) && !HARMLESS_HEADERS.has(name.toLowerCase())
  return sensitive ? REDACTED : text(scrubQuery(value))
}

/** Replaces `name=value` where the name says that the value is secret: queries and forms alike. */
function scrubQuery(text: string): string {
  return text.replace(/([?&]|^)([^=&?#\s]+)=([^&#\s]*)/g, (whole: string, before: string, name: string) =>
    isSensitiveName(name) ? `${before}${name}=${REDACTED}` : whole,
  )
}

function isSensitiveName(name: string): boolean {
  return SENSITIVE_NAMES.has(name.toLowerCase().replaceAll(/[-_]/g, ''))
}

function scrubBody(body: string, text: Scrub): string {
  const json = parsed(body)
  if (json === undefined) return looksLikeForm(body) ? scrubQuery(body) : scrubLooseJson(body)
  const clean = scrubJson(json, text)
  return clean === json ? body : JSON.stringify(clean)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}

/** The same value if nothing in it was secret, so that an innocent body is shown exactly as it came. */
function scrubJson(value: unknown, text: Scrub): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, held]) => {
    const clean = isSensitiveName(name) && held !== null ? REDACTED : scrubJson(held, text)
    return { name, clean, same: clean === held }
  })
  if (entries.every((entry) => entry.same)) return value
  if (Array.isArray(value)) return entries.map((entry) => entry.clean)
  return Object.fromEntries(entries.map((entry) => [entry.name, entry.clean]))
}

function looksLikeForm(body: string): boolean {
  return /^[\w.%+-]+=[^\s<>{}]*$/.test(body)
}

/** JSON that was cut off, or that stands inside other text. */
function scrubLooseJson(body: string): string {
  return body.replace(/"([\w-]+)"(\s*:\s*)"(?:[^"\\]|\\.)*"?/g, (whole: string, name: string, colon: string) =>
    isSensitiveName(name) ? `"${name}"${colon}"${REDACTED}"` : whole,
  )
}

function cap(body: string): string {
  if (body.length <= BODY_KEPT) return body
  return `${body.slice(0, BODY_KEPT)}… (${body.length - BODY_KEPT} more characters)`
}
