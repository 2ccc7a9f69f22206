/** Time as the sandboxes need it, handed in so that a test can hold it still. */
export interface SandboxClock {
  now(): Date
  /** Resolves after that many milliseconds. */
  wait(milliseconds: number): Promise<void>
}

export const systemClock: SandboxClock = {
  now: () => new Date(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}
