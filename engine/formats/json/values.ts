import { continued } from '../../base/bytes.ts'
import { MAX_RECORD_BYTES, tooLong, type RecordText } from './pieces.ts'

const LF = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const isSpace = (byte: number): boolean => byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09

/**
 * Values that stand one after the other in a text, however many lines each takes: objects and arrays to the bracket that closes them, anything
 * else to the next space. Only quotes and brackets are followed; what stands between them is checked by whoever reads the value. The last
 * value of a text that is cut off is given as it is.
 * @throws ConnectorError `record_too_long`
 */
export async function* valuesOf(pieces: AsyncIterable<Uint8Array>, firstOffset: number): AsyncGenerator<readonly RecordText[]> {
  let rest: Uint8Array = new Uint8Array(0)
  let offset = firstOffset
  let line = 1
  /** Where the value under way begins, -1 between values, and on which line. */
  let from = -1
  let fromLine = 1
  let depth = 0
  let isInString = false
  let isEscaped = false
  for await (const piece of pieces) {
    const bytes = continued(rest, piece)
    const values: RecordText[] = []
    const end = (to: number): void => {
      values.push({ bytes, from, to, line: fromLine, byteOffset: offset + from })
      from = -1
      depth = 0
    }
    for (let at = rest.length; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte === LF) line++
      if (isInString) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isInString = false
        continue
      }
      if (from < 0) {
        if (isSpace(byte)) continue
        from = at
        fromLine = line
      } else if (depth === 0 && (isSpace(byte) || byte === OPEN_OBJECT || byte === OPEN_ARRAY)) {
        end(at)
        if (isSpace(byte)) continue
        from = at
        fromLine = line
      }
      if (byte === QUOTE) isInString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth <= 0) end(at + 1)
    }
    yield values
    const keepFrom = from < 0 ? bytes.length : from
    if (bytes.length - keepFrom > MAX_RECORD_BYTES) throw tooLong(`the value at line ${fromLine}`, offset + keepFrom)
    rest = bytes.slice(keepFrom)
    offset += keepFrom
    if (from >= 0) from = 0
  }
  if (from >= 0) yield [{ bytes: rest, from, to: rest.length, line: fromLine, byteOffset: offset }]
}
