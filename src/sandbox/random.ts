/** Chance that repeats itself: the same seed gives the same sandbox. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  integer(below: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  hex(length: number): string
  uuid(): string
}

/** Mulberry32: small, and good enough for made-up content. Not for secrets that matter. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (below: number): number => Math.floor(next() * below)
  const hex = (length: number): string => Array.from({ length }, () => integer(16).toString(16)).join('')
  return {
    next,
    integer,
    pick: (choices) => choices[integer(choices.length)] ?? choices[0],
    hex,
    uuid: () => [hex(8), hex(4), `4${hex(3)}`, `a${hex(3)}`, hex(12)].join('-'),
  }
}
