/** How a number format shows a number as a date or a time. Formats of plain numbers have none. */
export type DateFormat =
  | { readonly kind: 'date' | 'time' | 'datetime' | 'either', readonly hasFraction: boolean }
  | { readonly kind: 'elapsed', readonly parts: readonly ElapsedPart[] }

/** A stretch of an elapsed time: hours, minutes or seconds, of `digits` at least; digits of a second behind the point; or characters as they are. */
export type ElapsedPart =
  | { readonly unit: 'h' | 'm' | 's', readonly digits: number, readonly isWhole: boolean }
  | { readonly unit: 'fraction', readonly digits: number }
  | { readonly unit: 'text', readonly text: string }

/**
 * What a format code (ECMA-376 part 1, 18.8.31) makes of a number: its first section with a letter of dates in it decides. Characters in quotes, behind
 * a backslash and in brackets mean nothing, save `[h]`, `[m]` and `[s]`.
 */
export function dateFormatOf(code: string): DateFormat | undefined {
  for (const section of sectionsOf(code)) {
    const tokens = tokensOf(section)
    const format = formatOf(tokens)
    if (format !== undefined) return format
  }
  return undefined
}

/** The built-in formats that are dates and times (18.8.30); their codes are not in the file. */
export function builtInDateFormat(id: number): DateFormat | undefined {
  const code = BUILT_IN[id]
  if (code !== undefined) return dateFormatOf(code)
  // East Asian formats, of which some are dates in one language and times in another.
  return (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? { kind: 'either', hasFraction: false } : undefined
}

const BUILT_IN: Readonly<Record<number, string>> = {
  14: 'm/d/yy', 15: 'd-mmm-yy', 16: 'd-mmm', 17: 'mmm-yy', 18: 'h:mm AM/PM', 19: 'h:mm:ss AM/PM', 20: 'h:mm', 21: 'h:mm:ss', 22: 'm/d/yy h:mm',
  45: 'mm:ss', 46: '[h]:mm:ss', 47: 'mm:ss.0',
}

interface Token {
  /** A date's letter in lower case, `ampm`, `.0` for digits of a second, or `text`. */
  readonly kind: 'y' | 'm' | 'd' | 'h' | 's' | 'weekday' | 'ampm' | '.0' | 'text' | 'number'
  readonly text: string
  readonly isElapsed: boolean
}

const TOKEN = /"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|general|am\/pm|a\/p|上午\/下午|午前\/午後|e[+-]|y+|m+|d+|h+|s+|a{3,}|g+|b+|e+|\.0+|[0#?]|[^]/giu

/** Sections between semicolons that stand neither in quotes nor in brackets. */
function sectionsOf(code: string): string[] {
  const sections: string[] = []
  let section = ''
  for (const [text] of code.matchAll(TOKEN)) {
    if (text !== ';') section += text
    else {
      sections.push(section)
      section = ''
    }
  }
  return [...sections, section]
}

function tokensOf(section: string): Token[] {
  const tokens: Token[] = []
  for (const [text] of section.matchAll(TOKEN)) {
    const lower = text.toLowerCase()
    if (text.startsWith('"')) tokens.push({ kind: 'text', text: text.replaceAll('"', ''), isElapsed: false })
    else if (text.startsWith('\\')) tokens.push({ kind: 'text', text: text.slice(1), isElapsed: false })
    else if (text.startsWith('_')) tokens.push({ kind: 'text', text: ' ', isElapsed: false })
    else if (text.startsWith('*')) continue
    else if (text.startsWith('[')) {
      const inner = lower.slice(1, -1)
      if (/^(h+|m+|s+)$/.test(inner)) tokens.push({ kind: inner.charAt(0) as 'h' | 'm' | 's', text: inner, isElapsed: true })
    } else tokens.push({ kind: kindOf(lower), text: lower, isElapsed: false })
  }
  return tokens
}

function kindOf(text: string): Token['kind'] {
  if (text === 'general' || text === 'e+' || text === 'e-' || /^[0#?]$/.test(text)) return 'number'
  if (text.startsWith('.0')) return '.0'
  if (text === 'am/pm' || text === 'a/p' || text.includes('午')) return 'ampm'
  if (/^[ymdhs]/.test(text)) return text.charAt(0) as 'y' | 'm' | 'd' | 'h' | 's'
  // Years of an era, Buddhist years, weekdays.
  if (/^[egb]/.test(text)) return 'y'
  return text.startsWith('aaa') ? 'weekday' : 'text'
}

function formatOf(tokens: readonly Token[]): DateFormat | undefined {
  if (tokens.some(({ kind, text }) => kind === 'number' && (text === 'general' || text.startsWith('e')))) return undefined
  const clock = tokens.filter(({ kind }) => kind === 'h' || kind === 's' || kind === 'm' || kind === 'y' || kind === 'd')
  const isMinute = (token: Token): boolean => {
    const at = clock.indexOf(token)
    return clock[at - 1]?.kind === 'h' || clock[at + 1]?.kind === 's' || (clock[at - 1]?.kind === 's' && clock[at - 2]?.kind === 'h')
  }
  if (clock.some(({ isElapsed }) => isElapsed)) return { kind: 'elapsed', parts: tokens.map(partOf).filter(part => part !== undefined) }
  const minutes = clock.filter(token => token.kind === 'm' && isMinute(token))
  const isOfDate = (token: Token): boolean => token.kind === 'y' || token.kind === 'd' || token.kind === 'weekday' || (token.kind === 'm' && !minutes.includes(token))
  const hasDate = tokens.some(isOfDate)
  const hasTime = minutes.length > 0 || tokens.some(({ kind }) => kind === 'h' || kind === 's' || kind === 'ampm')
  if (!hasDate && !hasTime) return undefined
  return { kind: hasDate && hasTime ? 'datetime' : hasDate ? 'date' : 'time', hasFraction: tokens.some(({ kind }) => kind === '.0') }
}

function partOf({ kind, text, isElapsed }: Token): ElapsedPart | undefined {
  switch (kind) {
    case 'h': case 'm': case 's': return { unit: kind, digits: text.length, isWhole: isElapsed }
    case '.0': return { unit: 'fraction', digits: text.length - 1 }
    case 'text': return { unit: 'text', text }
    default: return undefined
  }
}
