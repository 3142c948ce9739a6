import { joinBytes } from '../../base/bytes.ts'
import { ConnectorError } from '../../base/errors.ts'
import { createTranscoder, originalLength } from '../csv/transcode.ts'
import { decodeUtf8 } from '../csv/cells.ts'
import { isValidUtf8 } from '../csv/utf8.ts'
import type { Encoding } from '../csv/index.ts'
import type { ByteSource } from '../source.ts'

/** A line of text, its end taken off. */
export interface TextLine {
  readonly text: string
  /** From 1. */
  readonly line: number
  /** Where it starts in the file. */
  readonly byteOffset: number
  /** Whether all its bytes are characters of the encoding; those that are not stand in `text` as U+FFFD. */
  readonly isDecoded: boolean
}

const LF = 0x0a
const CR = 0x0d
/** Lines are aligned for eyes: a longer one means that the text has no line ends. */
const MAX_LINE_BYTES = 16_000_000

/**
 * All lines of a source in order, blank ones too; a mark at the beginning is taken off. `\r\n` and `\n` end lines, a lone `\r` only where
 * `isLoneCr` says so.
 * @throws ConnectorError `record_too_long`
 */
export async function* textLines(source: ByteSource, encoding: Encoding, isLoneCr: boolean, signal?: AbortSignal): AsyncGenerator<readonly TextLine[]> {
  const lineEnd = isLoneCr ? CR : LF
  let line = 1
  let byteOffset = 0

  /** The lines of a text that ends with a line's end, or is the last. */
  function split(bytes: Uint8Array): readonly TextLine[] {
    const text = decodeUtf8(bytes)
    const lines: TextLine[] = []
    let from = 0
    // What cannot be decoded takes no line end with it, so that both have the same lines.
    for (let textFrom = 0; from < bytes.length;) {
      const end = bytes.indexOf(lineEnd, from)
      const to = end < 0 ? bytes.length : end
      const textEnd = end < 0 ? text.length : text.indexOf(isLoneCr ? '\r' : '\n', textFrom)
      const mark = line === 1 && text.startsWith('\uFEFF') ? 1 : 0
      const hasCr = !isLoneCr && textEnd > textFrom && text.charCodeAt(textEnd - 1) === CR
      const content = text.slice(textFrom + mark, hasCr ? textEnd - 1 : textEnd)
      lines.push({ text: content, line, byteOffset: byteOffset + (mark === 1 ? originalLength(encoding, bytes, 0, 3) : 0), isDecoded: !content.includes('\uFFFD') || isValidUtf8(bytes, from, to) })
      const next = Math.min(to + 1, bytes.length)
      byteOffset += originalLength(encoding, bytes, from, next)
      from = next
      textFrom = textEnd + 1
      line++
    }
    return lines
  }

  const transcoder = createTranscoder(encoding)
  /** What came since the last line end. */
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  for await (const piece of source.stream(signal)) {
    signal?.throwIfAborted()
    const bytes = transcoder.push(piece)
    const end = bytes.lastIndexOf(lineEnd) + 1
    if (end > 0) {
      yield split(waiting.length === 0 ? bytes.subarray(0, end) : joinBytes([...waiting, bytes.subarray(0, end)]))
      waiting = []
      waitingBytes = 0
    }
    if (end === bytes.length) continue
    // What the transcoder and the source give holds only until they are asked again.
    waiting.push(bytes.slice(end))
    waitingBytes += bytes.length - end
    if (waitingBytes > MAX_LINE_BYTES) throw new ConnectorError('record_too_long', `line ${line} of ${source.name} is longer than ${MAX_LINE_BYTES} bytes`, { details: { line, byteOffset }, hint: 'Check that the file has line ends.' })
  }
  yield split(joinBytes([...waiting, transcoder.end()]))
}
