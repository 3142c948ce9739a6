import { createScanner, isNullCell, locateRecords, splitRecord, troubleOf, type CsvDialect, type MalformedRecords, type ScanCounts, type Scanner, type Segment } from '../formats/csv/index.ts'
import { MalformedColumns } from '../formats/csv/malformed.ts'
import type { RowBatches, TableWriter } from '../formats/formats.ts'
import type { SourceColumn } from '../formats/table.ts'
import { csvLine } from './export.ts'
import type { OpenedInput } from './open-input.ts'
import { parseMessage } from './rejects.ts'

/** A record that was left out because it could not be read. */
export interface UnreadRecord {
  readonly ordinal: number
  readonly line: number
  readonly byte_offset: number | null
  readonly code: string
  readonly message: string
  readonly raw: string
}

/** An input as it is being converted: the counts are whole when its pieces have been read to the end. */
export interface Conversion {
  readonly pieces: AsyncIterable<Uint8Array>
  /** A temporary file of these very pieces, where there is one: it may be taken away instead of reading them. */
  readonly file?: string | undefined
  counts(): ScanCounts
  /** The first so many records that could not be read. */
  unread(most: number): Promise<readonly UnreadRecord[]>
}

const SEGMENT_BYTES = 1_000_000
const MAX_RAW_BYTES = 4_000

/** An input's records as RFC 4180 UTF-8: header cells and values are text exactly as read. */
export function convertToCsv(input: OpenedInput): Conversion {
  if (input.soundRecords !== undefined) return asItIs(input, input.soundRecords)
  const scan = new InputScan(input, true)
  return scan.conversion((async function* () {
    yield new TextEncoder().encode(csvLine(input.detected.columns))
    for await (const { text } of scan.segments()) yield text
  })())
}

const MARK_BYTES = 3

/** The text of a table of sound records, without its mark: it is what would be written. */
function asItIs({ text, detected }: OpenedInput, records: number): Conversion {
  const hasMark = detected.columns[0]?.startsWith('\uFEFF') ?? false
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    let skip = hasMark ? MARK_BYTES : 0
    for await (const piece of text.stream()) {
      yield piece.subarray(Math.min(skip, piece.length))
      skip = Math.max(0, skip - piece.length)
    }
  }
  const counts: ScanCounts = { physical: records, wellFormed: records, malformed: 0, blankLines: 0, comments: 0, lines: records + 1, bytes: text.size }
  return { pieces: pieces(), file: hasMark ? undefined : text.path, counts: () => counts, unread: () => Promise.resolve([]) }
}

/** An input's records as another format writes them. Null tokens are absence; texts are of the types that the input's format gave its columns. */
export function convertWith(writer: TableWriter, input: OpenedInput): Conversion {
  const scan = new InputScan(input, true)
  return scan.conversion(writer(columnsOf(input), rowsOf(scan.segments(), input.detected.dialect)))
}

export const columnsOf = ({ detected, types }: OpenedInput): readonly SourceColumn[] =>
  detected.columns.map((name, i) => ({ name, type: types[i] ?? { name: 'string' } }))

/** What was left out of a scan, read again for a report. */
export async function unreadRecords({ text, detected, origin }: OpenedInput, malformed: MalformedRecords, index: Scanner['index'], most: number): Promise<readonly UnreadRecord[]> {
  const unread: UnreadRecord[] = []
  const { dialect, columns } = detected
  const wanted = { dialect, columns: columns.length, index, ordinals: malformed.ordinals.subarray(0, most), maxRawBytes: MAX_RAW_BYTES }
  for await (const found of locateRecords((start, end) => text.read(start, end), wanted)) {
    if (found.kind !== 'malformed') continue
    const { ordinal, line, byteOffset, raw } = found
    const { code, cells } = troubleOf(malformed, ordinal) ?? { code: 'invalid_bytes', cells: 0 }
    const broken = origin?.brokenAt(ordinal)
    unread.push(broken
      ? { ordinal, line: broken.line, byte_offset: broken.byteOffset, code: broken.code, message: broken.message, raw: broken.raw.slice(0, MAX_RAW_BYTES) }
      : { ordinal, line: origin?.lineOf(ordinal) ?? line, byte_offset: origin ? null : byteOffset, code, message: parseMessage(code, cells, columns.length), raw })
  }
  return unread
}

class InputScan {
  private readonly scanner: Scanner
  private readonly malformed = new MalformedColumns()

  constructor(private readonly input: OpenedInput, isFileText: boolean) {
    this.scanner = createScanner({ dialect: input.detected.dialect, segmentBytes: SEGMENT_BYTES, isFileText })
  }

  async* segments(): AsyncGenerator<Segment> {
    for await (const piece of this.input.text.stream()) yield* this.kept(this.scanner.push(piece))
    yield* this.kept(this.scanner.end())
  }

  private* kept(segments: readonly Segment[]): Generator<Segment> {
    for (const segment of segments) {
      for (const record of segment.malformed) this.malformed.add(record)
      if (segment.records > 0) yield segment
    }
  }

  conversion(pieces: AsyncIterable<Uint8Array>): Conversion {
    return { pieces, counts: () => this.scanner.counts, unread: most => unreadRecords(this.input, this.malformed.snapshot(), this.scanner.index, most) }
  }
}

const COMMA_CELLS = { delimiter: ',', quote: '"', escape: '"' } as const

/** The cells of segments written as file text. */
async function* rowsOf(segments: AsyncIterable<Segment>, dialect: CsvDialect): RowBatches & AsyncGenerator {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  for await (const { text } of segments) {
    const rows: (string | null)[][] = []
    for (const record of recordsIn(decoder.decode(text))) {
      const { cells, quoted } = splitRecord(record, COMMA_CELLS)
      rows.push(cells.map((cell, i) => isNullCell(cell, quoted[i] ?? false, dialect) ? null : cell))
    }
    yield rows
  }
}

/** The records of file text, line ends taken off: a line end within quotes has an odd number of quotes before it. */
function* recordsIn(text: string): Generator<string> {
  let start = 0
  let from = 0
  for (let end = text.indexOf('\r\n', from); end >= 0; end = text.indexOf('\r\n', from)) {
    from = end + 2
    const record = text.slice(start, end)
    if (record.includes('"') && countQuotes(record) % 2 === 1) continue
    yield record
    start = from
  }
}

function countQuotes(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++
  return count
}
