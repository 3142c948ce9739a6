import { unreachable } from '../../base/assert.ts'
import type { DataType, Value } from '../../data/type.ts'
import { ByteSink } from '../columnar/byte-sink.ts'
import { notOfType, smallInteger, valueIn } from '../columnar/typed-cell.ts'
import type { RowBatches } from '../formats.ts'
import type { SourceColumn } from '../table.ts'

export interface AvroWriterOptions {
  /** Deflate where the platform has it, unless told otherwise. */
  readonly codec?: 'deflate' | 'null'
  /** The 16 bytes between blocks; chance gives others. */
  readonly sync?: Uint8Array
}

const MAGIC = Uint8Array.of(0x4f, 0x62, 0x6a, 1)
const SYNC_BYTES = 16
/** Unpacked; what other writers take as well. */
const BLOCK_BYTES = 64_000

/**
 * Writes rows as an Avro object container file, a block at a time. Every column may be null.
 * @throws ConnectorError `not_of_type`
 */
export async function* writeAvro(columns: readonly SourceColumn[], rows: RowBatches, options: AvroWriterOptions = {}): AsyncGenerator<Uint8Array> {
  const { codec = canDeflate() ? 'deflate' : 'null', sync = crypto.getRandomValues(new Uint8Array(SYNC_BYTES)) } = options
  yield headerOf(columns, codec, sync)
  const block = new ByteSink(2 * BLOCK_BYTES)
  const encoders = columns.map(({ type }) => encoderOf(type))
  let [done, records] = [0, 0]
  for await (const some of rows) {
    for (const row of some) {
      done++
      records++
      for (let i = 0; i < columns.length; i++) {
        const text = row[i] ?? null
        block.byte(text === null ? NULL_BRANCH : VALUE_BRANCH)
        if (text !== null && !(encoders[i] as Encoder)(block, text)) throw notOfType(text, columns[i] as SourceColumn, done)
      }
      if (block.at < BLOCK_BYTES) continue
      yield await blockOf(block.take(), records, codec, sync)
      records = 0
    }
  }
  if (records > 0) yield await blockOf(block.take(), records, codec, sync)
}

/** Branches 0 and 1 of the unions, as they are written. */
const NULL_BRANCH = 0
const VALUE_BRANCH = 2

function canDeflate(): boolean {
  try {
    return typeof CompressionStream !== 'undefined' && Boolean(new CompressionStream('deflate-raw'))
  } catch {
    // This one it does not know.
    return false
  }
}

function headerOf(columns: readonly SourceColumn[], codec: string, sync: Uint8Array): Uint8Array {
  const names = avroNames(columns.map(({ name }) => name))
  const fields = columns.map(({ name, type }, i) => ({
    name: names[i], ...names[i] === name ? {} : { doc: name }, type: ['null', schemaOf(type)], default: null,
  }))
  const sink = new ByteSink()
  sink.raw(MAGIC)
  writeLong(sink, 2)
  writeText(sink, 'avro.schema')
  writeText(sink, JSON.stringify({ type: 'record', name: 'Row', fields }))
  writeText(sink, 'avro.codec')
  writeText(sink, codec)
  writeLong(sink, 0)
  sink.raw(sync)
  return sink.take()
}

/** Names as Avro allows them, each once: letters, digits and underscores of ASCII, no digit first. The label itself goes into `doc`. */
export function avroNames(labels: readonly string[]): string[] {
  const taken = new Set<string>()
  return labels.map(label => {
    const plain = label.replace(/[^A-Za-z0-9_]/g, '_')
    const name = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`
    let free = name
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
    taken.add(free)
    return free
  })
}

function schemaOf(type: DataType): unknown {
  switch (type.name) {
    case 'string':
    case 'json':
    case 'array': return 'string'
    case 'integer': return 'long'
    case 'number': return 'double'
    case 'boolean': return 'boolean'
    case 'decimal': return { type: 'bytes', logicalType: 'decimal', precision: type.precision, scale: type.scale }
    case 'date': return { type: 'int', logicalType: 'date' }
    case 'datetime': return { type: 'long', logicalType: 'local-timestamp-micros' }
    case 'timestamp': return { type: 'long', logicalType: 'timestamp-micros' }
    case 'time': return { type: 'long', logicalType: 'time-micros' }
    default: return unreachable(type)
  }
}

/** Writes a text as a value; false when it is none of the type. */
type Encoder = (sink: ByteSink, text: string) => boolean

function encoderOf(type: DataType): Encoder {
  switch (type.name) {
    case 'string':
    case 'json':
    case 'array': return (sink, text) => {
      writeText(sink, text)
      return true
    }
    case 'integer': return (sink, text) => {
      const small = smallInteger(text)
      if (small === undefined) return writeValue(sink, valueIn(text, type))
      writeLong(sink, small)
      return true
    }
    case 'decimal': return (sink, text) => {
      const value = valueIn(text, type)
      if (typeof value !== 'bigint') return false
      const bytes = bigEndian(value)
      writeLong(sink, bytes.length)
      sink.raw(bytes)
      return true
    }
    case 'number': return (sink, text) => {
      const value = valueIn(text, type)
      if (typeof value !== 'number') return false
      sink.double(value)
      return true
    }
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'timestamp':
    case 'time': return (sink, text) => writeValue(sink, valueIn(text, type))
    default: return unreachable(type)
  }
}

function writeValue(sink: ByteSink, value: Value | undefined): boolean {
  if (typeof value === 'boolean') sink.byte(value ? 1 : 0)
  else if (typeof value === 'bigint') writeLong(sink, value >= MIN_SAFE && value <= MAX_SAFE ? Number(value) : value)
  else if (typeof value === 'number') writeLong(sink, value)
  else return false
  return true
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER) / 2n
const MIN_SAFE = -MAX_SAFE

/** Zigzag, seven bits a byte, the lowest first. A number has to be safe when it is doubled. */
function writeLong(sink: ByteSink, value: number | bigint): void {
  if (typeof value === 'bigint') {
    let folded = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
    for (; folded >= 0x80n; folded >>= 7n) sink.byte(Number(folded & 0x7fn) | 0x80)
    return sink.byte(Number(folded))
  }
  let folded = value < 0 ? -2 * value - 1 : 2 * value
  for (; folded >= 0x80; folded = Math.floor(folded / 0x80)) sink.byte((folded % 0x80) | 0x80)
  sink.byte(folded)
}

function writeText(sink: ByteSink, text: string): void {
  const bytes = encoder.encode(text)
  writeLong(sink, bytes.length)
  sink.raw(bytes)
}

const encoder = new TextEncoder()

/** Two's complement in as few bytes as hold it, highest first. */
function bigEndian(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.push(Number(rest & 0xffn))
    rest >>= 8n
  } while (!((rest === 0n || rest === -1n) && ((rest === -1n) === ((bytes.at(-1) ?? 0) >= 0x80))))
  return Uint8Array.from(bytes.reverse())
}

async function blockOf(bytes: Uint8Array, records: number, codec: 'deflate' | 'null', sync: Uint8Array): Promise<Uint8Array> {
  const packed = codec === 'deflate' ? await deflated(bytes) : bytes
  const sink = new ByteSink(packed.length + 2 * SYNC_BYTES)
  writeLong(sink, records)
  writeLong(sink, packed.length)
  sink.raw(packed)
  sink.raw(sync)
  return sink.take()
}

async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
