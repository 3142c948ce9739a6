import { type CsvDialect, type Encoding, ENCODINGS } from '../../engine/index.ts'
import type { Option } from '../ui/index.ts'

/** Encodings whose names are more than a matter of upper case. */
const encodingNames: Readonly<Record<string, string>> = {
  'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', 'utf-32le': 'UTF-32 LE', 'utf-32be': 'UTF-32 BE', macintosh: 'Mac Roman', 'x-mac-cyrillic': 'Mac Cyrillic',
  shift_jis: 'Shift JIS', 'euc-jp': 'EUC-JP', 'euc-kr': 'EUC-KR', gb18030: 'GB 18030', gbk: 'GBK', big5: 'Big5', ibm866: 'DOS 866', cp437: 'DOS 437', cp850: 'DOS 850',
}
/** Whose files these are: what a person knows who does not know the encoding. */
const encodingScripts: Readonly<Record<string, string>> = {
  'windows-1250': 'Central European', 'iso-8859-2': 'Central European', 'windows-1251': 'Cyrillic', 'iso-8859-5': 'Cyrillic', 'koi8-r': 'Russian', 'koi8-u': 'Ukrainian', ibm866: 'Cyrillic',
  'x-mac-cyrillic': 'Cyrillic', 'windows-1252': 'Western', 'iso-8859-1': 'Western', 'iso-8859-15': 'Western, €', macintosh: 'Western', cp437: 'Western', cp850: 'Western',
  'windows-1253': 'Greek', 'iso-8859-7': 'Greek', 'windows-1254': 'Turkish', 'iso-8859-9': 'Turkish', 'windows-1255': 'Hebrew', 'iso-8859-8': 'Hebrew', 'windows-1256': 'Arabic',
  'windows-1257': 'Baltic', 'iso-8859-4': 'Baltic', 'iso-8859-13': 'Baltic', 'windows-1258': 'Vietnamese', 'windows-874': 'Thai',
  shift_jis: 'Japanese', 'euc-jp': 'Japanese', gb18030: 'Chinese', gbk: 'Chinese', big5: 'Chinese', 'euc-kr': 'Korean',
}

export function encodingName(encoding: Encoding): string {
  return encodingNames[encoding] ?? encoding.replace(/^(utf|iso|koi8)/, prefix => prefix.toUpperCase()).replace(/^ISO-/, 'ISO ').replace(/^windows/, 'Windows').replace(/-([ru])$/, (_, letter: string) => `-${letter.toUpperCase()}`)
}

export const encodingOptions: readonly Option<Encoding>[] = ENCODINGS.map(value => {
  const script = encodingScripts[value]
  return { value, label: encodingName(value), ...script === undefined ? {} : { hint: script } }
})

const delimiterNames: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe', ' ': 'space', ':': 'colon', '^': 'caret', '\u0001': 'control A' }
const COMMON = [',', ';', '\t', '|', ' ']

/** The word for a delimiter, or its characters themselves, spaces made visible. */
export function delimiterName(delimiter: string): string {
  return delimiterNames[delimiter] ?? delimiter.replaceAll(' ', '␣')
}

/** The delimiter a word stands for; the inverse of {@link delimiterName}. */
export function delimiterNamed(name: string): string {
  return Object.keys(delimiterNames).find(delimiter => delimiterNames[delimiter] === name) ?? name.replaceAll('␣', ' ')
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

export const DOUBLED = 'doubled'
/** How a quote is written within quotes; `DOUBLED` stands for the quote itself. */
export function escapeOptions({ quote, escape }: Pick<CsvDialect, 'quote' | 'escape'>): readonly Option[] {
  const others = escape === null || escape === quote || escape === '\\' ? [] : [{ value: escape, label: escape }]
  return [{ value: DOUBLED, label: 'doubled', hint: `${quote ?? ''}${quote ?? ''}` }, { value: '\\', label: 'backslash', hint: `\\${quote ?? ''}` }, ...others]
}

/** How many records hold labels: none, the first, the first few. */
export function headerOptions(current: number): readonly Option[] {
  const counts = [1, 0, 2, 3, ...(current > 3 ? [current] : [])]
  return counts.map(count => ({ value: String(count), label: count === 0 ? 'none' : count === 1 ? 'first record' : `first ${count} records` }))
}

/** The empty cell is a switch of its own, as an empty tag cannot be seen; the other null tokens are tags. */
export function withEmptyToken(tokens: readonly string[], isEmptyMissing: boolean): readonly string[] {
  return [...(isEmptyMissing ? [''] : []), ...tokens.filter(token => token !== '')]
}

/** The dialect in half a line: `UTF-8, comma, header`. */
export function describeDialect({ encoding, delimiter, header }: CsvDialect): string {
  return [encodingName(encoding), delimiterName(delimiter), header > 1 ? `${header} header records` : header > 0 ? 'header' : 'no header'].join(', ')
}
