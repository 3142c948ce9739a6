import { createScanner, isNullCell, locateRecords, type CsvDialect } from '../formats/csv/index.ts'

const HEAD_ROWS = 100

/** The first rows as read, null for missing. */
export type HeadRows = readonly (readonly (string | null)[])[]

/** The columns and first rows of a file from its first bytes, `isWhole` saying that they are all of it. */
export async function headRows(bytes: Uint8Array, isWhole: boolean, dialect: CsvDialect): Promise<{ readonly columns: readonly string[], readonly rows: HeadRows }> {
  const scanner = createScanner({ dialect, maxRecords: HEAD_ROWS })
  scanner.push(bytes)
  if (isWhole || !scanner.isHeaderKnown) scanner.end()
  const ordinals = Array.from({ length: scanner.counts.physical }, (_, index) => index + 1)
  const rows: (readonly (string | null)[])[] = []
  const read = (start: number, end: number): Promise<Uint8Array> => Promise.resolve(bytes.subarray(start, end))
  for await (const record of locateRecords(read, { dialect, columns: scanner.header.length, index: scanner.index, ordinals })) {
    if (record.kind === 'record') rows.push(record.cells.map((cell, i) => isNullCell(cell, record.quoted[i] ?? false, dialect) ? null : cell))
  }
  return { columns: scanner.header, rows }
}
