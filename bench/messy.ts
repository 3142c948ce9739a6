import type { BarsOptions, BarsRows, Generated, Write } from './bars.ts'
import { barsColumns, barsDefaults, createBarsRows } from './bars.ts'

export type MessyCode = 'too_few_cells' | 'too_many_cells' | 'text_after_quote' | 'unclosed_quote'

/** A record that no reader of our grammar may let through, and where it stands. */
export interface MalformedRecord {
  readonly code: MessyCode
  /** Record number from 1, malformed records counted, blank lines not. */
  readonly ordinal: number
  /** Physical line from 1 on which it starts: header, blank lines and quoted line ends counted. */
  readonly line: number
  readonly byteOffset: number
  /** The record as it stands in the file, its line end excluded. */
  readonly raw: string
}

export interface MessyOptions extends BarsOptions {
  readonly malformedShare?: number
  /** Share of the well-formed rows whose notes hold a line end inside quotes. */
  readonly quotedLineEndShare?: number
  /** Share of the records followed by a blank line. */
  readonly blankLineShare?: number
  /** Share of the well-formed rows whose first name is not ASCII, so that bytes and characters part. */
  readonly unicodeShare?: number
  readonly lineEnd?: '\n' | '\r\n'
  /** Makes the last record open a quote that nothing closes. */
  readonly unclosedEnd?: boolean
}

/** `rows` counts every record, malformed ones too: rows = good rows + bad rows + malformed. */
export interface GeneratedMessy extends Generated {
  readonly malformed: readonly MalformedRecord[]
  readonly blankLines: number
  readonly quotedLineEnds: number
  /** Physical lines of the file, the header counted. */
  readonly lines: number
}

const messyDefaults = {
  ...barsDefaults, malformedShare: 0.01, quotedLineEndShare: 0.01, blankLineShare: 0.005, unicodeShare: 0.02, lineEnd: '\n', unclosedEnd: false,
} as const

const WORLD_NAMES = ['Zoë', 'José', '美咲', 'نور', 'Łukasz', 'Ana 🌸']

/** Each spoils a good row in its own way. The cells are ready to be joined; the notes, which may be quoted, come last. */
const MALFORMED: readonly { code: MessyCode, spoil: (cells: readonly string[], rows: BarsRows) => readonly string[] }[] = [
  { code: 'too_few_cells', spoil: (cells, { random }) => cells.slice(0, -1 - random.below(3)) },
  { code: 'too_many_cells', spoil: (cells, { random }) => [...cells, ...['extra', 'and more'].slice(random.below(2))] },
  { code: 'text_after_quote', spoil: cells => [...cells.slice(0, 2), `"${cells[2]}" Jr.`, ...cells.slice(3, 11), 'no remarks'] },
]

/**
 * The benchmark's columns with the faults of real files: malformed records, line ends inside quotes, blank lines, names
 * beyond ASCII. Says exactly where each malformed record stands. Keeps the file's faults in memory: for tests, not for gigabytes.
 */
export async function generateMessy(options: MessyOptions, write: Write): Promise<GeneratedMessy> {
  const settings = { ...messyDefaults, ...options }
  const { rows, seed, badShare, lineEnd } = settings
  const rowMaker = createBarsRows(seed, badShare)
  const { random } = rowMaker
  const encoder = new TextEncoder()
  const malformed: MalformedRecord[] = []
  let [bytes, lines, blankLines, quotedLineEnds] = [0, 0, 0, 0]

  const put = async (record: string, linesTaken: number) => {
    const chunk = encoder.encode(record + lineEnd)
    bytes += chunk.length
    lines += linesTaken
    await write(chunk)
  }
  const putMalformed = async (code: MessyCode, ordinal: number, raw: string) => {
    malformed.push({ code, ordinal, line: lines + 1, byteOffset: bytes, raw })
    await put(raw, 1)
  }

  await put(barsColumns.join(','), 1)
  for (let ordinal = 1; ordinal <= rows; ordinal++) {
    if (settings.unclosedEnd && ordinal === rows) {
      await putMalformed('unclosed_quote', ordinal, `${ordinal},"Anna,Open`)
    } else if (random.chance(settings.malformedShare)) {
      const { code, spoil } = random.pick(MALFORMED)
      await putMalformed(code, ordinal, spoil(rowMaker.goodCellsOf(ordinal), rowMaker).join(','))
    } else {
      const cells = rowMaker.cellsOf(ordinal)
      if (cells[1] !== '' && random.chance(settings.unicodeShare)) cells[1] = random.pick(WORLD_NAMES)
      const splits = isShort(cells[11]) && random.chance(settings.quotedLineEndShare)
      if (splits) cells[11] = `"deliver to${lineEnd}the rear door"`
      if (splits) quotedLineEnds++
      await put(cells.join(','), splits ? 2 : 1)
    }
    if (random.chance(settings.blankLineShare)) {
      blankLines++
      await put('', 1)
    }
  }
  return { rows, bytes, ...rowMaker.tally(), malformed, blankLines, quotedLineEnds, lines }
}

/** Whether these notes may be replaced without mending a row that was broken on purpose. */
const isShort = (notes: string | undefined) => notes !== undefined && notes.length < 200
