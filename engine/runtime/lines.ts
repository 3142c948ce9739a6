import { locateRecords, type CsvDialect, type RecordIndex } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'

/** Where to look for records. */
export interface LineInput {
  readonly source: ByteSource
  readonly dialect: CsvDialect
  readonly columns: number
  readonly index: RecordIndex
}

/**
 * The physical line (from 1) on which a record starts. Between two indexed records that are as many lines as records apart
 * it is arithmetic; only where quoted line ends or blank lines stand is the file read again.
 */
export async function lineOf(ordinal: number, { source, dialect, columns, index }: LineInput): Promise<number> {
  const { ordinals, lines } = index
  let low = 0
  let high = ordinals.length
  while (low < high - 1) {
    const middle = (low + high) >>> 1
    if ((ordinals[middle] ?? 0) <= ordinal) low = middle
    else high = middle
  }
  const firstOrdinal = ordinals[low] ?? 1
  const firstLine = lines[low] ?? 1
  const nextOrdinal = ordinals[low + 1]
  if (ordinal === firstOrdinal) return firstLine
  if (nextOrdinal !== undefined && (lines[low + 1] ?? 0) - firstLine === nextOrdinal - firstOrdinal) return firstLine + ordinal - firstOrdinal
  for await (const found of locateRecords((start, end) => source.read(start, end), { dialect, columns, index, ordinals: [ordinal] })) return found.line
  return firstLine
}
