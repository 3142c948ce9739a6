import { Damage } from './damage.ts'
import { bitsAt, constantTable, fseTable, highestBit, lastBit, readFseTable, type FseTable } from './fse.ts'
import type { History } from './history.ts'

export const MAX_BLOCK_BYTES = 1 << 17

/** A Huffman code: by the next `log` bits the symbol and, above it, the length of its code. */
interface HuffmanTable {
  readonly log: number
  readonly entries: Uint16Array
}

/** Literal lengths, offsets, match lengths: in this order everywhere. */
interface SequenceCode {
  readonly maxLog: number
  readonly maxSymbol: number
  readonly predefined: FseTable
}

const repeated = (value: number, count: number): number[] => Array.from({ length: count }, () => value)

/** RFC 8878 section 3.1.1.3.2.2. */
const CODES: readonly SequenceCode[] = [
  { maxLog: 9, maxSymbol: 35, predefined: fseTable([4, 3, ...repeated(2, 11), 1, 1, 1, ...repeated(2, 9), 3, 2, ...repeated(1, 5), ...repeated(-1, 4)], 6) },
  { maxLog: 8, maxSymbol: 31, predefined: fseTable([...repeated(1, 6), 2, 2, 2, ...repeated(1, 15), ...repeated(-1, 5)], 5) },
  { maxLog: 9, maxSymbol: 52, predefined: fseTable([1, 4, 3, ...repeated(2, 6), ...repeated(1, 37), ...repeated(-1, 7)], 6) },
]

const LITERAL_BITS = Uint8Array.from([...repeated(0, 16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
const MATCH_BITS = Uint8Array.from([...repeated(0, 32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
const LITERAL_BASES = basesOf(LITERAL_BITS, 0)
const MATCH_BASES = basesOf(MATCH_BITS, 3)

function basesOf(numBits: Uint8Array, first: number): Int32Array {
  let base = first
  return Int32Array.from(numBits, bits => {
    const own = base
    base += 1 << bits
    return own
  })
}

/** Offsets of more bits than this would reach further back than any window that is held. */
const MAX_OFFSET_BITS = 30

/** Decodes the compressed blocks of one frame, RFC 8878 section 3.1.1.3. Codes and offsets last from block to block. */
export class ZstdBlockDecoder {
  private huffman: HuffmanTable | undefined
  private tables: (FseTable | undefined)[] = []
  private readonly recent = [1, 4, 8]
  private readonly literals = new Uint8Array(MAX_BLOCK_BYTES)
  private numLiterals = 0

  constructor(private readonly history: History) {}

  /** Appends what `bytes[start…end)` stands for, at most `maxSize` bytes, for which there is room. @throws Damage */
  decode(bytes: Uint8Array, start: number, end: number, maxSize: number): void {
    const sequences = this.readLiterals(bytes, start, end, maxSize)
    this.execute(bytes, sequences, end, maxSize)
  }

  /** Section 3.1.1.3.1. Gives where the sequences begin. */
  private readLiterals(bytes: Uint8Array, start: number, end: number, maxSize: number): number {
    const need = (at: number): void => {
      if (at > end) throw new Damage('a block is too short')
    }
    need(start + 1)
    const first = bytes[start] as number
    const type = first & 3
    const format = (first >> 2) & 3
    const bits = (count: number): number => {
      let value = 0
      for (let i = 0; i < count; i++) value += (bytes[start + i] ?? 0) * 2 ** (8 * i)
      return value
    }
    if (type < 2) {
      const headerSize = [1, 2, 1, 3][format] as number
      const size = Math.floor(bits(headerSize) / (headerSize === 1 ? 8 : 16))
      let at = start + headerSize
      need(at + (type === 0 ? size : 1))
      this.expectLiterals(size, maxSize)
      if (type === 0) this.literals.set(bytes.subarray(at, at + size))
      else this.literals.fill(bytes[at] as number, 0, size)
      at += type === 0 ? size : 1
      return at
    }
    const headerSize = [3, 3, 4, 5][format] as number
    const sizeBits = [10, 10, 14, 18][format] as number
    const both = Math.floor(bits(headerSize) / 16)
    const size = both % 2 ** sizeBits
    let at = start + headerSize
    const literalsEnd = at + Math.floor(both / 2 ** sizeBits)
    need(literalsEnd)
    this.expectLiterals(size, maxSize)
    if (type === 2) {
      const read = readHuffmanTable(bytes, at, literalsEnd)
      this.huffman = read.table
      at = read.at
    }
    if (!this.huffman) throw new Damage('a block uses a code that was not given')
    if (format === 0) decodeHuffman(bytes, at, literalsEnd, this.huffman, this.literals, 0, size)
    else decodeFourStreams(bytes, at, literalsEnd, this.huffman, this.literals, size)
    return literalsEnd
  }

  private expectLiterals(size: number, maxSize: number): void {
    if (size > maxSize) throw new Damage('a block is too long')
    this.numLiterals = size
  }

  /** Section 3.1.1.3.2: copies literals and earlier content by turns. */
  private execute(bytes: Uint8Array, start: number, end: number, maxSize: number): void {
    const { history, literals, recent } = this
    const { count, at } = readCount(bytes, start, end)
    if (count === 0) {
      if (at !== end) throw new Damage('a block is too long')
      history.append(literals.subarray(0, this.numLiterals))
      return
    }
    const streamStart = this.readTables(bytes, at, end)
    const [literalTable, offsetTable, matchTable] = this.tables as [FseTable, FseTable, FseTable]
    const startBit = streamStart * 8
    let bit = lastBit(bytes, streamStart, end)
    let literalState = bitsAt(bytes, bit -= literalTable.log, literalTable.log)
    let offsetState = bitsAt(bytes, bit -= offsetTable.log, offsetTable.log)
    let matchState = bitsAt(bytes, bit -= matchTable.log, matchTable.log)
    const out = history.bytes
    const { windowBytes } = history
    const outEnd = history.at + maxSize
    let to = history.at
    let from = 0
    let [r1 = 0, r2 = 0, r3 = 0] = recent
    for (let i = count; ;) {
      const offsetBits = offsetTable.symbols[offsetState] as number
      const matchCode = matchTable.symbols[matchState] as number
      const literalCode = literalTable.symbols[literalState] as number
      if (offsetBits > MAX_OFFSET_BITS) throw new Damage('a copy reaches back behind the beginning')
      let value: number
      if (offsetBits <= 25) {
        value = (1 << offsetBits) + bitsAt(bytes, bit -= offsetBits, offsetBits)
      } else {
        const high = bitsAt(bytes, bit -= offsetBits - 16, offsetBits - 16)
        value = (1 << offsetBits) + (high << 16) + bitsAt(bytes, bit -= 16, 16)
      }
      const matchBits = MATCH_BITS[matchCode] as number
      const matchLength = (MATCH_BASES[matchCode] as number) + bitsAt(bytes, bit -= matchBits, matchBits)
      const literalBits = LITERAL_BITS[literalCode] as number
      const literalLength = (LITERAL_BASES[literalCode] as number) + bitsAt(bytes, bit -= literalBits, literalBits)

      // Values up to 3 are offsets that were used before; without literals in between the last one makes no sense and the count is shifted.
      if (value > 3) {
        r3 = r2
        r2 = r1
        r1 = value - 3
      } else {
        const which = literalLength === 0 ? value : value - 1
        if (which !== 0) {
          const offset = which === 1 ? r2 : which === 2 ? r3 : r1 - 1
          if (which !== 1) r3 = r2
          r2 = r1
          r1 = offset
        }
      }

      if (from + literalLength > this.numLiterals || to + literalLength + matchLength > outEnd) throw new Damage('a copy goes beyond its block')
      if (literalLength > 32) out.set(literals.subarray(from, from + literalLength), to)
      else for (let k = 0; k < literalLength; k++) out[to + k] = literals[from + k] as number
      from += literalLength
      to += literalLength
      if (r1 > to || r1 > windowBytes || r1 < 1) throw new Damage('a copy reaches back behind the beginning')
      const source = to - r1
      if (matchLength > 32 && r1 >= matchLength) out.copyWithin(to, source, source + matchLength)
      else for (let k = 0; k < matchLength; k++) out[to + k] = out[source + k] as number
      to += matchLength

      if (--i === 0) break
      let numBits = literalTable.numBits[literalState] as number
      literalState = (literalTable.bases[literalState] as number) + bitsAt(bytes, bit -= numBits, numBits)
      numBits = matchTable.numBits[matchState] as number
      matchState = (matchTable.bases[matchState] as number) + bitsAt(bytes, bit -= numBits, numBits)
      numBits = offsetTable.numBits[offsetState] as number
      offsetState = (offsetTable.bases[offsetState] as number) + bitsAt(bytes, bit -= numBits, numBits)
      if (bit < startBit) throw new Damage('a block is too short')
    }
    if (bit !== startBit) throw new Damage('a block does not end where it has to')
    if (to + this.numLiterals - from > outEnd) throw new Damage('a block is too long')
    recent.splice(0, 3, r1, r2, r3)
    history.at = to
    history.append(literals.subarray(from, this.numLiterals))
  }

  /** Gives where the bits of the sequences begin. */
  private readTables(bytes: Uint8Array, start: number, end: number): number {
    if (start >= end) throw new Damage('a block is too short')
    const modes = bytes[start] as number
    if (modes & 3) throw new Damage('a block is of no known kind')
    let at = start + 1
    this.tables = CODES.map(({ maxLog, maxSymbol, predefined }, i) => {
      const mode = (modes >> (6 - 2 * i)) & 3
      if (mode === 0) return predefined
      if (mode === 1) {
        const symbol = at < end ? (bytes[at++] as number) : maxSymbol + 1
        if (symbol > maxSymbol) throw new Damage('a code has a symbol that there is not')
        return constantTable(symbol)
      }
      if (mode === 2) {
        const read = readFseTable(bytes, at, end, maxLog, maxSymbol)
        at = read.at
        return read.table
      }
      const table = this.tables[i]
      if (!table) throw new Damage('a block uses a code that was not given')
      return table
    })
    return at
  }
}

function readCount(bytes: Uint8Array, at: number, end: number): { readonly count: number, readonly at: number } {
  const first = bytes[at] as number
  const size = first < 128 ? 1 : first < 255 ? 2 : 3
  if (at + size > end) throw new Damage('a block is too short')
  const count = size === 1 ? first : size === 2 ? ((first - 128) << 8) + (bytes[at + 1] as number) : (bytes[at + 1] as number) + ((bytes[at + 2] as number) << 8) + 0x7f00
  return { count, at: at + size }
}

const MAX_HUFFMAN_BITS = 11

/** Section 4.2.1. */
function readHuffmanTable(bytes: Uint8Array, start: number, end: number): { readonly table: HuffmanTable, readonly at: number } {
  if (start >= end) throw new Damage('a block is too short')
  const header = bytes[start] as number
  const first = start + 1
  const at = header < 128 ? first + header : first + ((header - 126) >> 1)
  if (at > end) throw new Damage('a block is too short')
  const weights = header < 128
    ? readWeights(bytes, first, at)
    : Array.from({ length: header - 127 }, (_, i) => i % 2 === 0 ? (bytes[first + (i >> 1)] as number) >> 4 : (bytes[first + (i >> 1)] as number) & 15)
  return { table: huffmanTable(weights), at }
}

/** Weights in two interleaved streams of a finite state entropy code, until the bits run out. */
function readWeights(bytes: Uint8Array, start: number, end: number): number[] {
  const { table, at } = readFseTable(bytes, start, end, 6, MAX_HUFFMAN_BITS + 1)
  let bit = lastBit(bytes, at, end)
  const startBit = at * 8
  const weights: number[] = []
  const states = [0, 0]
  for (const i of [0, 1]) states[i] = bitsAt(bytes, bit -= table.log, table.log)
  if (bit < startBit) throw new Damage('the description of a code is cut off')
  for (let i = 0; ; i ^= 1) {
    const state = states[i] as number
    weights.push(table.symbols[state] as number)
    const numBits = table.numBits[state] as number
    if (bit - numBits < startBit) {
      weights.push(table.symbols[states[i ^ 1] as number] as number)
      return weights
    }
    states[i] = (table.bases[state] as number) + bitsAt(bytes, bit -= numBits, numBits)
    if (weights.length > 254) throw new Damage('a code has too many symbols')
  }
}

/** The last weight is not written: it fills up the sum to a power of two. */
function huffmanTable(given: readonly number[]): HuffmanTable {
  const sum = given.reduce((sum, weight) => sum + (weight === 0 ? 0 : 2 ** (weight - 1)), 0)
  if (sum === 0 || sum >= 2 ** MAX_HUFFMAN_BITS) throw new Damage('a code is too long')
  const log = highestBit(sum) + 1
  const rest = 2 ** log - sum
  const last = highestBit(rest) + 1
  if (rest !== 2 ** (last - 1) || given.length > 255) throw new Damage('a code has more or fewer words than there can be')
  const weights = [...given, last]
  const entries = new Uint16Array(1 << log)
  let place = 0
  for (let weight = 1; weight <= log; weight++) {
    weights.forEach((own, symbol) => {
      if (own !== weight) return
      const size = 1 << (weight - 1)
      entries.fill(((log + 1 - weight) << 8) | symbol, place, place + size)
      place += size
    })
  }
  return { log, entries }
}

function decodeFourStreams(bytes: Uint8Array, start: number, end: number, table: HuffmanTable, out: Uint8Array, size: number): void {
  const part = (size + 3) >> 2
  if (start + 6 > end || part * 3 > size) throw new Damage('a block is too short')
  let at = start + 6
  for (let i = 0; i < 4; i++) {
    const next = i === 3 ? end : at + (bytes[start + 2 * i] as number) + ((bytes[start + 2 * i + 1] as number) << 8)
    if (next > end) throw new Damage('a block is too short')
    decodeHuffman(bytes, at, next, table, out, part * i, i === 3 ? size : part * (i + 1))
    at = next
  }
}

/** Decodes the literals `[from, to)` of `out`. */
function decodeHuffman(bytes: Uint8Array, start: number, end: number, { log, entries }: HuffmanTable, out: Uint8Array, from: number, to: number): void {
  const startBit = start * 8
  const mask = (1 << log) - 1
  // The code's first bit is the highest of those looked at; what is looked at beyond the first bit does not decide.
  let bit = lastBit(bytes, start, end) - log
  for (let i = from; i < to; i++) {
    const at = bit >> 3
    const found = entries[(((bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16)) >>> (bit & 7)) & mask] as number
    out[i] = found
    bit -= found >> 8
    if (bit + log < startBit) throw new Damage('a block is too short')
  }
  if (bit + log !== startBit) throw new Damage('a block does not end where it has to')
}
