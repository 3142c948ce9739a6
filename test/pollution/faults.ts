import type { Random } from '../../app/sample/random.ts'
import {
  decimalColumns, mapRecords, numberColumns, recordsOf, relabel, tellingColumns, textColumns, widthOf, withStyle, type Draft, type Entry, type Style,
} from './draft.ts'
import { INVALID_BYTE } from './encode.ts'
import { sentence } from './tables.ts'

/** The parts of a file that a fault changes. Two faults go together when they change different ones. */
export type Aspect =
  | 'delimiter' | 'padding' | 'quote' | 'cells' | 'lineEnd' | 'end' | 'blank' | 'header' | 'top' | 'bottom' | 'comment' | 'edge' | 'encoding' | 'record' | 'structure' | 'layout' | 'size'

/** Something that goes wrong with files. */
export interface Fault {
  readonly id: string
  readonly group: string
  readonly aspects: readonly Aspect[]
  /** What somebody would have to say to have the file read; undefined where there is nothing to say. */
  readonly recipe?: string
  /** The draft with the fault; undefined where it cannot have it. */
  change(draft: Draft, random: Random): Draft | undefined
}

const fault = (group: string, id: string, aspects: readonly Aspect[], change: Fault['change'], recipe?: string): Fault =>
  ({ id, group, aspects, change, ...recipe === undefined ? {} : { recipe } })

const styled = (group: string, id: string, aspects: readonly Aspect[], style: Partial<Style>, recipe?: string): Fault =>
  fault(group, id, aspects, draft => withStyle(draft, style), recipe)

const line = (text: string): Entry => ({ role: 'none', text })
const lines = (...texts: readonly string[]): readonly Entry[] => texts.map(line)

const onTop = (draft: Draft, ...entries: readonly Entry[]): Draft => ({ ...draft, top: [...entries, ...draft.top] })
const below = (draft: Draft, ...entries: readonly Entry[]): Draft => ({ ...draft, bottom: [...draft.bottom, ...entries] })

/** Puts `entry` into the body, about `share` of the way down. */
function inBody(draft: Draft, share: number, entry: Entry): Draft {
  const at = Math.max(1, Math.floor(draft.body.length * share))
  return { ...draft, body: [...draft.body.slice(0, at), entry, ...draft.body.slice(at)] }
}

/** Changes one record, somewhere in the middle half of the file. */
function atOneRecord(draft: Draft, random: Random, change: (cells: readonly string[]) => Entry): Draft | undefined {
  const quarter = Math.floor(draft.body.length / 4)
  const at = quarter + random.below(Math.max(1, draft.body.length - 2 * quarter))
  return { ...draft, body: draft.body.map((entry, i) => (i === at && entry.role === 'record' ? change(entry.cells) : entry)) }
}

const replaced = (cells: readonly string[], column: number, cell: string): readonly string[] => cells.map((own, i) => (i === column ? cell : own))

/** Changes the text in about `share` of the records, in the first column that holds texts. */
function inTexts(draft: Draft, random: Random, share: number, change: (text: string) => string): Draft | undefined {
  const [column] = textColumns(draft)
  if (column === undefined) return undefined
  return mapRecords(draft, (cells, index) => (index === 2 || random.chance(share) ? replaced(cells, column, change(cells[column] ?? '')) : cells))
}

// ——— delimiters ———

const NAMED_DELIMITERS: readonly (readonly [name: string, delimiter: string])[] = [
  ['semicolon', ';'], ['tab', '\t'], ['pipe', '|'], ['caret', '^'], ['tilde', '~'], ['colon', ':'], ['double-pipe', '||'], ['double-colon', '::'], ['double-semicolon', ';;'],
  ['control-a', '\x01'], ['broken-bar', '\u00a6'], ['section', '\u00a7'],
]

const delimiters: readonly Fault[] = [
  ...NAMED_DELIMITERS.map(([name, delimiter]) =>
    styled('delimiter', `delimiter-${name}`, name === 'tab' ? ['delimiter', 'padding'] : ['delimiter'], { delimiter }, `delimiter: ${JSON.stringify(delimiter)}`)),
  styled('delimiter', 'delimiter-space', ['delimiter', 'padding', 'quote'], { delimiter: ' ', quotesEmpty: true }, 'delimiter: " "'),
  styled('delimiter', 'delimiter-spaced-pipe', ['delimiter', 'padding'], { delimiter: ' | ' }, 'delimiter: " | "'),
]

// ——— quotes ———

const quotes: readonly Fault[] = [
  styled('quote', 'quotes-single', ['quote'], { quote: "'", quoting: 'text' }, 'quote: "\'"'),
  fault('quote', 'quotes-single-where-needed', ['quote', 'cells'], (draft, random) => {
    const changed = inTexts(draft, random, 0.2, text => `${text}, ${sentence(random, 3)}`)
    return changed && withStyle(changed, { quote: "'" })
  }, 'quote: "\'"'),
  styled('quote', 'quotes-around-all', ['quote'], { quoting: 'all' }),
  styled('quote', 'quotes-around-texts', ['quote'], { quoting: 'text' }),
  fault('quote', 'quotes-doubled', ['quote', 'cells'], (draft, random) => inTexts(draft, random, 0.1, text => `${text} "so called", perhaps`)),
  fault('quote', 'quotes-at-both-ends', ['quote', 'cells'], (draft, random) => inTexts(draft, random, 0.1, text => `"${text}"`)),
  fault('quote', 'quotes-escaped-by-backslash', ['quote', 'cells'], (draft, random) => {
    const changed = inTexts(draft, random, 0.1, text => `${text} "so called", perhaps`)
    return changed && withStyle(changed, { escape: 'backslash', quoting: 'text' })
  }, 'escape: "\\"'),
  fault('quote', 'quotes-bare-within-cell', ['quote', 'cells'], (draft, random) => {
    const changed = inTexts(draft, random, 0.1, text => `${text} "so called" one`)
    return changed && withStyle(changed, { hasBareQuotes: true })
  }),
  fault('quote', 'quotes-for-inches', ['quote', 'cells'], (draft, random) => {
    const changed = inTexts(draft, random, 0.1, text => `${text} 5" pipe`)
    return changed && withStyle(changed, { hasBareQuotes: true })
  }),
  fault('quote', 'apostrophes', ['quote', 'cells'], (draft, random) => inTexts(draft, random, 0.2, text => random.pick([`'t ${text}`, `O'${text}`, `${text}s'`]))),
  fault('quote', 'quote-never-closed-in-one-record', ['quote', 'record'], (draft, random) => {
    const [column] = textColumns(draft)
    if (column === undefined) return undefined
    return atOneRecord(draft, random, cells => ({ role: 'spoiled', cells, unclosed: column }))
  }),
  styled('quote', 'quotes-around-empty-cells', ['quote'], { quotesEmpty: true }),
]

// ——— line ends ———

const lineEnds: readonly Fault[] = [
  styled('line end', 'line-end-crlf', ['lineEnd'], { lineEnd: '\r\n' }),
  styled('line end', 'line-end-cr', ['lineEnd'], { lineEnd: '\r' }),
  styled('line end', 'line-end-mixed', ['lineEnd'], { lineEnd: 'mixed' }),
  styled('line end', 'line-end-cr-cr-lf', ['lineEnd', 'blank'], { lineEnd: '\r\r\n' }),
  styled('line end', 'line-end-missing-at-end', ['end'], { isEnded: false }),
  fault('line end', 'blank-lines-at-end', ['end', 'bottom'], draft => below(draft, ...lines('', '', '', ''))),
  fault('line end', 'blank-lines-between', ['blank', 'top', 'bottom'], draft => ({
    ...draft, body: draft.body.flatMap((entry, i) => (i % 7 === 3 ? [entry, line('')] : [entry])),
  })),
  fault('line end', 'blank-line-behind-each', ['blank', 'top', 'bottom'], draft => ({
    ...draft, labels: draft.labels.flatMap(entry => [entry, line('')]), body: draft.body.flatMap(entry => [entry, line('')]),
  })),
  fault('line end', 'blank-line-below-header', ['blank', 'top', 'bottom', 'header'], draft => ({ ...draft, labels: [...draft.labels, line('')] })),
]

// ——— header ———

/** Labels over labels: `header` is what they say together, each of `others` what one of them says. */
function withLabelRows(draft: Draft, rows: readonly (readonly string[])[], others: readonly (readonly string[])[]): Draft {
  const header = (draft.header ?? []).map((_, column) => spreadLabels(rows).map(row => row[column] ?? '').filter(label => label !== '').join(' '))
  return { ...draft, header, otherHeaders: others, labels: rows.map(cells => ({ role: 'label', cells })) }
}

/** A label above the last row stands for the columns to its right too. */
const spreadLabels = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] => rows.map((row, at) => {
  let last = ''
  return at === rows.length - 1 ? row : row.map(label => (last = label === '' ? last : label))
})

const isOrdinary = (draft: Draft): boolean => draft.labels.length === 1 && draft.header !== null
/** Whether records can be told from labels by what stands in them. */
const isTelling = (draft: Draft, columns: number): boolean => tellingColumns(draft).length >= columns

const headers: readonly Fault[] = [
  fault('header', 'header-none', ['header'], draft => (isOrdinary(draft) && isTelling(draft, 1) ? { ...draft, header: null, labels: [] } : undefined), 'header: 0'),
  fault('header', 'header-with-units', ['header'], draft => {
    const telling = tellingColumns(draft)
    if (!isOrdinary(draft) || telling.length < 2 || draft.header === null) return undefined
    const units = draft.header.map((_, column) => (telling.includes(column) ? ['[kg]', '[m]', '[EUR]', '[%]'][column % 4] ?? '' : ''))
    return withLabelRows(draft, [draft.header, units], [draft.header, draft.header.map((label, i) => `${label} ${units[i] ?? ''}`.trim())])
  }, 'header: 2'),
  fault('header', 'header-of-two-rows', ['header'], draft => {
    if (!isOrdinary(draft) || !isTelling(draft, 2) || draft.header === null || draft.header.length < 4) return undefined
    const groups = draft.header.map((_, column) => (column === 0 ? 'Base' : column === 2 ? 'Details' : ''))
    return withLabelRows(draft, [groups, draft.header], [draft.header])
  }, 'header: 2'),
  fault('header', 'header-of-three-rows', ['header'], draft => {
    if (!isOrdinary(draft) || !isTelling(draft, 2) || draft.header === null || draft.header.length < 4) return undefined
    const groups = draft.header.map((_, column) => (column === 0 ? 'Base' : column === 2 ? 'Details' : ''))
    const technical = draft.header.map((_, column) => `field_${String.fromCharCode(97 + column % 26)}${String.fromCharCode(97 + Math.floor(column / 26))}`)
    return withLabelRows(draft, [groups, draft.header, technical], [draft.header, technical])
  }, 'header: 3'),
  fault('header', 'labels-twice', ['header'], draft => relabel(draft, (label, column) => (column > 0 && column % 2 === 1 ? draft.header?.[column - 1] ?? '' : label))),
  fault('header', 'labels-empty', ['header'], draft => (widthOf(draft) < 4 ? undefined : relabel(draft, (label, column) => (column % 3 === 2 ? '' : label)))),
  fault('header', 'labels-first-empty', ['header'], draft => (widthOf(draft) < 3 ? undefined : relabel(draft, (label, column) => (column === 0 ? '' : label)))),
  fault('header', 'labels-are-years', ['header'], draft => {
    const numbers = numberColumns(draft)
    return numbers.length < 2 || numbers.length === widthOf(draft) ? undefined : relabel(draft, (label, column) => (numbers.includes(column) ? String(1980 + column) : label))
  }),
  fault('header', 'labels-with-line-ends', ['header'], draft => relabel(draft, (label, column) => (column % 2 === 1 ? `${label}\n(see notes)` : label))),
]

// ——— above and below the table ———

const padded = (draft: Draft, text: string): Entry => ({ role: 'none', cells: [text, ...Array.from({ length: widthOf(draft) - 1 }, () => '')] })
const NOTES = ['Report: Quarterly overview', 'Created: 2024-05-17 08:30', 'Author: M. Berger', 'Region: all', 'For internal use, not for publication.']

const preambles: readonly Fault[] = [
  fault('preamble', 'title', ['top'], draft => onTop(draft, line('Quarterly overview 2024')), 'skip_rows: 1'),
  fault('preamble', 'title-with-delimiter', ['top'], draft => (widthOf(draft) < 3 ? undefined : onTop(draft, line(`Quarterly overview${draft.style.delimiter} 2024`))), 'skip_rows: 1'),
  fault('preamble', 'title-and-blank-line', ['top'], draft => onTop(draft, ...lines('Quarterly overview 2024', '')), 'skip_rows: 2'),
  fault('preamble', 'title-filled-up', ['top'], draft => (widthOf(draft) < 3 ? undefined : onTop(draft, padded(draft, 'Quarterly overview 2024'))), 'skip_rows: 1'),
  fault('preamble', 'titles-filled-up', ['top'], draft => (widthOf(draft) < 3 ? undefined : onTop(draft, padded(draft, 'Quarterly overview 2024'), padded(draft, 'Sales department'), padded(draft, ''))), 'skip_rows: 3'),
  fault('preamble', 'notes', ['top'], draft => onTop(draft, ...lines(...NOTES)), 'skip_rows: 5'),
  fault('preamble', 'notes-and-blank-line', ['top'], draft => onTop(draft, ...lines(...NOTES, '')), 'skip_rows: 6'),
  fault('preamble', 'notes-in-two-cells', ['top'], draft => {
    if (widthOf(draft) < 4) return undefined
    return onTop(draft, ...NOTES.slice(0, 4).map((note): Entry => ({ role: 'none', cells: note.split(': ') })), line(''))
  }, 'skip_rows: 5'),
  fault('preamble', 'blank-lines-at-start', ['top'], draft => onTop(draft, ...lines('', ''))),
]

/** The sum of each column of numbers, to two digits. */
function totals(draft: Draft): readonly string[] {
  const numbers = numberColumns(draft)
  const records = recordsOf(draft)
  return Array.from({ length: widthOf(draft) }, (_, column) => column === 0 ? 'Total' : numbers.includes(column) ? records.reduce((sum, cells) => sum + Number(cells[column] ?? 0), 0).toFixed(2) : '')
}

const footers: readonly Fault[] = [
  fault('footer', 'total', ['bottom'], draft => (numberColumns(draft).some(column => column > 0) ? below(draft, { role: 'none', cells: totals(draft) }) : undefined), 'skip_footer: 1'),
  fault('footer', 'total-below-blank-line', ['bottom'], draft => (numberColumns(draft).some(column => column > 0) ? below(draft, line(''), { role: 'none', cells: totals(draft) }) : undefined), 'skip_footer: 1'),
  fault('footer', 'row-count', ['bottom'], draft => below(draft, line(`(${recordsOf(draft).length} rows)`)), 'skip_footer: 1'),
  fault('footer', 'notes-below-blank-line', ['bottom'], draft => below(draft, ...lines('', 'Values in thousands.', 'See the handbook for definitions.')), 'skip_footer: 2'),
  fault('footer', 'source-notes', ['bottom'], draft => below(draft, ...lines('Source: Statistical Office', '* preliminary')), 'skip_footer: 2'),
  fault('footer', 'empty-records-at-end', ['bottom'], draft => {
    const empty = Array.from({ length: widthOf(draft) }, () => '')
    return empty.length < 2 ? undefined : { ...draft, body: [...draft.body, ...Array.from({ length: 4 }, (): Entry => ({ role: 'spoiled', cells: empty }))] }
  }),
]

const comments: readonly Fault[] = [
  fault('comment', 'comments-at-start', ['comment', 'top'], draft => onTop(draft, ...lines('# exported by the archive, version 2', '# columns: see the handbook')), 'comment: "#"'),
  fault('comment', 'comments-in-the-middle', ['comment', 'top'], draft => {
    const commented = inBody(inBody(draft, 0.6, line('# checked until here, by M. B.')), 0.3, line('# new series'))
    return onTop(commented, line('# exported by the archive'))
  }, 'comment: "#"'),
  fault('comment', 'comments-with-slashes', ['comment', 'top'], draft => onTop(draft, ...lines('// exported by the archive, version 2', '// columns: see the handbook')), 'comment: "//"'),
]

// ——— edges ———

const edges: readonly Fault[] = [
  styled('edge', 'delimiter-behind-records', ['edge'], { trailing: 'records' }, 'trailing_delimiter: true'),
  styled('edge', 'delimiter-behind-all', ['edge'], { trailing: 'all' }, 'trailing_delimiter: true'),
  fault('edge', 'index-without-label', ['edge', 'header'], draft => withIndex(relabelled(draft, labels => ['', ...labels]))),
  fault('edge', 'index-beyond-header', ['edge', 'header'], draft => withIndex(draft.header === null || !isOrdinary(draft) ? undefined : { ...draft, header: ['', ...draft.header] })),
]

function relabelled(draft: Draft, change: (labels: readonly string[]) => readonly string[]): Draft | undefined {
  if (draft.header === null || !isOrdinary(draft)) return undefined
  const header = change(draft.header)
  return { ...draft, header, labels: [{ role: 'label', cells: header }] }
}

/** Numbers the records in a first column of their own. */
function withIndex(draft: Draft | undefined): Draft | undefined {
  let index = 0
  return draft && { ...draft, body: draft.body.map(entry => ('cells' in entry ? { ...entry, cells: [String(index++), ...entry.cells] } : entry)) }
}

// ——— encodings ———

const SINGLE_LANGUAGE = ['windows-1252', 'iso-8859-2', 'windows-1251', 'shift_jis', 'gb18030', 'big5', 'euc-kr', 'koi8-r', 'macintosh'] as const

/** Text that says nothing of its encoding, because it is ASCII, has no such fault. */
const isForeign = (draft: Draft): boolean => {
  const cells = [draft.header ?? [], ...recordsOf(draft)].flat()
  return cells.filter(cell => /[^\0-\x7f]/.test(cell)).length > cells.length * 0.03
}

const encodings: readonly Fault[] = [
  styled('encoding', 'utf-8-with-mark', ['encoding'], { hasMark: true }),
  styled('encoding', 'utf-16le-with-mark', ['encoding'], { encoding: 'utf-16le', hasMark: true }),
  styled('encoding', 'utf-16be-with-mark', ['encoding'], { encoding: 'utf-16be', hasMark: true }),
  styled('encoding', 'utf-16le-without-mark', ['encoding'], { encoding: 'utf-16le' }, 'encoding: utf-16le'),
  ...SINGLE_LANGUAGE.map(encoding => fault('encoding', encoding, ['encoding'], draft => (isForeign(draft) ? withStyle(draft, { encoding }) : undefined), `encoding: ${encoding}`)),
]

/** Which tables an encoding is the natural one of, by name; `macintosh` would write Russian only by accident. */
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  'windows-1252': ['western', 'bank-statement'], 'iso-8859-2': ['central'], 'windows-1251': ['cyrillic'], 'koi8-r': ['cyrillic'], 'shift_jis': ['japanese'],
  'gb18030': ['chinese'], 'big5': ['traditional'], 'euc-kr': ['korean'], 'macintosh': ['western', 'bank-statement'],
}

/** The tables that a fault is tried on, by name; undefined for all. */
export const tablesOf = ({ id }: Fault): readonly string[] | undefined => LANGUAGES[id]

// ——— cells ———

const grouped = (digits: string): string => digits.replace(/\B(?=([0-9]{3})+(?![0-9]))/g, ',')

const cells: readonly Fault[] = [
  fault('cell', 'decimal-comma-and-semicolon', ['cells', 'delimiter'], draft => {
    const changed = withDecimalComma(draft)
    return changed && withStyle(changed, { delimiter: ';' })
  }, 'delimiter: ";"'),
  fault('cell', 'decimal-comma-in-quotes', ['cells', 'delimiter', 'quote'], withDecimalComma),
  fault('cell', 'thousands-in-quotes', ['cells'], draft => {
    const columns = numberColumns(draft).filter(column => column > 0)
    if (columns.length === 0) return undefined
    return mapRecords(draft, own => own.map((cell, column) => (columns.includes(column) && cell !== '' ? grouped(String(Math.round(Number(cell) * 1000))) : cell)))
  }),
  styled('cell', 'spaces-behind-delimiters', ['padding'], { padding: ['', ' '] }),
  styled('cell', 'spaces-around-delimiters', ['padding'], { padding: [' ', ' '] }),
  fault('cell', 'very-long-cell', ['cells', 'record'], (draft, random) => {
    const [column] = textColumns(draft)
    if (column === undefined) return undefined
    return atOneRecord(draft, random, own => ({ role: 'record', cells: replaced(own, column, Array.from({ length: 2500 }, () => sentence(random, 8)).join(' ').slice(0, 100_000).trim()) }))
  }),
  fault('cell', 'many-line-ends-in-one-cell', ['cells', 'record'], (draft, random) => {
    const [column] = textColumns(draft)
    if (column === undefined) return undefined
    return atOneRecord(draft, random, own => ({ role: 'record', cells: replaced(own, column, Array.from({ length: 40 }, () => sentence(random, 3 + random.below(6))).join('\n')) }))
  }),
  fault('cell', 'line-ends-in-many-cells', ['cells'], (draft, random) => inTexts(draft, random, 0.4, text => `${text}\n${sentence(random, 7)}\n\n${sentence(random, 2)}`)),
]

function withDecimalComma(draft: Draft): Draft | undefined {
  const columns = decimalColumns(draft)
  return columns.length === 0 ? undefined : mapRecords(draft, own => own.map((cell, column) => (columns.includes(column) ? cell.replace('.', ',') : cell)))
}

// ——— records ———

const spoil = (id: string, aspects: readonly Aspect[], change: (cells: readonly string[]) => readonly string[]): Fault =>
  fault('record', id, aspects, (draft, random) => {
    const fewest = id === 'record-too-short' ? 3 : 2
    return widthOf(draft) < fewest ? undefined : atOneRecord(draft, random, own => ({ role: 'spoiled', cells: change(own) }))
  })

const inMiddle = (cell: string, mark: string): string => `${cell.slice(0, 1)}${mark}${cell.slice(1)}`

const records: readonly Fault[] = [
  spoil('record-too-short', ['record'], own => own.slice(0, -1)),
  spoil('record-too-long', ['record'], own => [...own, 'extra']),
  spoil('nul-byte', ['record'], own => replaced(own, own.length - 1, inMiddle(own.at(-1) ?? '', '\0'))),
  spoil('invalid-byte', ['record', 'encoding'], own => replaced(own, own.length - 1, inMiddle(own.at(-1) ?? '', INVALID_BYTE))),
]

// ——— structure ———

const SIZE: readonly Aspect[] = ['size', 'header', 'top', 'bottom', 'record', 'comment', 'edge', 'blank', 'structure', 'end', 'layout', 'cells']

const structure: readonly Fault[] = [
  fault('structure', 'header-again-in-the-middle', ['structure', 'header'], draft => {
    const [labels] = draft.labels
    return labels === undefined || !isOrdinary(draft) || !('cells' in labels) ? undefined : inBody(draft, 0.5, { role: 'none', cells: labels.cells })
  }),
  fault('structure', 'separator-line', ['top', 'delimiter', 'comment'], draft => withStyle(onTop(draft, line('sep=;')), { delimiter: ';' })),
  fault('structure', 'lines-in-quotes', ['layout', 'quote', 'edge', 'top', 'bottom', 'comment', 'record', 'cells', 'padding'], draft => withStyle(draft, { layout: 'quoted-lines' })),
  fault('structure', 'one-column', SIZE, draft => {
    const column = Array.from({ length: widthOf(draft) }, (_, i) => i).find(i => textColumns(draft).includes(i)) ?? 0
    const one = relabelled(draft, labels => [labels[column] ?? ''])
    return one && mapRecords(one, own => [own[column] ?? ''])
  }),
  fault('structure', 'two-records', SIZE, draft => ({ ...draft, body: draft.body.slice(0, 2) })),
  fault('structure', 'one-record', SIZE, draft => ({ ...draft, body: draft.body.slice(0, 1) })),
  fault('structure', 'header-only', SIZE, draft => ({ ...draft, body: [] })),
]

const FIXED: readonly Aspect[] = ['layout', 'delimiter', 'quote', 'padding', 'edge', 'record', 'comment', 'cells', 'structure', 'header']

const fixedWidth: readonly Fault[] = [
  styled('fixed-width', 'fixed-width', FIXED, { layout: 'fixed-left' }, 'type: fixed_width'),
  styled('fixed-width', 'fixed-width-with-numbers-to-the-right', FIXED, { layout: 'fixed-right' }, 'type: fixed_width'),
]

/** A file without a fault, by which the others are measured. */
const clean: Fault = fault('clean', 'clean', [], draft => draft)

/** Everything that goes wrong, one entry a fault. */
export const faults: readonly Fault[] = [
  clean, ...delimiters, ...quotes, ...lineEnds, ...headers, ...preambles, ...footers, ...comments, ...edges, ...encodings, ...cells, ...records, ...structure, ...fixedWidth,
]
