import { InvalidArgumentError } from 'commander'

const PORT_MAX = 65_535

export function parsePort(text: string): number {
  return parseWhole(text, { least: 0, most: PORT_MAX })
}

export function parseCount(text: string): number {
  return parseWhole(text, { least: 0, most: Number.MAX_SAFE_INTEGER })
}

function parseWhole(text: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
}
