import { createRandom as createSource } from '../random.ts'

/** Reproducible chance: the same seed gives the same org, down to the last emoji. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  below(limit: number): number
  pick<T>(choices: readonly T[]): T
  chance(probability: number): boolean
}

export function createRandom(seed: number): Random {
  const { next, integer } = createSource(seed)
  return {
    next,
    below: integer,
    pick: (choices) => {
      const choice = choices[integer(choices.length)]
      if (choice === undefined) throw new RangeError('nothing to pick from')
      return choice
    },
    chance: (probability) => next() < probability,
  }
}
