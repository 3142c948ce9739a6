import { ConnectorError } from '../base/errors.ts'
import { createScanner, defaultDialect, isNullCell, locateRecords, type CsvDialect } from '../formats/csv/index.ts'
import { detectDialect } from '../formats/detect/index.ts'
import type { ByteSource } from '../formats/source.ts'
import type { Detected } from './workspace-api.ts'

const HEAD_BYTES = 1_000_000
const HEAD_ROWS = 100
/** More columns than this are hardly a table: a wrong delimiter, or a file without line ends. */
const MAX_COLUMNS = 32_000

export interface DetectedInput {
  readonly detected: Detected
  /** The first rows as read, null for missing. */
  readonly head: readonly (readonly (string | null)[])[]
}

/**
 * What a file is, from its first bytes: its dialect, where `given` does not say otherwise, its columns and first rows.
 * @throws ConnectorError `empty_input`, `not_csv`
 */
export async function detectInput(source: ByteSource, given: Partial<CsvDialect>): Promise<DetectedInput> {
  if (source.size === 0) throw new ConnectorError('empty_input', `${source.name} is empty: it has no bytes at all`, { hint: 'Check that the file was written completely.' })
  const bytes = await source.read(0, Math.min(source.size, HEAD_BYTES))
  const found = detectDialect(bytes, { knownNulls: given.null_tokens ?? [] })
  if (found.kind === 'binary') throw new ConnectorError('not_csv', `${source.name} is no CSV file: it looks like ${found.what}`, { details: { what: found.what }, hint: 'Export it as CSV first.' })
  const dialect = { ...defaultDialect, ...found.dialect, ...given }
  const isWhole = bytes.byteLength === source.size
  const { columns, head } = await firstRows(bytes, isWhole, dialect)
  if (columns.length > MAX_COLUMNS) {
    throw new ConnectorError('too_many_columns', `${source.name} has ${columns.length} columns; at most ${MAX_COLUMNS} can be read`, { hint: 'Check the delimiter and the line ends.' })
  }
  return { detected: { dialect, confidence: found.confidence, notes: found.notes, columns }, head }
}

async function firstRows(bytes: Uint8Array, isWhole: boolean, dialect: CsvDialect): Promise<{ columns: readonly string[], head: DetectedInput['head'] }> {
  const scanner = createScanner({ dialect, maxRecords: HEAD_ROWS })
  scanner.push(bytes)
  if (isWhole || !scanner.isHeaderKnown) scanner.end()
  const ordinals = Array.from({ length: scanner.counts.physical }, (_, index) => index + 1)
  const head: (readonly (string | null)[])[] = []
  const read = (start: number, end: number): Promise<Uint8Array> => Promise.resolve(bytes.subarray(start, end))
  for await (const record of locateRecords(read, { dialect, columns: scanner.header.length, index: scanner.index, ordinals })) {
    if (record.kind === 'record') head.push(record.cells.map((cell, i) => isNullCell(cell, record.quoted[i] ?? false, dialect) ? null : cell))
  }
  return { columns: scanner.header, head }
}
