/** An admin's rule: a write that leaves this text in this field is refused with this message. */
export interface ValidationRule {
  readonly field: string
  readonly contains: string
  readonly message: string
}

/** What can be put in place of an answer. The two that drop the connection differ in whether the call took effect. */
export type AnswerFault =
  | 'error-json'
  | 'error-html'
  | 'unavailable-json'
  | 'unavailable-html'
  | 'daily-limit'
  | 'concurrent-limit'
  | 'session-expired'
  | 'drop-before'
  | 'drop-after'

export interface SalesforceFaults {
  /** Every answer of the API waits that long. */
  latencyMs: number
  /** A write shows in queries only after that time, under the stamp of the moment when it was made. */
  commitDelayMs: number
  passwordFlowBlocked: boolean
  /** API calls that the org allows in 24 hours. */
  dailyApiRequests: number
  validationRules: readonly ValidationRule[]
  /** Spoils the next calls of a kind (see `calls()`; '*' is any). */
  answerNext(kind: string, fault: AnswerFault, times?: number): void
  /** Ends all sessions, as an admin can. */
  expireTokens(): void
  /** Ends all query cursors. */
  expireCursors(): void
  lockRows(ids: readonly string[]): void
  unlockRows(): void
  /** Back to an org in good health; ended sessions stay ended. */
  clear(): void
}

export interface FaultBox extends SalesforceFaults {
  isLocked(id: string): boolean
  /** The fault planned for this call, used up by asking. */
  take(kind: string): AnswerFault | undefined
}

const HEALTHY = { latencyMs: 0, commitDelayMs: 0, passwordFlowBlocked: false, dailyApiRequests: 100_000 }

export function createFaults(ends: { sessions(): void; cursors(): void }): FaultBox {
  let planned: { kind: string; fault: AnswerFault }[] = []
  let locked = new Set<string>()

  const faults: FaultBox = {
    ...HEALTHY,
    validationRules: [],
    answerNext: (kind, fault, times = 1) => {
      planned.push(...Array.from({ length: times }, () => ({ kind, fault })))
    },
    expireTokens: () => ends.sessions(),
    expireCursors: () => ends.cursors(),
    lockRows: (ids) => {
      locked = new Set([...locked, ...ids])
    },
    unlockRows: () => {
      locked = new Set()
    },
    isLocked: (id) => locked.has(id),
    take: (kind) => {
      const place = planned.findIndex((plan) => plan.kind === kind || plan.kind === '*')
      return place < 0 ? undefined : planned.splice(place, 1)[0]?.fault
    },
    clear: () => {
      Object.assign(faults, HEALTHY, { validationRules: [] })
      planned = []
      locked = new Set()
    },
  }
  return faults
}
