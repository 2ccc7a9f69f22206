/** Something outside keeps Crosstie from starting: `message` says what, `hint` what a person can do about it. */
export class StartError extends Error {
  readonly hint: string

  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StartError'
    this.hint = hint
  }
}
