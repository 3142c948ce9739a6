import type { CsvDialect, Encoding } from './dialect.ts'
import { createTranscoder } from './transcode.ts'

/** The cells of one record, unquoted and unescaped; `quoted[i]` says whether cell i stood in quotes. */
export interface Cells {
  readonly cells: readonly string[]
  readonly quoted: readonly boolean[]
}

/**
 * The cells of one record from its bytes as they stand in the file, line end excluded. Never throws: in a malformed record
 * text after a closing quote joins its cell, and a cell whose quote is never closed takes the rest.
 */
export function readRecord(bytes: Uint8Array, dialect: CsvDialect): Cells {
  return splitRecord(decodeRaw(bytes, dialect), dialect)
}

/** The text behind bytes of the file; what the encoding does not know becomes U+FFFD. A U+FEFF is kept wherever it stands. */
export function decodeRaw(bytes: Uint8Array, { encoding }: Pick<CsvDialect, 'encoding'>): string {
  return decoderOf(encoding)(bytes)
}

/** Whether the cell means "no value" in this dialect. */
export function isNullCell(cell: string, quoted: boolean, { null_tokens, quoted_nulls }: Pick<CsvDialect, 'null_tokens' | 'quoted_nulls'>): boolean {
  return (quoted_nulls || !quoted) && null_tokens.includes(cell)
}

/** As {@link readRecord}, from the record's text. */
export function splitRecord(text: string, { delimiter, quote, escape }: Pick<CsvDialect, 'delimiter' | 'quote' | 'escape'>): Cells {
  if (quote === null || !text.includes(quote)) {
    const cells = text.split(delimiter)
    return { cells, quoted: new Array<boolean>(cells.length).fill(false) }
  }
  const cells: string[] = []
  const quoted: boolean[] = []
  let at = 0
  for (;;) {
    const isQuoted = text.startsWith(quote, at)
    const inner = isQuoted ? readQuoted(text, at + quote.length, quote, escape) : { cell: '', end: at }
    const next = text.indexOf(delimiter, inner.end)
    cells.push(inner.cell + text.slice(inner.end, next < 0 ? text.length : next))
    quoted.push(isQuoted)
    if (next < 0) return { cells, quoted }
    at = next + delimiter.length
  }
}

/** The content from `start` to its closing quote, and where the text behind that quote begins. */
function readQuoted(text: string, start: number, quote: string, escape: string | null): { cell: string, end: number } {
  if (escape !== null && escape !== quote) return readEscaped(text, start, quote, escape)
  let cell = ''
  let from = start
  for (;;) {
    const at = text.indexOf(quote, from)
    if (at < 0) return { cell: cell + text.slice(from), end: text.length }
    cell += text.slice(from, at)
    from = at + quote.length
    if (escape === null || !text.startsWith(quote, from)) return { cell, end: from }
    cell += quote
    from += quote.length
  }
}

function readEscaped(text: string, start: number, quote: string, escape: string): { cell: string, end: number } {
  let cell = ''
  let at = start
  while (at < text.length) {
    if (text.startsWith(quote, at)) return { cell, end: at + quote.length }
    const second = at + escape.length
    const escaped = !text.startsWith(escape, at) ? undefined : [quote, escape].find(part => text.startsWith(part, second))
    const piece = escaped ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
    cell += piece
    at = escaped === undefined ? at + piece.length : second + escaped.length
  }
  return { cell, end: at }
}

const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes UTF-8, U+FEFF kept. */
export const decodeUtf8 = (bytes: Uint8Array): string => utf8Decoder.decode(bytes)

function decoderOf(encoding: Encoding): (bytes: Uint8Array) => string {
  if (encoding === 'utf-8') return decodeUtf8
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return bytes => new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
  return bytes => {
    const transcoder = createTranscoder(encoding)
    const text = decodeUtf8(transcoder.push(bytes))
    return text + decodeUtf8(transcoder.end())
  }
}
