import { decodeRaw, type Encoding } from '../csv/index.ts'
import { plausibility, SUSPECTS } from './plausibility.ts'

/** The encoding of text and how sure that is (0 to 1), with what to tell the user; `what` where it is no text. */
export type EncodingGuess =
  | { readonly kind: 'text', readonly encoding: Encoding, readonly confidence: number, readonly notes: readonly string[], readonly rivals: readonly EncodingRival[] }
  | { readonly kind: 'binary', readonly what: string }

/** What else the encoding could be, best first. */
export interface EncodingRival {
  readonly encoding: Encoding
  readonly confidence: number
  /** A word of the text as it would then read. */
  readonly sample: string
}

/** More control characters than this share, of more kinds than these, and it is no text: a delimiter or two may be among them. */
const MAX_CONTROL_SHARE = 0.01
const MAX_CONTROL_KINDS = 3
/** What is decoded to be looked at. */
const LOOKED_AT_BYTES = 16_384

/**
 * Byte order mark first, then the pattern that NULs make in UTF-16 and UTF-32, then whether it is UTF-8. What is none of these is read in
 * each of the older encodings, and the one in which it looks most like text is taken: see `plausibility.ts`.
 */
export function guessEncoding(head: Uint8Array): EncodingGuess {
  const marked = byMark(head)
  if (marked !== undefined) return text(marked, 1)
  const wide = byNulPattern(head)
  if (wide !== undefined) return text(wide, 0.95, `No byte order mark; most bytes that ${wide} leaves zero are.`)
  if (isBinary(head)) return { kind: 'binary', what: 'binary data: too many control characters for text' }
  return byUtf8(head)
}

function text(encoding: Encoding, confidence: number, ...notes: string[]): Extract<EncodingGuess, { kind: 'text' }> {
  return { kind: 'text', encoding, confidence, notes, rivals: [] }
}

function byMark([a, b, c, d]: Uint8Array): Encoding | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined
}

/** ASCII characters in UTF-16 and UTF-32 have zeros beside them: always in the high bytes. Delimiters and line ends are ASCII in every script. */
function byNulPattern(head: Uint8Array): Encoding | undefined {
  const nulsAt = (place: number): number => {
    let nuls = 0
    for (let i = place; i < head.length; i += 4) if (head[i] === 0) nuls++
    return nuls
  }
  const [first, second, third, fourth] = [nulsAt(0), nulsAt(1), nulsAt(2), nulsAt(3)]
  const enough = Math.max(2, head.length * 0.02)
  const quarter = head.length / 4
  if (quarter >= 2 && third > quarter * 0.9 && fourth > quarter * 0.95 && first < quarter * 0.1) return 'utf-32le'
  if (quarter >= 2 && first > quarter * 0.95 && second > quarter * 0.9 && fourth < quarter * 0.1) return 'utf-32be'
  const [even, odd] = [first + third, second + fourth]
  if (odd >= enough && even * 20 < odd) return 'utf-16le'
  return even >= enough && odd * 20 < even ? 'utf-16be' : undefined
}

function byUtf8(head: Uint8Array): EncodingGuess {
  const { characters, strays } = countSequences(head)
  if (strays === 0) return text('utf-8', 0.99)
  if (characters > 4 * strays) {
    return text('utf-8', 0.8, `${strays} of the bytes looked at are not UTF-8; nearly all others are. Their records will be malformed.`)
  }
  return byPlausibility(head)
}

/** Of equals the more usual: they are named in that order. */
function byPlausibility(head: Uint8Array): EncodingGuess {
  const bytes = nonAsciiLines(head)
  const ranked = SUSPECTS
    .map(encoding => ({ encoding, score: plausibility(decodeRaw(bytes, { encoding }), encoding) }))
    .sort((a, b) => b.score - a.score)
  const [best, ...others] = ranked
  const encoding = best === undefined || best.score <= 0 ? 'windows-1252' : best.encoding
  // An encoding that gives the very same text is no rival.
  const decoded = decodeRaw(bytes, { encoding })
  const rivals = others.filter(other => other.score > 0 && decodeRaw(bytes, { encoding: other.encoding }) !== decoded)
  const [rival] = rivals
  const margin = best === undefined || best.score <= 0 ? 0 : 1 - Math.max(0, rival?.score ?? 0) / best.score
  const confidence = Math.round((0.5 + 0.4 * Math.min(1, 2 * margin)) * 100) / 100
  const or = rival !== undefined && margin < 0.1 && rival.score > 0 ? `, or ${rival.encoding}` : ''
  const guess = text(encoding, confidence, `Not UTF-8: read as ${encoding}${or}. If letters look wrong, choose another encoding.`)
  const near = best === undefined || best.score <= 0 ? [] : rivals.filter(({ score }) => score > best.score * MIN_RIVAL_SHARE)
  return { ...guess, rivals: differentSamples(near.map(({ encoding, score }): EncodingRival => ({
    encoding, confidence: Math.round((1 - confidence) * 100 * score / (best?.score ?? score)) / 100, sample: wordIn(decodeRaw(bytes, { encoding })),
  }))).slice(0, MAX_RIVALS) }
}

/** A rival has to look like text at least this much as the best does, and so many are told. */
const MIN_RIVAL_SHARE = 0.4
const MAX_RIVALS = 2
const MAX_WORD_CHARACTERS = 16

/** The first word with a letter beyond ASCII. */
const wordIn = (text: string): string => Array.from(/[\p{L}\p{M}]*[^\p{ASCII}][\p{L}\p{M}]*/u.exec(text)?.[0] ?? '').slice(0, MAX_WORD_CHARACTERS).join('')

/** Of encodings in which the word reads the same the first is enough. */
const differentSamples = (rivals: readonly EncodingRival[]): readonly EncodingRival[] =>
  rivals.filter(({ sample }, at) => rivals.findIndex(other => other.sample === sample) === at)

/** The lines that say something: those with a byte beyond ASCII, as many as are looked at. */
function nonAsciiLines(head: Uint8Array): Uint8Array {
  const out = new Uint8Array(LOOKED_AT_BYTES)
  let length = 0
  let from = 0
  while (from < head.length && length < LOOKED_AT_BYTES) {
    const found = head.indexOf(0x0a, from)
    const end = found < 0 ? head.length : found + 1
    const line = head.subarray(from, Math.min(end, from + LOOKED_AT_BYTES - length))
    if (line.some(byte => byte >= 0x80)) {
      out.set(line, length)
      length += line.length
    }
    from = end
  }
  return out.subarray(0, length)
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

function isBinary(head: Uint8Array): boolean {
  let controls = 0
  let nuls = 0
  const kinds = new Set<number>()
  for (let i = 0; i < head.length; i++) {
    const byte = head[i] as number
    if (!isControl(byte)) continue
    controls++
    kinds.add(byte)
    if (byte === 0) nuls++
  }
  return controls > head.length * MAX_CONTROL_SHARE && (kinds.size > MAX_CONTROL_KINDS || nuls > head.length * MAX_CONTROL_SHARE)
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1a
