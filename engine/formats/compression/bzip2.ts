import type { ByteReader } from './byte-reader.ts'
import { BZIP2_CRC } from './checksums.ts'
import { Damage, Truncation, unsupported } from './damage.ts'
import { skipZeros, trailingBytes } from './trailing.ts'

const PIECE_BYTES = 1 << 20
const BLOCK_UNIT = 100_000
const MAX_CODE_BITS = 20
/** Symbols after which the code may change. */
const GROUP_SYMBOLS = 50

/**
 * Unpacks bzip2, all streams of it, a block of at most 900 kB at a time. There is no specification; this follows Joe Tsai's
 * "BZip2: Format Specification" (2016) and what the original program writes.
 * @throws Damage
 */
export async function* bunzip2(input: ByteReader): AsyncGenerator<Uint8Array, void> {
  const block = new BlockContent()
  for (;;) {
    yield* readStream(input, block)
    if (!(await skipZeros(input))) return
    if (!(await input.fill(3)) || input.bytes[input.at] !== 0x42 || input.bytes[input.at + 1] !== 0x5a || input.bytes[input.at + 2] !== 0x68) throw trailingBytes('bzip2')
  }
}

async function* readStream(input: ByteReader, block: BlockContent): AsyncGenerator<Uint8Array, void> {
  if (!(await input.fill(4))) throw new Truncation()
  const level = (input.bytes[input.at + 3] as number) - 0x30
  if (level < 1 || level > 9) throw new Damage('the header of a bzip2 stream makes no sense')
  input.at += 4
  const maxBlock = level * BLOCK_UNIT
  const bits = new BitReader()
  let combinedCrc = 0
  for (;;) {
    // The longest that a block can be: every symbol with the longest code, and the codes themselves.
    await input.fill((maxBlock * MAX_CODE_BITS) / 8 + 65_536)
    bits.attach(input)
    const magic = bits.take(24) * 2 ** 24 + bits.take(24)
    const crc = bits.take32()
    bits.check()
    if (magic === STREAM_END) {
      if (crc !== combinedCrc) throw new Damage('the checksum of its content does not match')
      bits.detach(input)
      return
    }
    if (magic !== BLOCK_START) throw new Damage('no bzip2 block starts where one has to')
    try {
      readBlock(bits, block, maxBlock)
    } catch (error) {
      // What makes no sense there may be what is looked at behind the end.
      throw bits.at > input.end ? new Truncation() : error
    }
    bits.suspend(input)
    yield* block.pieces()
    if (block.crc !== crc) throw new Damage('the checksum of a block does not match')
    combinedCrc = ((combinedCrc << 1) | (combinedCrc >>> 31)) ^ crc
  }
}

/** The digits of pi and of its square root. */
const BLOCK_START = 0x314159265359
const STREAM_END = 0x177245385090

/** Takes bits, most significant first. A stream's blocks start at any bit. */
class BitReader {
  bytes = new Uint8Array(0)
  at = 0
  private end = 0
  hold = 0
  numBits = 0

  attach(input: ByteReader): void {
    this.bytes = input.bytes
    this.at = input.at
    this.end = input.end
  }

  /** Gives the bytes back of which no bit was used. */
  suspend(input: ByteReader): void {
    this.at -= this.numBits >> 3
    this.hold >>>= this.numBits & ~7
    this.numBits &= 7
    input.at = this.at
    this.check()
  }

  /** The same, and drops the rest of the byte in use. */
  detach(input: ByteReader): void {
    this.suspend(input)
    this.numBits = 0
  }

  check(): void {
    if (this.at - (this.numBits >> 3) > this.end) throw new Truncation()
  }

  /** @param count at most 24 */
  take(count: number): number {
    while (this.numBits < count) {
      this.hold = (this.hold << 8) | (this.bytes[this.at++] ?? 0)
      this.numBits += 8
    }
    if (this.at > this.end + 4) throw new Truncation()
    this.numBits -= count
    return (this.hold >>> this.numBits) & ((1 << count) - 1)
  }

  /** 32 bits, as a signed number. */
  take32(): number {
    const high = this.take(16)
    return (high << 16) | this.take(16)
  }
}

/** A canonical code: for the next {@link FAST_BITS} bits the symbol and its length, and for longer codes where each length ends. */
interface Code {
  /** `symbol << 5 | length`; 0 where the code is longer. */
  readonly fast: Int32Array
  /** By length: the first code behind those of that length, and what to add to a code for its place in `symbols`. */
  readonly limits: Int32Array
  readonly offsets: Int32Array
  readonly symbols: Int32Array
}
const FAST_BITS = 10

/** Reads a block up to and with its last symbol, into what {@link BlockContent} needs to undo the transformation. */
function readBlock(bits: BitReader, block: BlockContent, maxBlock: number): void {
  if (bits.take(1) === 1) throw unsupported('was made by a bzip2 before version 0.9.5, in a way that is no longer read')
  const origin = bits.take(24)
  const used = readUsedBytes(bits)
  const numSymbols = used.length + 2
  const numCodes = bits.take(3)
  const numSelectors = bits.take(15)
  if (numCodes < 2 || numCodes > 6 || numSelectors === 0) throw new Damage('a block has no codes')
  const selectors = readSelectors(bits, numCodes, numSelectors)
  const codes = Array.from({ length: numCodes }, () => readCode(bits, numSymbols))
  const length = readSymbols(bits, used, selectors, codes, block.links, maxBlock)
  if (origin >= length) throw new Damage('a block starts outside of itself')
  block.start(origin, length)
}

/** The bytes that occur, in order: two levels of 16 flags. */
function readUsedBytes(bits: BitReader): Uint8Array {
  const used: number[] = []
  const ranges = bits.take(16)
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue
    const flags = bits.take(16)
    for (let i = 0; i < 16; i++) if (flags & (0x8000 >> i)) used.push(range * 16 + i)
  }
  if (used.length === 0) throw new Damage('a block has no bytes')
  return Uint8Array.from(used)
}

/** Which code each group of symbols is in; numbers moved to the front, in unary. */
function readSelectors(bits: BitReader, numCodes: number, numSelectors: number): Uint8Array {
  const recent = Array.from({ length: numCodes }, (_, i) => i)
  return Uint8Array.from({ length: numSelectors }, () => {
    let place = 0
    while (bits.take(1) === 1) if (++place >= numCodes) throw new Damage('a block has a code too few')
    const [code = 0] = recent.splice(place, 1)
    recent.unshift(code)
    return code
  })
}

function readCode(bits: BitReader, numSymbols: number): Code {
  let length = bits.take(5)
  const lengths = Uint8Array.from({ length: numSymbols }, () => {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) throw new Damage('a code is too long')
      if (bits.take(1) === 0) return length
      length += bits.take(1) === 0 ? 1 : -1
    }
  })
  return codeOf(lengths)
}

function codeOf(lengths: Uint8Array): Code {
  const fast = new Int32Array(1 << FAST_BITS)
  const limits = new Int32Array(MAX_CODE_BITS + 1)
  const offsets = new Int32Array(MAX_CODE_BITS + 1)
  const symbols = new Int32Array(lengths.length)
  let code = 0
  let place = 0
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    offsets[length] = place - code
    lengths.forEach((own, symbol) => {
      if (own !== length) return
      if (length <= FAST_BITS) fast.fill((symbol << 5) | length, code << (FAST_BITS - length), (code + 1) << (FAST_BITS - length))
      symbols[place++] = symbol
      code++
    })
    if (code > 1 << length) throw new Damage('a code has more words than there can be')
    limits[length] = code
    code <<= 1
  }
  return { fast, limits, offsets, symbols }
}

/** Undoes codes, runs and moves to the front. Writes the block's bytes into the lowest bits of `links` and gives their number. */
function readSymbols(bits: BitReader, used: Uint8Array, selectors: Uint8Array, codes: readonly Code[], links: Uint32Array, maxBlock: number): number {
  const recent = used.slice()
  const end = used.length + 1
  let length = 0
  let run = 0
  let runUnit = 1
  for (const selector of selectors) {
    const code = codes[selector] as Code
    for (let i = 0; i < GROUP_SYMBOLS; i++) {
      const symbol = readSymbol(bits, code)
      if (symbol < 2) {
        // A run's length in digits 1 and 2, the smallest first.
        run += runUnit << symbol
        runUnit *= 2
        if (run > maxBlock) throw new Damage('a block is too long')
        continue
      }
      if (run > 0) {
        if (length + run > maxBlock) throw new Damage('a block is too long')
        links.fill(recent[0] as number, length, length + run)
        length += run
        run = 0
        runUnit = 1
      }
      if (symbol === end) return length
      if (length === maxBlock) throw new Damage('a block is too long')
      const byte = recent[symbol - 1] as number
      recent.copyWithin(1, 0, symbol - 1)
      recent[0] = byte
      links[length++] = byte
    }
    bits.check()
  }
  throw new Damage('a block has no end')
}

function readSymbol(bits: BitReader, code: Code): number {
  while (bits.numBits < MAX_CODE_BITS) {
    bits.hold = (bits.hold << 8) | (bits.bytes[bits.at++] ?? 0)
    bits.numBits += 8
  }
  const found = code.fast[(bits.hold >>> (bits.numBits - FAST_BITS)) & ((1 << FAST_BITS) - 1)] as number
  if (found > 0) {
    bits.numBits -= found & 31
    return found >> 5
  }
  for (let length = FAST_BITS + 1; length <= MAX_CODE_BITS; length++) {
    const word = (bits.hold >>> (bits.numBits - length)) & ((1 << length) - 1)
    if (word < (code.limits[length] as number)) {
      bits.numBits -= length
      return code.symbols[word + (code.offsets[length] as number)] as number
    }
  }
  throw new Damage('a code stands for nothing')
}

/** A block's content, one after the other: undoes the Burrows–Wheeler transformation and the runs that were packed before it. */
class BlockContent {
  /** By place: the byte in the lowest 8 bits, and above them where the next one is. */
  readonly links = new Uint32Array(9 * BLOCK_UNIT)
  /** Of what {@link pieces} has given so far. */
  crc = 0
  private length = 0
  private place = 0

  start(origin: number, length: number): void {
    const { links } = this
    const starts = new Uint32Array(256)
    for (let i = 0; i < length; i++) {
      const byte = (links[i] as number) & 0xff
      starts[byte] = (starts[byte] as number) + 1
    }
    let sum = 0
    for (let byte = 0; byte < 256; byte++) {
      const count = starts[byte] as number
      starts[byte] = sum
      sum += count
    }
    for (let i = 0; i < length; i++) {
      const byte = (links[i] as number) & 0xff
      const target = starts[byte] as number
      starts[byte] = target + 1
      links[target] = ((links[target] as number) & 0xff) | (i << 8)
    }
    this.length = length
    this.place = (links[origin] as number) >>> 8
  }

  /** Four equal bytes are followed by how many more of them there are. */
  * pieces(): Generator<Uint8Array, void> {
    const { links } = this
    let { place } = this
    let out = new Uint8Array(PIECE_BYTES)
    let to = 0
    let crc = -1
    let previous = -1
    let numEqual = 0
    for (let i = 0; i < this.length; i++) {
      const link = links[place] as number
      place = link >>> 8
      const byte = link & 0xff
      if (numEqual === 4) {
        out.fill(previous, to, to + byte)
        for (let k = 0; k < byte; k++) crc = (crc << 8) ^ (BZIP2_CRC[(crc >>> 24) ^ previous] as number)
        to += byte
        numEqual = 0
        previous = -1
      } else {
        numEqual = byte === previous ? numEqual + 1 : 1
        previous = byte
        out[to++] = byte
        crc = (crc << 8) ^ (BZIP2_CRC[(crc >>> 24) ^ byte] as number)
      }
      if (to > PIECE_BYTES - 256) {
        yield out.subarray(0, to)
        out = new Uint8Array(PIECE_BYTES)
        to = 0
      }
    }
    this.crc = ~crc
    if (to > 0) yield out.subarray(0, to)
  }
}
