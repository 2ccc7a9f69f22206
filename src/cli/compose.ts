import type { Logger } from 'pino'
import { CommandError } from './exit.ts'
import type { Installation } from './installation.ts'

export interface StartOptions {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly databaseUrl?: string
  /** Seals stored credentials; without it a key file in the data directory does. */
  readonly key?: string
  readonly installation?: Installation
  readonly log: Logger
}

export interface RunningCrosstie {
  readonly url: string
  stop(): Promise<void>
}

/** Wires the rooms together and starts them in order. */
export function startCrosstie(_options: StartOptions): Promise<RunningCrosstie> {
  return Promise.reject(new CommandError('Crosstie is not wired yet.'))
}
