import type { CellWriter } from './cell-writer.ts'
import { ESCAPED, ValueScanner } from './value-scanner.ts'

/** What a record is: an object, by its names; an array, by its places; any other value, as the one cell of a column `value`. */
export type RecordShape = 'objects' | 'arrays' | 'values'

/** How a value stands in the text. */
const MISSING = 0
const STRING = 1
const PLAIN = 2
const NESTED = 3
/** Absence that is written: its name has stood in the record. */
const NULL = 4

const QUOTE = 0x22
export const VALUE_COLUMN = 'value'

/** Names are known by this many columns; a table with more has keys that are data. */
export const MAX_COLUMNS = 32_000

/** A record of another shape than the table's. */
export class ShapeError extends Error {}
/** A name that stands twice in one record: one of its values would be lost. */
export class DuplicateNameError extends Error {}

/** Reads records one after the other, and learns which columns they have. */
export class RecordReader {
  readonly columns: string[] = []
  private readonly scanner = new ValueScanner()
  private readonly places = new Map<string, number>()
  /** The bytes of each column's name, for a look before it is decoded: records mostly have their names in the same order. */
  private readonly names: (Uint8Array | undefined)[] = []
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  private readonly kinds: number[] = []
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly flags: number[] = []

  /** `known`: columns that there are from the beginning. */
  constructor(readonly shape: RecordShape, known: readonly string[] = shape === 'values' ? [VALUE_COLUMN] : []) {
    for (const name of known) this.addColumn(name)
  }

  /** @throws JsonSyntaxError, ShapeError, DuplicateNameError */
  read(bytes: Uint8Array, from: number, to: number): void {
    const { scanner, shape } = this
    scanner.start(bytes, from, to)
    this.kinds.fill(MISSING)
    const first = scanner.peek()
    if (shape === 'objects') {
      if (first !== 0x7b) this.refuse('an object')
      this.readObject()
    } else if (shape === 'arrays') {
      if (first !== 0x5b) this.refuse('an array')
      this.readArray()
    } else this.readValue(0)
    if (scanner.peek() !== -1) scanner.fail('the end of the record')
  }

  /** The record read last, as one line of a text table with `columns` columns. */
  write(cells: CellWriter, columns: number): void {
    const { kinds, starts, ends, flags, scanner: { bytes } } = this
    for (let column = 0; column < columns; column++) {
      if (column > 0) cells.separator()
      const from = starts[column] as number
      const to = ends[column] as number
      const kind = kinds[column]
      if (kind === STRING) cells.string(bytes, from, to, flags[column] as number)
      else if (kind === PLAIN) cells.scalar(bytes, from, to)
      else if (kind === NESTED) cells.nested(bytes, from, to)
    }
    cells.lineEnd()
  }

  /** What stands in place of a record may be no JSON at all: that is said first. */
  private refuse(wanted: string): never {
    this.scanner.skipValue()
    throw new ShapeError(`it is not ${wanted}, as the others are`)
  }

  private readObject(): void {
    const { scanner } = this
    scanner.at++
    if (scanner.peek() === 0x7d) {
      scanner.at++
      return
    }
    for (let expected = 0; ; expected++) {
      scanner.expect(QUOTE, 'a name in quotes')
      const column = this.readName(expected)
      scanner.expect(0x3a, 'a colon')
      if (this.kinds[column] !== MISSING) throw new DuplicateNameError(`the name ${JSON.stringify(this.columns[column])} stands in it twice`)
      this.readValue(column)
      expected = column
      if (scanner.peek() === 0x7d) break
      scanner.expect(0x2c, 'a comma or }')
    }
    scanner.at++
  }

  private readArray(): void {
    const { scanner } = this
    scanner.at++
    if (scanner.peek() === 0x5d) {
      scanner.at++
      return
    }
    for (let column = 0; ; column++) {
      if (column === this.columns.length) this.addColumn(`column_${column + 1}`)
      this.readValue(column)
      if (scanner.peek() === 0x5d) break
      scanner.expect(0x2c, 'a comma or ]')
    }
    scanner.at++
  }

  private readValue(column: number): void {
    const { scanner } = this
    const first = scanner.peek()
    const from = scanner.at
    scanner.skipValue()
    if (first === QUOTE) this.place(column, STRING, from + 1, scanner.at - 1, scanner.flags)
    else if (first === 0x7b || first === 0x5b) this.place(column, NESTED, from, scanner.at, 0)
    else if (first === 0x6e) this.place(column, NULL, from, from, 0)
    else this.place(column, PLAIN, from, scanner.at, 0)
  }

  private place(column: number, kind: number, from: number, to: number, flags: number): void {
    this.kinds[column] = kind
    this.starts[column] = from
    this.ends[column] = to
    this.flags[column] = flags
  }

  /** The column of the name that begins here; `expected` is the one that it most likely is. */
  private readName(expected: number): number {
    const { scanner, names } = this
    const from = scanner.at
    const name = names[expected]
    if (name !== undefined && standsHere(scanner.bytes, from, scanner.end, name)) {
      scanner.at = from + name.length + 1
      return expected
    }
    scanner.skipString()
    const to = scanner.at - 1
    const text = (scanner.flags & ESCAPED) === 0 ? this.decoder.decode(scanner.bytes.subarray(from, to)) : JSON.parse(this.decoder.decode(scanner.bytes.subarray(from - 1, to + 1))) as string
    return this.places.get(text) ?? this.addColumn(text)
  }

  /** Takes note of a column; gives its place. */
  addColumn(name: string): number {
    const column = this.columns.length
    this.columns.push(name)
    this.places.set(name, column)
    // Only a name that is written without escapes is found by its bytes.
    this.names.push(/["\\\p{Cc}]/u.test(name) ? undefined : new TextEncoder().encode(name))
    this.kinds.push(MISSING)
    this.starts.push(0)
    this.ends.push(0)
    this.flags.push(0)
    return column
  }
}

/** Whether a name and its closing quote stand at `at`. */
function standsHere(bytes: Uint8Array, at: number, end: number, name: Uint8Array): boolean {
  const { length } = name
  if (at + length >= end || bytes[at + length] !== QUOTE) return false
  for (let i = 0; i < length; i++) if (bytes[at + i] !== name[i]) return false
  return true
}
