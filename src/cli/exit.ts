/** What the caller of a command learns from its exit code. */
export const EXIT = { done: 0, problems: 1, usage: 2, unreachable: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** A command can't go on: `message` says why in a sentence, `hint` what to do about it. */
export class CommandError extends Error {
  readonly exitCode: ExitCode
  readonly hint: string | undefined

  constructor(message: string, { exitCode = EXIT.problems, hint, cause }: CommandErrorDetail = {}) {
    super(message, { cause })
    this.name = 'CommandError'
    this.exitCode = exitCode
    this.hint = hint
  }
}

export interface CommandErrorDetail {
  readonly exitCode?: ExitCode
  readonly hint?: string
  readonly cause?: unknown
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof CommandError ? error.exitCode : EXIT.problems
}

/** An error as a person reads it: a sentence, what to do, and the stack only if asked for. */
export function explainError(error: unknown, { debug }: { readonly debug: boolean }): string {
  if (!(error instanceof Error)) return `${String(error)}\n`
  const hint = hintOf(error)
  const lines = [error.message || error.name, ...(hint ? [hint] : [])]
  if (debug) lines.push('', stackOf(error))
  else if (!hint) lines.push('Run the command again with --debug to see where this happened.')
  return `${lines.join('\n')}\n`
}

/** Rooms have error classes of their own; those made for people carry a hint. */
function hintOf(error: Error): string | undefined {
  return 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
