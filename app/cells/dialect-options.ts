import { type CsvDialect, type Encoding, ENCODINGS } from '../../engine/index.ts'
import type { Option } from '../ui/index.ts'

const encodingNames: Record<Encoding, string> = {
  'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', 'windows-1252': 'Windows-1252', 'iso-8859-1': 'ISO 8859-1',
}
export const encodingOptions: readonly Option<Encoding>[] = ENCODINGS.map(value => ({ value, label: encodingNames[value] }))

const delimiterNames: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space', ':': 'colon', '^': 'caret', '\u0001': 'control A' }
const COMMON = [',', ';', '\t', '|', ' ']

/** The word for a delimiter, or the character itself. */
export function delimiterName(delimiter: string): string {
  return delimiterNames[delimiter] ?? delimiter
}

/** The delimiter a word stands for; the inverse of {@link delimiterName}. */
export function delimiterNamed(name: string): string {
  return Object.keys(delimiterNames).find(delimiter => delimiterNames[delimiter] === name) ?? name
}

/** The usual delimiters, and the one in use if it is another. Values are names, as white space is no good key in a list. */
export function delimiterOptions(current: string): readonly Option[] {
  return [...COMMON, ...(COMMON.includes(current) ? [] : [current])].map(delimiter => {
    const name = delimiterName(delimiter)
    return { value: name, label: name, ...(delimiter.trim() !== '' && name !== delimiter ? { hint: delimiter } : {}) }
  })
}

export const NO_QUOTE = 'none'
/** Choices for the quote character; `NO_QUOTE` stands for null. */
export function quoteOptions(current: string | null): readonly Option[] {
  const others = current === null || current === '"' || current === '\'' ? [] : [{ value: current, label: current }]
  return [{ value: '"', label: 'double', hint: '"' }, { value: '\'', label: 'single', hint: '\'' }, ...others, { value: NO_QUOTE, label: 'none' }]
}

/** What changes with the quote: what escapes it follows, as most files double their quotes. */
export function withQuote(choice: string): Pick<CsvDialect, 'quote' | 'escape'> {
  const quote = choice === NO_QUOTE ? null : choice
  return { quote, escape: quote }
}

/** The empty cell is a switch of its own, as an empty tag cannot be seen; the other null tokens are tags. */
export function withEmptyToken(tokens: readonly string[], isEmptyMissing: boolean): readonly string[] {
  return [...(isEmptyMissing ? [''] : []), ...tokens.filter(token => token !== '')]
}

/** The dialect in half a line: `UTF-8, comma, header`. */
export function describeDialect({ encoding, delimiter, header }: CsvDialect): string {
  return [encodingNames[encoding], delimiterName(delimiter), header > 0 ? 'header' : 'no header'].join(', ')
}
