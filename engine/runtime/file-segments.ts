import { openFileSource } from '../connectors/node/file-source.ts'
import type { PipeScanned } from '../connectors/node/pipe-scan.ts'
import type { Prefilter } from '../data/prefilter.ts'
import { ByteBudget } from '../flow/budget.ts'
import type { CsvDialect, ScanProgress, Segment } from '../formats/csv/index.ts'
import { firstBytes } from '../formats/source.ts'
import { handSegments } from './ingest.ts'

/** A file to be scanned into segments whose unsure records are marked. Plain data. */
export interface SegmentScanJob {
  readonly path: string
  /** How much of the file is read: what stands behind is no record. */
  readonly size: number
  readonly dialect: CsvDialect
  readonly prefilter: Prefilter
  readonly segmentBytes: number
  /** How far the scanner may run ahead: bytes of segments that nobody is done with. */
  readonly aheadBytes: number
  /** Reads so many records only. */
  readonly maxRecords?: number | undefined
}

/** Scans a file in this thread. A segment is paid for until `take` is done with it. */
export async function scanFileSegments({ path, size, aheadBytes, ...job }: SegmentScanJob, take: (segment: Segment) => Promise<void>, onProgress: (progress: ScanProgress) => void, signal?: AbortSignal): Promise<PipeScanned> {
  const source = await openFileSource(path)
  const budget = new ByteBudget(aheadBytes)
  try {
    const scanned = await handSegments(firstBytes(source, size), { ...job, budget, sureRecords: 'marked', onProgress, ...signal ? { signal } : {} }, () => Promise.resolve(), take)
    return { ...scanned, use: budget.use }
  } finally {
    await source.close()
  }
}
