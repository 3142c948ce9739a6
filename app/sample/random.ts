/** A reproducible stream of numbers: the same seed gives the same draws on every host. Not for secrets. */
export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  next(): number
  /** A whole number from 0 to `limit` - 1; `limit` is at least 1 and at most 2^32. */
  below(limit: number): number
  /** True in `share` (0 to 1) of the draws. */
  chance(share: number): boolean
  /** One of `list`, which must not be empty. */
  pick<T>(list: readonly T[]): T
}

/**
 * Mulberry32 (Tommy Ettinger, 2017, public domain): one 32-bit counter, stirred by xor, shift and multiply.
 * Its period of 2^32 draws covers 8 M rows of a dozen cells 40 times over, and it passes gjrand.
 */
export function createRandom(seed: number): Random {
  let counter = seed | 0

  const next = () => {
    counter = (counter + 0x6d2b79f5) | 0
    let mixed = Math.imul(counter ^ (counter >>> 15), counter | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number) => Math.floor((next() / 4294967296) * limit)

  return {
    next,
    below,
    chance: share => next() < share * 4294967296,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
  }
}

/** The numbers 0 to `length` - 1 in random order (Fisher and Yates, in Durstenfeld's form). */
export function shuffledIndices(length: number, random: Random): number[] {
  const indices = Array.from({ length }, (_, index) => index)
  for (let end = length - 1; end > 0; end--) {
    const other = random.below(end + 1)
    const moved = indices[end] as number
    indices[end] = indices[other] as number
    indices[other] = moved
  }
  return indices
}
