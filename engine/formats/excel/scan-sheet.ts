import { BackOff } from '../back-off.ts'
import { takeRows } from './sheet-run.ts'
import type { XlsxSheetHandler } from './xlsx-sheet.ts'
import { XmlScanner } from './xml-scanner.ts'
import { decoderFor, isUtf8, largePieces, nextRow, type Decode } from './xml-text.ts'

/** So many rows that are not as usual are left to the scanner before the next is tried for. */
const MOST_SKIPPED = 64

/**
 * Gives a sheet's XML to a handler, piece by piece: rows that are written as nearly all programs write them as they are taken together
 * (sheet-run.as.ts), everything else as tags and characters. What the rows are is the same either way.
 */
export async function* scanSheet(bytes: AsyncIterable<Uint8Array>, handler: XlsxSheetHandler, fail: (what: string) => Error): AsyncGenerator<void, void> {
  const scanner = new XmlScanner(handler, fail)
  let decode: Decode | undefined
  let isPlain = false
  const backOff = new BackOff(1, MOST_SKIPPED)
  for await (const piece of largePieces(bytes)) {
    if (decode === undefined) {
      decode = decoderFor(piece)
      isPlain = isUtf8(piece)
    }
    for (let at = 0; at < piece.length;) {
      const isTried = isPlain && backOff.waiting === 0 && handler.isBetweenRows && scanner.isDone
      const run = isTried ? takeRows(piece, at, piece.length) : undefined
      if (isTried) backOff.tried(run !== undefined)
      if (run) {
        handler.addRun(run)
        at += run.length
        continue
      }
      backOff.pass()
      const end = isPlain ? nextRow(piece, at) : piece.length
      scanner.push(decode(piece.subarray(at, end), false))
      at = end
    }
    yield
  }
  if (decode !== undefined) scanner.push(decode(new Uint8Array(0), true))
  scanner.finish()
}
