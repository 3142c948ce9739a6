import type { CsvDialect } from './dialect.ts'

/** Why a record could not be read. Codes of parse rejects. */
export type MalformedCode =
  | 'too_few_cells'
  | 'too_many_cells'
  | 'text_after_quote'
  | 'unclosed_quote'
  | 'invalid_bytes'
  | 'nul_byte'
  | 'cell_too_long'

/** A record that is cut out: one parse reject. Its raw text is `[byteOffset, byteOffset + byteLength)` of the file, line end excluded. */
export interface Malformed {
  readonly code: MalformedCode
  /** Physical record number from 1, malformed ones counted. */
  readonly ordinal: number
  /** Physical line from 1 on which the record starts, preamble, header and quoted line ends counted. */
  readonly line: number
  readonly byteOffset: number
  readonly byteLength: number
  /** How many cells it has, where that is the trouble; otherwise 0. */
  readonly cells: number
}

/** Whole well-formed records as RFC 4180 UTF-8 text, `\n` line ends, the ordinal as an extra first cell. */
export interface Segment {
  /** `12,first cell,"second, cell"\n…`; a slice of its own buffer, so it can be transferred. */
  readonly text: Uint8Array<ArrayBuffer>
  readonly records: number
  readonly firstOrdinal: number
  readonly malformed: readonly Malformed[]
  /** Bytes of the file consumed so far, for progress. */
  readonly bytesRead: number
}
export type { CsvDialect }
