import type { Choice, EntitySchema, Fields, Person, SystemRecord } from './record.ts'

/** What every call may carry: whose work it is and how urgent. */
export interface CallOptions {
  /** Operation that this call belongs to; a gathered call belongs to several. */
  readonly operation?: string
  /** Live work goes before back-fills and is never gathered into the same call. Default: live. */
  readonly priority?: Priority
}

export type Priority = 'live' | 'scheduled' | 'backfill'

/** Who we are on the other side, found out at sign-in. */
export interface Account {
  readonly userId: string
  readonly userName: string
  /** Identity of the site or org itself: Jira's cloud id, Salesforce's 18-character organization id. */
  readonly siteId: string
  readonly siteUrl: string
}

export interface ChangesQuery extends CallOptions {
  readonly entity: string
  /** Watermark of the last complete poll (the system's clock, ISO); null reads everything there is. The connector adds its own overlap. */
  readonly since: string | null
}

export interface Change {
  readonly id: string
  /** The record's own change stamp, ISO 8601 UTC, exactly as precise as the system gives it. */
  readonly stamp: string
}

export interface ChangesPage {
  /** Oldest first. The same change may come again in a later poll. */
  readonly changes: readonly Change[]
  /** The interval that the whole poll covers once its last page is in, by the system's clock. `to` is the next watermark. */
  readonly window: { readonly from: string | null; readonly to: string }
  /** The system's clock when it answered. */
  readonly serverTime: string
}

export interface RecordRef {
  readonly entity: string
  readonly id: string
}

export interface ReadQuery extends CallOptions, RecordRef {
  /** Field ids wanted. */
  readonly fields: readonly string[]
}

export interface FindQuery extends CallOptions {
  readonly entity: string
  readonly field: string
  /** Compared exactly, whatever the system's own search does. */
  readonly value: string
  readonly fields: readonly string[]
}

/** What a create carries inside itself so that it can be found again when its answer is lost. */
export interface Marker {
  /** Correlation field of the new record, where the workflow declares one. */
  readonly field?: string
  /** Identity of the partner record: unique among everything that this workflow creates. */
  readonly value: string
}

export interface CreateRequest extends CallOptions {
  readonly entity: string
  readonly fields: Fields
  readonly marker: Marker
  /** Field ids to read back once the create is verified. */
  readonly read: readonly string[]
}

export interface FindCreatedQuery extends CallOptions {
  readonly entity: string
  readonly marker: Marker
  /** When the intent was stored, ISO; nothing older is looked at. */
  readonly since: string
  readonly read: readonly string[]
}

export interface UpdateRequest extends CallOptions, RecordRef {
  readonly fields: Fields
  /** Change stamp of the read that this write rests on; a system that can refuses the write if the record is newer (kind `busy`). */
  readonly basedOn?: string
}

/** One transition on the way to a status. */
export interface Hop {
  readonly transitionId: string
  readonly name: string
  readonly to: Choice
  /** Fields that the transition's screen asks for, by id, with what it allows. */
  readonly asks: readonly {
    readonly field: string
    readonly name: string
    readonly required: boolean
    readonly options?: readonly Choice[]
  }[]
}

export interface RouteQuery extends CallOptions, RecordRef {
  /** The status it is in. */
  readonly from: Choice
  readonly to: Choice
  /** A transition that the workflow prescribes for the last step. */
  readonly transitionId?: string
}

export interface MoveRequest extends CallOptions, RecordRef {
  readonly hop: Hop
  /** Fields for the transition's screen, by id. */
  readonly fields: Fields
}

export interface ChangedAtQuery extends CallOptions, RecordRef {
  readonly field: string
}

/** When a field last changed, as near as the system tells, ISO 8601 UTC. */
export interface ChangeInterval {
  readonly earliest: string | null
  readonly latest: string
}

export interface Budget {
  /** What the allocation is called there, for people. */
  readonly name: string
  readonly used: number
  readonly limit: number
}

/**
 * Everything that the engine may ask of a system, one record a call; gathering simultaneous calls into bulk ones is the
 * connector's own business. Connectors report facts and throw `Failure`; retries, order and dedupe are the engine's.
 */
export interface Connector {
  readonly kind: string
  /** Signs in if need be and tells who we are. Cached. */
  account(): Promise<Account>
  /** Cheapest call that proves the system answers us; used to tell an outage from a bad record. */
  probe(): Promise<void>
  describe(entity: string): Promise<EntitySchema>
  changesSince(query: ChangesQuery): AsyncIterable<ChangesPage>
  /** The record as it is now, or undefined if it is gone or hidden from us. */
  read(query: ReadQuery): Promise<SystemRecord | undefined>
  find(query: FindQuery): Promise<readonly SystemRecord[]>
  /** Creates, and answers with the record as read back after its marker was confirmed. */
  create(request: CreateRequest): Promise<SystemRecord>
  /** Looks for a create of ours whose answer was lost. Finding nothing proves nothing until the index has caught up. */
  findCreated(query: FindCreatedQuery): Promise<SystemRecord | undefined>
  update(request: UpdateRequest): Promise<void>
  /** The transitions from one status to another, shortest first; a Failure names what is reachable if there are none. */
  route(query: RouteQuery): Promise<readonly Hop[]>
  move(request: MoveRequest): Promise<void>
  changedAt(query: ChangedAtQuery): Promise<ChangeInterval | undefined>
  /** Somebody who can be set in person fields of this entity, by e-mail address. */
  findPerson(query: CallOptions & { readonly entity: string; readonly email: string }): Promise<Person | undefined>
  budgets(): readonly Budget[]
  close(): Promise<void>
}

/** One HTTP exchange as it may be shown: no secrets, bodies redacted. */
export interface Exchange {
  readonly id: string
  readonly system: string
  readonly startedAt: string
  readonly durationMs: number
  readonly method: string
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody: string | null
  /** Undefined when no answer came. */
  readonly status: number | undefined
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly responseBody: string | null
  /** Why there is no (usable) answer. */
  readonly error: string | undefined
  readonly operations: readonly string[]
}
