import type { z } from 'zod'
import type { Access } from './roles.ts'

/** One HTTP call, described once: the server serves it, the web app calls it, and neither can forget the checks. */
export interface Endpoint<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `:name` for the parts that come from the input. */
  readonly path: string
  /** Least role that may call it. */
  readonly access: Access
  /** Path, query and body together, as one object. */
  readonly input: Input
  readonly output: Output
}

export type InputOf<E extends Endpoint> = z.input<E['input']>
export type ParsedInputOf<E extends Endpoint> = z.output<E['input']>
export type OutputOf<E extends Endpoint> = z.output<E['output']>

export function endpoint<Input extends z.ZodType, Output extends z.ZodType>(
  description: Endpoint<Input, Output>,
): Endpoint<Input, Output> {
  return description
}
