/** A stretch of text: as it is, or the name of something in it that has no shape of its own. */
export interface VisiblePart {
  readonly kind: 'text' | 'mark'
  readonly text: string
}

export interface VisibleText {
  readonly parts: readonly VisiblePart[]
  /** How many UTF-16 units of the text follow and are not shown. */
  readonly hidden: number
}

const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f'
const SPACES = '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000'
/** Characters without a shape, among them those that change the direction of what follows: Unicode UAX #9, 2. */
const SHAPELESS = '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0e\\ufeff\\uffa0\\ufff9-\\ufffb'
/** Tag characters, which can hide a whole sentence. */
const TAGS = '\\udb40[\\udc00-\\udfff]'
const LONE = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]'
/** One such character and its repetitions. */
const UNSEEN = `(?<one>\\r\\n|${TAGS}|${LONE}|[${CONTROLS}${SPACES}${SHAPELESS}])(?:\\k<one>(?![\\udc00-\\udfff]))*`
const unseen = new RegExp(UNSEEN, 'g')
const unseenOrEdge = new RegExp(`(?<edge>^ +| +$)|${UNSEEN}`, 'g')

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space', '\t': 'tab', '\n': '↵', '\r\n': '↵', '\r': 'CR', '\u0000': 'NUL', '\u001b': 'ESC', '\u007f': 'DEL', '\u00a0': 'NBSP', '\u00ad': 'SHY',
  '\u200b': 'ZWSP', '\u200c': 'ZWNJ', '\u200d': 'ZWJ', '\u200e': 'LRM', '\u200f': 'RLM', '\u202a': 'LRE', '\u202b': 'RLE', '\u202c': 'PDF', '\u202d': 'LRO',
  '\u202e': 'RLO', '\u2066': 'LRI', '\u2067': 'RLI', '\u2068': 'FSI', '\u2069': 'PDI', '\ufeff': 'BOM',
}

/** The first `limit` UTF-16 units of `text` (one less where that would split a character), with everything unseen named, spaces at its ends too. */
export function visibleText(text: string, limit: number): VisibleText {
  const shown = text.length <= limit ? text : text.slice(0, wholeCharacters(text, limit))
  const hidden = text.length - shown.length
  return { parts: partsOf(shown, unseenOrEdge, hidden > 0), hidden }
}

/** One line of plain text of at most `limit` units, the names in ⟨ ⟩, `…` where it was cut, spaces as they are: for titles, labels and Markdown. */
export function visibleLine(text: string, limit: number): string {
  const shown = text.length <= limit ? text : text.slice(0, wholeCharacters(text, limit))
  const line = partsOf(shown, unseen, false).map(part => part.kind === 'mark' ? `⟨${part.text}⟩` : part.text).join('')
  return shown === text ? line : `${line}…`
}

function partsOf(text: string, marked: RegExp, isCut: boolean): readonly VisiblePart[] {
  const parts: VisiblePart[] = []
  let start = 0
  for (const match of text.matchAll(marked)) {
    const [found] = match
    const one = match.groups?.['one'] ?? ' '
    const end = match.index + found.length
    if (one === ' ' && isCut && match.index > 0) continue // last only because of the cut
    if (isJoiner(one) && joins(text, match.index, end)) continue
    if (match.index > start) parts.push({ kind: 'text', text: text.slice(start, match.index) })
    const times = found.length / one.length
    parts.push({ kind: 'mark', text: times === 1 ? nameOf(one) : `${nameOf(one)} ×${times}` })
    start = end
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) })
  return parts
}

function nameOf(character: string): string {
  return NAMES[character] ?? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Zero-width joiners shape emoji, Persian and Indic scripts: between two such characters there is nothing to warn of. */
function isJoiner(character: string): boolean {
  return character === '\u200c' || character === '\u200d'
}

function joins(text: string, start: number, end: number): boolean {
  return end - start === 1 && text.charCodeAt(start - 1) > 0xff && text.charCodeAt(end) > 0xff
}

function wholeCharacters(text: string, limit: number): number {
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) && /[\udc00-\udfff]/.test(text.charAt(limit))
  return splitsPair ? limit - 1 : limit
}
