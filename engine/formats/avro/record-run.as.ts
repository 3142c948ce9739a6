/**
 * The straight road through a block of Avro, in AssemblyScript: writes run after run of records as lines of a text table, if their fields are
 * strings, integers and booleans, or unions of null with one of these. It stops before the first record that it cannot take, which is for
 * values.ts.
 *
 * The host writes what each column is to `kinds`, a block to `input`, calls `run`, and reads `output` and the exported globals.
 * `npx tsx scripts/wasm.ts` compiles it into record-run.wasm.ts.
 */

import { bitsOf, COMMA, CR, equal, isUtf8, LF, MINUS, NONE, QUOTE, VECTOR, ZERO } from '../bytes.as.ts'

/** Behind `input` and `output` there is room for a vector more: both are read and written sixteen bytes at a time. */
export const inputBytes: usize = 1 << 18
const outputBytes: usize = 1 << 19
export const maxColumns: u32 = 1 << 10

/** The compiler keeps nothing in memory, but no address is 0. */
export const kinds: usize = 1024
export const input: usize = kinds + <usize>maxColumns
export const output: usize = input + inputBytes + VECTOR
const outputEnd: usize = output + outputBytes

/** By column a byte: the type in two bits; whether it is a union, and whether null is its second branch. */
const STRING: u32 = 0
const INTEGER: u32 = 1
const BOOLEAN: u32 = 2
const TYPE_MASK: u32 = 3
const IS_UNION: u32 = 1 << 2
const IS_NULL_SECOND: u32 = 1 << 3

/** Of a number, its sign and a comma. */
const NUMBER_BYTES: usize = 24

/** Of the last run: the records it took, and where it wrote to. */
export let records: u32 = 0
export let writtenTo: usize = 0

/** Where the next cell is written, and the number that was read last. */
let next: usize = 0
let number: u64 = 0

/** Takes at most `most` records of `[from, end)`; gives where it stopped. */
export function run(from: usize, end: usize, columns: u32, most: u32): usize {
  let p = from
  records = 0
  next = output
  while (records < most) {
    const before = next
    const recordEnd = record(p, columns, end)
    if (recordEnd == NONE) {
      next = before
      break
    }
    p = recordEnd
    records++
  }
  writtenTo = next
  return p
}

/** Where the record at `at` ends; NONE where it is not one to take, or does not end by `end`. */
function record(at: usize, columns: u32, end: usize): usize {
  let p = at
  for (let column: u32 = 0; column < columns; column++) {
    if (column > 0) store<u8>(next++, <u8>COMMA)
    if (next + NUMBER_BYTES > outputEnd) return NONE
    const kind: u32 = load<u8>(kinds + <usize>column)
    if ((kind & IS_UNION) != 0) {
      if (p >= end) return NONE
      const branch: u32 = load<u8>(p++)
      // Branches are counted as all numbers are: 0 for the first, 2 for the second.
      if (branch != 0 && branch != 2) return NONE
      if ((branch == 2) == ((kind & IS_NULL_SECOND) != 0)) continue
    }
    const type = kind & TYPE_MASK
    if (type == BOOLEAN) {
      if (p >= end) return NONE
      const byte: u32 = load<u8>(p++)
      if (byte > 1) return NONE
      // `true`, `fals`, `e`
      store<u32>(next, byte == 1 ? 0x65757274 : 0x736c6166)
      next += 4
      if (byte == 0) store<u8>(next++, 0x65)
      continue
    }
    p = varint(p, end)
    if (p == NONE) return NONE
    if (type == INTEGER) {
      writeInteger(<i64>(number >> 1) ^ -<i64>(number & 1))
      continue
    }
    if ((number & 1) != 0 || number >> 1 > <u64>(end - p)) return NONE
    const length = <usize>(number >> 1)
    if (!text(p, length)) return NONE
    p += length
  }
  if (next + 2 > outputEnd) return NONE
  store<u8>(next++, <u8>CR)
  store<u8>(next++, <u8>LF)
  return p
}

/** Where the number at `at` ends, which is then in `number`; NONE where it has more than 63 bits. */
function varint(at: usize, end: usize): usize {
  let found: u64 = 0
  let p = at
  for (let shift: u64 = 0; shift < 63; shift += 7) {
    if (p >= end) return NONE
    const byte: u64 = load<u8>(p++)
    found |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      number = found
      return p
    }
  }
  return NONE
}

/** Writes a text of so many bytes as a cell; false where it is no UTF-8, or does not fit. */
function text(from: usize, length: usize): bool {
  if (next + 2 * length + VECTOR + 2 > outputEnd) return false
  const start = next
  let needsQuotes: u32 = length == 0 ? 1 : 0
  let quotes: u32 = 0
  let highs: u32 = 0
  for (let i: usize = 0; i < length; i += VECTOR) {
    const bytes = v128.load(from + i)
    v128.store(start + i, bytes)
    const some: u32 = length - i >= VECTOR ? 0xffff : (1 << <u32>(length - i)) - 1
    quotes |= bitsOf(equal(bytes, QUOTE)) & some
    needsQuotes |= bitsOf(v128.or(equal(bytes, COMMA), v128.or(equal(bytes, LF), equal(bytes, CR)))) & some
    highs |= bitsOf(bytes) & some
  }
  if (highs != 0 && !isUtf8(from, from + length)) return false
  if (quotes == 0 && needsQuotes == 0) {
    next = start + length
    return true
  }
  let o = start
  store<u8>(o++, <u8>QUOTE)
  for (let p = from; p < from + length; p++) {
    const byte: u32 = load<u8>(p)
    if (byte == QUOTE) store<u8>(o++, <u8>QUOTE)
    store<u8>(o++, <u8>byte)
  }
  store<u8>(o++, <u8>QUOTE)
  next = o
  return true
}

function writeInteger(value: i64): void {
  let rest: u64 = value < 0 ? <u64>0 - <u64>value : <u64>value
  if (value < 0) store<u8>(next++, <u8>MINUS)
  let digits: usize = 1
  for (let bound: u64 = 10; digits < 19 && rest >= bound; bound *= 10) digits++
  let p = next + digits
  next = p
  do {
    store<u8>(--p, <u8>(ZERO + <u32>(rest % 10)))
    rest /= 10
  } while (rest > 0)
}
