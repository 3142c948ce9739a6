import { expect } from 'vitest'
import { ConnectorError } from '../../../engine/base/errors.ts'
import type { TableReader } from '../../../engine/formats/table.ts'
import { collect, type Collected } from './collect.ts'

/** The same numbers every time: xorshift of 32 bits. */
export function numbers(seed: number): (below: number) => number {
  let state = seed || 1
  return below => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const SLOW_MS = 5_000

/** What a reader makes of bytes that may be damaged: a table, or an error of ours that says so. Everything else fails the test. */
export async function readOrRefuse<Options>(reader: TableReader<Options>, bytes: Uint8Array, options: Options): Promise<Collected | ConnectorError> {
  const since = performance.now()
  try {
    return await collect(reader, bytes, options)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    expect(error.message, 'a sentence').toMatch(/ /)
    expect(error.hint).toBeTruthy()
    return error
  } finally {
    expect(performance.now() - since, 'milliseconds').toBeLessThan(SLOW_MS)
  }
}

/** Copies of a file, each with a few bytes changed, `count` of them; half of the changes are in its last `tail` bytes, where formats have their metadata. */
export function* damagedCopies(bytes: Uint8Array, count: number, seed: number, tail = bytes.length): Generator<Uint8Array> {
  const random = numbers(seed)
  for (let i = 0; i < count; i++) {
    const copy = bytes.slice()
    for (let change = random(3); change >= 0; change--) {
      const at = random(2) === 0 ? random(bytes.length) : bytes.length - 1 - random(Math.min(tail, bytes.length))
      copy[at] = random(4) === 0 ? 0xff : random(256)
    }
    yield copy
  }
}
