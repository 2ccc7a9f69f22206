import { CommandError } from './exit.ts'

/** Turns "address in use" into what a person can do; other errors stay as they are. */
export function explainPortTaken(error: unknown, option: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return error
  const port = 'port' in error ? ` ${String(error.port)}` : ''
  return new CommandError(`Port${port} is already taken on this machine.`, {
    hint: `Stop the program that uses it, perhaps another Crosstie, or choose another port with ${option}.`,
    cause: error,
  })
}
