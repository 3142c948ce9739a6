/**
 * Turns segment text into columns, in AssemblyScript: for each column of a batch of records one bit a cell that is there, the ends of the
 * cells, and their bytes, as Apache Arrow lays text out in memory (https://arrow.apache.org/docs/format/Columnar.html). Segment text is
 * well-formed, see `Segment` in scan.ts: nothing is checked here but where the input ends.
 *
 * The host writes text to `input`, calls `split`, and reads the batch at `output` and the columns' sizes at `facts`.
 * `npx tsx scripts/wasm.ts` compiles it into segment-columns.wasm.ts.
 */

import { bitsOf, COMMA, equal, LF, NONE, QUOTE, VECTOR, ZERO } from '../bytes.as.ts'

/** Behind `input` and `output` there is room for a vector more: both are read and written sixteen bytes at a time. */
export const inputBytes: usize = 1 << 20
export const maxColumns: u32 = 1 << 14
export const tokenBytes: usize = 1 << 12
const MAX_ROWS: u32 = 1 << 16
const MAX_CELLS: u32 = 1 << 18
const ALIGNMENT: usize = 8
/** A cell is where it starts and how long it is: two words. */
const CELL_BYTES: usize = 8
/** Of a cell's length: that its quotes are doubled, and that there is no cell. */
const ESCAPED: u32 = 0x80000000
const NULL: u32 = 0xffffffff

/** The texts that mean null, each behind its length. */
export const tokens: usize = 1024
/** By column of the input: its place in the batch and one more; 0 where it is not wanted. */
export const places: usize = tokens + tokenBytes
/** By column of the batch: cells that are null, bytes of the others. */
export const facts: usize = places + 4 * <usize>maxColumns
const cells: usize = facts + CELL_BYTES * <usize>maxColumns
export const input: usize = cells + CELL_BYTES * <usize>MAX_CELLS
export const output: usize = input + inputBytes + VECTOR

let columns: u32 = 0
let wanted: u32 = 0
let mostRows: u32 = 0
let tokensEnd: usize = tokens
let areQuotedNulls: bool = false
/** A bit for each length that a text for null has; the highest for all longer ones. */
let tokenLengths: u32 = 0

/** Of the last batch: how far it read, and wrote. */
export let readTo: usize = 0
export let writtenTo: usize = 0

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

/** Makes a batch of the first records of `[from, end)`; gives how many. 0: the first does not end there. */
export function split(from: usize, end: usize): u32 {
  let p = from
  let rows: u32 = 0
  while (rows < mostRows) {
    const next = splitRecord(p, end, rows)
    if (next == NONE) break
    p = next
    rows++
  }
  readTo = p
  let o = output + padded(4 * <usize>rows)
  for (let place: u32 = 0; place < wanted; place++) o = writeColumn(place, rows, o)
  writtenTo = o
  return rows
}

/** Notes the ordinal of the record at `from` and where its cells are; gives where the next one starts, NONE where it does not end before `end`. */
function splitRecord(from: usize, end: usize, row: u32): usize {
  let p = from
  let ordinal: u32 = 0
  for (; p < end; p++) {
    const digit = <u32>load<u8>(p) - ZERO
    if (digit > 9) break
    ordinal = ordinal * 10 + digit
  }
  store<u32>(output + 4 * <usize>row, ordinal)
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
        store<u32>(cell, areQuotedNulls && meansNull(start, p, isEscaped) ? NULL : <u32>(p - start) | (isEscaped ? ESCAPED : 0), 4)
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

/** Writes a column of the batch at `o`; gives where it ends. */
function writeColumn(place: u32, rows: u32, o: usize): usize {
  const ends = o + padded((<usize>rows + 7) >> 3)
  const data = ends + padded(4 * (<usize>rows + 1))
  let d = data
  let nulls: u32 = 0
  let present: u32 = 0
  let cell = cells + CELL_BYTES * <usize>place * mostRows
  store<u32>(ends, 0)
  for (let row: u32 = 0; row < rows; row++) {
    const start: usize = load<u32>(cell)
    const length = load<u32>(cell, 4)
    if (length == NULL) nulls++
    else {
      present |= 1 << (row & 7)
      d = length < ESCAPED ? copy(start, start + length, d) : copyUnescaped(start, start + (length & ~ESCAPED), d)
    }
    if ((row & 7) == 7) {
      store<u8>(o + (row >> 3), <u8>present)
      present = 0
    }
    store<u32>(ends + 4 * <usize>row, <u32>(d - data), 4)
    cell += CELL_BYTES
  }
  if ((rows & 7) != 0) store<u8>(o + (rows >> 3), <u8>present)
  store<u32>(facts + CELL_BYTES * <usize>place, nulls)
  store<u32>(facts + CELL_BYTES * <usize>place, <u32>(d - data), 4)
  return data + padded(d - data)
}

@inline
function copy(from: usize, to: usize, o: usize): usize {
  const end = o + (to - from)
  while (o < end) {
    v128.store(o, v128.load(from))
    o += VECTOR
    from += VECTOR
  }
  return end
}

function copyUnescaped(from: usize, to: usize, o: usize): usize {
  for (let p = from; p < to; p++) {
    const byte = load<u8>(p)
    store<u8>(o++, byte)
    if (<u32>byte == QUOTE) p++
  }
  return o
}

@inline
function padded(length: usize): usize { return (length + ALIGNMENT - 1) & ~(ALIGNMENT - 1) }
