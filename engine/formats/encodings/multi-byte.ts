import type { MultiByteEncoding } from './names.ts'

/** The most code points two bytes can stand for: four sequences of Big5 are a letter and an accent. */
const PAIRS_FROM = 0x200000

/**
 * A multi-byte encoding as tables, made from the platform's decoder when it is first asked for. Source of the layouts: WHATWG Encoding. Where
 * platforms differ ({@link settle}) the tables do not: a file reads the same everywhere.
 */
export interface MultiByteTable {
  /** By `lead << 8 | trail`: the code point, 0 for none, from `PAIRS_FROM` up an index into `pairs`. */
  readonly twoBytes: Uint32Array
  readonly pairs: readonly (readonly [number, number])[]
  /** By byte: the code point that it is alone, 0 for none or for a lead byte. */
  readonly oneByte: Uint32Array
  /** By `second << 8 | third` behind 0x8F, in EUC-JP; otherwise undefined. */
  readonly threeBytes: Uint32Array | undefined
  /** By the pointer of four bytes, in GB 18030; otherwise undefined. */
  readonly fourBytes: Uint32Array | undefined
  /** How many bytes the file spent on a code point of the basic plane; 0 for those that the encoding lacks. */
  readonly widths: Uint8Array
  /** The same for code points beyond it. */
  readonly astralWidth: number
}

const tables = new Map<MultiByteEncoding, MultiByteTable>()

export function multiByteTable(encoding: MultiByteEncoding): MultiByteTable {
  const known = tables.get(encoding)
  if (known) return known
  const made = makeTable(encoding)
  tables.set(encoding, made)
  return made
}

export const pairOf = ({ pairs }: MultiByteTable, value: number): readonly [number, number] | undefined => value >= PAIRS_FROM ? pairs[value - PAIRS_FROM] : undefined

/** The pointers of four bytes that stand for code points of the basic plane, and the first beyond it. */
const FOUR_BYTE_POINTERS = 39_420
const FIRST_ASTRAL_POINTER = 189_000

function makeTable(encoding: MultiByteEncoding): MultiByteTable {
  // Of the two decoders that should be one, this one is the same on all platforms.
  const decoder = encoding === 'gbk' ? 'gb18030' : encoding
  const pairs: (readonly [number, number])[] = []
  const oneByte = new Uint32Array(256)
  for (let byte = 0x80; byte <= 0xff; byte++) {
    const [decoded] = decodeAll(decoder, [[byte]])
    oneByte[byte] = decoded?.length === 1 ? decoded[0] ?? 0 : 0
  }
  const valueOf = (points: readonly number[]): number => {
    const [first = 0, second] = points
    if (points.length === 1) return first
    // Two characters are a sequence of its own only where neither is ASCII: otherwise the first byte was bad and the second stands alone.
    if (points.length !== 2 || first < 0x80 || second === undefined || second < 0x300) return 0
    pairs.push([first, second])
    return PAIRS_FROM + pairs.length - 1
  }
  const twoBytes = new Uint32Array(65_536)
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    if ((oneByte[lead] ?? 0) >= 0xa0) continue
    const trails = Array.from({ length: 0xff - 0x40 }, (_, i) => 0x40 + i)
    decodeAll(decoder, trails.map(trail => [lead, trail])).forEach((points, i) => { twoBytes[(lead << 8) | (trails[i] ?? 0)] = valueOf(points) })
  }
  const threeBytes = encoding === 'euc-jp' ? euc3() : undefined
  const fourBytes = encoding === 'gb18030' ? gb4() : undefined
  settle(encoding, oneByte, twoBytes)
  keepOneForm(encoding, { oneByte, twoBytes, threeBytes, fourBytes })
  const widths = new Uint8Array(65_536).fill(1, 0, 0x80)
  const note = (points: Uint32Array | undefined, width: number): void => points?.forEach(point => { if (point > 0x7f && point < 0x10000 && widths[point] === 0) widths[point] = width })
  note(oneByte, 1)
  note(twoBytes, 2)
  note(threeBytes, 3)
  note(fourBytes, 4)
  return { twoBytes, pairs, oneByte, threeBytes, fourBytes, widths, astralWidth: encoding === 'gb18030' ? 4 : 2 }
}

/** U+20AC in GBK and in GB 18030. */
const EURO_TWO_BYTES = 0xa2e3

/**
 * A character has one form in an encoding, so that the bytes it took are known from it: the places of records hang on that. Windows writes the
 * euro of GBK as 0x80, GB 18030 has it as two bytes; of EUC-JP's rare characters that stand in two of its sets the shorter form counts.
 * The other form is read as no character, which is told.
 */
function keepOneForm(encoding: MultiByteEncoding, { oneByte, twoBytes, threeBytes, fourBytes }: Pick<MultiByteTable, 'oneByte' | 'twoBytes' | 'threeBytes' | 'fourBytes'>): void {
  if (encoding === 'gb18030') oneByte[0x80] = 0
  if (encoding === 'gbk') {
    oneByte[0x80] = 0x20ac
    twoBytes[EURO_TWO_BYTES] = 0
  }
  const short = new Set(twoBytes)
  for (const longer of [threeBytes, fourBytes]) longer?.forEach((point, at) => { if (short.has(point)) longer[at] = 0 })
}

const HANGUL_FROM = 0xac00
const HANGUL_TO = 0xd7a3

/** Platforms' decoders agree on the common part of these encodings only. */
function settle(encoding: MultiByteEncoding, oneByte: Uint32Array, twoBytes: Uint32Array): void {
  // The control characters of 0x80 to 0x9F are in none of them, and what is for private use stands for something else on each platform.
  for (let byte = 0x80; byte < 0xa0; byte++) oneByte[byte] = 0
  twoBytes.forEach((point, at) => { if (point >= 0xe000 && point < 0xf900 && encoding !== 'gb18030' && encoding !== 'gbk') twoBytes[at] = 0 })
  if (encoding === 'euc-kr') fillUnifiedHangul(twoBytes)
  if (encoding === 'big5') keepPlainBig5(twoBytes)
  if (encoding === 'euc-jp') for (const at of [0x8ee0, 0x8ee1, 0x8ee2]) twoBytes[at] = 0
}

/** The syllables that KS X 1001 lacks, in order of code point: Unified Hangul Code, which Windows writes. */
function fillUnifiedHangul(twoBytes: Uint32Array): void {
  const standard = new Set<number>()
  for (let lead = 0xb0; lead <= 0xc8; lead++) for (let trail = 0xa1; trail <= 0xfe; trail++) standard.add(twoBytes[(lead << 8) | trail] ?? 0)
  let point = HANGUL_FROM
  for (let lead = 0x81; lead <= 0xc6; lead++) {
    for (let trail = 0x41; trail <= (lead < 0xa1 ? 0xfe : 0xa0); trail++) {
      if ((trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81)) continue
      while (point <= HANGUL_TO && standard.has(point)) point++
      twoBytes[(lead << 8) | trail] = point <= HANGUL_TO ? point : 0
      point++
    }
  }
  twoBytes[0xa2e6] = 0x20ac
  twoBytes[0xa2e7] = 0xae
}

/** Big5 without the additions of Hong Kong, which need a table of their own; the pictures of control characters that not all platforms have. */
function keepPlainBig5(twoBytes: Uint32Array): void {
  for (let at = 0x8100; at <= 0xffff; at++) if (at < 0xa100 || (at >= 0xc6a1 && at <= 0xc8ff) || at >= 0xfa00) twoBytes[at] = 0
  for (let i = 0; i < 32; i++) twoBytes[0xa3c0 + i] = 0x2400 + i
  twoBytes[0xa3e0] = 0x2421
  twoBytes[0xf9fe] = 0xffed
}

/** The code points of each sequence of bytes, decoded on its own: empty where any of it is invalid. */
function decodeAll(encoding: MultiByteEncoding, sequences: readonly (readonly number[])[]): number[][] {
  const decoder = new TextDecoder(encoding)
  // A line feed ends every character that is under way, whatever the encoding.
  const text = decoder.decode(Uint8Array.from(sequences.flatMap(sequence => [...sequence, 0x0a])))
  return text.split('\n').slice(0, sequences.length).map(piece => piece.includes('\uFFFD') ? [] : Array.from(piece, character => character.codePointAt(0) ?? 0))
}

function euc3(): Uint32Array {
  const table = new Uint32Array(65_536)
  for (let second = 0xa1; second <= 0xfe; second++) {
    const thirds = Array.from({ length: 0xfe - 0xa0 }, (_, i) => 0xa1 + i)
    decodeAll('euc-jp', thirds.map(third => [0x8f, second, third])).forEach((points, i) => { if (points.length === 1) table[(second << 8) | (thirds[i] ?? 0)] = points[0] ?? 0 })
  }
  return table
}

function gb4(): Uint32Array {
  const pointers = Array.from({ length: FOUR_BYTE_POINTERS }, (_, pointer) => pointer)
  return Uint32Array.from(decodeAll('gb18030', pointers.map(fourBytesOf)), points => points.length === 1 ? points[0] ?? 0 : 0)
}

const fourBytesOf = (pointer: number): readonly number[] => [0x81 + Math.floor(pointer / 12_600), 0x30 + Math.floor(pointer / 1260) % 10, 0x81 + Math.floor(pointer / 10) % 126, 0x30 + pointer % 10]

/** The code point of four bytes of GB 18030; 0 for none. */
export function gbPoint(table: MultiByteTable, a: number, b: number, c: number, d: number): number {
  const pointer = (((a - 0x81) * 10 + (b - 0x30)) * 126 + (c - 0x81)) * 10 + (d - 0x30)
  if (pointer < FOUR_BYTE_POINTERS) return table.fourBytes?.[pointer] ?? 0
  const point = pointer - FIRST_ASTRAL_POINTER + 0x10000
  return pointer >= FIRST_ASTRAL_POINTER && point <= 0x10ffff ? point : 0
}
