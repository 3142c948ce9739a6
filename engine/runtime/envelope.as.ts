/**
 * Writes envelopes of rejected rows from the bytes of their records, in AssemblyScript: envelope.ts says what an envelope is made of, as a list
 * of parts; here each is a word of its kind, and two of what it is about.
 *
 * The host writes texts and parts to `texts` and `parts`, and for each row its record to `input`, its place to `numbers` and its verdict to
 * `words`; it calls `write`, and reads `output` up to `writtenTo`. `npx tsx scripts/wasm.ts` compiles it into envelope.wasm.ts.
 */

import { bitsOf, equal, QUOTE, SPACE, VECTOR } from '../formats/bytes.as.ts'

/** Longer records, and those of more cells, are for the host. */
export const inputBytes: usize = 1 << 16
export const maxCells: u32 = 1 << 12
/** Of longer values a sentence has the beginning: see message.ts. */
const MAX_SAID: usize = 80

export const textBytes: usize = 1 << 18
export const maxParts: u32 = 1 << 15
export const maxChecks: u32 = 1 << 12
const MAX_WORDS: usize = <usize>maxChecks >> 5
/** What the host takes at a time. */
export const outputBytes: usize = 1 << 20

const PART_BYTES: usize = 12
const CELL_BYTES: usize = 12
/** What can be a byte of JSON for one of a cell, at most. */
const LONGEST_ESCAPE: usize = 6

/** No address is 0. */
export const numbers: usize = 1024
export const words: usize = numbers + 8 * 3
/** By severity the bits of its checks. */
export const masks: usize = words + 4 * MAX_WORDS
/** By check which part its error begins with. */
export const checks: usize = masks + 2 * 4 * MAX_WORDS
/** Texts that are null, each behind its length as a word. */
export const tokens: usize = checks + 4 * <usize>maxChecks
export const tokenBytes: usize = 1 << 12
export const parts: usize = tokens + tokenBytes
export const texts: usize = parts + PART_BYTES * <usize>maxParts
/** Of each cell where it begins and ends, and what is said of it. */
const cells: usize = texts + textBytes + VECTOR
export const input: usize = cells + CELL_BYTES * <usize>maxCells
export const output: usize = input + inputBytes + VECTOR
const limit: usize = output + outputBytes

/** How far `output` is written. */
export let writtenTo: usize = output

// Kinds of parts.
const END: u32 = 0
const TEXT: u32 = 1
const NUMBER: u32 = 2
const CELL: u32 = 3
const SAID: u32 = 4
const ERRORS: u32 = 5

// What is said of a cell.
const PLAIN: u32 = 0
const QUOTED: u32 = 1
const DOUBLED: u32 = 2

const BACKSLASH: u32 = 0x5c
const COMMA: u32 = 0x2c

let delimiter: u32 = 0
/** 256 for none. */
let quote: u32 = 0
let tokensEnd: usize = 0
/** Whether a cell in quotes may be null. */
let quotedNulls: bool = false
let numWords: u32 = 0
let count: u32 = 0

/** How records are written, and how many words a verdict has. */
export function configure(delimiterByte: u32, quoteByte: u32, tokensLength: usize, mayQuotedBeNull: bool, verdictWords: u32): void {
  delimiter = delimiterByte
  quote = quoteByte
  tokensEnd = tokens + tokensLength
  quotedNulls = mayQuotedBeNull
  numWords = verdictWords
  writtenTo = output
}

/** Gives `output` back. */
export function clear(): void { writtenTo = output }

/** Writes the envelope of the record of so many bytes behind what was written before; false, and nothing written, where that is for the host. */
export function write(length: usize): bool {
  if (!findCells(length)) return false
  const o = writeParts(parts, writtenTo)
  if (o == 0) return false
  writtenTo = o
  return true
}

/** As `ByteCells` of record-cells.ts has them. */
function findCells(length: usize): bool {
  const end = input + length
  count = 0
  let p = input
  while (count < maxCells) {
    const cell = cells + CELL_BYTES * <usize>count
    count++
    if (p < end && <u32>load<u8>(p) == quote) {
      const from = ++p
      let kind = QUOTED
      while (p < end) {
        if (<u32>load<u8>(p) == quote) {
          if (p + 1 == end || <u32>load<u8>(p + 1) != quote) break
          kind = DOUBLED
          p++
        }
        p++
      }
      put(cell, from, p, kind)
      p++
    } else {
      const from = p
      while (p < end && <u32>load<u8>(p) != delimiter) p++
      put(cell, from, p, PLAIN)
    }
    if (p >= end) return true
    p++
  }
  return false
}

@inline
function put(cell: usize, from: usize, to: usize, kind: u32): void {
  store<u32>(cell, <u32>from)
  store<u32>(cell, <u32>to, 4)
  store<u32>(cell, kind, 8)
}

/** Writes parts from one on until the end of a list; gives where that ends, 0 where it cannot. */
function writeParts(first: usize, at: usize): usize {
  let o = at
  let part = first
  while (true) {
    const kind = load<u32>(part)
    if (kind == END) return o
    const about = load<u32>(part, 4)
    if (kind == TEXT) {
      const length: usize = load<u32>(part, 8)
      if (o + length > limit) return 0
      o = copy(texts + <usize>about, length, o)
    } else if (kind == NUMBER) o = writeNumber(load<f64>(numbers + (<usize>about << 3)), o)
    else if (kind == ERRORS) o = writeErrors(about, o)
    else o = writeCell(about, kind == SAID, o)
    if (o == 0) return 0
    part += PART_BYTES
  }
}

function writeNumber(number: f64, at: usize): usize {
  let o = at
  if (o + 24 > limit) return 0
  // Not a number: there is none.
  if (number != number) {
    store<u32>(o, 0x6c6c756e)
    return o + 4
  }
  let left = <u64>number
  let digits: usize = 1
  for (let more = left; more >= 10; more /= 10) digits++
  for (let d = o + digits; d > o; left /= 10) store<u8>(--d, <u8>(0x30 + left % 10))
  return o + digits
}

/** The errors of a severity, each as the parts of its check say. */
function writeErrors(severity: u32, at: usize): usize {
  let o = at
  for (let word: u32 = 0; word < numWords; word++) {
    let left = load<u32>(words + (<usize>word << 2)) & load<u32>(masks + 4 * (MAX_WORDS * <usize>severity + <usize>word))
    while (left != 0) {
      if (o != at) {
        if (o == limit) return 0
        store<u8>(o++, <u8>COMMA)
      }
      const check = <usize>((word << 5) + ctz(left))
      o = writeParts(parts + PART_BYTES * <usize>load<u32>(checks + (check << 2)), o)
      if (o == 0) return 0
      left &= left - 1
    }
  }
  return o
}

/** A cell as JSON, or as a sentence within a string of JSON has it. */
function writeCell(position: u32, isSaid: bool, at: usize): usize {
  let o = at
  const cell = cells + CELL_BYTES * <usize>position
  if (position >= count || isNull(cell)) {
    if (o + 7 > limit) return 0
    return isSaid ? letters(0x676e697373696d, 7, o) : letters(0x6c6c756e, 4, o)
  }
  const from: usize = load<u32>(cell)
  const to: usize = load<u32>(cell, 4)
  if (o + (to - from) * LONGEST_ESCAPE + 8 > limit) return 0
  if (isSaid) {
    if (to - from > MAX_SAID) return load<u32>(cell, 8) == DOUBLED ? 0 : writeBeginning(from, o)
    if (to == from) return letters(0x7974706d65, 5, o)
    store<u8>(o++, <u8>BACKSLASH)
  }
  store<u8>(o++, <u8>QUOTE)
  o = load<u32>(cell, 8) == DOUBLED ? writeUndoubled(from, to, o) : writeText(from, to, o)
  if (isSaid) store<u8>(o++, <u8>BACKSLASH)
  store<u8>(o, <u8>QUOTE)
  return o + 1
}

/** A value of more than MAX_SAID bytes within a sentence, as far as that has it; 0 where it may be of fewer characters. */
function writeBeginning(from: usize, at: usize): usize {
  for (let p = from; p <= from + MAX_SAID; p++) if (load<u8>(p) > 0x7f) return 0
  let o = letters(<u64>BACKSLASH | <u64>QUOTE << 8, 2, at)
  o = writeText(from, from + MAX_SAID - 1, o)
  // Three dots as one character, then the closing quote.
  return letters(0x225ca680e2, 5, o)
}

@inline
function letters(text: u64, length: usize, o: usize): usize {
  store<u64>(o, text)
  return o + length
}

/** A cell with doubled quotes is longer than what it stands for, and is in quotes: the host asks for none where one of these may be null. */
function isNull(cell: usize): bool {
  const kind = load<u32>(cell, 8)
  if (kind == DOUBLED || (kind == QUOTED && !quotedNulls)) return false
  const from: usize = load<u32>(cell)
  const length: usize = load<u32>(cell, 4) - <u32>from
  for (let token = tokens; token < tokensEnd;) {
    const tokenLength: usize = load<u32>(token)
    token += 4
    if (tokenLength == length && memory.compare(from, token, length) == 0) return true
    token += tokenLength
  }
  return false
}

function writeText(from: usize, to: usize, at: usize): usize {
  let o = at
  let p = from
  while (p < to) {
    const bytes = v128.load(p)
    v128.store(o, bytes)
    const left = to - p
    const special = bitsOf(v128.or(v128.or(equal(bytes, QUOTE), equal(bytes, BACKSLASH)), i8x16.lt_u(bytes, i8x16.splat(<i8>SPACE))))
    const plain = min<usize>(special == 0 ? VECTOR : <usize>ctz(special), min<usize>(VECTOR, left))
    p += plain
    o += plain
    if (plain < VECTOR && plain < left) o = writeEscaped(load<u8>(p++), o)
  }
  return o
}

function writeUndoubled(from: usize, to: usize, at: usize): usize {
  let o = at
  for (let p = from; p < to; p++) {
    const byte: u32 = load<u8>(p)
    if (byte == quote) p++
    if (byte < SPACE || byte == QUOTE || byte == BACKSLASH) o = writeEscaped(byte, o)
    else store<u8>(o++, <u8>byte)
  }
  return o
}

/** A character that JSON does not have as it is, as `JSON.stringify` writes it. */
function writeEscaped(byte: u32, o: usize): usize {
  store<u8>(o, <u8>BACKSLASH)
  let short: u32 = 0
  if (byte == QUOTE || byte == BACKSLASH) short = byte
  else if (byte == 0x08) short = 0x62
  else if (byte == 0x09) short = 0x74
  else if (byte == 0x0a) short = 0x6e
  else if (byte == 0x0c) short = 0x66
  else if (byte == 0x0d) short = 0x72
  if (short != 0) {
    store<u8>(o, <u8>short, 1)
    return o + 2
  }
  // Below a space: u0000 to u001f.
  store<u32>(o, 0x30303075, 1)
  store<u8>(o, <u8>(0x30 + (byte >> 4)), 4)
  const low = byte & 15
  store<u8>(o, <u8>(low < 10 ? 0x30 + low : 0x57 + low), 5)
  return o + 6
}

/** Sixteen bytes at a time: up to fifteen behind both are read and written. */
@inline
function copy(from: usize, length: usize, o: usize): usize {
  for (let i: usize = 0; i < length; i += VECTOR) v128.store(o + i, v128.load(from + i))
  return o + length
}
