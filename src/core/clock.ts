/** What of an AbortSignal the pure rooms need to know; any AbortSignal is one. */
export interface CancelSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Time, handed in, so that a test or a simulation can hold it still. */
export interface Clock {
  now(): Date
  /** Milliseconds on a clock that never jumps; only differences mean anything. */
  monotonicMs(): number
  /** Resolves after that many milliseconds, or as soon as the signal aborts. Never rejects. */
  wait(milliseconds: number, signal?: CancelSignal): Promise<void>
}

/** Chance, handed in for the same reason. */
export interface Chance {
  /** A number from 0 up to, not including, 1. */
  random(): number
  uuid(): string
}
