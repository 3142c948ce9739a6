import type { CsvDialect } from '../formats/csv/index.ts'
import type { SourceFormat } from '../formats/formats.ts'
import type { Detected } from './workspace-api.ts'

/** What a report says about how an input was read. */
export interface DetectedFacts {
  readonly format: SourceFormat
  /** What was taken off before: `gzip`, `zip: data.csv`. */
  readonly unpacked: readonly string[]
  readonly sheet: string | null
  readonly dialect: CsvDialect
  readonly columns: readonly string[]
}

export const detectedFacts = ({ format, unpacked, sheet, dialect }: Detected, columns: readonly string[]): DetectedFacts => ({ format, unpacked, sheet, dialect, columns })
