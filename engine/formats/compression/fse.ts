import { Damage } from './damage.ts'

/** A table of a finite state entropy code (RFC 8878 section 4.1): by state the symbol, how many bits to read, and what to add them to for the next state. */
export interface FseTable {
  readonly log: number
  readonly symbols: Uint8Array
  readonly numBits: Uint8Array
  readonly bases: Uint16Array
}

/** The position of the highest bit that is set; `value` > 0. */
export const highestBit = (value: number): number => 31 - Math.clz32(value)

/** The table of a distribution that sums up to 2^log; -1 is "less than one". */
export function fseTable(distribution: readonly number[], log: number): FseTable {
  const size = 1 << log
  const symbols = new Uint8Array(size)
  const numBits = new Uint8Array(size)
  const bases = new Uint16Array(size)
  const next = new Uint16Array(distribution.length)
  let high = size
  distribution.forEach((count, symbol) => {
    if (count === -1) symbols[--high] = symbol
    next[symbol] = Math.abs(count)
  })
  const step = (size >> 1) + (size >> 3) + 3
  let place = 0
  distribution.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[place] = symbol
      do place = (place + step) & (size - 1)
      while (place >= high)
    }
  })
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] as number
    const count = next[symbol] as number
    next[symbol] = count + 1
    const bits = log - highestBit(count)
    numBits[state] = bits
    bases[state] = (count << bits) - size
  }
  return { log, symbols, numBits, bases }
}

/** The table that has one symbol and reads no bits. */
export const constantTable = (symbol: number): FseTable => ({ log: 0, symbols: Uint8Array.of(symbol), numBits: new Uint8Array(1), bases: new Uint16Array(1) })

/**
 * Reads the description of a table from `bytes[at…end)`, section 4.1.1.
 * @returns the table and where the description ends
 */
export function readFseTable(bytes: Uint8Array, at: number, end: number, maxLog: number, maxSymbol: number): { readonly table: FseTable, readonly at: number } {
  let bit = at * 8
  const peek = (count: number): number => (((bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8) | ((bytes[(bit >> 3) + 2] ?? 0) << 16)) >>> (bit & 7)) & ((1 << count) - 1)
  const log = peek(4) + 5
  bit += 4
  if (log > maxLog) throw new Damage('a code is too fine')
  const distribution: number[] = []
  let left = 1 << log
  while (left > 0) {
    if (distribution.length > maxSymbol) throw new Damage('a code has too many symbols')
    const numBits = highestBit(left + 1) + 1
    const value = peek(numBits)
    const low = value & ((1 << (numBits - 1)) - 1)
    const threshold = 2 ** numBits - 2 - left
    // Small values take a bit less.
    const isShort = low < threshold
    bit += isShort ? numBits - 1 : numBits
    const count = (isShort ? low : value >= 1 << (numBits - 1) ? value - threshold : value) - 1
    left -= Math.abs(count)
    distribution.push(count)
    if (count === 0) {
      for (let repeat = 3; repeat === 3;) {
        repeat = peek(2)
        bit += 2
        for (let i = 0; i < repeat; i++) distribution.push(0)
        if (distribution.length > maxSymbol + 1) throw new Damage('a code has too many symbols')
      }
    }
    if (bit > end * 8) throw new Damage('the description of a code is cut off')
  }
  if (left < 0) throw new Damage('the description of a code contradicts itself')
  return { table: fseTable(distribution, log), at: (bit + 7) >> 3 }
}

/**
 * Bits that were written first to last and are read last to first; behind the last of them stands a 1.
 * Bits before the first are read as anything: `bit` below `startBit` says that it happened.
 */
export function lastBit(bytes: Uint8Array, start: number, end: number): number {
  const last = end > start ? (bytes[end - 1] as number) : 0
  if (last === 0) throw new Damage('bits have no end')
  return (end - 1) * 8 + highestBit(last)
}

/** The `count` bits from `bit` on; at most 25. */
export function bitsAt(bytes: Uint8Array, bit: number, count: number): number {
  const at = bit >> 3
  return (((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24)) >>> (bit & 7)) & ((1 << count) - 1)
}
