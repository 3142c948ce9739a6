import { Damage } from './damage.ts'
import type { History } from './history.ts'

/** Where in the one array of probabilities each group starts, and their number. LZMA SDK, "LZMA specification" (Pavlov). */
const IS_MATCH = 0
const IS_REP = IS_MATCH + 12 * 16
const IS_REP_0 = IS_REP + 12
const IS_REP_1 = IS_REP_0 + 12
const IS_REP_2 = IS_REP_1 + 12
const IS_REP_0_LONG = IS_REP_2 + 12
const SLOT = IS_REP_0_LONG + 12 * 16
const SPECIAL = SLOT + 4 * 64
const ALIGN = SPECIAL + 128
const MATCH_LENGTH = ALIGN + 16
const REP_LENGTH = MATCH_LENGTH + 2 + 16 * 8 * 2 + 256
const LITERAL = REP_LENGTH + 2 + 16 * 8 * 2 + 256
const MAX_LITERAL_BITS = 4
const NUM_PROBABILITIES = LITERAL + (0x300 << MAX_LITERAL_BITS)

/** Parts of a code of lengths: two choices, then 3, 3 or 8 bits. */
const LOW = 2
const MID = LOW + 16 * 8
const HIGH = MID + 16 * 8

/** Places in the coder's state: 32-bit numbers without sign, kept in an array so that they stay whole numbers for the compiler. */
const RANGE = 0
const CODE = 1

/** Decodes the packed chunks of LZMA2. Its state lasts from chunk to chunk until one says otherwise. */
export class LzmaDecoder {
  private readonly probabilities = new Uint16Array(NUM_PROBABILITIES)
  private literalContextBits = 0
  private literalPositionMask = 0
  private positionMask = 0
  private state = 0
  private readonly recent = new Uint32Array(4)
  /** Bytes since the dictionary began, of which the lowest bits count. */
  private position = 0
  /** Where in the history the chunk begins. */
  private chunkStart = 0
  private input: Uint8Array = new Uint8Array(0)
  private at = 0
  private readonly coder = new Uint32Array(2)

  constructor(private readonly history: History) {}

  /** Sets lc, lp and pb from their byte. @throws Damage */
  setProperties(byte: number): void {
    const literalContextBits = byte % 9
    const literalPositionBits = Math.floor(byte / 9) % 5
    const positionBits = Math.floor(byte / 45)
    if (positionBits > 4 || literalContextBits + literalPositionBits > MAX_LITERAL_BITS) throw new Damage('a chunk has settings that there are not')
    this.literalContextBits = literalContextBits
    this.literalPositionMask = (1 << literalPositionBits) - 1
    this.positionMask = (1 << positionBits) - 1
  }

  resetState(): void {
    this.probabilities.fill(1024)
    this.state = 0
    this.recent.fill(0)
  }

  resetDictionary(): void {
    this.history.at = 0
    this.position = 0
  }

  appendUncompressed(piece: Uint8Array): void {
    this.history.append(piece)
    this.position += piece.length
  }

  /** Decodes `input`, a whole chunk, into `size` bytes of history, for which there is room. @throws Damage */
  decode(input: Uint8Array, size: number): void {
    if (input.length < 5 || input[0] !== 0) throw new Damage('a chunk does not start as it has to')
    this.input = input
    this.at = 5
    this.coder[RANGE] = 0xffffffff
    this.coder[CODE] = ((input[1] as number) << 24) | ((input[2] as number) << 16) | ((input[3] as number) << 8) | (input[4] as number)
    const { history } = this
    this.chunkStart = history.at
    const end = history.at + size
    while (history.at < end) this.decodeNext(end - history.at)
    this.position += size
    const rest = (this.coder[RANGE]) < 0x1000000 ? input[this.at++] : 0
    if (this.at !== input.length || this.coder[CODE] !== 0 || rest !== 0) throw new Damage('a chunk does not end where it has to')
  }

  /** A literal or a copy, of at most `left` bytes. */
  private decodeNext(left: number): void {
    const { history, state } = this
    const position = this.position + history.at - this.chunkStart
    const positionState = position & this.positionMask
    if (this.bit(IS_MATCH + (state << 4) + positionState) === 0) {
      this.decodeLiteral(position)
      return
    }
    const length = this.bit(IS_REP + state) === 0 ? this.decodeMatch(positionState) : this.decodeRepeat(positionState)
    const distance = this.reachable((this.recent[0] as number) + 1)
    if (length > left) throw new Damage('a copy goes beyond its chunk')
    history.copy(distance, length)
  }

  private decodeLiteral(position: number): void {
    const { history, state } = this
    const { bytes, at } = history
    const before = at > 0 ? (bytes[at - 1] as number) : 0
    const context = ((position & this.literalPositionMask) << this.literalContextBits) + (before >> (8 - this.literalContextBits))
    const base = LITERAL + 0x300 * context
    if (state < 7) bytes[at] = this.tree(base, 8)
    else bytes[at] = this.decodeExpected(base, bytes[at - this.reachable((this.recent[0] as number) + 1)] as number)
    history.at = at + 1
    this.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
  }

  /** A literal where a copy would have had `expected`: codes of their own as long as the bits agree. */
  private decodeExpected(base: number, expected: number): number {
    let symbol = 1
    for (let shift = 7; shift >= 0; shift--) {
      const expectedBit = (expected >> shift) & 1
      const bit = this.bit(base + ((1 + expectedBit) << 8) + symbol)
      symbol = (symbol << 1) | bit
      if (bit !== expectedBit) break
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(base + symbol)
    return symbol & 0xff
  }

  private reachable(distance: number): number {
    if (distance > this.history.reach) throw new Damage('a copy reaches back behind the beginning')
    return distance
  }

  private decodeMatch(positionState: number): number {
    const { recent } = this
    recent[3] = recent[2] as number
    recent[2] = recent[1] as number
    recent[1] = recent[0] as number
    const length = this.decodeLength(MATCH_LENGTH, positionState)
    this.state = this.state < 7 ? 7 : 10
    const slot = this.tree(SLOT + (Math.min(length - 2, 3) << 6), 6)
    recent[0] = slot < 4 ? slot : this.decodeDistance(slot)
    return length
  }

  private decodeDistance(slot: number): number {
    const numBits = (slot >> 1) - 1
    const high = (2 | (slot & 1)) << numBits
    if (slot < 14) return high + this.reverseTree(SPECIAL + high - slot, numBits)
    return (high >>> 0) + this.evenBits(numBits - 4) * 16 + this.reverseTree(ALIGN, 4)
  }

  private decodeRepeat(positionState: number): number {
    const { recent, state } = this
    if (this.bit(IS_REP_0 + state) === 0) {
      if (this.bit(IS_REP_0_LONG + (state << 4) + positionState) === 0) {
        this.state = state < 7 ? 9 : 11
        return 1
      }
    } else {
      let distance = recent[1] as number
      if (this.bit(IS_REP_1 + state) === 1) {
        if (this.bit(IS_REP_2 + state) === 0) {
          distance = recent[2] as number
        } else {
          distance = recent[3] as number
          recent[3] = recent[2] as number
        }
        recent[2] = recent[1] as number
      }
      recent[1] = recent[0] as number
      recent[0] = distance
    }
    const length = this.decodeLength(REP_LENGTH, positionState)
    this.state = state < 7 ? 8 : 11
    return length
  }

  private decodeLength(base: number, positionState: number): number {
    if (this.bit(base) === 0) return 2 + this.tree(base + LOW + (positionState << 3), 3)
    if (this.bit(base + 1) === 0) return 10 + this.tree(base + MID + (positionState << 3), 3)
    return 18 + this.tree(base + HIGH, 8)
  }

  private tree(base: number, numBits: number): number {
    const { probabilities, input, coder } = this
    let range = coder[RANGE] as number
    let code = coder[CODE] as number
    let symbol = 1
    for (const end = 1 << numBits; symbol < end;) {
      if (range < 0x1000000) {
        range = (range << 8) >>> 0
        code = ((code << 8) | (input[this.at++] as number)) >>> 0
      }
      const probability = probabilities[base + symbol] as number
      const bound = Math.imul(range >>> 11, probability) >>> 0
      if (code < bound) {
        range = bound
        probabilities[base + symbol] = probability + ((2048 - probability) >> 5)
        symbol <<= 1
      } else {
        range = (range - bound) >>> 0
        code = (code - bound) >>> 0
        probabilities[base + symbol] = probability - (probability >> 5)
        symbol = (symbol << 1) | 1
      }
    }
    coder[RANGE] = range
    coder[CODE] = code
    return symbol - (1 << numBits)
  }

  private reverseTree(base: number, numBits: number): number {
    let place = 1
    let symbol = 0
    for (let i = 0; i < numBits; i++) {
      const bit = this.bit(base + place)
      place = (place << 1) | bit
      symbol |= bit << i
    }
    return symbol
  }

  private bit(index: number): number {
    const { probabilities, input, coder } = this
    let range = coder[RANGE] as number
    let code = coder[CODE] as number
    if (range < 0x1000000) {
      range = (range << 8) >>> 0
      code = ((code << 8) | (input[this.at++] as number)) >>> 0
    }
    const probability = probabilities[index] as number
    const bound = Math.imul(range >>> 11, probability) >>> 0
    if (code < bound) {
      coder[RANGE] = bound
      coder[CODE] = code
      probabilities[index] = probability + ((2048 - probability) >> 5)
      return 0
    }
    coder[RANGE] = range - bound
    coder[CODE] = code - bound
    probabilities[index] = probability - (probability >> 5)
    return 1
  }

  /** Bits that are as likely as not. */
  private evenBits(count: number): number {
    const { input, coder } = this
    let range = coder[RANGE] as number
    let code = coder[CODE] as number
    let bits = 0
    for (let i = 0; i < count; i++) {
      if (range < 0x1000000) {
        range = (range << 8) >>> 0
        code = ((code << 8) | (input[this.at++] as number)) >>> 0
      }
      range >>>= 1
      bits <<= 1
      if (code >= range) {
        code = (code - range) >>> 0
        bits |= 1
      }
    }
    coder[RANGE] = range
    coder[CODE] = code
    return bits
  }
}
