import { replaceUnsure, type SegmentLines } from '../csv/segment-merge.ts'
import type { EncodedRows } from '../columnar/parquet-writer.ts'
import { segmentParquet, type SegmentTable } from '../columnar/segment-parquet.ts'
import { loadParquet } from './parquet.ts'

/** A segment to become rows of Parquet, in any thread: plain data, whose buffers are transferred. */
export interface EncodeJob {
  readonly table: SegmentTable
  readonly text: Uint8Array<ArrayBuffer>
  /** As {@link import('../csv/scan.ts').Segment} has them; what stands there is replaced by `lines`. */
  readonly unsure: Uint32Array<ArrayBuffer>
  readonly lines: SegmentLines
}

/** Encodes a segment in this thread. */
export async function encodeSegment({ table, text, unsure, lines }: EncodeJob): Promise<EncodedRows> {
  return segmentParquet(replaceUnsure(text, unsure, lines), table, loadParquet)
}
