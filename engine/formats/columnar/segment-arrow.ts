import type { ColumnsWanted } from '../csv/segment-cells.ts'
import { splitSegment, type SegmentBatch } from '../csv/segment-columns.ts'
import { addBatch, END_OF_STREAM, schemaMessage, schemaTable, type ArrowFieldTyping, type ArrowNode } from './arrow-message.ts'
import { ByteSink } from './byte-sink.ts'

/** Numbers of the types in the union `Type` of Schema.fbs. */
const INT = 2
const UTF8 = 5
const ORDINAL: ArrowFieldTyping = { name: 'ord', number: INT, table: { 0: { int: 32 }, 1: { byte: 1 } } }

/** How much larger a segment becomes of which all columns are wanted, at most as a rule: it also says where each cell ends, and whether it is there. */
const EXPECTED_SHARE = 1.5

/**
 * Segment text (see {@link import('../csv/scan.ts').Segment}) as an Arrow IPC stream with the columns ord, c0, c1 … of those wanted:
 * what an engine takes in faster than text. Undefined where the segment is one of the few that cannot be split so. `see` is shown each batch.
 */
export function segmentArrow(text: Uint8Array, columns: ColumnsWanted, see: (batch: SegmentBatch) => void = () => undefined): Uint8Array<ArrayBuffer> | undefined {
  const sink = new ByteSink(Math.ceil(EXPECTED_SHARE * text.length * (1 + columns.wanted.length) / (1 + columns.columns)) + 4096)
  sink.raw(schemaMessage(schemaTable([ORDINAL, ...columns.wanted.map(column => ({ name: `c${column}`, number: UTF8, table: {} }))])).bytes)
  const isWhole = splitSegment(text, columns, batch => {
    const { rows } = batch
    const texts = batch.columns.map(({ nulls, textBytes }): ArrowNode => ({ nulls, lengths: [Math.ceil(rows / 8), 4 * (rows + 1), textBytes] }))
    see(batch)
    addBatch(sink, rows, [{ nulls: 0, lengths: [0, 4 * rows] }, ...texts], batch.body)
  })
  if (!isWhole) return undefined
  sink.raw(END_OF_STREAM)
  return sink.written()
}
