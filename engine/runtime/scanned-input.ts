import type { Reject } from '../base/reject.ts'
import type { CsvDialect, RecordIndex } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'
import type { RecordOrigin } from '../formats/text-table.ts'
import type { HeadRows } from './head-rows.ts'

/** What every envelope of a run has in common. */
export interface RunIdentity {
  readonly runId: string
  readonly startedAt: string
  readonly uri: string
  readonly inputFingerprint: string
  readonly recipe: Reject['recipe']
  readonly primaryKey: readonly string[] | null
}

/** The input as it was scanned, so that any record can be read again. */
export interface ScannedInput {
  readonly source: ByteSource
  readonly dialect: CsvDialect
  readonly columns: readonly string[]
  readonly index: RecordIndex
  /** Where the records stood, when the source is the text of another format's table. */
  readonly origin?: RecordOrigin | undefined
  /** Some rows, to tell what a malformed record was meant to be. */
  readonly head?: HeadRows
}

/** What rejects are written from. */
export type RejectsInput = Omit<ScannedInput, 'source'> & { readonly source: Pick<ByteSource, 'read'> }
