import { BackOff } from '../back-off.ts'
import { valueOf, wasmCode } from '../wasm-code.ts'
import { objectRunWasm } from './object-run.wasm.ts'

/** Lines of JSON Lines as lines of a text table. `text` is a view of memory that the next run writes over. */
export interface ObjectRun {
  /** Bytes of the input. */
  readonly length: number
  readonly lines: number
  readonly text: Uint8Array
}

/** What object-run.as.ts exports. */
interface ObjectRunExports {
  readonly memory: WebAssembly.Memory
  readonly names: WebAssembly.Global
  readonly nameBytes: WebAssembly.Global
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly lines: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  run(from: number, end: number, columns: number): number
}

const objectRunCode = wasmCode(objectRunWasm) as () => ObjectRunExports | undefined

/** Shorter runs cost more than they save. So many lines are left to others after one. */
const WORTH_LINES = 2
const FIRST_SKIPPED = 4
const MOST_SKIPPED = 256

const VECTOR_BYTES = 16

/** Takes runs of lines that are objects as most are: all names, in order. See object-run.as.ts. */
export class ObjectRuns {
  /** The part of the input that was copied in. */
  private from = 0
  private to = 0
  private readonly backOff = new BackOff(FIRST_SKIPPED, MOST_SKIPPED)

  private constructor(private readonly code: ObjectRunExports, private readonly names: Uint8Array, private readonly columns: number) {}

  /** Undefined where names cannot be told by their bytes, and where there are no vectors. */
  static for(names: readonly string[]): ObjectRuns | undefined {
    const code = objectRunCode()
    if (!code || names.length === 0 || names.some(name => /["\\\p{Cc}]/u.test(name))) return undefined
    const packed = packedNames(names)
    return packed.length > valueOf(code.nameBytes) ? undefined : new ObjectRuns(code, packed, names.length)
  }

  /** The next run of `bytes`, which are always the same, from `start` on, where a line begins; undefined when the first line is one for others. */
  take(bytes: Uint8Array, start: number): ObjectRun | undefined {
    if (this.backOff.waiting > 0) {
      this.backOff.pass()
      return undefined
    }
    const run = this.run(bytes, start)
    this.backOff.tried(run !== undefined && run.lines >= WORTH_LINES)
    // The line that no run begins with is for others now.
    if (!run) this.backOff.pass()
    return run
  }

  private run(bytes: Uint8Array, start: number): ObjectRun | undefined {
    const { code, columns } = this
    // A line that was cut off by the end of what is there may be whole in what is copied from it on.
    const input = valueOf(code.input)
    const isAhead = start >= this.from && start < this.to
    if (!isAhead) this.copyIn(bytes, start)
    let taken = code.run(input + start - this.from, input + this.to - this.from, columns)
    if (valueOf(code.lines) === 0 && isAhead && start > this.from && this.to < bytes.length) {
      this.copyIn(bytes, start)
      taken = code.run(input, input + this.to - this.from, columns)
    }
    const lines = valueOf(code.lines)
    if (lines === 0) return undefined
    const output = valueOf(code.output)
    return { length: taken - input - (start - this.from), lines, text: new Uint8Array(code.memory.buffer, output, valueOf(code.writtenTo) - output) }
  }

  private copyIn(bytes: Uint8Array, start: number): void {
    const { code, names } = this
    this.from = start
    this.to = Math.min(bytes.length, start + valueOf(code.inputBytes))
    const memory = new Uint8Array(code.memory.buffer)
    memory.set(names, valueOf(code.names))
    memory.set(bytes.subarray(this.from, this.to), valueOf(code.input))
  }
}

/** Each in quotes, behind its length, filled up to the next multiple of a vector. */
function packedNames(names: readonly string[]): Uint8Array {
  const encoder = new TextEncoder()
  const written = names.map(name => encoder.encode(`"${name}"`))
  const sizes = written.map(name => Math.ceil((4 + name.length) / VECTOR_BYTES) * VECTOR_BYTES)
  const packed = new Uint8Array(sizes.reduce((sum, size) => sum + size, VECTOR_BYTES))
  const view = new DataView(packed.buffer)
  let at = 0
  written.forEach((name, i) => {
    view.setUint32(at, name.length, true)
    packed.set(name, at + 4)
    at += sizes[i] ?? 0
  })
  return packed
}
