import type { ByteReader } from './byte-reader.ts'
import { Damage, Truncation } from './damage.ts'
import { History } from './history.ts'

/** Deflate is RFC 1951. Deflate64 is PKWARE's (method 9 of zip): twice the window, two more distances, and longest copies of 64 KiB. */
export type DeflateVariant = 'deflate' | 'deflate64'

const INPUT_BYTES = 1 << 16
const OUTPUT_BYTES = 1 << 18
/** More than the longest description of a block's codes, 14 + 19·3 + 318·14 bits. */
const LOW_INPUT_BYTES = 1024

export const historyFor = (variant: DeflateVariant): History => new History(variant === 'deflate' ? 1 << 15 : 1 << 16)

/**
 * Unpacks one stream of deflated data and leaves `input` behind its last byte. A history can be used for many streams, one after the other.
 * @throws Damage
 */
export async function* inflate(input: ByteReader, variant: DeflateVariant = 'deflate', history: History = historyFor(variant)): AsyncGenerator<Uint8Array, void> {
  history.at = 0
  const inflater = new Inflater(variant, history)
  while (!inflater.isDone) {
    await input.fill(INPUT_BYTES)
    history.reserve(OUTPUT_BYTES)
    const from = history.at
    try {
      inflater.run(input, from + OUTPUT_BYTES)
    } catch (error) {
      // What makes no sense there may be what is looked at behind the end.
      throw input.isExhausted && input.at >= input.end ? new Truncation() : error
    }
    if (history.at > from) yield history.bytes.slice(from, history.at)
  }
}

/**
 * Tables of codes: an entry by the next {@link PRIMARY_BITS} bits. Its fields: length of the code (4 bits), extra bits (5 bits),
 * kind (2 bits), value. A longer code's entry leads to a table of its own: value is where, "extra bits" how many bits it takes.
 */
type CodeTable = Int32Array
const PRIMARY_BITS = 10
const KIND = { literal: 0, copy: 1, end: 2, link: 3 } as const
const entry = (kind: number, value: number, extraBits: number): number => (value << 11) | (kind << 9) | (extraBits << 4)

const LITERALS = Array.from({ length: 256 }, (_, byte) => entry(KIND.literal, byte, 0))
const END = entry(KIND.end, 0, 0)
/** RFC 1951 section 3.2.5. */
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]
const DISTANCE_EXTRA = [0, 0, ...Array.from({ length: 30 }, (_, i) => i >> 1)]

const basesOf = (extra: readonly number[], first: number): number[] => {
  let base = first
  return extra.map(bits => {
    const own = base
    base += 1 << bits
    return own
  })
}
const lengthBases = basesOf(LENGTH_EXTRA, 3)
const copies = (bases: readonly number[], extra: readonly number[]): number[] => bases.map((base, i) => entry(KIND.copy, base, extra[i] ?? 0))
const SYMBOLS = {
  deflate: { lengths: [...LITERALS, END, ...copies(lengthBases, LENGTH_EXTRA), entry(KIND.copy, 258, 0)], distances: copies(basesOf(DISTANCE_EXTRA.slice(0, 30), 1), DISTANCE_EXTRA) },
  deflate64: { lengths: [...LITERALS, END, ...copies(lengthBases, LENGTH_EXTRA), entry(KIND.copy, 3, 16)], distances: copies(basesOf(DISTANCE_EXTRA, 1), DISTANCE_EXTRA) },
}
const MAX_COPY = { deflate: 258, deflate64: 65_538 }

const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const CODE_LENGTH_SYMBOLS = Array.from({ length: 19 }, (_, i) => entry(KIND.literal, i, 0))
const FIXED_LENGTHS = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))
const FIXED_DISTANCES = Array.from({ length: 32 }, () => 5)

class Inflater {
  isDone = false
  private hold = 0
  private numBits = 0
  private isLastBlock = false
  private storedLeft = 0
  private codes: { readonly lengths: CodeTable, readonly distances: CodeTable } | undefined

  constructor(private readonly variant: DeflateVariant, private readonly history: History) {}

  /** Goes on until `outputEnd` is near, the input is nearly used up with more to come, or the stream has ended. */
  run(input: ByteReader, outputEnd: number): void {
    const inputEnd = input.isExhausted ? input.end + 4 : input.end - LOW_INPUT_BYTES
    while (!this.isDone && input.at <= inputEnd) {
      if (this.storedLeft > 0) this.copyStored(input, outputEnd)
      else if (this.codes) this.decode(input, inputEnd, outputEnd)
      else if (this.isLastBlock) this.finish(input)
      else this.startBlock(input)
      if (this.history.at + MAX_COPY[this.variant] > outputEnd) return
    }
    if (input.isExhausted && input.at - (this.numBits >> 3) > input.end) throw new Truncation()
  }

  private bits(input: ByteReader, count: number): number {
    if (this.numBits < count) this.refill(input)
    const value = this.hold & ((1 << count) - 1)
    this.hold >>>= count
    this.numBits -= count
    return value
  }

  private refill(input: ByteReader): void {
    this.hold |= ((input.bytes[input.at] as number) | ((input.bytes[input.at + 1] as number) << 8)) << this.numBits
    input.at += 2
    this.numBits += 16
    if (input.isExhausted && input.at > input.end + 4) throw new Truncation()
  }

  /** Gives the bytes back of which no bit was used, and drops the rest of the one in use. */
  private alignToByte(input: ByteReader): void {
    input.at -= this.numBits >> 3
    this.hold = 0
    this.numBits = 0
    if (input.at > input.end) throw new Truncation()
  }

  private finish(input: ByteReader): void {
    this.alignToByte(input)
    this.isDone = true
  }

  private startBlock(input: ByteReader): void {
    this.isLastBlock = this.bits(input, 1) === 1
    const type = this.bits(input, 2)
    if (type === 0) this.startStored(input)
    else if (type === 1) this.codes = this.fixedCodes()
    else if (type === 2) this.codes = this.readCodes(input)
    else throw new Damage('a block is of no known type')
  }

  private startStored(input: ByteReader): void {
    this.alignToByte(input)
    const { bytes, at } = input
    if (at + 4 > input.end) throw new Truncation()
    const length = (bytes[at] as number) | ((bytes[at + 1] as number) << 8)
    const complement = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)
    if ((length ^ complement) !== 0xffff) throw new Damage('the length of a stored block contradicts itself')
    input.at = at + 4
    this.storedLeft = length
  }

  private copyStored(input: ByteReader, outputEnd: number): void {
    const size = Math.min(this.storedLeft, input.end - input.at, outputEnd - this.history.at)
    if (size === 0 && input.isExhausted && input.at >= input.end) throw new Truncation()
    this.history.append(input.bytes.subarray(input.at, input.at + size))
    input.at += size
    this.storedLeft -= size
  }

  private fixedCodes(): { lengths: CodeTable, distances: CodeTable } {
    const { lengths, distances } = SYMBOLS[this.variant]
    return { lengths: codeTable(FIXED_LENGTHS, lengths), distances: codeTable(FIXED_DISTANCES, distances) }
  }

  private readCodes(input: ByteReader): { lengths: CodeTable, distances: CodeTable } {
    const numLengths = this.bits(input, 5) + 257
    const numDistances = this.bits(input, 5) + 1
    const numCodeLengths = this.bits(input, 4) + 4
    const codeLengths = Array.from({ length: 19 }, () => 0)
    for (const symbol of CODE_LENGTH_ORDER.slice(0, numCodeLengths)) codeLengths[symbol] = this.bits(input, 3)
    const table = codeTable(codeLengths, CODE_LENGTH_SYMBOLS)
    const all: number[] = []
    while (all.length < numLengths + numDistances) {
      const symbol = this.symbol(input, table) >> 11
      if (symbol < 16) all.push(symbol)
      else this.repeat(all, symbol === 16 ? all.at(-1) : 0, symbol === 16 ? 3 + this.bits(input, 2) : symbol === 17 ? 3 + this.bits(input, 3) : 11 + this.bits(input, 7))
    }
    if (all.length > numLengths + numDistances) throw new Damage('the description of a code is too long')
    if (all[256] === 0) throw new Damage('a block has no end')
    const { lengths, distances } = SYMBOLS[this.variant]
    return { lengths: codeTable(all.slice(0, numLengths), lengths), distances: codeTable(all.slice(numLengths), distances) }
  }

  private repeat(all: number[], length: number | undefined, count: number): void {
    if (length === undefined) throw new Damage('the description of a code repeats what is not there')
    for (let i = 0; i < count; i++) all.push(length)
  }

  /** The entry of the next code. */
  private symbol(input: ByteReader, table: CodeTable): number {
    if (this.numBits < 16) this.refill(input)
    const found = lookUp(table, this.hold)
    this.hold >>>= found & 15
    this.numBits -= found & 15
    return found
  }

  /** The body of a block. All that changes is kept in variables of its own: this is where the time goes. */
  private decode(input: ByteReader, inputEnd: number, outputEnd: number): void {
    if (!this.codes) return
    const { lengths, distances } = this.codes
    const { bytes } = input
    const { history } = this
    const out = history.bytes
    const lastStart = outputEnd - MAX_COPY[this.variant]
    let { at } = input
    let { hold, numBits } = this
    let to = history.at
    try {
      while (at <= inputEnd && to <= lastStart) {
        if (numBits < 16) {
          hold |= ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << numBits
          at += 2
          numBits += 16
        }
        let found = lengths[hold & 1023] as number
        if ((found & 0x60f) === 0 || (found & 0x600) === 0x600) found = lookUp(lengths, hold)
        hold >>>= found & 15
        numBits -= found & 15
        if ((found & 0x600) === 0) {
          out[to++] = found >> 11
          continue
        }
        if ((found & 0x600) === 0x400) {
          this.codes = undefined
          break
        }
        let extraBits = (found >> 4) & 31
        if (numBits < extraBits) {
          hold |= ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << numBits
          at += 2
          numBits += 16
        }
        const length = (found >> 11) + (hold & ((1 << extraBits) - 1))
        hold >>>= extraBits
        numBits -= extraBits
        if (numBits < 16) {
          hold |= ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << numBits
          at += 2
          numBits += 16
        }
        found = lookUp(distances, hold)
        hold >>>= found & 15
        numBits -= found & 15
        extraBits = (found >> 4) & 31
        if (numBits < extraBits) {
          hold |= ((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << numBits
          at += 2
          numBits += 16
        }
        const distance = (found >> 11) + (hold & ((1 << extraBits) - 1))
        hold >>>= extraBits
        numBits -= extraBits
        if (distance > to || distance > history.windowBytes) throw new Damage('a copy reaches back behind the beginning')
        const from = to - distance
        if (length > 24 && distance >= length) out.copyWithin(to, from, from + length)
        else for (let i = 0; i < length; i++) out[to + i] = out[from + i] as number
        to += length
      }
    } finally {
      input.at = at
      this.hold = hold
      this.numBits = numBits
      history.at = to
    }
  }
}

/** The entry of the code that `hold` begins with. */
function lookUp(table: CodeTable, hold: number): number {
  let found = table[hold & ((1 << PRIMARY_BITS) - 1)] as number
  if ((found & 0x600) === 0x600) found = table[(found >> 11) + ((hold >>> PRIMARY_BITS) & ((1 << ((found >> 4) & 31)) - 1))] as number
  if ((found & 15) === 0) throw new Damage('a code stands for nothing')
  return found
}

const MAX_CODE_BITS = 15

/**
 * The table of the canonical code whose symbols have these lengths (0: none), RFC 1951 section 3.2.2.
 * An incomplete code is allowed: some writers describe a single distance that way.
 */
function codeTable(codeLengths: readonly number[], symbols: readonly number[]): CodeTable {
  const counts = new Int32Array(MAX_CODE_BITS + 1)
  for (const length of codeLengths) counts[length] = (counts[length] as number) + 1
  counts[0] = 0
  const nextCodes = new Int32Array(MAX_CODE_BITS + 2)
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    nextCodes[length + 1] = ((nextCodes[length] as number) + (counts[length] as number)) << 1
    if ((nextCodes[length] as number) + (counts[length] as number) > 1 << length) throw new Damage('a code has more words than there can be')
  }
  let longest = MAX_CODE_BITS
  while (longest > PRIMARY_BITS && counts[longest] === 0) longest--
  const linkBits = longest - PRIMARY_BITS
  // Every prefix could need a table of its own; most do not, and their part of this stays untouched.
  const table = new Int32Array((1 << PRIMARY_BITS) + countLongPrefixes(codeLengths, nextCodes.slice()) * (1 << linkBits))
  let end = 1 << PRIMARY_BITS
  codeLengths.forEach((length, i) => {
    if (length === 0) return
    const code = nextCodes[length] as number
    nextCodes[length] = code + 1
    const found = (symbols[i] ?? -1) < 0 ? 0 : ((symbols[i] as number) | length)
    const reversed = reverseBits(code, length)
    if (length <= PRIMARY_BITS) {
      for (let k = reversed; k < 1 << PRIMARY_BITS; k += 1 << length) table[k] = found
      return
    }
    const prefix = reversed & ((1 << PRIMARY_BITS) - 1)
    if (table[prefix] === 0) {
      table[prefix] = entry(KIND.link, end, linkBits) | 15
      end += 1 << linkBits
    }
    const start = (table[prefix] as number) >> 11
    for (let k = reversed >> PRIMARY_BITS; k < 1 << linkBits; k += 1 << (length - PRIMARY_BITS)) table[start + k] = found
  })
  return table
}

/** How many different first {@link PRIMARY_BITS} bits the longer codes have. */
function countLongPrefixes(codeLengths: readonly number[], nextCodes: Int32Array): number {
  const prefixes = new Set<number>()
  for (const length of codeLengths) {
    const code = nextCodes[length] as number
    nextCodes[length] = code + 1
    if (length > PRIMARY_BITS) prefixes.add(code >> (length - PRIMARY_BITS))
  }
  return prefixes.size
}

function reverseBits(code: number, length: number): number {
  let reversed = 0
  for (let i = 0; i < length; i++) reversed = (reversed << 1) | ((code >> i) & 1)
  return reversed
}
