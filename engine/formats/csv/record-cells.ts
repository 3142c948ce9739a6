import type { Utf8Pieces } from '../../base/utf8-pieces.ts'
import { decodeUtf8, isNullCell, splitRecord, type Cells } from './cells.ts'
import type { CsvDialect } from './dialect.ts'

/** The cells of one well-formed record after another, by position. Those at positions that a record does not have are missing. */
export interface RecordCells {
  /** Goes on to a record: its text in UTF-8, line end excluded, as long as it is asked about. */
  read(record: Uint8Array): void
  /** Null for a missing one. */
  text(position: number): string | null
  /** Writes the cell as JSON. */
  addJson(position: number, pieces: Utf8Pieces): void
}

/** Where a dialect's cells stand in the bytes as they are, only those that are asked for are decoded, and JSON is written from bytes to bytes. */
export function recordCells(dialect: CsvDialect): RecordCells {
  return isPlainDialect(dialect) ? new ByteCells(dialect) : new TextCells(dialect)
}

/** Whether a byte each says where cells end, and where quotes open, close and are doubled. */
export const isPlainDialect = ({ delimiter, quote, escape }: CsvDialect): boolean => isByte(delimiter) && (quote === null || (isByte(quote) && escape === quote))

const isByte = (text: string): boolean => text.length === 1 && text < '\u0080'

class TextCells implements RecordCells {
  private record: Cells = { cells: [], quoted: [] }

  constructor(private readonly dialect: CsvDialect) {}

  read(record: Uint8Array): void {
    this.record = splitRecord(decodeUtf8(record), this.dialect)
  }

  text(position: number): string | null {
    const { cells, quoted } = this.record
    const cell = cells[position]
    return cell === undefined || isNullCell(cell, quoted[position] ?? false, this.dialect) ? null : cell
  }

  addJson(position: number, pieces: Utf8Pieces): void {
    const text = this.text(position)
    if (text === null) pieces.add('null')
    else pieces.addJsonText(text)
  }
}

/** What is said of a cell that is more than where it stands. */
const PLAIN = 0
const QUOTED = 1
/** With quotes inside, each of them doubled. */
const DOUBLED = 2

class ByteCells implements RecordCells {
  private record: Uint8Array = new Uint8Array(0)
  private count = 0
  /** By position, three numbers: where the content begins and ends, and one of the words above. */
  private places = new Uint32Array(3 * 16)
  private readonly delimiter: number
  private readonly quote: number
  private readonly nullLengths: ReadonlySet<number>

  constructor(private readonly dialect: CsvDialect) {
    const { delimiter, quote, null_tokens } = dialect
    this.delimiter = delimiter.charCodeAt(0)
    this.quote = quote === null ? -1 : quote.charCodeAt(0)
    this.nullLengths = new Set(null_tokens.map(token => new TextEncoder().encode(token).length))
  }

  read(record: Uint8Array): void {
    const { delimiter, quote } = this
    const end = record.length
    this.record = record
    this.count = 0
    for (let p = 0; ; p++) {
      if (p < end && record[p] === quote) {
        const from = p + 1
        let kind = QUOTED
        for (p = from; p < end; p++) {
          if (record[p] !== quote) continue
          if (record[p + 1] !== quote) break
          kind = DOUBLED
          p++
        }
        this.note(from, p, kind)
        p++
      } else {
        const from = p
        while (p < end && record[p] !== delimiter) p++
        this.note(from, p, PLAIN)
      }
      if (p >= end) return
    }
  }

  private note(from: number, to: number, kind: number): void {
    const at = 3 * this.count++
    if (at === this.places.length) {
      const more = new Uint32Array(2 * at)
      more.set(this.places)
      this.places = more
    }
    this.places[at] = from
    this.places[at + 1] = to
    this.places[at + 2] = kind
  }

  text(position: number): string | null {
    return this.isMissing(position) ? null : this.textAt(3 * position)
  }

  addJson(position: number, pieces: Utf8Pieces): void {
    if (this.isMissing(position)) {
      pieces.add('null')
      return
    }
    const { places } = this
    const at = 3 * position
    if (places[at + 2] === DOUBLED) pieces.addJsonText(this.textAt(at))
    else pieces.addJson(this.record, places[at] as number, places[at + 1] as number)
  }

  private isMissing(position: number): boolean {
    if (position < 0 || position >= this.count) return true
    const { places } = this
    const at = 3 * position
    // Only a doubled quote makes a cell longer in the file than it is.
    if (places[at + 2] !== DOUBLED && !this.nullLengths.has((places[at + 1] as number) - (places[at] as number))) return false
    return isNullCell(this.textAt(at), places[at + 2] !== PLAIN, this.dialect)
  }

  private textAt(at: number): string {
    const { dialect: { quote }, places } = this
    const text = decodeUtf8(this.record.subarray(places[at], places[at + 1]))
    return places[at + 2] === DOUBLED && quote !== null ? text.replaceAll(quote + quote, quote) : text
  }
}
