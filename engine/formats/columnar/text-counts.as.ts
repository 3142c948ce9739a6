/**
 * Counts how often each different text occurs in columns, in AssemblyScript: a hash table a column, of texts that are kept behind one
 * another as they turn up. A column in which nearly every cell is different is given up, and so is one for which there is no room any more.
 *
 * The host writes a column of a batch to `input`, as Apache Arrow lays text out, and calls `count`; in the end it calls `write` and reads a
 * column's texts and counts at `output`. `npx tsx scripts/wasm.ts` compiles it into text-counts.wasm.ts.
 */

import { hashOf, isSame, VECTOR } from '../bytes.as.ts'

const PAGE: usize = 1 << 16
const ALIGNMENT: usize = 8

/** A column of a batch: bits of the cells that are there, their ends, their bytes. */
export const inputBytes: usize = 3 << 19
export const maxColumns: u32 = 1 << 12

/** A column's table: where its slots are, how many bits number them, its different texts, their bytes, cells so far. */
const SLOTS: usize = 0
const SLOT_BITS: usize = 4
const TEXTS: usize = 8
const BYTES: usize = 12
const CELLS: usize = 16
const TABLE_BYTES: usize = 20
const tables: usize = 1024
export const input: usize = tables + TABLE_BYTES * <usize>maxColumns

/** An entry: its text's hash, how often it occurs, how long it is; and the text. A slot is where an entry is, 0 where there is none. */
const OCCURS: usize = 8
const LENGTH: usize = 12
const TEXT: usize = 16

const FIRST_SLOT_BITS: u32 = 6
const MOST_TEXTS: u32 = 1 << 17
/** A look beyond so many slots of a table that is half empty means texts that were chosen to collide. */
const MOST_STEPS: u32 = 256

/** From so many cells on, twice as many each time, a column has to have fewer different ones than seven eighths. */
const ASKED_FROM: u32 = 1 << 13

/** Entries and slots take no more than this: a column that is written takes as much again. */
const MOST_USED: usize = 32 << 20

/** Where entries and slots end; behind them is where columns are written. */
let used: usize = input + inputBytes + VECTOR
export let output: usize = 0
export let writtenTo: usize = 0

/** Counts the cells of a column of the batch; false where it is to be given up: what was counted of it is of no use, and it may not be counted any more. */
export function count(column: u32, rows: u32): bool {
  const table = tables + TABLE_BYTES * <usize>column
  if (load<u32>(table, SLOTS) == 0 && !begin(table)) return false
  const ends = input + padded((<usize>rows + 7) >> 3)
  const data = ends + padded(4 * (<usize>rows + 1))
  let from = data
  for (let row: u32 = 0; row < rows; row++) {
    const to = data + <usize>load<u32>(ends + 4 * <usize>row, 4)
    if ((<u32>load<u8>(input + (row >> 3)) >> (row & 7) & 1) != 0 && !countText(table, from, to)) return false
    from = to
  }
  return true
}

/** False where there is no room for the text, or no use in counting its column. */
@inline
function countText(table: usize, from: usize, to: usize): bool {
  const cells = load<u32>(table, CELLS) + 1
  store<u32>(table, cells, CELLS)
  if (cells >= ASKED_FROM && (cells & (cells - 1)) == 0 && load<u32>(table, TEXTS) >= cells - (cells >> 3)) return false
  const hash = hashOf(from, to)
  const bits = load<u32>(table, SLOT_BITS)
  const slots: usize = load<u32>(table, SLOTS)
  const last: usize = (<usize>1 << bits) - 1
  let slot = <usize>(hash >> (64 - <u64>bits))
  for (let step: u32 = 0; step < MOST_STEPS; step++) {
    const entry: usize = load<u32>(slots + 4 * slot)
    if (entry == 0) return add(table, slots + 4 * slot, hash, from, to)
    if (load<u64>(entry) == hash && <usize>load<u32>(entry, LENGTH) == to - from && isSame(from, to, entry + TEXT)) {
      store<u32>(entry, load<u32>(entry, OCCURS) + 1, OCCURS)
      return true
    }
    slot = (slot + 1) & last
  }
  return false
}

function begin(table: usize): bool {
  const slots = taken(4 << FIRST_SLOT_BITS)
  if (slots == 0) return false
  store<u32>(table, <u32>slots)
  store<u32>(table, FIRST_SLOT_BITS, SLOT_BITS)
  return true
}

function add(table: usize, slot: usize, hash: u64, from: usize, to: usize): bool {
  const texts = load<u32>(table, TEXTS) + 1
  if (texts > MOST_TEXTS) return false
  const entry = taken(TEXT + padded(to - from))
  if (entry == 0) return false
  store<u64>(entry, hash)
  store<u32>(entry, 1, OCCURS)
  store<u32>(entry, <u32>(to - from), LENGTH)
  memory.copy(entry + TEXT, from, to - from)
  store<u32>(slot, <u32>entry)
  store<u32>(table, texts, TEXTS)
  store<u32>(table, load<u32>(table, BYTES) + <u32>(to - from), BYTES)
  return texts << 1 <= <u32>1 << load<u32>(table, SLOT_BITS) || spread(table)
}

/** Twice as many slots. */
function spread(table: usize): bool {
  const bits = load<u32>(table, SLOT_BITS) + 1
  const slots = taken(<usize>4 << bits)
  if (slots == 0) return false
  const last: usize = (<usize>1 << bits) - 1
  const old: usize = load<u32>(table, SLOTS)
  for (let p = old; p < old + (<usize>2 << bits); p += 4) {
    const entry: usize = load<u32>(p)
    if (entry == 0) continue
    let slot = <usize>(load<u64>(entry) >> (64 - <u64>bits))
    while (load<u32>(slots + 4 * slot) != 0) slot = (slot + 1) & last
    store<u32>(slots + 4 * slot, <u32>entry)
  }
  store<u32>(table, <u32>slots)
  store<u32>(table, bits, SLOT_BITS)
  return true
}

/** So many bytes, zeros; 0 where there are no more. */
function taken(bytes: usize): usize {
  const start = used
  if (start + bytes > MOST_USED || !hasRoom(start + bytes)) return 0
  used = start + bytes
  return start
}

/** Whether memory reaches so far and a vector further, after growing where it does not. */
function hasRoom(end: usize): bool {
  const pages = (end + VECTOR + PAGE - 1) / PAGE
  const more = <i32>pages - memory.size()
  // Half as much again: growing is dear where its engine moves what is there.
  return more <= 0 || memory.grow(max(more, memory.size() >> 1)) >= 0 || memory.grow(more) >= 0
}

/**
 * Writes the texts of a column and how often they occur at `output`, as the columns of a batch: so many times the column's name, a number of
 * 32 bits; the texts' ends and bytes; doubles. Each of them padded to 8 bytes. Gives how many texts were written: none where there is no room for
 * them. Nothing may be counted afterwards.
 */
export function write(column: u32, name: u32): u32 {
  const table = tables + TABLE_BYTES * <usize>column
  const texts: usize = load<u32>(table, TEXTS)
  if (texts == 0) return 0
  output = padded(used)
  const ends = output + padded(4 * texts)
  const data = ends + padded(4 * (texts + 1))
  const counts = data + padded(<usize>load<u32>(table, BYTES))
  writtenTo = counts + 8 * texts
  if (!hasRoom(writtenTo)) return 0
  const slots: usize = load<u32>(table, SLOTS)
  const slotsEnd = slots + (<usize>4 << load<u32>(table, SLOT_BITS))
  let d = data
  let row: usize = 0
  store<u32>(ends, 0)
  for (let p = slots; p < slotsEnd; p += 4) {
    const entry: usize = load<u32>(p)
    if (entry == 0) continue
    const length: usize = load<u32>(entry, LENGTH)
    memory.copy(d, entry + TEXT, length)
    d += length
    store<u32>(output + 4 * row, name)
    store<u32>(ends + 4 * row, <u32>(d - data), 4)
    store<f64>(counts + 8 * row, <f64>load<u32>(entry, OCCURS))
    row++
  }
  return <u32>texts
}

/** Bytes of a column's texts. */
export function bytesOf(column: u32): u32 { return load<u32>(tables + TABLE_BYTES * <usize>column, BYTES) }

@inline
function padded(length: usize): usize { return (length + ALIGNMENT - 1) & ~(ALIGNMENT - 1) }
