import type { Dialect } from './dialect.ts'

export interface SegmentNulls {
  readonly null_tokens: readonly string[]
  readonly quoted_nulls: boolean
}

/** The columns of the table `source`, as they are created: text, but for the ordinal. */
export const sourceColumnsSql = (columns: readonly number[]): string => ['ord integer', ...columns.map(index => `c${index} varchar`)].join(', ')

/** What of a segment goes into that table. */
export const heldColumnsSql = (columns: readonly number[]): string => ['ord', ...columns.map(index => `c${index}`)].join(', ')

/** The scanner cuts records over 4 MB out; written anew, with quotes doubled, one takes at most twice that. */
export const MAX_LINE_BYTES = 8_500_000
/** The reader's buffer has to hold several of the longest lines, or its threads cannot agree on where they start. */
const LINES_IN_BUFFER = 4

/**
 * The table function that reads a segment (see `formats/csv`): RFC 4180, `\n`, the ordinal first, every other cell text.
 * The dialect has been dealt with by the scanner; only which cells are null is still open. A line over `lineBytes` is an error.
 */
export function readSegmentSql(path: string, columns: number, { null_tokens, quoted_nulls }: SegmentNulls, { quoteText }: Dialect, ordinalType: 'integer' | 'bigint' = 'bigint', lineBytes = MAX_LINE_BYTES): string {
  const types = [`'ord': '${ordinalType}'`, ...Array.from({ length: columns }, (_, index) => `'c${index}': 'varchar'`)]
  // With no null tokens at all there still has to be one: this text, a noncharacter, cannot pass the scanner's UTF-8 unseen.
  const nulls = null_tokens.length > 0 ? null_tokens : ['\u{10FFFF}\u{10FFFE}']
  return `read_csv(${[
    quoteText(path), 'auto_detect = false', 'header = false', "delim = ','", "quote = '\"'", "escape = '\"'", "new_line = '\\n'", "comment = ''",
    `columns = {${types.join(', ')}}`, `nullstr = [${nulls.map(quoteText).join(', ')}]`, `allow_quoted_nulls = ${quoted_nulls}`,
    'strict_mode = true', `max_line_size = ${lineBytes}`, `buffer_size = ${LINES_IN_BUFFER * lineBytes}`,
  ].join(', ')})`
}
