import { firstBytes, type ByteSource } from '../source.ts'
import type { CsvDialect, Encoding } from './dialect.ts'
import { CR, LF } from './grammar.ts'

const WINDOW_BYTES = 65_536

/**
 * The source up to the last `skip_footer` lines, lines with nothing in them not counted. They are physical lines, found from the end:
 * quotes mean nothing in them.
 */
export async function withoutFooter(source: ByteSource, { skip_footer, encoding }: Pick<CsvDialect, 'skip_footer' | 'encoding'>): Promise<ByteSource> {
  if (skip_footer === 0) return source
  for (let window = WINDOW_BYTES; ; window *= 4) {
    const from = Math.max(0, source.size - window) & ~3
    const start = footerStart(await source.read(from, source.size), skip_footer, encoding)
    if (start !== undefined) return firstBytes(source, from + start)
    if (from === 0) return firstBytes(source, 0)
  }
}

/** Where the last `lines` lines of `tail` start; undefined when it may not hold all of them. */
function footerStart(tail: Uint8Array, lines: number, encoding: Encoding): number | undefined {
  const unit = encoding.startsWith('utf-16') ? 2 : encoding.startsWith('utf-32') ? 4 : 1
  // An ASCII character's own byte within its unit; the others are zero.
  const own = encoding.endsWith('be') ? unit - 1 : 0
  const isLineEnd = (at: number): boolean => {
    const byte = tail[at + own]
    if (byte !== LF && byte !== CR) return false
    for (let i = 0; i < unit; i++) if (i !== own && tail[at + i] !== 0) return false
    return true
  }
  let left = lines
  let isInLine = false
  for (let at = tail.length - tail.length % unit - unit; at >= 0; at -= unit) {
    if (!isLineEnd(at)) isInLine = true
    else if (isInLine) {
      isInLine = false
      if (--left === 0) return at + unit
    }
  }
  return undefined
}
