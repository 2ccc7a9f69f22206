import type { Writable } from 'node:stream'
import { pino, type Logger } from 'pino'
import { z } from 'zod'

const Entry = z.looseObject({ level: z.number(), time: z.number(), msg: z.string().optional() })

/** Log of the running program: JSON lines for machines, one readable line each where a person watches. */
export function createLog({ level, stream, readable }: LogOptions): Logger {
  const options = { level, base: null }
  if (!readable) return pino(options, stream)
  return pino(options, { write: (line: string) => void stream.write(readableLine(line)) })
}

export interface LogOptions {
  readonly level: 'error' | 'warn' | 'info' | 'debug'
  readonly stream: Writable
  readonly readable: boolean
}

/** `12:04:09 warn  signal postponed  record=5003 kind=busy` */
export function readableLine(line: string): string {
  const { level, time, msg = '', ...rest } = Entry.parse(JSON.parse(line))
  const clock = new Date(time).toISOString().slice(11, 19)
  const fields = Object.entries(rest).map(([name, value]) => `${name}=${valueText(value)}`)
  return `${[clock, (pino.levels.labels[level] ?? '').padEnd(5), msg, ...fields].join(' ')}\n`
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return /[\s"]/.test(value) ? JSON.stringify(value) : value
  return JSON.stringify(value)
}
