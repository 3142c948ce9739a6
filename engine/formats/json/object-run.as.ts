/**
 * The straight road through JSON Lines, in AssemblyScript: writes run after run of lines as lines of a text table, if each is an object as most
 * are (pass-object.ts says which), and stops before the first that is anything else: that one is for the TypeScript readers.
 *
 * The host writes the columns' names to `names`, UTF-8 to `input`, calls `run`, and reads `output` and the exported globals.
 * `npx tsx scripts/wasm.ts` compiles it into object-run.wasm.ts.
 */

import { bitsOf, COMMA, CR, equal, isUtf8, LF, MINUS, NONE, QUOTE, SLASH, SPACE, VECTOR, ZERO } from '../bytes.as.ts'

/** Behind `input` and `output` there is room for a vector more: both are read and written sixteen bytes at a time. */
export const inputBytes: usize = 1 << 18
/** Each name as it is written, in quotes, behind its length as a word; filled up to the next multiple of a vector. */
export const nameBytes: usize = 1 << 16

/** The compiler keeps nothing in memory, but no address is 0. */
export const names: usize = 1024
export const input: usize = names + nameBytes
/** No line becomes longer: what its names took is more than quotes and line ends do. */
export const output: usize = input + inputBytes + VECTOR

const POINT: u32 = 0x2e
const COLON: u32 = 0x3a
const BACKSLASH: u32 = 0x5c
const OPEN: u32 = 0x7b
const CLOSE: u32 = 0x7d

/** Of the last run: the lines it took, and where it wrote to. */
export let lines: u32 = 0
export let writtenTo: usize = 0

/** Where the next cell is written. */
let next: usize = 0

/** Takes lines of `[from, end)`, objects of so many columns; gives where it stopped. */
export function run(from: usize, end: usize, columns: u32): usize {
  let p = from
  lines = 0
  next = output
  while (p < end) {
    const before = next
    const lineEnd = line(p, columns, end)
    if (lineEnd == NONE) {
      next = before
      break
    }
    p = lineEnd
    lines++
  }
  writtenTo = next
  return p
}

/** Where the line at `at` ends, its line end passed; NONE where it is not one to take. What is looked at may stand behind `end`: nothing is taken that does. */
function line(at: usize, columns: u32, end: usize): usize {
  let p = at
  if (byteAt(p++) != OPEN) return NONE
  let name = names
  for (let column: u32 = 0; column < columns; column++) {
    if (column > 0) {
      if (byteAt(p++) != COMMA) return NONE
      write(COMMA)
      if (byteAt(p) == SPACE) p++
    }
    const length: usize = load<u32>(name)
    if (!isSame(p, name + 4, length)) return NONE
    name += paddedBytes(length)
    p += length
    if (byteAt(p++) != COLON) return NONE
    if (byteAt(p) == SPACE) p++
    p = value(p, end)
    if (p == NONE || p >= end) return NONE
  }
  if (byteAt(p++) != CLOSE) return NONE
  if (byteAt(p) == CR) p++
  if (byteAt(p++) != LF || p > end) return NONE
  write(CR)
  write(LF)
  return p
}

function value(at: usize, end: usize): usize {
  const first = byteAt(at)
  if (first == QUOTE) return text(at + 1, end)
  if (first == MINUS || isDigit(first)) return number(at)
  switch (load<u32>(at)) {
    // `true`, `fals`, `null`
    case 0x65757274: return word(at, 4)
    case 0x736c6166: return byteAt(at + 4) == 0x65 ? word(at, 5) : NONE
    case 0x6c6c756e: return at + 4
    default: return NONE
  }
}

/** The string with the content at `from`, if nothing in it is escaped but quotes, slashes and backslashes. */
function text(from: usize, end: usize): usize {
  const start = next
  let p = from
  let o = start
  let needsQuotes: u32 = 0
  let highs: u32 = 0
  for (;;) {
    if (p >= end) return NONE
    const bytes = v128.load(p)
    v128.store(o, bytes)
    const stops = bitsOf(v128.or(v128.or(equal(bytes, QUOTE), equal(bytes, BACKSLASH)), i8x16.lt_u(bytes, i8x16.splat(SPACE as i8))))
    const some: u32 = stops == 0 ? 0xffff : (1 << ctz(stops)) - 1
    needsQuotes |= bitsOf(equal(bytes, COMMA)) & some
    highs |= bitsOf(bytes) & some
    if (stops == 0) {
      p += VECTOR
      o += VECTOR
      continue
    }
    p += ctz(stops)
    o += ctz(stops)
    if (byteAt(p) != BACKSLASH) break
    const escaped = byteAt(p + 1)
    if (escaped != QUOTE && escaped != BACKSLASH && escaped != SLASH) return NONE
    // A quote is doubled. What was escaped is quoted, whatever it is.
    if (escaped == QUOTE) store<u8>(o++, <u8>QUOTE)
    store<u8>(o++, <u8>escaped)
    needsQuotes = 1
    p += 2
  }
  if (byteAt(p) != QUOTE || (highs != 0 && !isUtf8(from, p))) return NONE
  if (needsQuotes != 0 || p == from) {
    memory.copy(start + 1, start, o - start)
    store<u8>(start, <u8>QUOTE)
    store<u8>(o + 1, <u8>QUOTE)
    o += 2
  }
  next = o
  return p + 1
}

/** The number at `at`, if it has no exponent. */
function number(at: usize): usize {
  let p = byteAt(at) == MINUS ? at + 1 : at
  const whole = p
  while (isDigit(byteAt(p))) p++
  if (p == whole || (byteAt(whole) == ZERO && p > whole + 1)) return NONE
  if (byteAt(p) == POINT) {
    const fraction = ++p
    while (isDigit(byteAt(p))) p++
    if (p == fraction) return NONE
  }
  const behind = byteAt(p)
  return behind == COMMA || behind == CLOSE ? word(at, p - at) : NONE
}

/** Copies what stands at `at` as it is; gives where it ends. */
function word(at: usize, length: usize): usize {
  for (let i: usize = 0; i < length; i += VECTOR) v128.store(next + i, v128.load(at + i))
  next += length
  return at + length
}

/** Whether the same bytes stand at two places. */
function isSame(a: usize, b: usize, length: usize): bool {
  let i: usize = 0
  for (; i + VECTOR <= length; i += VECTOR) if (bitsOf(i8x16.eq(v128.load(a + i), v128.load(b + i))) != 0xffff) return false
  const rest: u32 = (1 << <u32>(length - i)) - 1
  return (bitsOf(i8x16.eq(v128.load(a + i), v128.load(b + i))) & rest) == rest
}

@inline
function paddedBytes(length: usize): usize { return (4 + length + VECTOR - 1) & ~(VECTOR - 1) }

@inline
function byteAt(p: usize): u32 { return load<u8>(p) }

@inline
function isDigit(byte: u32): bool { return byte - ZERO <= 9 }

@inline
function write(byte: u32): void { store<u8>(next++, <u8>byte) }
