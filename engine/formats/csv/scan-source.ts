import xxhash from 'xxhash-wasm'
import { ConnectorError } from '../../base/errors.ts'
import type { Prefilter } from '../../data/prefilter.ts'
import type { ByteSource } from '../source.ts'
import type { CsvDialect } from './dialect.ts'
import { MalformedColumns, type MalformedRecords } from './malformed.ts'
import type { RecordIndex, ScanCounts, Segment } from './scan.ts'
import { createScanner, type Scanner, type ScannerOptions } from './scanner.ts'

/** An input after its one pass through the scanner. */
export interface Scanned {
  readonly columns: readonly string[]
  readonly counts: ScanCounts
  readonly index: RecordIndex
  readonly malformed: MalformedRecords
  /** XXH64 of the input's bytes, 16 hex digits: says that an input is the same, not that nobody forged it. */
  readonly fingerprint: string
}

export interface ScanProgress {
  readonly bytesRead: number
  readonly records: number
  readonly malformed: number
}

export interface ScanSourceOptions {
  readonly dialect: CsvDialect
  readonly segmentBytes?: number
  /** Reads so many records from the beginning, and then no further: counts, index and fingerprint are of what was read. */
  readonly maxRecords?: number | undefined
  /** See {@link ScannerOptions}. */
  readonly prefilter?: Prefilter | undefined
  readonly sureRecords?: ScannerOptions['sureRecords']
  readonly signal?: AbortSignal
  /** Once, as soon as the columns are known and before any segment. */
  readonly onColumns?: (columns: readonly string[]) => Promise<void> | void
  /** Takes each segment that holds records; the scanner goes on when it resolves. */
  readonly onSegment: (segment: Segment) => Promise<void>
  readonly onProgress?: (progress: ScanProgress) => void
}

/** The first segment is small, so that the first rows need not wait for a full one. */
const FIRST_BYTES = 256_000

/**
 * Reads a source once, from beginning to end, handing its records on in segments.
 * @throws ConnectorError `empty_input`, `no_header`
 */
export async function scanSource(source: ByteSource, { dialect, segmentBytes = 16_000_000, maxRecords = Infinity, prefilter, sureRecords = 'left out', signal, onColumns, onSegment, onProgress }: ScanSourceOptions): Promise<Scanned> {
  const scanner = createScanner({ dialect, segmentBytes, maxRecords, prefilter, sureRecords })
  const hash = (await xxhash()).create64()
  const malformed = new MalformedColumns()
  let isReady = false
  const begin = async (): Promise<void> => {
    if (isReady || !scanner.isHeaderKnown) return
    isReady = true
    if (scanner.header.length === 0) throw nothingToRead(source, scanner)
    await onColumns?.(scanner.header)
  }
  const handOn = async (segments: readonly Segment[]): Promise<void> => {
    await begin()
    for (const segment of segments) {
      for (const record of segment.malformed) malformed.add(record)
      if (segment.records > 0) await onSegment(segment)
    }
  }
  const report = (): void => {
    const { bytes, physical, malformed: bad } = scanner.counts
    onProgress?.({ bytesRead: bytes, records: physical, malformed: bad })
  }

  let isFirst = true
  for await (const chunk of source.stream(signal)) {
    hash.update(chunk)
    const rest = isFirst ? chunk.subarray(FIRST_BYTES) : chunk
    if (isFirst) {
      await handOn(scanner.push(chunk.subarray(0, FIRST_BYTES)))
      const first = scanner.flush()
      if (first) await handOn([first])
      isFirst = false
    }
    await handOn(scanner.push(rest))
    report()
    if (scanner.isDone) break
  }
  await handOn(scanner.end())
  report()
  return { columns: scanner.header, counts: scanner.counts, index: scanner.index, malformed: malformed.snapshot(), fingerprint: hash.digest().toString(16).padStart(16, '0') }
}

function nothingToRead(source: ByteSource, scanner: Scanner): ConnectorError {
  return scanner.headerTrouble
    ? new ConnectorError('no_header', `the first record of ${source.name} cannot be read as a header`, { hint: 'Check the delimiter and the encoding, or skip the first lines.' })
    : new ConnectorError('empty_input', `${source.name} is empty: there is no header and no record in it`, { hint: 'Check that the file was written completely.' })
}
