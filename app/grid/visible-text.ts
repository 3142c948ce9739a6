/**
 * A stretch of a cell's text and how to draw it. The `text` of all segments but `cut` and `empty`, joined, is the text itself.
 * - text: as it is
 * - space: spaces at the start or end of the text or of one of its lines, which nobody would see
 * - lineEnd: LF, CRLF or CR
 * - code: one character without a shape of its own, drawn as a badge; `badge` is short, `name` is for reading aloud
 * - cut: `hidden` more UTF-16 units follow that are not drawn
 * - empty: the text has no characters
 */
export type TextSegment =
  | { readonly kind: 'text' | 'space', readonly text: string }
  | { readonly kind: 'lineEnd' | 'code', readonly text: string, readonly badge: string, readonly name: string }
  | { readonly kind: 'cut', readonly hidden: number }
  | { readonly kind: 'empty' }

/** The segments of `text`, drawing at most `limit` UTF-16 units of it (one less where that would split a character). */
export function visibleText(text: string, limit = Infinity): readonly TextSegment[] {
  if (text === '') return [{ kind: 'empty' }]
  const shown = text.length <= limit ? text : text.slice(0, wholeCharacters(text, limit))
  const segments = shown === text && !needsDrawing.test(text) ? [plain(text)] : segmentsOf(shown, shown === text)
  return shown === text ? segments : [...segments, { kind: 'cut', hidden: text.length - shown.length }]
}

/** Everything that must be shown as something else: controls, invisible and unusual spaces, marks of direction, lone surrogates. */
const unseen = [
  '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f', // controls
  '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f', // spaces that are not U+0020
  '\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb', // no shape
  '\\t',
].join('')
const loneSurrogate = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]'
const needsDrawing = new RegExp(`^[ \\u3000]|[ \\u3000]$|[\\r\\n${unseen}]|${loneSurrogate}`)
const token = new RegExp(`(?<lineEnd>\\r\\n|[\\r\\n])|(?<space>(?<=^|[\\r\\n])[ \\u3000]+|(?<![ \\u3000])[ \\u3000]+(?=$|[\\r\\n]))|(?<code>[${unseen}]|${loneSurrogate})`, 'g')
/** Without the end, a trailing space is not known to be one. */
const tokenOfStart = new RegExp(token.source.replace('(?=$|', '(?='), 'g')

function segmentsOf(text: string, isWhole: boolean): TextSegment[] {
  const segments: TextSegment[] = []
  let plainStart = 0
  const flush = (end: number) => {
    if (end > plainStart) segments.push(plain(text.slice(plainStart, end)))
  }
  for (const match of text.matchAll(isWhole ? token : tokenOfStart)) {
    const drawn = match[0]
    if (isJoiner(drawn) && joins(text, match.index)) continue
    flush(match.index)
    segments.push(match.groups?.['lineEnd'] ? lineEnd(drawn) : match.groups?.['space'] ? { kind: 'space', text: drawn } : code(drawn))
    plainStart = match.index + drawn.length
  }
  flush(text.length)
  return segments
}

function plain(text: string): TextSegment {
  return { kind: 'text', text }
}

const lineEndNames: Readonly<Record<string, string>> = { '\n': 'line end', '\r\n': 'line end CR LF', '\r': 'line end CR' }

function lineEnd(text: string): TextSegment {
  return { kind: 'lineEnd', text, badge: '⏎', name: lineEndNames[text] ?? 'line end' }
}

/** Zero-width (non-)joiners shape Persian, Indic scripts and emoji: nothing to warn of between two characters that are not ASCII. */
function isJoiner(text: string): boolean {
  return text === '\u200c' || text === '\u200d'
}

function joins(text: string, index: number): boolean {
  return (text.codePointAt(index - 1) ?? 0) > 0xff && (text.codePointAt(index + 1) ?? 0) > 0xff
}

const known: Readonly<Record<string, readonly [badge: string, name: string]>> = {
  '\u0000': ['NUL', 'null character'],
  '\t': ['⇥', 'tab'],
  '\u001b': ['ESC', 'escape character'],
  '\u007f': ['DEL', 'delete character'],
  '\u00a0': ['NBSP', 'no-break space'],
  '\u00ad': ['SHY', 'soft hyphen'],
  '\u200b': ['ZWSP', 'zero-width space'],
  '\u200c': ['ZWNJ', 'zero-width non-joiner'],
  '\u200d': ['ZWJ', 'zero-width joiner'],
  '\u200e': ['LRM', 'left-to-right mark'],
  '\u200f': ['RLM', 'right-to-left mark'],
  '\u2028': ['LS', 'line separator'],
  '\u2029': ['PS', 'paragraph separator'],
  '\u202f': ['NNBSP', 'narrow no-break space'],
  '\ufeff': ['U+FEFF', 'byte order mark'],
}

function code(text: string): TextSegment {
  const point = `U+${text.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  const [badge, name] = known[text] ?? [point, 'invisible character']
  return { kind: 'code', text, badge, name: `${name} ${point}` }
}

function wholeCharacters(text: string, limit: number): number {
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) && /[\udc00-\udfff]/.test(text.charAt(limit))
  return splitsPair ? limit - 1 : limit
}
