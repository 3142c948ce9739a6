import { takeRows } from './sheet-run.ts'
import type { XlsxSheetHandler } from './xlsx-sheet.ts'
import { XmlScanner } from './xml-scanner.ts'
import { decoderFor, isUtf8, largePieces, nextRow, type Decode } from './xml-text.ts'

/** Where rows are not as usual, few are tried for. */
const MOST_SKIPPED = 64

/**
 * Gives a sheet's XML to a handler, piece by piece: rows that are written as nearly all programs write them as they are taken together
 * (sheet-run.as.ts), everything else as tags and characters. What the rows are is the same either way.
 */
export async function* scanSheet(bytes: AsyncIterable<Uint8Array>, handler: XlsxSheetHandler, fail: (what: string) => Error): AsyncGenerator<void, void> {
  const scanner = new XmlScanner(handler, fail)
  let decode: Decode | undefined
  let isPlain = false
  let [skipped, left] = [0, 0]
  for await (const piece of largePieces(bytes)) {
    if (decode === undefined) {
      decode = decoderFor(piece)
      isPlain = isUtf8(piece)
    }
    for (let at = 0; at < piece.length;) {
      const isTried = isPlain && left === 0 && handler.isBetweenRows && scanner.isDone
      const run = isTried ? takeRows(piece, at, piece.length) : undefined
      if (run) {
        handler.addRun(run)
        at += run.length
        skipped = 0
        continue
      }
      if (isTried) left = skipped = Math.min(MOST_SKIPPED, Math.max(1, 2 * skipped))
      else if (left > 0) left--
      const end = isPlain ? nextRow(piece, at) : piece.length
      scanner.push(decode(piece.subarray(at, end), false))
      at = end
    }
    yield
  }
  if (decode !== undefined) scanner.push(decode(new Uint8Array(0), true))
  scanner.finish()
}
