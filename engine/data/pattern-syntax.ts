/**
 * What our patterns may not say though re2js or DuckDB's RE2 would take it, and what the two read differently.
 * `rewritten` is the source for re2js: the same pattern with `\p{C}` spelled out, for re2js counts unassigned code points to it.
 */
export type SyntaxResult =
  | { readonly ok: true, readonly rewritten: string }
  | { readonly ok: false, readonly message: string, readonly offset: number }

/** Names of `\p{…}` that re2js 2.10 knows and the RE2 in DuckDB 1.5.6 does not. */
const UNKNOWN_TO_DUCKDB: ReadonlySet<string> = new Set([
  'ASCII_Hex_Digit', 'Alphabetic', 'Ascii', 'Assigned', 'Beria_Erfe', 'Cn', 'Dash', 'Emoji', 'Emoji_Component', 'Emoji_Modifier', 'Emoji_Modifier_Base',
  'Emoji_Presentation', 'Extended_Pictographic', 'Garay', 'Gurung_Khema', 'Hex_Digit', 'Kirat_Rai', 'LC', 'Lc', 'Lowercase', 'Math', 'Ol_Onal',
  'Quotation_Mark', 'Sidetic', 'Sunuwar', 'Tai_Yo', 'Terminal_Punctuation', 'Todhri', 'Tolong_Siki', 'Tulu_Tigalari',
  'Unknown', 'Uppercase', 'White_Space',
])

/** Constructs of other engines that people try, with what to write instead. Tested in this order outside classes. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?=/y, 'RE2 cannot look ahead or behind: match the surroundings and use a group'],
  [/\(\?<?!/y, 'RE2 cannot look ahead or behind: use a second rule that says not_matches'],
  [/\(\?</y, 'write a named group as (?P<name>…)'],
  [/\(\?>/y, 'RE2 has no atomic groups, and needs none: write (?:…)'],
  [/\\C/y, '\\C matches half characters: use . instead'],
  [/\\[1-9]/y, 'RE2 has no back-references'],
  [/\\Z/y, 'write \\z for the end of the text'],
  [/\\u/y, 'write \\x{…} for a code point'],
]

const QUOTED = /\\Q[^]*?(?:\\E|$)/y
const CLASS = /\[\^?\]?(?:\[:\^?[a-z]*:\]|\\[^]|[^\]\\])*\]/y
const UNICODE_CLASS = /\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/y
const OCTAL = /\\(?:[1-7][0-7]{2}|[1-7][0-7])/y
const ANY = /\\?[^]/uy

const OTHER = '\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}'
const NOT_OTHER = '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Z}\\p{Cn}'

/** Looks at a pattern token by token. Whatever is malformed is passed on: re2js says so. */
export function checkSyntax(source: string): SyntaxResult {
  let rewritten = ''
  for (let offset = 0; offset < source.length;) {
    const octal = tokenAt(OCTAL, source, offset)
    const refused = octal === undefined ? REFUSED.find(([construct]) => tokenAt(construct, source, offset) !== undefined) : undefined
    if (refused !== undefined) return { ok: false, message: refused[1], offset }
    const quoted = tokenAt(QUOTED, source, offset)
    const group = quoted === undefined ? tokenAt(CLASS, source, offset) : undefined
    const token = quoted ?? group ?? tokenAt(UNICODE_CLASS, source, offset) ?? tokenAt(ANY, source, offset) ?? source.charAt(offset)
    const result = quoted === undefined ? rewriteClasses(token, group !== undefined) : { ok: true as const, rewritten: token }
    if (!result.ok) return { ...result, offset: offset + result.offset }
    rewritten += result.rewritten
    offset += token.length
  }
  return { ok: true, rewritten }
}

function tokenAt(token: RegExp, source: string, offset: number): string | undefined {
  token.lastIndex = offset
  return token.exec(source)?.[0]
}

/** Checks and rewrites the `\p{…}` of one token, which is a bracketed class or a single escape. */
function rewriteClasses(token: string, bracketed: boolean): SyntaxResult {
  let rewritten = ''
  for (let offset = 0; offset < token.length;) {
    UNICODE_CLASS.lastIndex = offset
    const match = UNICODE_CLASS.exec(token)
    if (match === null) {
      const other = tokenAt(ANY, token, offset) ?? token.charAt(offset)
      rewritten += other
      offset += other.length
      continue
    }
    const [text, letter, caret = '', braced, single] = match
    const name = braced ?? single ?? ''
    if (UNKNOWN_TO_DUCKDB.has(name)) {
      return { ok: false, message: `DuckDB knows no class ${text}: list its characters or use a general category such as \\p{L}`, offset }
    }
    const negative = (letter === 'P') !== (caret === '^')
    rewritten += name === 'C' ? spellOther(negative, bracketed) : text
    offset += text.length
  }
  return { ok: true, rewritten }
}

function spellOther(negative: boolean, bracketed: boolean): string {
  if (bracketed) return negative ? NOT_OTHER : OTHER
  return negative ? `[^${OTHER}]` : `[${OTHER}]`
}
