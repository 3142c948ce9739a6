import { entryOf, locateRecords, ordinalOf, type CsvDialect, type RecordIndex } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'
import type { RecordOrigin } from '../formats/text-table.ts'

/** Where to look for records. */
export interface LineInput {
  readonly source: ByteSource
  readonly dialect: CsvDialect
  readonly columns: number
  readonly index: RecordIndex
  readonly origin?: RecordOrigin | undefined
}

/**
 * The physical line (from 1) on which a record starts. Between two indexed records that are as many lines as records apart
 * it is arithmetic; only where quoted line ends or blank lines stand is the file read again.
 */
export async function lineOf(ordinal: number, { source, dialect, columns, index, origin }: LineInput): Promise<number> {
  if (origin) return origin.lineOf(ordinal)
  const entry = entryOf(index, ordinal)
  const [firstOrdinal, firstLine] = [ordinalOf(index, entry), index.lines[entry] ?? 1]
  if (ordinal === firstOrdinal) return firstLine
  const nextLine = index.lines[entry + 1]
  if (nextLine !== undefined && nextLine - firstLine === index.every) return firstLine + ordinal - firstOrdinal
  for await (const found of locateRecords((start, end) => source.read(start, end), { dialect, columns, index, ordinals: [ordinal] })) return found.line
  return firstLine
}
