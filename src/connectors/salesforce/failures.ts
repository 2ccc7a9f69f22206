import { z } from 'zod'
import { Failure, type Effect, type FailureDetail, type FailureKind } from '../../core/failure.ts'
import type { HttpRequest, HttpResponse } from '../http/client.ts'
import { retryAfterMs } from '../http/failures.ts'

/** One complaint of Salesforce: single calls say `errorCode`, rows of a collection `statusCode`. */
export interface Complaint {
  readonly code: string
  readonly message: string
  readonly fields: readonly string[]
}

/** A failure with Salesforce's own code, for the few places that react to one. */
export class SalesforceFailure extends Failure {
  readonly code: string | undefined

  constructor(kind: FailureKind, message: string, detail: FailureDetail & { readonly code?: string | undefined }) {
    super(kind, message, detail)
    this.code = detail.code
  }
}

interface Reaction {
  readonly kind: FailureKind
  readonly hint?: string
  readonly waitMs?: number
  /** Said by Salesforce in place of doing the work, whatever the HTTP status. */
  readonly undone?: true
}

const MINUTE_MS = 60_000

const down: Reaction = { kind: 'connectivity' }
const heldByOthers: Reaction = { kind: 'busy', undone: true }
const locksOut = (hint: string): Reaction => ({ kind: 'auth', hint })
const refused = (hint: string): Reaction => ({ kind: 'rejection', hint })

/**
 * What each code means for us; any other one is a refusal of this record. Codes and texts:
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 */
const REACTIONS: Readonly<Record<string, Reaction>> = {
  SERVER_UNAVAILABLE: down,
  REQUEST_RUNNING_TOO_LONG: down,
  QUERY_TIMEOUT: down,
  UNKNOWN_EXCEPTION: down,
  INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE: { ...down, waitMs: 5 * MINUTE_MS, undone: true },
  PLATFORM_EVENT_PUBLISHING_UNAVAILABLE: down,
  TXN_SECURITY_METERING_ERROR: down,
  INVALID_QUERY_LOCATOR: down,

  UNABLE_TO_LOCK_ROW: heldByOthers,
  RECORD_IN_USE_BY_WORKFLOW: heldByOthers,
  ENTITY_IS_LOCKED: { ...heldByOthers, hint: 'The record waits for an approval; it can be edited once that is given.' },
  ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE: heldByOthers,
  TERRITORY_REALIGN_IN_PROGRESS: heldByOthers,
  TOO_MANY_APEX_REQUESTS: heldByOthers,
  ALL_OR_NONE_OPERATION_ROLLED_BACK: heldByOthers,
  PROCESSING_HALTED: heldByOthers,

  REQUEST_LIMIT_EXCEEDED: { kind: 'limit', undone: true },
  LIMIT_EXCEEDED: { kind: 'limit', waitMs: 15 * MINUTE_MS, undone: true },
  STORAGE_LIMIT_EXCEEDED: {
    kind: 'limit',
    waitMs: 15 * MINUTE_MS,
    hint: 'The org has no storage left: an administrator frees some (Setup, Storage Usage).',
    undone: true,
  },

  INVALID_SESSION_ID: locksOut('Check that the session policies of the External Client App allow the REST API.'),
  INVALID_AUTH_HEADER: locksOut('Check whether a proxy between Crosstie and Salesforce changes headers.'),
  API_DISABLED_FOR_ORG: locksOut('This edition of Salesforce has no API access, or it is switched off.'),
  API_CURRENTLY_DISABLED: locksOut('Give the integration user the permission "API Enabled".'),
  TXN_SECURITY_NO_ACCESS: locksOut('A transaction security policy blocks the integration user: exempt it.'),
  ORG_LOCKED: locksOut('The org is suspended: contact Salesforce.'),
  PASSWORD_LOCKOUT: locksOut('The user is locked after failed sign-ins: an administrator unlocks it.'),
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: locksOut('The password of the integration user has expired.'),

  INVALID_FIELD: refused('The field is missing, was renamed, or is hidden from the integration user.'),
  INVALID_TYPE: refused('The object is missing, or the integration user has no access to it.'),
  INVALID_FIELD_FOR_INSERT_UPDATE: refused(
    'Give the integration user edit access to the field, or take it out of the mapping.',
  ),
  INSUFFICIENT_ACCESS_OR_READONLY: refused('Give the integration user edit access to the record.'),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: refused(
    'Give the integration user access to the record it refers to.',
  ),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: refused('Map to a value that the picklist has, or add it there.'),
  REQUIRED_FIELD_MISSING: refused('Map a value to each required field.'),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: refused('A validation rule of the org refused the record; the text is its own.'),
  STRING_TOO_LONG: refused('Shorten the value in the mapping, for example with an expression.'),
  DUPLICATES_DETECTED: refused('A duplicate rule of the org refused the record.'),
  INACTIVE_OWNER_OR_USER: refused('The user is inactive: map to an active one.'),
  UNAVAILABLE_RECORDTYPE_EXCEPTION: refused('The record type is not available to the integration user.'),
}

/** For answers without a code: what the status alone tells. */
function reactionTo(status: number): Reaction {
  if (status === 401) return { kind: 'auth' }
  if (status < 400)
    return { kind: 'connectivity', hint: 'The org answers from another address now: check its address.' }
  if (status === 429) return { kind: 'limit', undone: true }
  // A failed precondition is answered without a body (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm).
  if (status === 409 || status === 412 || status === 423) return heldByOthers
  if (status === 410) return refused('This version of the Salesforce API has been retired: update Crosstie.')
  // 406 and 420 come from Salesforce's edge while an org is being moved.
  if (status === 406 || status === 408 || status === 420 || status >= 500) return down
  return { kind: 'rejection' }
}

const WireComplaints = z.array(
  z.object({
    message: z.string().default(''),
    errorCode: z.string().optional(),
    statusCode: z.string().optional(),
    fields: z.array(z.string()).nullish(),
  }),
)

export interface Attempt {
  /** What we did, to go before "failed": `Reading Case`. */
  readonly what: string
  readonly effect: HttpRequest['effect']
  readonly now: Date
}

/** The only place where an answer of the REST API becomes a failure. */
export function failureFrom(response: HttpResponse, attempt: Attempt): SalesforceFailure {
  const [first, ...others] = readComplaints(response.json())
  const wait = retryAfterMs(response.headers, attempt.now)
  if (first) return failureOf([first, ...others], { ...attempt, status: response.status, wait })
  const { kind, undone, hint } = reactionTo(response.status)
  const said = response.text.trimStart().startsWith('<') ? 'a web page in place of data' : 'no reason'
  return new SalesforceFailure(kind, `${attempt.what} failed: Salesforce answered ${response.status} with ${said}.`, {
    status: response.status,
    effect: effectOf(attempt, { undone: undone ?? response.status < 500 }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(hint === undefined ? {} : { hint }),
  })
}

const UNEXPLAINED: Complaint = { code: 'UNKNOWN', message: 'no reason given', fields: [] }

/** A row of a collection that answered 200 as a whole: this row was certainly not written. */
export function rowFailure(errors: unknown, what: string): SalesforceFailure {
  const [first = UNEXPLAINED, ...others] = readComplaints(errors)
  return failureOf([first, ...others], { what, effect: 'repeatable', status: 200, wait: undefined })
}

export function readComplaints(body: unknown): readonly Complaint[] {
  const parsed = WireComplaints.safeParse(body)
  if (!parsed.success) return []
  return parsed.data.map(({ errorCode, statusCode, message, fields }) => ({
    code: errorCode ?? statusCode ?? 'UNKNOWN',
    message,
    fields: fields ?? [],
  }))
}

interface Circumstances extends Pick<Attempt, 'what' | 'effect'> {
  readonly status: number
  readonly wait: number | undefined
}

/** The first complaint decides; on a row, the others are further reasons to refuse the same record. */
function failureOf(complaints: readonly [Complaint, ...Complaint[]], circumstances: Circumstances): SalesforceFailure {
  const { what, status, wait } = circumstances
  const { code, message } = nested(complaints[0])
  const { kind, hint, waitMs, undone } = REACTIONS[code] ?? reactionTo(status === 200 ? 400 : status)
  const retry = wait ?? (code === 'REQUEST_LIMIT_EXCEEDED' ? limitWaitMs(message) : waitMs)
  return new SalesforceFailure(kind, `${what} failed: ${sentence(complaints)}`, {
    code,
    status,
    fields: complainedFields(complaints),
    effect: effectOf(circumstances, { undone: undone ?? status < 500 }),
    ...(retry === undefined ? {} : { retryAfterMs: retry }),
    ...(hint === undefined ? {} : { hint }),
  })
}

function effectOf({ effect }: Pick<Attempt, 'effect'>, { undone }: { readonly undone: boolean }): Effect {
  return effect === 'repeatable' || undone ? 'none' : 'unknown'
}

/** The daily allocation comes back in a rolling window; long-running requests end within seconds to minutes. */
function limitWaitMs(message: string): number {
  return message.startsWith('TotalRequests') ? 15 * MINUTE_MS : MINUTE_MS / 2
}

/** A trigger or flow of the org wraps the true reason in its own text. */
function nested(complaint: Complaint): Complaint {
  const wraps = /^CANNOT_(INSERT_UPDATE_ACTIVATE_ENTITY|EXECUTE_FLOW_TRIGGER)$|^APEX_ERROR$/.test(complaint.code)
  const inner = wraps ? /\b(UNABLE_TO_LOCK_ROW|FIELD_CUSTOM_VALIDATION_EXCEPTION)\b/.exec(complaint.message) : null
  return inner?.[1] ? { ...complaint, code: inner[1] } : complaint
}

function sentence(complaints: readonly Complaint[]): string {
  return complaints.map((complaint) => `${readable(complaint)} (${complaint.code})`).join('; ')
}

function readable({ code, message }: Complaint): string {
  return withoutQuery(code === 'STRING_TOO_LONG' ? withoutValue(message) : message)
    .replace(/\s+/g, ' ')
    .trim()
}

/** `<Label>: data value too large: <the whole value> (max length=N)` would carry business data into logs. */
function withoutValue(message: string): string {
  return message.replace(/(data value too large): .*( \(max length=\d+\))$/s, '$1$2')
}

/** Messages about a query repeat it, values included, above the line that says what is wrong. */
function withoutQuery(message: string): string {
  const at = message.search(/ERROR at Row:\d+:Column:\d+/)
  return at === -1 ? message : message.slice(at)
}

function complainedFields(complaints: readonly Complaint[]): Record<string, string> {
  return Object.fromEntries(
    complaints.flatMap((complaint) => namedFields(complaint).map((field) => [field, readable(complaint)])),
  )
}

function namedFields({ code, message, fields }: Complaint): readonly string[] {
  if (fields.length > 0) return fields
  const column = code === 'INVALID_FIELD' ? /No such column '([\w.]+)'/.exec(message)?.[1] : undefined
  return column === undefined ? [] : [column]
}
