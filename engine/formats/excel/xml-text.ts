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

type Decode = (piece: Uint8Array, isLast: boolean) => string

function decoderFor(head: Uint8Array): Decode {
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
    const whole = rest.length === 0 ? piece : joined(rest, piece)
    const end = isLast ? whole.length : lastCharacterBoundary(whole, 0, whole.length)
    rest = whole.slice(end)
    const start = isFirst && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf ? 3 : 0
    isFirst = false
    return decoder.decode(whole.subarray(start, end))
  }
}

/** The same bytes in pieces of one size, since what unpacks them may give a few at a time. A piece is overwritten by the next. */
async function* largePieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const buffer = new Uint8Array(PIECE_BYTES)
  let filled = 0
  for await (const piece of bytes) {
    for (let start = 0; start < piece.length;) {
      const taken = piece.subarray(start, start + buffer.length - filled)
      buffer.set(taken, filled)
      filled += taken.length
      start += taken.length
      if (filled === buffer.length) {
        yield buffer
        filled = 0
      }
    }
  }
  if (filled > 0) yield buffer.subarray(0, filled)
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
