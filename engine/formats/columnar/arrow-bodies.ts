import { describeCause } from '../../base/errors.ts'
import { layoutOf, type ArrowBatch, type ArrowColumn, type ArrowField } from './arrow-type.ts'
import { Damage } from './damage.ts'
import type { FlatTable } from './flatbuffer.ts'
import { unpackLz4Frames } from './lz4-frame.ts'

/** Message.fbs of Apache Arrow 1.5: the numbers of its fields. */
const RECORD_BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicCounts: 4 } as const

/** More than this is not unpacked for one buffer. */
const MAX_BUFFER_BYTES = 1 << 30
const PREFIX_BYTES = 8

type Unpack = (packed: Uint8Array, size: number) => Uint8Array

/** How the buffers of batches are unpacked, by the number of the codec. */
export async function unpackerOf(batch: FlatTable): Promise<Unpack | undefined> {
  const compression = batch.table(RECORD_BATCH.compression)
  if (!compression) return undefined
  switch (compression.byte(0)) {
    case 0: return unpackLz4Frames
    case 1: {
      const { decompress } = await import('fzstd')
      return (packed, size) => decompress(packed, new Uint8Array(size))
    }
    default: throw new Damage(`its batches are packed with codec number ${compression.byte(0)}`)
  }
}

/** The dictionaries known so far, by their ids. */
export type Dictionaries = ReadonlyMap<bigint, readonly ArrowColumn[]>

/**
 * The columns of a RecordBatch table and its body.
 * @throws Damage when they do not fit together
 */
export function batchOf(batch: FlatTable, body: Uint8Array, fields: readonly ArrowField[], dictionaries: Dictionaries, unpack: Unpack | undefined): ArrowBatch {
  const rows = batch.size(RECORD_BATCH.length)
  const cursor = new BodyCursor(batch, body, unpack, dictionaries)
  const columns = fields.map(field => cursor.column(field))
  for (const { field, length } of columns) {
    if (length !== rows) throw new Damage(`column ${JSON.stringify(field.name)} has ${length} values in a batch of ${rows} rows`)
  }
  return { rows, columns }
}

/** Goes through the nodes and buffers of a batch, which stand there in the order of the fields, depth first. */
class BodyCursor {
  private readonly nodes: readonly { readonly length: number, readonly nulls: number }[]
  private readonly buffers: readonly { readonly offset: number, readonly length: number }[]
  private readonly variadic: readonly number[]
  private node = 0
  private buffer = 0
  private view = 0

  constructor(batch: FlatTable, private readonly body: Uint8Array, private readonly unpack: Unpack | undefined, private readonly dictionaries: Dictionaries) {
    this.nodes = batch.structs(RECORD_BATCH.nodes, 16, at => ({ length: batch.sizeAt(at), nulls: batch.sizeAt(at + 8) }))
    this.buffers = batch.structs(RECORD_BATCH.buffers, 16, at => ({ offset: batch.sizeAt(at), length: batch.sizeAt(at + 8) }))
    this.variadic = batch.sizes(RECORD_BATCH.variadicCounts)
  }

  column(field: ArrowField): ArrowColumn {
    const node = this.nodes[this.node++]
    if (!node) throw new Damage('a batch has fewer columns than the schema')
    const { type, dictionary } = field
    const { hasValidity, buffers } = layoutOf(dictionary ? dictionary.indices : type)
    const validity = hasValidity ? this.next(node.nulls > 0) : undefined
    const views = !dictionary && (type.kind === 'utf8View' || type.kind === 'binaryView') ? this.variadic[this.view++] ?? 0 : 0
    if (views > this.buffers.length) throw new Damage('a batch has fewer buffers than it says')
    const data = Array.from({ length: buffers + views }, () => this.next(true))
    const children = dictionary ? [] : field.children.map(child => this.column(child))
    return {
      field, length: node.length, offset: 0, validity: node.nulls > 0 ? validity : undefined, buffers: data, children,
      // A dictionary that has not come has no values: fine while all indices are null.
      dictionary: dictionary ? this.dictionaries.get(dictionary.id) ?? [] : undefined,
    }
  }

  private next(isWanted: boolean): Uint8Array {
    const buffer = this.buffers[this.buffer++]
    if (!buffer) throw new Damage('a batch has fewer buffers than its columns need')
    const { offset, length } = buffer
    if (!isWanted || length === 0) return NOTHING
    if (offset + length > this.body.length) throw new Damage('a buffer leads out of its batch')
    const bytes = this.body.subarray(offset, offset + length)
    return this.unpack ? unpacked(bytes, this.unpack) : bytes
  }
}

/** A buffer of a packed body: its size unpacked in 64 bits, -1 for one that is not packed, and its bytes. */
function unpacked(bytes: Uint8Array, unpack: Unpack): Uint8Array {
  if (bytes.length < PREFIX_BYTES) throw new Damage('a packed buffer is too short')
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset, PREFIX_BYTES).getBigInt64(0, true))
  const packed = bytes.subarray(PREFIX_BYTES)
  if (size === -1) return packed
  if (!(size >= 0 && size <= MAX_BUFFER_BYTES)) throw new Damage(`a packed buffer says that it unpacks to ${size} bytes`)
  let whole: Uint8Array
  try {
    whole = unpack(packed, size)
  } catch (cause) {
    throw new Damage(`a packed buffer cannot be unpacked: ${describeCause(cause)}`)
  }
  if (whole.length !== size) throw new Damage(`a packed buffer unpacks to ${whole.length} bytes instead of ${size}`)
  return whole
}

const NOTHING = new Uint8Array(0)
