/**
 * Snappy's format (https://github.com/google/snappy/blob/main/format_description.txt), in AssemblyScript: the length, then literals and
 * copies of what stands up to 64 KiB before. Copies are found by a table of where four bytes were seen last, as LZ77 compressors do that
 * care for speed; where nothing is found the steps grow longer.
 */

import { writeVarint } from '../bytes.as.ts'

const BLOCK_BYTES: usize = 1 << 16
const TABLE_BITS: u32 = 14
export const SNAPPY_TABLE_BYTES: usize = 2 << <usize>TABLE_BITS
/** A block's last bytes are a literal: what is before them can be read eight at a time. */
const MARGIN: usize = 16
const MIN_COPY: usize = 4
const MAX_COPY: usize = 64
/** Steps grow by one after so many that found nothing. */
const STEP_SHIFT: u32 = 5

/** Compresses `[from, to)` to `o`, with room for a sixth and 48 bytes more there; gives where it ends. */
export function snappy(from: usize, to: usize, o: usize, table: usize): usize {
  o = writeVarint(<u32>(to - from), o)
  for (let start = from; start < to; start += BLOCK_BYTES) o = block(start, min(start + BLOCK_BYTES, to), o, table)
  return o
}

function block(from: usize, to: usize, o: usize, table: usize): usize {
  if (to - from <= MARGIN) return literal(from, to, o)
  memory.fill(table, 0, SNAPPY_TABLE_BYTES)
  const last = to - MARGIN
  let copied = from
  let p = from + 1
  let misses: u32 = 1 << STEP_SHIFT
  while (p <= last) {
    const slot = table + slotOf(load<u32>(p))
    const earlier = from + <usize>load<u16>(slot)
    store<u16>(slot, <u16>(p - from))
    if (load<u32>(p) != load<u32>(earlier)) {
      p += <usize>(misses++ >> STEP_SHIFT)
      continue
    }
    if (copied < p) o = literal(copied, p, o)
    const end = sameTo(p + MIN_COPY, earlier + MIN_COPY, to)
    o = copies(p - earlier, end - p, o)
    if (end <= last) {
      // So that the next copy can begin within this one.
      store<u16>(table + slotOf(load<u32>(end - 1)), <u16>(end - 1 - from))
    }
    copied = end
    p = end
    misses = 1 << STEP_SHIFT
  }
  return copied < to ? literal(copied, to, o) : o
}

/** The address of a slot of the table, from its start. Multiplicative hashing: Knuth, The Art of Computer Programming, 6.4. */
@inline
function slotOf(four: u32): usize { return <usize>(four * 0x9e3779b1 >>> (32 - TABLE_BITS)) << 1 }

/** How far what stands at `p` is the same as what stands at `earlier`. */
@inline
function sameTo(p: usize, earlier: usize, to: usize): usize {
  while (p + 8 <= to) {
    const difference = load<u64>(p) ^ load<u64>(earlier)
    if (difference != 0) return p + (<usize>ctz(difference) >> 3)
    p += 8
    earlier += 8
  }
  while (p < to && load<u8>(p) == load<u8>(earlier)) {
    p++
    earlier++
  }
  return p
}

function literal(from: usize, to: usize, o: usize): usize {
  const length = to - from
  const less = <u32>length - 1
  if (less < 60) store<u8>(o++, <u8>(less << 2))
  else if (less < 0x100) {
    store<u8>(o, 60 << 2)
    store<u8>(o, <u8>less, 1)
    o += 2
  } else {
    store<u8>(o, 61 << 2)
    store<u16>(o, <u16>less, 1)
    o += 3
  }
  for (let i: usize = 0; i < length; i += 16) v128.store(o + i, v128.load(from + i))
  return o + length
}

/** Copies of at most 64 bytes each, none of them shorter than four. */
function copies(offset: usize, length: usize, o: usize): usize {
  while (length >= MAX_COPY + MIN_COPY) {
    o = copyOf(offset, MAX_COPY, o)
    length -= MAX_COPY
  }
  if (length > MAX_COPY) {
    o = copyOf(offset, MAX_COPY - MIN_COPY, o)
    length -= MAX_COPY - MIN_COPY
  }
  return copyOf(offset, length, o)
}

@inline
function copyOf(offset: usize, length: usize, o: usize): usize {
  if (length < 12 && offset < 2048) {
    store<u8>(o, <u8>(1 | (length - 4) << 2 | offset >> 8 << 5))
    store<u8>(o, <u8>offset, 1)
    return o + 2
  }
  store<u8>(o, <u8>(2 | (length - 1) << 2))
  store<u16>(o, <u16>offset, 1)
  return o + 3
}
