import { continued } from '../../base/bytes.ts'
import { ConnectorError } from '../../base/errors.ts'
import type { ByteSource } from '../source.ts'

/** One record's text within a buffer, and where in the file it stood. */
export interface RecordText {
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  readonly line: number
  readonly byteOffset: number
}

const LF = 0x0a
const CR = 0x0d
/** A record is held whole; a longer one is no record, but a file of another kind. */
export const MAX_RECORD_BYTES = 64_000_000

/** The bytes of a source in UTF-8, without its mark; UTF-16 by its mark. Offsets are then of the UTF-8 text. */
export async function* utf8Pieces(source: ByteSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const head = await source.read(0, Math.min(4, source.size))
  const wide = wideEncoding(head)
  if (wide !== undefined) {
    const decoder = new TextDecoder(wide)
    const encoder = new TextEncoder()
    for await (const piece of source.stream(signal)) yield encoder.encode(decoder.decode(piece, { stream: true }))
    yield encoder.encode(decoder.decode())
    return
  }
  let skip = markBytes(head)
  for await (const piece of source.stream(signal)) {
    yield piece.subarray(Math.min(skip, piece.length))
    skip = Math.max(0, skip - piece.length)
  }
}

/** UTF-16, told by its mark. */
export const wideEncoding = ([a, b]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined

/** The bytes that a mark takes at the beginning of a file in UTF-8. */
export const markBytes = ([a, b, c]: Uint8Array): number => a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0

/**
 * The lines of a text that are not blank, as many at a time as came together.
 * @throws ConnectorError `record_too_long`
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, firstOffset: number): AsyncGenerator<readonly RecordText[]> {
  let rest: Uint8Array = new Uint8Array(0)
  let line = 1
  let offset = firstOffset
  for await (const piece of pieces) {
    const bytes = continued(rest, piece)
    const lines: RecordText[] = []
    let from = 0
    for (let end = bytes.indexOf(LF, rest.length); end >= 0; end = bytes.indexOf(LF, from)) {
      const to = end > from && bytes[end - 1] === CR ? end - 1 : end
      if (!isBlank(bytes, from, to)) lines.push({ bytes, from, to, line, byteOffset: offset + from })
      line++
      from = end + 1
    }
    yield lines
    offset += from
    rest = bytes.slice(from)
    if (rest.length > MAX_RECORD_BYTES) throw tooLong(`line ${line}`, offset)
  }
  if (!isBlank(rest, 0, rest.length)) yield [{ bytes: rest, from: 0, to: rest.length, line, byteOffset: offset }]
}

export const tooLong = (what: string, byteOffset: number): ConnectorError => new ConnectorError('record_too_long', `${what} is longer than ${MAX_RECORD_BYTES} bytes`, { details: { byteOffset }, hint: 'Check that the file is what its name says.' })
/** Whether there is nothing but blanks in `[from, to)`. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return false
  }
  return true
}
