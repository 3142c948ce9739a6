/**
 * The straight road through a sheet's XML, in AssemblyScript: takes run after run of whole rows as nearly all programs write them, and stops
 * before the first row that is written in any other way: that one is for the XML scanner, which is the grammar. What it takes it gives as
 * numbers, and the cells' characters one behind the other; what a cell of a type means is not its business.
 *
 * The host writes UTF-8 to `input`, calls `run`, and reads `rows`, `cells`, `values` and the exported globals.
 * `npx tsx scripts/wasm.ts` compiles it into sheet-run.wasm.ts.
 */

import { bitsOf, CR, equal, isUtf8, LF, NONE, QUOTE, SLASH, SPACE, VECTOR, ZERO } from '../bytes.as.ts'

/** Behind `input` and `values` there is room for a vector more: both are read and written sixteen bytes at a time. */
export const inputBytes: usize = 1 << 17
const maxRows: u32 = 1 << 12
const maxCells: u32 = 1 << 14
const ROW_BYTES: usize = 8
const CELL_BYTES: usize = 12

/** The compiler keeps nothing in memory, but no address is 0. */
export const input: usize = 1024
/** Two words each: the row's number, and how many cells there are up to its end. */
export const rows: usize = input + inputBytes + VECTOR
/** Three words each: column; type, flags and style; UTF-16 units of the value. */
export const cells: usize = rows + <usize>maxRows * ROW_BYTES
export const values: usize = cells + <usize>maxCells * CELL_BYTES

/** Of the last run. */
export let rowCount: u32 = 0
export let cellCount: u32 = 0
export let valueBytes: u32 = 0

/** In the second word of a cell: its type in three bits, flags, and the style from bit 8 on. */
const NUMBER: u32 = 0
const SHARED: u32 = 1
const INLINE: u32 = 2
const FORMULA_TEXT: u32 = 3
const BOOLEAN: u32 = 4
const ERROR: u32 = 5
const DATE: u32 = 6
const OTHER: u32 = 7
const HAS_FORMULA: u32 = 1 << 3
const NO_VALUE: u32 = 1 << 4
/** References or carriage returns are still in the value. */
const IS_RAW: u32 = 1 << 5
const STYLE_SHIFT: u32 = 8
const MAX_STYLE: u32 = 1 << 20

const MAX_LINE: u32 = 1048576
const MAX_COLUMNS: u32 = 16384

const TAB: u32 = 0x09
const AMPERSAND: u32 = 0x26
const LT: u32 = 0x3c
const EQUALS: u32 = 0x3d
const GT: u32 = 0x3e
const LOWER_R: u32 = 0x72
const LOWER_S: u32 = 0x73
const LOWER_T: u32 = 0x74

/** Where the next value is written, and the column of the cell read last. */
let nextValue: usize = 0
let column: i32 = -1

/** Takes rows of `[from, end)`, at whose beginning a row or the space before one stands; gives where it stopped. */
export function run(from: usize, end: usize): usize {
  rowCount = 0
  cellCount = 0
  nextValue = values
  let p = from
  while (rowCount < maxRows) {
    const cellsBefore = cellCount
    const valueBefore = nextValue
    const rowEnd = row(passSpace(p, end), end)
    if (rowEnd == NONE) {
      cellCount = cellsBefore
      nextValue = valueBefore
      break
    }
    p = rowEnd
  }
  valueBytes = <u32>(nextValue - values)
  return p
}

/**
 * Where the row at `at` ends, its cells noted; NONE where it is not one to take, or does not end before `end`. What is looked at may stand
 * behind the end: nothing is taken that does.
 */
function row(at: usize, end: usize): usize {
  if (!isRowStart(at)) return NONE
  let p = at + 4
  let line: u32 = 0
  let isOpen = false
  for (;;) {
    p = passSpace(p, end)
    if (p >= end) return NONE
    const byte: u32 = load<u8>(p)
    if (byte == GT || byte == SLASH) {
      isOpen = byte == GT
      if (!isOpen && !isEmptyEnd(p)) return NONE
      p += isOpen ? 1 : 2
      break
    }
    const value = valueStart(p, end)
    const valueEnd = value == NONE ? NONE : find(QUOTE, value, end)
    if (valueEnd == NONE) return NONE
    if (byte == LOWER_R && value == p + 3) line = numberIn(value, valueEnd, MAX_LINE)
    p = valueEnd + 1
  }
  if (line == 0) return NONE
  column = -1
  while (isOpen) {
    p = passSpace(p, end)
    if (isRowEnd(p)) {
      p += 6
      break
    }
    p = cell(p, end)
    if (p == NONE) return NONE
  }
  if (p > end) return NONE
  const noted = rows + <usize>rowCount * ROW_BYTES
  store<u32>(noted, line)
  store<u32>(noted, cellCount, 4)
  rowCount++
  return p
}

/** Where the value of the attribute at `at` starts: behind `name="`. */
function valueStart(at: usize, end: usize): usize {
  for (let p = at; p < end; p++) {
    const byte: u32 = load<u8>(p)
    if (byte == EQUALS) return <u32>load<u8>(p + 1) == QUOTE ? p + 2 : NONE
    if (byte <= SPACE || byte == GT || byte == LT || byte == QUOTE) return NONE
  }
  return NONE
}

/** Where the cell at `at` ends, noted if there is anything in it; NONE where it is none, or not one to take. */
function cell(at: usize, end: usize): usize {
  if (!isCellStart(at)) return NONE
  let p = at + 2
  let type = NUMBER
  let style: u32 = 0
  column++
  // Attributes of one letter: ` r="B2" s="1" t="s"`.
  while (<u32>load<u8>(p) == SPACE && <u32>load<u8>(p + 1) != SLASH && p < end) {
    const name: u32 = load<u8>(p + 1)
    const value = p + 4
    const valueEnd = hasValue(p + 2) ? find(QUOTE, value, end) : NONE
    if (valueEnd == NONE) return NONE
    if (name == LOWER_R) column = columnIn(value)
    else if (name == LOWER_S) style = numberIn(value, valueEnd, MAX_STYLE)
    else if (name == LOWER_T) type = typeIn(value, valueEnd)
    else return NONE
    // The first style is 0, which is otherwise no number.
    if (name == LOWER_S && style == 0 && (valueEnd != value + 1 || <u32>load<u8>(value) != ZERO)) return NONE
    p = valueEnd + 1
  }
  if (<u32>column >= MAX_COLUMNS || type == OTHER) return NONE
  if (<u32>load<u8>(p) == SPACE) p++
  if (isEmptyEnd(p)) return p + 2
  if (<u32>load<u8>(p) != GT) return NONE
  p++
  let word = type | style << STYLE_SHIFT
  if (isFormulaStart(p)) {
    p = formulaEnd(p, end)
    if (p == NONE) return NONE
    word |= HAS_FORMULA
  }
  if (isCellEnd(p)) return note(word | NO_VALUE, 0) ? p + 4 : NONE
  if (type != INLINE && isEmptyValue(p)) {
    p = find(GT, p, end) + 1
    return isCellEnd(p) && note(word, 0) ? p + 4 : NONE
  }
  const opening: usize = type != INLINE ? (isValueStart(p) ? 3 : 0) : isTextStart(p) ? 7 : isSpacedTextStart(p) ? 28 : 0
  return opening == 0 ? NONE : value(p + opening, end, word, type == INLINE)
}

/** Copies the value at `from` and notes it; gives where its cell ends. */
function value(from: usize, end: usize, word: u32, isInline: bool): usize {
  let p = from
  let o = nextValue
  let raw: u32 = 0
  let uncounted: u32 = 0
  let highs: u32 = 0
  for (;;) {
    if (p >= end) return NONE
    const bytes = v128.load(p)
    v128.store(o, bytes)
    const stops = bitsOf(equal(bytes, LT))
    const some: u32 = stops == 0 ? 0xffff : (1 << ctz(stops)) - 1
    raw |= bitsOf(v128.or(equal(bytes, AMPERSAND), equal(bytes, CR))) & some
    // Bytes that continue a character are no unit of their own, but the last of four stands for the second half of a pair.
    highs |= bitsOf(bytes) & some
    if ((bitsOf(bytes) & some) != 0) uncounted += popcnt(bitsOf(i8x16.lt_s(bytes, i8x16.splat(-64))) & some) - popcnt(bitsOf(i8x16.ge_u(bytes, i8x16.splat(<i8>0xf0))) & some)
    if (stops != 0) {
      p += ctz(stops)
      o += ctz(stops)
      break
    }
    p += VECTOR
    o += VECTOR
  }
  // What is no text is one character more or less, as the decoder has it.
  if (highs != 0 && !isUtf8(from, p)) return NONE
  if (!note(raw == 0 ? word : word | IS_RAW, <u32>(p - from) - uncounted)) return NONE
  nextValue = o
  if (!isInline) return isValueEnd(p) ? p + 8 : NONE
  return isTextEnd(p) ? p + 13 : NONE
}

/** Where a formula of one element ends: `<f>A1+B1</f>` or `<f t="shared" si="0"/>`. */
function formulaEnd(at: usize, end: usize): usize {
  const open = find(GT, at, end)
  if (open == NONE) return NONE
  if (<u32>load<u8>(open - 1) == SLASH) return open + 1
  const close = find(LT, open, end)
  return close != NONE && load<u32>(close) == 0x3e662f3c /* </f> */ ? close + 4 : NONE
}

function note(word: u32, units: u32): bool {
  if (cellCount == maxCells) return false
  const at = cells + <usize>cellCount * CELL_BYTES
  store<i32>(at, column)
  store<u32>(at, word, 4)
  store<u32>(at, units, 8)
  cellCount++
  return true
}

/** The column of the reference at `at`, `B2` or `XFD9`, from 0; beyond all columns for what is none. */
function columnIn(at: usize): i32 {
  let found: i32 = 0
  let p = at
  for (; p < at + 4; p++) {
    const letter: u32 = load<u8>(p)
    if (letter < 0x41 || letter > 0x5a) break
    found = found * 26 + <i32>letter - 0x40
  }
  const digit: u32 = <u32>load<u8>(p) - ZERO
  return p == at || digit > 9 ? <i32>MAX_COLUMNS : found - 1
}

/** A number of at most seven digits, from 1 to `most`; 0 for any other. */
function numberIn(from: usize, to: usize, most: u32): u32 {
  if (to - from > 7) return 0
  let number: u32 = 0
  for (let p = from; p < to; p++) {
    const digit: u32 = <u32>load<u8>(p) - ZERO
    if (digit > 9) return 0
    number = number * 10 + digit
  }
  return number <= most ? number : 0
}

function typeIn(from: usize, to: usize): u32 {
  switch (<u32>(to - from)) {
    case 1: {
      const letter: u32 = load<u8>(from)
      return letter == LOWER_S ? SHARED : letter == 0x6e ? NUMBER : letter == 0x62 ? BOOLEAN : letter == 0x65 ? ERROR : letter == 0x64 ? DATE : OTHER
    }
    // `str`
    case 3: return (load<u32>(from) & 0xffffff) == 0x727473 ? FORMULA_TEXT : OTHER
    // `inlineStr`
    case 9: return load<u64>(from) == 0x7453656e696c6e69 && load<u8>(from, 8) == 0x72 ? INLINE : OTHER
    default: return OTHER
  }
}

/** Where a byte stands in `[from, end)`. */
function find(byte: u32, from: usize, end: usize): usize {
  for (let p = from; p < end; p++) if (<u32>load<u8>(p) == byte) return p
  return NONE
}

@inline
function passSpace(from: usize, end: usize): usize {
  let p = from
  while (p < end && isSpace(load<u8>(p))) p++
  return p
}

@inline
function isSpace(byte: u32): bool { return byte == SPACE || byte == LF || byte == CR || byte == TAB }

// What stands at `at`, several bytes compared at once. The least byte of a number is the first.
/** Whether a name has ended: a space, `>` or `/`. */
@inline
function isNameEnd(at: usize): bool {
  const byte: u32 = load<u8>(at)
  return isSpace(byte) || byte == GT || byte == SLASH
}
/** `<row` */
@inline
function isRowStart(at: usize): bool { return load<u32>(at) == 0x776f723c && isNameEnd(at + 4) }
/** `</row>` */
@inline
function isRowEnd(at: usize): bool { return load<u32>(at) == 0x6f722f3c && load<u16>(at, 4) == 0x3e77 }
/** `<c` */
@inline
function isCellStart(at: usize): bool { return load<u16>(at) == 0x633c && isNameEnd(at + 2) }
/** `</c>` */
@inline
function isCellEnd(at: usize): bool { return load<u32>(at) == 0x3e632f3c }
/** `/>` */
@inline
function isEmptyEnd(at: usize): bool { return load<u16>(at) == 0x3e2f }
/** `="` */
@inline
function hasValue(at: usize): bool { return load<u16>(at) == 0x223d }
/** `<f` */
@inline
function isFormulaStart(at: usize): bool { return load<u16>(at) == 0x663c && isNameEnd(at + 2) }
/** `<v>` */
@inline
function isValueStart(at: usize): bool { return (load<u32>(at) & 0xffffff) == 0x3e763c }
/** `<v/>`, or with a space in it */
@inline
function isEmptyValue(at: usize): bool { return load<u32>(at) == 0x3e2f763c || (load<u32>(at) == 0x2f20763c && <u32>load<u8>(at, 4) == GT) }
/** `<is><t>` */
@inline
function isTextStart(at: usize): bool { return (load<u64>(at) & 0xffffffffffffff) == 0x3e743c3e73693c }
/** `<is><t xml:space="preserve">` */
@inline
function isSpacedTextStart(at: usize): bool {
  return load<u64>(at) == 0x7820743c3e73693c && load<u64>(at, 8) == 0x65636170733a6c6d && load<u64>(at, 16) == 0x726573657270223d && load<u32>(at, 24) == 0x3e226576
}
/** `</v></c>` */
@inline
function isValueEnd(at: usize): bool { return load<u64>(at) == 0x3e632f3c3e762f3c }
/** `</t></is></c>` */
@inline
function isTextEnd(at: usize): bool { return load<u64>(at) == 0x73692f3c3e742f3c && load<u32>(at, 8) == 0x632f3c3e && load<u8>(at, 12) == 0x3e }
