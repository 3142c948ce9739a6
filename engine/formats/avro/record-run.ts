import { valueOf, wasmCode } from '../wasm-code.ts'
import { avroRunWasm } from './record-run.wasm.ts'

/** What of a field is read without knowing more of it; `nullAt` is the branch of null, where it is a union of null with such. */
export interface PlainField {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly nullAt?: 0 | 1
}

/** Records of a block as lines of a text table. `text` is a view of memory that the next run writes over. */
export interface RecordRun {
  /** Bytes of the block. */
  readonly length: number
  readonly records: number
  readonly text: Uint8Array
}

/** What record-run.as.ts exports. */
interface AvroRunExports {
  readonly memory: WebAssembly.Memory
  readonly kinds: WebAssembly.Global
  readonly maxColumns: WebAssembly.Global
  readonly input: WebAssembly.Global
  readonly inputBytes: WebAssembly.Global
  readonly output: WebAssembly.Global
  readonly records: WebAssembly.Global
  readonly writtenTo: WebAssembly.Global
  run(from: number, end: number, columns: number, most: number): number
}

const avroRunCode = wasmCode(avroRunWasm) as () => AvroRunExports | undefined

const TYPES = { string: 0, integer: 1, boolean: 2 } as const
const IS_UNION = 1 << 2
const IS_NULL_SECOND = 1 << 3

/** Takes runs of records whose fields are all plain. See record-run.as.ts. */
export class RecordRuns {
  private constructor(private readonly code: AvroRunExports, private readonly kinds: Uint8Array) {}

  /** Undefined where a field is not plain, and where there are no vectors. */
  static for(fields: readonly (PlainField | undefined)[]): RecordRuns | undefined {
    const code = avroRunCode()
    if (!code || fields.length === 0 || fields.length > valueOf(code.maxColumns)) return undefined
    const kinds = fields.map(field => field && (TYPES[field.type] | (field.nullAt === undefined ? 0 : IS_UNION | (field.nullAt === 1 ? IS_NULL_SECOND : 0))))
    return kinds.includes(undefined) ? undefined : new RecordRuns(code, Uint8Array.from(kinds as readonly number[]))
  }

  /** The next run of `block` from `start` on, where a record begins; undefined when that one is for others. */
  take(block: Uint8Array, start: number, mostRecords: number): RecordRun | undefined {
    const { code, kinds } = this
    const input = valueOf(code.input)
    const end = Math.min(block.length, start + valueOf(code.inputBytes))
    const memory = new Uint8Array(code.memory.buffer)
    memory.set(kinds, valueOf(code.kinds))
    memory.set(block.subarray(start, end), input)
    const length = code.run(input, input + end - start, kinds.length, Math.min(mostRecords, 0xffffffff)) - input
    const records = valueOf(code.records)
    const output = valueOf(code.output)
    return records === 0 ? undefined : { length, records, text: memory.subarray(output, valueOf(code.writtenTo)) }
  }
}
