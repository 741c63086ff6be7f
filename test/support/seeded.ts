// Randomness that can be replayed: the same seed walks the same way. Print the seed of a run that failed.

export type Random = {
  /** A whole number from 0 to below `most`. */
  below: (most: number) => number
  one: <T>(from: readonly T[]) => T
  chance: (part: number) => boolean
}

/** mulberry32: 32 bits of state, good enough to choose test cases. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number) => Math.floor(next() * most)
  return {
    below,
    one: <T>(from: readonly T[]): T => from[below(from.length)] as T,
    chance: (part) => next() < part,
  }
}
