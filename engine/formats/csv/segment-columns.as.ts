/**
 * Turns segment text into columns, in AssemblyScript: for each column of a batch of records one bit a cell that is there, the ends of the
 * cells, and their bytes, as Apache Arrow lays text out in memory (https://arrow.apache.org/docs/format/Columnar.html).
 *
 * The host writes text to `input`, calls `split`, and reads the batch at `output` and the columns' sizes at `facts`.
 * `npx tsx scripts/wasm.ts` compiles it into segment-columns.wasm.ts.
 */

import { VECTOR } from '../bytes.as.ts'
import {
  CELL_BYTES, cellAt, configure, copy, copyUnescaped, ESCAPED, findCells, free, input, inputBytes, maxColumns, NULL, ordinals, places, readTo, tokenBytes, tokens,
  wanted,
} from './segment-cells.as.ts'
export { configure, input, inputBytes, maxColumns, places, readTo, tokenBytes, tokens }

const ALIGNMENT: usize = 8

/** By column of the batch: cells that are null, bytes of the others. */
const FACT_BYTES: usize = 8
export const facts: usize = free
/** Written sixteen bytes at a time. */
export const output: usize = facts + FACT_BYTES * <usize>maxColumns + VECTOR

/** How far the last batch was written. */
export let writtenTo: usize = 0

/** Makes a batch of the first records of `[from, end)`; gives how many. 0: the first does not end there. */
export function split(from: usize, end: usize): u32 {
  const rows = findCells(from, end)
  memory.copy(output, ordinals, 4 * <usize>rows)
  let o = output + padded(4 * <usize>rows)
  for (let place: u32 = 0; place < wanted; place++) o = writeColumn(place, rows, o)
  writtenTo = o
  return rows
}

/** Writes a column of the batch at `o`; gives where it ends. */
function writeColumn(place: u32, rows: u32, o: usize): usize {
  const ends = o + padded((<usize>rows + 7) >> 3)
  const data = ends + padded(4 * (<usize>rows + 1))
  let d = data
  let nulls: u32 = 0
  let present: u32 = 0
  let cell = cellAt(place, 0)
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
  store<u32>(facts + FACT_BYTES * <usize>place, nulls)
  store<u32>(facts + FACT_BYTES * <usize>place, <u32>(d - data), 4)
  return data + padded(d - data)
}

@inline
function padded(length: usize): usize { return (length + ALIGNMENT - 1) & ~(ALIGNMENT - 1) }
