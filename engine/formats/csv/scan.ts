/** Why a record could not be read. Codes of parse rejects; when several hold, the first of this list is reported. */
export const MALFORMED_CODES = [
  'nul_byte',
  'invalid_bytes',
  'text_after_quote',
  'unclosed_quote',
  'cell_too_long',
  'record_too_long',
  'too_few_cells',
  'too_many_cells',
] as const
export type MalformedCode = (typeof MALFORMED_CODES)[number]

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
  /** `12,first cell,"second, cell"\n…`; a view of its own buffer, so it can be transferred. */
  readonly text: Uint8Array<ArrayBuffer>
  /** Lines in `text`, one a record. */
  readonly records: number
  /** Records besides, that a prefilter was sure of: they are not in `text`. */
  readonly leftOut: number
  /** Where in `text` records are of which a prefilter is not sure, as pairs of start and end, ascending; undefined where that was not asked for. */
  readonly unsure?: Uint32Array<ArrayBuffer>
  /** Of the longest line in `text`, line end included: engines have limits of their own (DuckDB's `max_line_size` is 2 MB unless set). */
  readonly longestLineBytes: number
  /** Ordinal of its first record, malformed ones counted: the segment covers `records + leftOut + malformed.length` ordinals from here on. */
  readonly firstOrdinal: number
  readonly malformed: readonly Malformed[]
  /** Bytes of the file consumed so far, for progress. */
  readonly bytesRead: number
}

/** What was seen so far. `physical = wellFormed + malformed`, always. */
export interface ScanCounts {
  readonly physical: number
  readonly wellFormed: number
  readonly malformed: number
  readonly blankLines: number
  /** Comment lines; preamble lines are not among them. */
  readonly comments: number
  /** Physical lines, preamble and header included. */
  readonly lines: number
  /** Bytes of the file that belong to finished records and lines. */
  readonly bytes: number
}

/** Limits that bound memory whatever the input; lengths are of the text in UTF-8. */
export interface ScanLimits {
  /** A longer unquoted cell is `cell_too_long`; a quote whose partner is farther away counts as never closed. */
  readonly maxCellBytes: number
  /** A longer record is `record_too_long`; at least `maxCellBytes`. */
  readonly maxRecordBytes: number
}

export const defaultLimits: ScanLimits = { maxCellBytes: 4_000_000, maxRecordBytes: 4_000_000 }

/**
 * Where every n-th record starts, and the little that reading from the middle of the file has to know.
 * Plain data and typed arrays: it survives `structuredClone`.
 */
export interface RecordIndex {
  /** The indexed records are those with the ordinals 1, 1 + every, 1 + 2 · every …; `lines` and `byteOffsets` run parallel. */
  readonly every: number
  readonly lines: Float64Array
  readonly byteOffsets: Float64Array
  /** End of the last finished record or line. */
  readonly byteEnd: number
  /** Whether a lone `\r` ends a line in this file. */
  readonly loneCr: boolean
  /** The ordinal that settled how many columns the file has; 0: the header did. Blank lines before it are no records. */
  readonly columnsFrom: number
  readonly limits: ScanLimits
}
