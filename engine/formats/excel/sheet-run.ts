import { valueOf as at, wasmCode } from '../wasm-code.ts'
import { sheetRunWasm } from './sheet-run.wasm.ts'

/** Rows as they were taken from a piece of a sheet's XML. `rows` and `cells` are views of memory that the next run writes over. */
export interface SheetRun {
  /** Bytes of the piece. */
  readonly length: number
  /** Two numbers a row: its line, and how many cells there are up to its end. */
  readonly rows: Uint32Array
  /** Three numbers a cell: {@link CELL_WORDS}. */
  readonly cells: Uint32Array
  /** The cells' values, one behind the other. */
  readonly values: string
}

/** Of a cell: its column, what it is, and how many UTF-16 units its value has. */
export const CELL_WORDS = 3
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
    values: decoder.decode(new Uint8Array(code.memory.buffer, at(code.values), at(code.valueBytes))),
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
