/**
 * Turns segment text into pages of Parquet (https://github.com/apache/parquet-format: Encodings.md), in AssemblyScript: a page is a column of a
 * batch of records. Values that occur again and again stand once in their column's dictionary, until it is full.
 *
 * The host writes text to `input`, calls `findCells`, then `page` for each column, and reads the compressed page at `packed`.
 * `npx tsx scripts/wasm.ts` compiles it into segment-pages.wasm.ts.
 */

import { hashOf, isSame, mixed, VECTOR, writeVarint } from '../bytes.as.ts'
import { isWord, writeDate, writeInteger, writeNumber } from '../csv/cell-values.as.ts'
import {
  CELL_BYTES, cellAt, configure, copy, copyUnescaped, ESCAPED, findCells, free, input, inputBytes, MAX_ROWS, maxColumns, NULL, places, readTo, tokenBytes, tokens,
} from '../csv/segment-cells.as.ts'
import { snappy, SNAPPY_TABLE_BYTES } from './snappy.as.ts'
export { cellAt, configure, findCells, input, inputBytes, maxColumns, places, readTo, tokenBytes, tokens }

/** What a column is made of: texts, 64-bit integers, doubles, booleans, or days since 1970 in 32 bits. */
const TEXT: u32 = 0
const INTEGER: u32 = 1
const NUMBER: u32 = 2
const BOOLEAN: u32 = 3
const DATE: u32 = 4

/** Of a cell's length, besides those of segment-cells.as.ts: that its value could not be read here, and that it is one already, as it is to be written. */
export const UNREAD: u32 = 0x40000000
export const RAW: u32 = 0x20000000
const LENGTH: u32 = 0x1fffffff

/** Parquet's numbers of encodings. */
const PLAIN: u32 = 0
const RLE_DICTIONARY: u32 = 8

/** By column of the batch: what it is made of. */
export const kinds: usize = free
/** By column of the batch: its least and greatest value so far, 8 bytes each, and whether there are any; its dictionary, 0 for none. */
const LEAST: usize = 0
const GREATEST: usize = 8
export const HAS_VALUES: usize = 16
const DICTIONARY: usize = 20
export const STATE_BYTES: usize = 24
export const states: usize = kinds + <usize>maxColumns
/** Values that the host has read, 8 bytes each. */
export const raw: usize = states + STATE_BYTES * <usize>maxColumns
const payload: usize = raw + 8 * <usize>MAX_ROWS
/** A page's values: texts behind their lengths, of a megabyte at most altogether, or 8 bytes each. */
const PAYLOAD_BYTES: usize = 1 << 21
/** By value of the page its number in the dictionary. */
const numbers: usize = payload + PAYLOAD_BYTES
const table: usize = numbers + 2 * <usize>MAX_ROWS
/** Each has how many values and bytes it holds, where each value ends, the slots of a hash table, and the values. */
const MOST_DICTIONARIES: usize = 64
const MOST_VALUES: usize = 1 << 12
const MOST_BYTES: usize = 1 << 15
const SLOT_BITS: u64 = 13
const SLOTS: usize = 1 << <usize>SLOT_BITS
const VALUE_ENDS: usize = 8
const VALUE_SLOTS: usize = VALUE_ENDS + 4 * MOST_VALUES
const VALUES: usize = VALUE_SLOTS + 2 * SLOTS
const DICTIONARY_BYTES: usize = VALUES + MOST_BYTES + VECTOR
const dictionaries: usize = table + SNAPPY_TABLE_BYTES
/** Has room for a sixth more than the payload: what Snappy finds nothing in grows by that at most. */
export const packed: usize = dictionaries + MOST_DICTIONARIES * DICTIONARY_BYTES

/** Of the page made last: its bytes before and after compression, its encoding, its values that are null or, of a dictionary, all of them. */
export let plainBytes: usize = 0
export let packedBytes: usize = 0
export let encoding: u32 = 0
export let count: u32 = 0

/** Begins the pages of other rows: so many columns. */
export function begin(columns: u32): void {
  let next = dictionaries
  for (let place: u32 = 0; place < columns; place++) {
    const state = stateOf(place)
    const kind: u32 = load<u8>(kinds + place)
    const hasOne = kind != BOOLEAN && next < packed
    store<u32>(state, 0, HAS_VALUES)
    store<u32>(state, hasOne ? <u32>next : 0, DICTIONARY)
    if (!hasOne) continue
    memory.fill(next, 0, VALUES)
    next += DICTIONARY_BYTES
  }
}

@inline
function stateOf(place: u32): usize { return states + STATE_BYTES * <usize>place }

/** Makes the page of a column of the batch; gives how many of its cells could not be read: they are marked, and there is then no page. */
export function page(place: u32, rows: u32): u32 {
  const values = writeLevels(place, rows, payload)
  unread = 0
  encoding = PLAIN
  const end = writeValues(place, rows, values)
  if (unread != 0) return unread
  pack(end)
  return 0
}

/** By kind, so that each has a loop of its own. */
function writeValues(place: u32, rows: u32, o: usize): usize {
  const kind: u32 = load<u8>(kinds + place)
  if (kind == BOOLEAN) return writeBooleans(place, rows, o)
  const state = stateOf(place)
  const dictionary: usize = rows > count ? <usize>load<u32>(state, DICTIONARY) : 0
  if (dictionary != 0) {
    const end = kind == TEXT ? writeNumbers(TEXT, place, rows, o, dictionary) : kind == INTEGER ? writeNumbers(INTEGER, place, rows, o, dictionary)
      : kind == NUMBER ? writeNumbers(NUMBER, place, rows, o, dictionary) : writeNumbers(DATE, place, rows, o, dictionary)
    if (end != 0) {
      encoding = RLE_DICTIONARY
      return end
    }
    // Full: from here on values stand for themselves. Pages before keep what they have.
    store<u32>(state, 0, DICTIONARY)
    unread = 0
  }
  return kind == TEXT ? writeTexts(place, rows, o) : kind == INTEGER ? writePlain(INTEGER, place, rows, o)
    : kind == NUMBER ? writePlain(NUMBER, place, rows, o) : writePlain(DATE, place, rows, o)
}

/** Makes the page of a dictionary; false for an empty one. */
export function dictionaryPage(dictionary: usize): bool {
  count = load<u32>(dictionary)
  if (count == 0) return false
  const bytes: usize = load<u32>(dictionary, 4)
  memory.copy(payload, dictionary + VALUES, bytes)
  pack(payload + bytes)
  return true
}

/** The dictionary of a column as long as it is not full, 0 otherwise. */
export function dictionaryOf(place: u32): usize { return load<u32>(stateOf(place), DICTIONARY) }

function pack(end: usize): void {
  plainBytes = end - payload
  packedBytes = snappy(payload, end, packed, table) - packed
}

/** Cells of the page that could not be read. */
let unread: u32 = 0

/** One bit a row, whether there is a value, behind their length: a run where all are there. Notes how many are not. */
function writeLevels(place: u32, rows: u32, o: usize): usize {
  let p = writeVarint(((rows + 7) >> 3) << 1 | 1, o + 4)
  let nulls: u32 = 0
  let bits: u32 = 0
  let cell = cellAt(place, 0)
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u32>(cell, 4) == NULL) nulls++
    else bits |= 1 << (row & 7)
    if ((row & 7) == 7 || row + 1 == rows) {
      store<u8>(p++, <u8>bits)
      bits = 0
    }
    cell += CELL_BYTES
  }
  if (nulls == 0 || nulls == rows) {
    p = writeVarint(rows << 1, o + 4)
    store<u8>(p++, nulls == 0 ? 1 : 0)
  }
  store<u32>(o, <u32>(p - o - 4))
  count = nulls
  return p
}

function writeTexts(place: u32, rows: u32, o: usize): usize {
  let cell = cellAt(place, 0)
  for (let row: u32 = 0; row < rows; row++) {
    const length = load<u32>(cell, 4)
    if (length != NULL) o = writeText(load<u32>(cell), length, o)
    cell += CELL_BYTES
  }
  return o
}

/** Behind its length. */
@inline
function writeText(start: usize, length: u32, o: usize): usize {
  const end = start + (length & LENGTH)
  const to = (length & ESCAPED) == 0 ? copy(start, end, o + 4) : copyUnescaped(start, end, o + 4)
  store<u32>(o, <u32>(to - o - 4))
  return to
}

@inline
function writePlain(kind: u32, place: u32, rows: u32, o: usize): usize {
  const state = stateOf(place)
  let cell = cellAt(place, 0)
  for (let row: u32 = 0; row < rows; row++) {
    const length = load<u32>(cell, 4)
    if (length != NULL) {
      if (writeValue(kind, load<u32>(cell), length, o)) {
        extend(kind, state, o)
        o += widthOf(kind)
      } else markUnread(cell)
    }
    cell += CELL_BYTES
  }
  return o
}

/** As numbers in the dictionary, values being added to it; 0 where it is full. */
@inline
function writeNumbers(kind: u32, place: u32, rows: u32, o: usize, dictionary: usize): usize {
  const before = load<u32>(dictionary)
  let length: u32 = 0
  let cell = cellAt(place, 0)
  for (let row: u32 = 0; row < rows; row++) {
    const bytes = load<u32>(cell, 4)
    if (bytes != NULL) {
      let number: u32 = 0
      if (kind == TEXT) number = numberOfText(load<u32>(cell), bytes, o, dictionary)
      else if (writeValue(kind, load<u32>(cell), bytes, o)) number = numberOfValue(o, widthOf(kind), dictionary)
      else markUnread(cell)
      if (number == FULL) {
        forgetFrom(before, dictionary)
        return 0
      }
      store<u16>(numbers + 2 * <usize>length, <u16>number)
      length++
    }
    cell += CELL_BYTES
  }
  const values = load<u32>(dictionary)
  if (kind != TEXT) for (let number = before; number < values; number++) extend(kind, stateOf(place), valueStart(number, dictionary))
  return packNumbers(length, values, o)
}

/** Bit-packed: their width, how many groups of eight there are, and the bits from the lowest on. */
function packNumbers(length: u32, values: u32, o: usize): usize {
  const width = max(1, 32 - clz(values - 1))
  store<u8>(o++, <u8>width)
  const groups = (length + 7) >> 3
  o = writeVarint(groups << 1 | 1, o)
  let bits: u64 = 0
  let filled: u32 = 0
  let p = o
  for (let i: u32 = 0; i < length; i++) {
    bits |= <u64>load<u16>(numbers + 2 * <usize>i) << filled
    filled += width
    if (filled >= 32) {
      store<u32>(p, <u32>bits)
      p += 4
      bits >>= 32
      filled -= 32
    }
  }
  // What is left of the last group is zeros; there is room for more.
  store<u64>(p, bits)
  store<u64>(p, 0, 8)
  return o + <usize>groups * width
}

/** Bits from the lowest on, of those that are there. */
function writeBooleans(place: u32, rows: u32, from: usize): usize {
  let o = from
  let bits: u32 = 0
  let length: u32 = 0
  let cell = cellAt(place, 0)
  for (let row: u32 = 0; row < rows; row++) {
    const bytes = load<u32>(cell, 4)
    if (bytes != NULL) {
      const start: usize = load<u32>(cell)
      const end = start + (bytes & LENGTH)
      const isYes = (bytes & RAW) != 0 ? load<u8>(start) != 0 : isWord(start, end, 0x65757274, 0)
      if ((bytes & RAW) == 0 && !isYes && !isWord(start, end, 0x736c6166, 0x65)) markUnread(cell)
      if (isYes) bits |= 1 << (length & 7)
      if ((++length & 7) == 0) {
        store<u8>(o++, <u8>bits)
        bits = 0
      }
    }
    cell += CELL_BYTES
  }
  if ((length & 7) != 0) store<u8>(o++, <u8>bits)
  return o
}

function markUnread(cell: usize): void {
  unread++
  store<u32>(cell, load<u32>(cell, 4) | UNREAD, 4)
}

@inline
function widthOf(kind: u32): usize { return kind == DATE ? 4 : 8 }

/** Writes a cell's value; false where it could not be read. */
@inline
function writeValue(kind: u32, start: usize, length: u32, o: usize): bool {
  if ((length & RAW) != 0) {
    store<u64>(o, load<u64>(start))
    return true
  }
  const end = start + (length & LENGTH)
  return kind == INTEGER ? writeInteger(start, end, o) : kind == NUMBER ? writeNumber(start, end, o) : writeDate(start, end, o)
}

/** Takes a value into account for the least and greatest. */
@inline
function extend(kind: u32, state: usize, value: usize): void {
  const isFirst = load<u32>(state, HAS_VALUES) == 0
  if (isFirst) store<u32>(state, 1, HAS_VALUES)
  if (kind == NUMBER) {
    const number = load<f64>(value)
    if (isFirst || number < load<f64>(state, LEAST)) store<f64>(state, number, LEAST)
    if (isFirst || number > load<f64>(state, GREATEST)) store<f64>(state, number, GREATEST)
  } else {
    const number = kind == INTEGER ? load<i64>(value) : <i64>load<i32>(value)
    if (isFirst || number < load<i64>(state, LEAST)) store<i64>(state, number, LEAST)
    if (isFirst || number > load<i64>(state, GREATEST)) store<i64>(state, number, GREATEST)
  }
}

/** No dictionary has a value of this number. */
const FULL: u32 = <u32>MOST_VALUES

/**
 * The number of a text, which is added where it is new; FULL where there is no room for it. It is looked for as it stands in the input: what
 * was written a moment ago is slow to be read in other pieces.
 */
@inline
function numberOfText(start: usize, length: u32, o: usize, dictionary: usize): u32 {
  let from = start
  let to = start + (length & LENGTH)
  if ((length & ESCAPED) != 0) {
    from = o
    to = copyUnescaped(start, to, o)
  }
  const bytes = to - from
  let slot = slotOf(hashOf(from, to))
  for (;;) {
    const taken = <u32>load<u16>(dictionary + VALUE_SLOTS + 2 * slot)
    if (taken == 0) break
    const value = valueStart(taken - 1, dictionary)
    if (<usize>load<u32>(value) == bytes && isSame(from, to, value + 4)) return taken - 1
    slot = (slot + 1) & (SLOTS - 1)
  }
  const added = roomFor(4 + bytes, slot, dictionary)
  if (added == 0) return FULL
  store<u32>(added, <u32>bytes)
  memory.copy(added + 4, from, bytes)
  return load<u32>(dictionary) - 1
}

/** The same for the value at `at`, of 4 or 8 bytes. */
@inline
function numberOfValue(at: usize, width: usize, dictionary: usize): u32 {
  const value: u64 = width == 8 ? load<u64>(at) : <u64>load<u32>(at)
  let slot = slotOf(mixed(width, value))
  for (;;) {
    const taken = <u32>load<u16>(dictionary + VALUE_SLOTS + 2 * slot)
    if (taken == 0) break
    const other = valueStart(taken - 1, dictionary)
    if (value == (width == 8 ? load<u64>(other) : <u64>load<u32>(other))) return taken - 1
    slot = (slot + 1) & (SLOTS - 1)
  }
  const added = roomFor(width, slot, dictionary)
  if (added == 0) return FULL
  memory.copy(added, at, width)
  return load<u32>(dictionary) - 1
}

@inline
function valueStart(number: u32, dictionary: usize): usize {
  return dictionary + VALUES + (number == 0 ? 0 : <usize>load<u32>(dictionary + VALUE_ENDS + 4 * (<usize>number - 1)))
}

/** Adds a value of so many bytes to the dictionary; gives where they are to be written, 0 where there is no room. */
function roomFor(width: usize, slot: usize, dictionary: usize): usize {
  const values = load<u32>(dictionary)
  const bytes: usize = load<u32>(dictionary, 4)
  if (values == FULL || bytes + width > MOST_BYTES) return 0
  store<u32>(dictionary + VALUE_ENDS + 4 * <usize>values, <u32>(bytes + width))
  store<u16>(dictionary + VALUE_SLOTS + 2 * slot, <u16>(values + 1))
  store<u32>(dictionary, values + 1)
  store<u32>(dictionary, <u32>(bytes + width), 4)
  return dictionary + VALUES + bytes
}

/** Takes values from one on out again: of a page that is written otherwise. Nobody looks for a value in a dictionary that was full. */
function forgetFrom(first: u32, dictionary: usize): void {
  store<u32>(dictionary, first)
  store<u32>(dictionary, first == 0 ? 0 : load<u32>(dictionary + VALUE_ENDS + 4 * (<usize>first - 1)), 4)
}

/** By the highest bits: of numbers with zeros at their end those are the ones that differ. */
@inline
function slotOf(hash: u64): usize { return <usize>(hash >> (64 - SLOT_BITS)) }
