import type { Backend } from '../backends/backend.ts'
import { isNullCell, locateRecords } from '../formats/csv/index.ts'
import { profileSource, type ColumnProfile } from '../profile/index.ts'
import { csvCell } from './export.ts'
import type { ScannedInput } from './scanned-input.ts'

/** What columns look like, over so many of the input's well-formed records. */
export interface SampleProfile {
  readonly profiles: readonly ColumnProfile[]
  readonly profiledRows: number
  readonly isSample: boolean
  /** All columns of the input; profiles are of the first of them. */
  readonly numColumns: number
}

/** A file with no more records than this is profiled as a whole. */
const SAMPLE_RECORDS = 3_000
/** Of a longer one as many stretches of neighbours are read, at equal distances. */
const STRETCHES = 60
/** A report shows no more columns than this: the others need no profile. */
const MAX_COLUMNS = 200

/** Some of an input's well-formed records. */
export interface Sample {
  /** Those that a profile is made of. */
  readonly columns: readonly string[]
  /** A segment, as scanners make them: missing cells bare, empty ones in quotes. */
  readonly lines: readonly string[]
  readonly isSample: boolean
  /** All columns of the input. */
  readonly numColumns: number
}

/** Reads records of an input that has been scanned once more: of a long file a sample, spread over all of it. */
export async function readSample({ source, dialect, columns, index }: ScannedInput, physical: number): Promise<Sample> {
  const shown = columns.slice(0, MAX_COLUMNS)
  const lines: string[] = []
  const wanted = { dialect, columns: columns.length, index, ordinals: sampledOrdinals(physical) }
  for await (const found of locateRecords((start, end, into) => source.read(start, end, into), wanted)) {
    if (found.kind === 'malformed') continue
    const cells = shown.map((_, i) => isNullCell(found.cells[i] ?? '', found.quoted[i] ?? false, dialect) ? null : found.cells[i] ?? '')
    lines.push(`${lines.length + 1},${cells.map(csvCell).join(',')}\n`)
  }
  return { columns: shown, lines, isSample: physical > SAMPLE_RECORDS, numColumns: columns.length }
}

/** A look at the columns of a sample, for a report. The backend's table `source` is replaced by it. */
export async function profileSample({ columns, lines, isSample, numColumns }: Sample, backend: Backend): Promise<SampleProfile> {
  if (lines.length === 0) return { profiles: [], profiledRows: 0, isSample, numColumns }
  await backend.createSource({ columns: columns.length, nulls: { null_tokens: [''], quoted_nulls: false } })
  await backend.append(new TextEncoder().encode(lines.join('')))
  await backend.commit()
  return { profiles: await profileSource({ backend, columns, numRows: lines.length }), profiledRows: lines.length, isSample, numColumns }
}

function sampledOrdinals(physical: number): Float64Array {
  if (physical <= SAMPLE_RECORDS) return Float64Array.from({ length: physical }, (_, i) => i + 1)
  const neighbours = SAMPLE_RECORDS / STRETCHES
  return Float64Array.from({ length: SAMPLE_RECORDS }, (_, i) => Math.floor(Math.floor(i / neighbours) * (physical - neighbours) / (STRETCHES - 1)) + i % neighbours + 1)
}
