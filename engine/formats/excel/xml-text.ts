import { continued } from '../../base/bytes.ts'
import { lastCharacterBoundary } from '../csv/utf8.ts'

const PIECE_BYTES = 1 << 17

/**
 * An XML file's bytes as text, about a hundred thousand characters at a time: UTF-8, or UTF-16 where it starts with that mark.
 * The mark is taken off.
 */
export async function* textPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let decode: Decode | undefined
  for await (const piece of largePieces(bytes)) {
    decode ??= decoderFor(piece)
    yield decode(piece, false)
  }
  if (decode !== undefined) yield decode(new Uint8Array(0), true)
}

/** Whether an XML file that begins so is in UTF-8. */
export const isUtf8 = (head: Uint8Array): boolean => !((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))

export type Decode = (piece: Uint8Array, isLast: boolean) => string

/** Decodes the file that begins so, piece by piece. */
export function decoderFor(head: Uint8Array): Decode {
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
  if (utf16 !== undefined) {
    const decoder = new TextDecoder(utf16)
    return (piece, isLast) => decoder.decode(piece, { stream: !isLast })
  }
  // A decoder that is not told to stream is several times as fast in Node: pieces are cut between characters instead.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = new Uint8Array(0)
  let isFirst = true
  return (piece, isLast) => {
    const whole = continued(rest, piece)
    const end = isLast ? whole.length : lastCharacterBoundary(whole, 0, whole.length)
    rest = whole.slice(end)
    const start = isFirst && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf ? 3 : 0
    isFirst = false
    return decoder.decode(whole.subarray(start, end))
  }
}

/**
 * The same bytes in pieces of about one size, since what unpacks them may give a few at a time. A piece is overwritten by the next. It ends
 * before a row of a sheet where it has any: what is left of one piece would have to be joined to the next, and joined texts are slow to walk through.
 */
export async function* largePieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const buffer = new Uint8Array(PIECE_BYTES)
  let filled = 0
  for await (const piece of bytes) {
    for (let start = 0; start < piece.length;) {
      const taken = piece.subarray(start, start + buffer.length - filled)
      buffer.set(taken, filled)
      filled += taken.length
      start += taken.length
      if (filled === buffer.length) {
        const end = lastRowIn(buffer)
        yield buffer.subarray(0, end)
        buffer.copyWithin(0, end)
        filled = buffer.length - end
      }
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)
}

/** `<row`, in UTF-8. */
const ROW = [0x3c, 0x72, 0x6f, 0x77] as const

/** Where the next row begins behind `from`; the end where there is none. */
export function nextRow(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(ROW[0], from + 1); at !== -1; at = bytes.indexOf(ROW[0], at + 1)) {
    if (bytes[at + 1] === ROW[1] && bytes[at + 2] === ROW[2] && bytes[at + 3] === ROW[3]) return at
  }
  return bytes.length
}

/** Where the last row of the second half begins; the end where there is none. */
function lastRowIn(bytes: Uint8Array): number {
  for (let at = bytes.length - ROW.length; at > bytes.length / 2; at--) {
    if (bytes[at] === ROW[0] && bytes[at + 1] === ROW[1] && bytes[at + 2] === ROW[2] && bytes[at + 3] === ROW[3]) return at
  }
  return bytes.length
}
