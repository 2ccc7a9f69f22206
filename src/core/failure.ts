/** What went wrong, as a person sees it; what the engine does about it follows from the kind in one table (retry.ts). */
export type FailureKind = 'connectivity' | 'limit' | 'auth' | 'rejection' | 'mapping' | 'busy'

/** Whether a failed call may have done its work all the same. */
export type Effect = 'none' | 'unknown'

export interface FailureDetail {
  readonly effect?: Effect
  /** How long the other side asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number
  /** The fields that the other side complained about, by field id, with its words. */
  readonly fields?: Readonly<Record<string, string>>
  /** HTTP status, where there was an answer. */
  readonly status?: number
  /** What a person can do about it. */
  readonly hint?: string
  readonly cause?: unknown
}

/** The one error that connectors and the engine throw for things that go wrong outside. Messages hold no secrets. */
export class Failure extends Error {
  readonly kind: FailureKind
  readonly effect: Effect
  readonly retryAfterMs: number | undefined
  readonly fields: Readonly<Record<string, string>>
  readonly status: number | undefined
  readonly hint: string | undefined

  constructor(kind: FailureKind, message: string, detail: FailureDetail = {}) {
    super(message, { cause: detail.cause })
    this.name = 'Failure'
    this.kind = kind
    this.effect = detail.effect ?? 'none'
    this.retryAfterMs = detail.retryAfterMs
    this.fields = detail.fields ?? {}
    this.status = detail.status
    this.hint = detail.hint
  }
}
