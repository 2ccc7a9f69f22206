import type { Writable } from 'node:stream'
import type { ExitCode } from './exit.ts'
import type { ProcessControl } from './until-stopped.ts'

/** What commands may use of the process that runs them. */
export interface CommandContext {
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Results. With --json it gets one line of JSON and nothing else. */
  readonly out: Writable & { readonly isTTY?: boolean }
  /** Everything told on the way: log, progress, errors. */
  readonly err: Writable & { readonly isTTY?: boolean }
  readonly control: ProcessControl
  /** How the command ended, where that is not "done". */
  readonly exitWith: (code: ExitCode) => void
}
