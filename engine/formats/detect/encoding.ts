import type { Encoding } from '../csv/index.ts'

/** The encoding of text and how sure that is (0 to 1), with what to tell the user; `what` where it is no text. */
export type EncodingGuess =
  | { readonly kind: 'text', readonly encoding: Encoding, readonly confidence: number, readonly notes: readonly string[] }
  | { readonly kind: 'binary', readonly what: string }

/** More control characters than this share, and it is no text. */
const MAX_CONTROL_SHARE = 0.01

/**
 * Byte order mark first, then the pattern NULs make in UTF-16, then whether it is UTF-8; what is none of these is read as
 * windows-1252, which knows every byte.
 */
export function guessEncoding(head: Uint8Array): EncodingGuess {
  const marked = byMark(head)
  if (marked !== undefined) return text(marked, 1)
  const wide = byNulPattern(head)
  if (wide !== undefined) return text(wide, 0.95, `No byte order mark; every other byte is zero, as in ${wide}.`)
  if (countControls(head) > head.length * MAX_CONTROL_SHARE) return { kind: 'binary', what: 'binary data: too many control characters for text' }
  return byUtf8(head)
}

function text(encoding: Encoding, confidence: number, ...notes: string[]): EncodingGuess {
  return { kind: 'text', encoding, confidence, notes }
}

function byMark([a, b, c]: Uint8Array): Encoding | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined
}

/** ASCII characters in UTF-16 have a zero beside them: always in the high byte. Delimiters and line ends are ASCII in every script. */
function byNulPattern(head: Uint8Array): Encoding | undefined {
  const nuls: [even: number, odd: number] = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) nuls[i & 1 ? 1 : 0]++
  const [even, odd] = nuls
  const enough = Math.max(2, head.length * 0.02)
  if (odd >= enough && even * 20 < odd) return 'utf-16le'
  return even >= enough && odd * 20 < even ? 'utf-16be' : undefined
}

function byUtf8(head: Uint8Array): EncodingGuess {
  const { characters, strays } = countSequences(head)
  if (strays === 0) return text('utf-8', characters === 0 ? 0.9 : 0.99)
  if (characters > 4 * strays) {
    return text('utf-8', 0.8, `${strays} of the bytes looked at are not UTF-8; nearly all others are. Their records will be malformed.`)
  }
  return text('windows-1252', 0.6, 'Not UTF-8: read as windows-1252. If accents look wrong, choose another encoding.')
}

/** Characters of several bytes, and bytes that belong to none; what is cut off at the end counts as neither. */
function countSequences(head: Uint8Array): { characters: number, strays: number } {
  let characters = 0
  let strays = 0
  for (let p = 0; p < head.length;) {
    const lead = head[p] ?? 0
    const width = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
    if (width > 1 && p + width > head.length) break
    let end = p + 1
    while (end < p + width && ((head[end] ?? 0) & 0xc0) === 0x80) end++
    const isWhole = end === p + width
    if (!isWhole) strays++
    else if (width > 1) characters++
    p = isWhole ? end : p + 1
  }
  return { characters, strays }
}

function countControls(head: Uint8Array): number {
  let controls = 0
  for (let i = 0; i < head.length; i++) if (isControl(head[i] as number)) controls++
  return controls
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1a
