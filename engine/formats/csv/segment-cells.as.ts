/**
 * Finds the cells of segment text, in AssemblyScript: for modules that turn them into columns. Segment text is well-formed, see `Segment` in
 * scan.ts: nothing is checked here but where the input ends.
 */

import { bitsOf, COMMA, equal, LF, NONE, QUOTE, VECTOR, ZERO } from '../bytes.as.ts'

/** Behind `input` there is room for a vector more: it is read sixteen bytes at a time. */
export const inputBytes: usize = 1 << 20
export const maxColumns: u32 = 1 << 14
export const tokenBytes: usize = 1 << 12
export const MAX_ROWS: u32 = 1 << 16
export const MAX_CELLS: u32 = 1 << 18
/** A cell is where it starts and how long it is: two words. */
export const CELL_BYTES: usize = 8
/** Of a cell's length: that its quotes are doubled, and that there is no cell. */
export const ESCAPED: u32 = 0x80000000
export const NULL: u32 = 0xffffffff

/** The texts that mean null, each behind its length. */
export const tokens: usize = 1024
/** By column of the input: its place among those wanted and one more; 0 where it is not wanted. */
export const places: usize = tokens + tokenBytes
/** By record of the batch its ordinal. */
export const ordinals: usize = places + 4 * <usize>maxColumns
/** By column wanted, `mostRows` each. */
export const cells: usize = ordinals + 4 * <usize>MAX_ROWS
export const input: usize = cells + CELL_BYTES * <usize>MAX_CELLS
/** What follows is others'. */
export const free: usize = input + inputBytes + VECTOR

let columns: u32 = 0
export let wanted: u32 = 0
export let mostRows: u32 = 0
let tokensEnd: usize = tokens
let areQuotedNulls: bool = false
/** A bit for each length that a text for null has; the highest for all longer ones. */
let tokenLengths: u32 = 0

/** How far the last batch reaches. */
export let readTo: usize = 0

/** How many columns there are and are wanted, and how many bytes of texts for null were written. */
export function configure(columnCount: u32, wantedCount: u32, tokensLength: u32, quotedNulls: bool): void {
  columns = columnCount
  wanted = wantedCount
  mostRows = min(MAX_ROWS, MAX_CELLS / max(wantedCount, 1))
  tokensEnd = tokens + tokensLength
  areQuotedNulls = quotedNulls
  tokenLengths = 0
  for (let token = tokens; token < tokensEnd; token += 4 + <usize>load<u32>(token)) tokenLengths |= 1 << min(load<u32>(token), 31)
}

/** Finds the cells of the first records of `[from, end)`; gives how many. 0: the first does not end there. */
export function findCells(from: usize, end: usize): u32 {
  let p = from
  let rows: u32 = 0
  while (rows < mostRows) {
    const next = splitRecord(p, end, rows)
    if (next == NONE) break
    p = next
    rows++
  }
  readTo = p
  return rows
}

/**
 * Notes the ordinal of the record at `from` (`LITERAL` in segment-merge.ts says what one means that begins with 0) and where its cells are; gives
 * where the next one starts, NONE where it does not end before `end`.
 */
function splitRecord(from: usize, end: usize, row: u32): usize {
  let p = from
  let ordinal: u32 = 0
  const isNullInQuotes = areQuotedNulls && <u32>load<u8>(from) != ZERO
  for (; p < end; p++) {
    const digit = <u32>load<u8>(p) - ZERO
    if (digit > 9) break
    ordinal = ordinal * 10 + digit
  }
  store<u32>(ordinals + 4 * <usize>row, ordinal)
  for (let column: u32 = 0; column < columns; column++) {
    p++
    if (p >= end) return NONE
    const place = load<u32>(places + 4 * <usize>column)
    const cell = cells + CELL_BYTES * ((<usize>place - 1) * mostRows + row)
    if (<u32>load<u8>(p) == QUOTE) {
      const start = p + 1
      let isEscaped = false
      p = start
      for (;;) {
        p = find(p, end, QUOTE, QUOTE)
        if (p == NONE || p + 1 >= end) return NONE
        if (<u32>load<u8>(p + 1) != QUOTE) break
        isEscaped = true
        p += 2
      }
      if (place != 0) {
        store<u32>(cell, <u32>start)
        store<u32>(cell, isNullInQuotes && meansNull(start, p, isEscaped) ? NULL : <u32>(p - start) | (isEscaped ? ESCAPED : 0), 4)
      }
      p++
    } else {
      const start = p
      p = find(p, end, COMMA, LF)
      if (p == NONE) return NONE
      if (place != 0) {
        store<u32>(cell, <u32>start)
        store<u32>(cell, meansNull(start, p, false) ? NULL : <u32>(p - start), 4)
      }
    }
  }
  return p + 1
}

/** Where the first of two bytes is in `[from, end)`; NONE where neither is. */
@inline
function find(from: usize, end: usize, one: u32, other: u32): usize {
  for (let p = from; p < end; p += VECTOR) {
    const bytes = v128.load(p)
    const found = bitsOf(one == other ? equal(bytes, one) : v128.or(equal(bytes, one), equal(bytes, other)))
    if (found != 0) {
      p += ctz(found)
      return p < end ? p : NONE
    }
  }
  return NONE
}

@inline
function meansNull(from: usize, to: usize, isEscaped: bool): bool {
  return (isEscaped || (tokenLengths >> min(<u32>(to - from), 31) & 1) != 0) && isToken(from, to)
}

/** Whether a cell, its doubled quotes counted once, is one of the texts for null. */
function isToken(from: usize, to: usize): bool {
  for (let token = tokens; token < tokensEnd; token += 4 + <usize>load<u32>(token)) {
    const end = token + 4 + <usize>load<u32>(token)
    let t = token + 4
    let p = from
    while (t < end && p < to && load<u8>(t) == load<u8>(p)) {
      // Quotes stand in pairs; a plain cell has none.
      p += <u32>load<u8>(p) == QUOTE ? 2 : 1
      t++
    }
    if (t == end && p == to) return true
  }
  return false
}

/** Where a cell of a column wanted is noted. */
@inline
export function cellAt(place: u32, row: u32): usize { return cells + CELL_BYTES * (<usize>place * mostRows + row) }

/** Copies a cell's bytes, sixteen at a time; gives where they end. */
@inline
export function copy(from: usize, to: usize, o: usize): usize {
  const end = o + (to - from)
  while (o < end) {
    v128.store(o, v128.load(from))
    o += VECTOR
    from += VECTOR
  }
  return end
}

/** The same for a cell whose quotes are doubled: each pair becomes one. */
export function copyUnescaped(from: usize, to: usize, o: usize): usize {
  for (let p = from; p < to; p++) {
    const byte = load<u8>(p)
    store<u8>(o++, byte)
    if (<u32>byte == QUOTE) p++
  }
  return o
}
