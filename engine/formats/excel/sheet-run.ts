import { valueOf as at, wasmCode } from '../wasm-code.ts'
import { sheetRunWasm } from './sheet-run.wasm.ts'

/** Rows as they were taken from a piece of a sheet's XML. Views of memory that the next run writes over, but for `valueAt`. */
export interface SheetRun {
  /** Bytes of the piece. */
  readonly length: number
  /** Two numbers a row: its line, and how many cells there are up to its end. */
  readonly rows: Uint32Array
  /** Four numbers a cell: {@link CELL_WORDS}. */
  readonly cells: Uint32Array
  /** The characters of each cell's value, asked for in the order of the cells. */
  readonly nextValue: (bytes: number, units: number) => string
}

/** Of the words of a cell: its column, what it is, and how long its value is in bytes and in UTF-16 units. */
export const CELL_WORDS = 4
/** In its second word: the type by number in `CELL_TYPES`, flags, and from bit 8 on the style. */
export const TYPE_MASK = 7
export const HAS_FORMULA = 1 << 3
export const NO_VALUE = 1 << 4
/** References or carriage returns are still in the value. */
export const IS_RAW = 1 << 5
export const STYLE_SHIFT = 8
const ROW_WORDS = 2

/** What sheet-run.as.ts exports. */
interface SheetRunExports {
  readonly memory: WebAssembly.Memory
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly rows: WebAssembly.Global
  readonly cells: WebAssembly.Global
  readonly values: WebAssembly.Global
  readonly rowCount: WebAssembly.Global
  readonly cellCount: WebAssembly.Global
  readonly valueBytes: WebAssembly.Global
  readonly valueUnits: WebAssembly.Global
  run(from: number, end: number): number
}

const sheetRunCode = wasmCode(sheetRunWasm) as () => SheetRunExports | undefined

/** Takes the next rows of `[from, to)` that are written as nearly all programs write them; undefined where the first is not, or no vectors are. */
export function takeRows(piece: Uint8Array, from: number, to: number): SheetRun | undefined {
  const code = sheetRunCode()
  if (!code) return undefined
  const input = at(code.input)
  const length = Math.min(to - from, at(code.inputBytes))
  new Uint8Array(code.memory.buffer).set(piece.subarray(from, from + length), input)
  const taken = code.run(input, input + length) - input
  if (at(code.rowCount) === 0) return undefined
  return {
    length: taken,
    rows: new Uint32Array(code.memory.buffer, at(code.rows), at(code.rowCount) * ROW_WORDS),
    cells: new Uint32Array(code.memory.buffer, at(code.cells), at(code.cellCount) * CELL_WORDS),
    nextValue: valuesOf(new Uint8Array(code.memory.buffer, at(code.values), at(code.valueBytes)), at(code.valueUnits)),
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** All values are decoded together; bytes that are no text are something else in each, so then one by one. */
function valuesOf(bytes: Uint8Array, units: number): SheetRun['nextValue'] {
  const all = decoder.decode(bytes)
  let next = 0
  if (all.length === units) return (_, length) => all.slice(next, next += length)
  return length => decoder.decode(bytes.subarray(next, next += length))
}
