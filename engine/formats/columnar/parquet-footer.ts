import type { ByteSource } from '../source.ts'
import { startsWith } from './buffers.ts'
import { Damage, unsupported } from './damage.ts'
import { CHUNK, CODECS, codecNumber, COLUMN, CONVERTED, ELEMENT, FILE, GROUP, LOGICAL, MAGIC, MAGIC_BYTES, PHYSICAL } from './parquet-thrift.ts'
import { i32, i64, numberIn, structIn, structs, structsIn, textIn, thriftBytes, ThriftReader, TYPE, withFields, type ThriftField, type ThriftStruct } from './thrift.ts'

const ENCRYPTED_MAGIC = 'PARE'
const TRAILER_BYTES = 8
/** Footers of more than this belong to files that no browser can read. */
const MAX_FOOTER_BYTES = 1 << 29
const MAX_DEPTH = 64

/** What bytes of a fixed length, or texts, mean. Read as they are and told here, because what reads them loses a part: months, or years past 2262. */
export type LeafMeaning = 'int96' | 'months' | 'uuid' | 'json' | undefined

export interface ParquetFooter {
  /** As in the file, but for leaves whose meaning is in {@link leaves}. */
  readonly metadata: ThriftStruct
  readonly rows: number
  /** What each leaf means, in the order of the column chunks. */
  readonly leaves: readonly LeafMeaning[]
  readonly rowGroups: number
  /** @throws Damage, ConnectorError `unsupported_format` */
  rowGroup(index: number): RowGroup
}

export interface RowGroup {
  readonly metadata: ThriftStruct
  readonly rows: number
  readonly chunks: readonly ColumnChunk[]
}

/** The pages of a column in a row group: the bytes `[start, end)` of the file. */
export interface ColumnChunk {
  readonly metadata: ThriftStruct
  readonly start: number
  readonly end: number
  readonly unpackedBytes: number
  readonly values: number
}

/** Whether these are the first bytes of a Parquet file. */
export const isParquet = (head: Uint8Array): boolean => startsWith(head, MAGIC) || startsWith(head, ENCRYPTED_MAGIC)

/** @throws Damage, ConnectorError `unsupported_format` */
export async function readFooter(source: ByteSource): Promise<ParquetFooter> {
  const { name, size } = source
  if (size < MAGIC_BYTES + TRAILER_BYTES) throw new Damage(`it has no more than ${size} bytes`)
  const trailer = await source.read(size - TRAILER_BYTES, size)
  if (startsWith(trailer.subarray(4), ENCRYPTED_MAGIC)) throw encrypted(name)
  if (!startsWith(trailer.subarray(4), MAGIC)) throw new Damage('it does not end as a Parquet file does, with the table of contents that comes last')
  const length = new DataView(trailer.buffer, trailer.byteOffset, 4).getUint32(0, true)
  if (length > size - TRAILER_BYTES - MAGIC_BYTES || length > MAX_FOOTER_BYTES) throw new Damage(`its table of contents says that it has ${length} bytes`)
  const start = size - TRAILER_BYTES - length
  const metadata = new ThriftReader(await source.read(start, start + length)).struct(0, FILE.rowGroups)
  return footerOf(metadata, start, name)
}

const encrypted = (name: string): Error => unsupported(`${name} is encrypted`, 'Have it written without encryption.')

function footerOf(metadata: ThriftStruct, end: number, name: string): ParquetFooter {
  const { elements, leaves } = plainSchema(structsIn(metadata, FILE.schema))
  const rows = countIn(metadata, FILE.rows, 'rows')
  const list = metadata.get(FILE.rowGroups)?.value
  const groups = list !== undefined && typeof list === 'object' && 'items' in list ? list.items : []
  return {
    rows, leaves, rowGroups: groups.length,
    // The writer's own schema, where there is one, would bring back what is taken off here.
    metadata: withFields(metadata, { [FILE.schema]: structs(elements), [FILE.keyValues]: undefined, [FILE.rowGroups]: structs([]) }),
    rowGroup(index) {
      const bytes = groups[index]
      if (!(bytes instanceof Uint8Array)) throw new Damage(`its row group ${index + 1} is no such thing`)
      return rowGroupOf(new ThriftReader(bytes).struct(), leaves, end, name)
    },
  }
}

function countIn(struct: ThriftStruct, id: number, what: string): number {
  const count = numberIn(struct, id)
  if (count === undefined || count < 0 || !Number.isSafeInteger(count)) throw new Damage(`its table of contents does not say how many ${what} there are`)
  return count
}

/** The schema with the leaves in question as plain bytes, and what these mean. */
function plainSchema(schema: readonly ThriftStruct[]): { readonly elements: readonly ThriftStruct[], readonly leaves: ParquetFooter['leaves'] } {
  const [root] = schema
  if (!root) throw new Damage('its table of contents has no schema')
  const leaves: LeafMeaning[] = []
  const elements: ThriftStruct[] = [root]
  const columns = numberIn(root, ELEMENT.children) ?? 0
  const walk = (depth: number): void => {
    if (depth > MAX_DEPTH) throw new Damage('its schema has no end')
    const element = schema[elements.length]
    if (!element) throw new Damage('its schema ends in the middle')
    const children = numberIn(element, ELEMENT.children) ?? 0
    const isLeaf = element.has(ELEMENT.type)
    const { meaning, plain } = isLeaf ? plainLeaf(element) : { meaning: undefined, plain: element }
    elements.push(plain)
    if (isLeaf) leaves.push(meaning)
    for (let i = 0; i < children; i++) walk(depth + 1)
  }
  for (let column = 0; column < columns; column++) walk(0)
  if (elements.length !== schema.length) throw new Damage('its schema goes on after its end')
  return { elements, leaves }
}

const UNMARKED = { [ELEMENT.convertedType]: undefined, [ELEMENT.logicalType]: undefined, [ELEMENT.scale]: undefined, [ELEMENT.precision]: undefined } as const

function plainLeaf(element: ThriftStruct): { readonly meaning: LeafMeaning, readonly plain: ThriftStruct } {
  const [type, converted] = [numberIn(element, ELEMENT.type), numberIn(element, ELEMENT.convertedType)]
  const logical = structIn(element, ELEMENT.logicalType)
  const fixed = (meaning: LeafMeaning, bytes: number): { readonly meaning: LeafMeaning, readonly plain: ThriftStruct } =>
    ({ meaning, plain: withFields(element, { ...UNMARKED, [ELEMENT.type]: i32(PHYSICAL.fixed), [ELEMENT.typeLength]: i32(bytes) }) })
  const text = (meaning: LeafMeaning): { readonly meaning: LeafMeaning, readonly plain: ThriftStruct } =>
    ({ meaning, plain: withFields(element, { [ELEMENT.convertedType]: i32(CONVERTED.utf8), [ELEMENT.logicalType]: { type: TYPE.struct, value: new Map([[LOGICAL.string, { type: TYPE.struct, value: new Map() }]]) } }) })
  if (type === PHYSICAL.int96) return fixed('int96', 12)
  if (type === PHYSICAL.fixed && converted === CONVERTED.interval && numberIn(element, ELEMENT.typeLength) === 12) return fixed('months', 12)
  if (type === PHYSICAL.fixed && logical?.has(LOGICAL.uuid) && numberIn(element, ELEMENT.typeLength) === 16) return fixed('uuid', 16)
  if (type === PHYSICAL.bytes && (logical?.has(LOGICAL.json) || converted === CONVERTED.json)) return text('json')
  if (type === PHYSICAL.bytes && (logical?.has(LOGICAL.enum) || converted === CONVERTED.enum)) return text(undefined)
  return { meaning: undefined, plain: element }
}

function rowGroupOf(metadata: ThriftStruct, leaves: ParquetFooter['leaves'], end: number, name: string): RowGroup {
  const chunks = structsIn(metadata, GROUP.columns)
  if (chunks.length !== leaves.length) throw new Damage(`a row group has ${chunks.length} columns and the schema ${leaves.length}`)
  return { metadata, rows: countIn(metadata, GROUP.rows, 'rows'), chunks: chunks.map((chunk, i) => chunkOf(chunk, leaves[i], end, name)) }
}

function chunkOf(chunk: ThriftStruct, meaning: LeafMeaning, end: number, name: string): ColumnChunk {
  if (chunk.has(CHUNK.crypto) || chunk.has(CHUNK.encryptedMetadata)) throw encrypted(name)
  const path = textIn(chunk, CHUNK.path)
  if (path !== undefined && path !== '') throw unsupported(`${name} is a table of contents of other files, the first of them ${JSON.stringify(path)}`, 'Open those files.')
  const metadata = structIn(chunk, CHUNK.metadata)
  if (!metadata) throw new Damage('a column has no metadata')
  const codec = numberIn(metadata, COLUMN.codec) ?? -1
  if (codec === codecNumber('LZO') || CODECS[codec] === undefined) throw unsupported(`${name} is packed with ${CODECS[codec] ?? `codec number ${codec}`}, which is not read`, 'Have it written with Snappy, Zstandard, Gzip, LZ4 or Brotli.')
  const [data, dictionary] = [countIn(metadata, COLUMN.dataOffset, 'bytes before a column'), numberIn(metadata, COLUMN.dictionaryOffset) ?? 0]
  // Some writers say 0 for a dictionary that is not there.
  const start = dictionary >= MAGIC_BYTES && dictionary < data ? dictionary : data
  const bytes = countIn(metadata, COLUMN.packedBytes, 'bytes of a column')
  if (start < MAGIC_BYTES || start + bytes > end) throw new Damage(`a column is said to lie at the bytes ${start} to ${start + bytes}, and the file's end at ${end}`)
  return {
    metadata: meaning === 'int96' ? withFields(metadata, { [COLUMN.type]: i32(PHYSICAL.fixed) }) : metadata,
    start, end: start + bytes, unpackedBytes: countIn(metadata, COLUMN.unpackedBytes, 'unpacked bytes'), values: countIn(metadata, COLUMN.values, 'values'),
  }
}

/** The metadata of a file, and its row groups. */
export interface WrittenGroups {
  readonly metadata: ThriftStruct
  readonly groups: readonly RowGroup[]
}

/** Those of a whole file in memory, of our own making. */
export function writtenRowGroups(file: Uint8Array): WrittenGroups {
  const end = file.length - TRAILER_BYTES
  const start = end - new DataView(file.buffer, file.byteOffset + end, 4).getUint32(0, true)
  const metadata = new ThriftReader(file.subarray(start, end)).struct()
  const { leaves } = plainSchema(structsIn(metadata, FILE.schema))
  return { metadata, groups: structsIn(metadata, FILE.rowGroups).map(group => rowGroupOf(group, leaves, start, 'what was written')) }
}

/** A row group whose column chunks are at other places; `shift` gives how much later each lies. Indexes beside the pages are left out. */
export function movedRowGroup({ metadata, chunks }: RowGroup, shift: (chunk: ColumnChunk) => number, { hasStatistics }: { readonly hasStatistics: boolean }): ThriftStruct {
  const moved = chunks.map(chunk => {
    const by = shift(chunk)
    const at = (id: number): ThriftField | undefined => {
      const offset = numberIn(chunk.metadata, id)
      return offset === undefined || offset <= 0 ? undefined : i64(offset + by)
    }
    const kept = new Map([...chunk.metadata].filter(([id]) => id < COLUMN.statistics || (hasStatistics && id === COLUMN.statistics)))
    const column = withFields(kept, { [COLUMN.dataOffset]: at(COLUMN.dataOffset), [COLUMN.indexOffset]: undefined, [COLUMN.dictionaryOffset]: at(COLUMN.dictionaryOffset) })
    return new Map<number, ThriftField>([[CHUNK.offset, i64(0)], [CHUNK.metadata, { type: TYPE.struct, value: column }]])
  })
  return withFields(new Map([...metadata].filter(([id]) => id <= GROUP.rows)), { [GROUP.columns]: structs(moved), [GROUP.offset]: undefined })
}

/** A file's end: its metadata with these row groups, its length, and the magic. */
export function footerBytes({ metadata }: Pick<ParquetFooter, 'metadata'>, rows: number, rowGroups: readonly ThriftStruct[]): Uint8Array<ArrayBuffer> {
  const body = thriftBytes(withFields(metadata, { [FILE.rows]: i64(rows), [FILE.rowGroups]: structs(rowGroups) }))
  const bytes = new Uint8Array(body.length + TRAILER_BYTES)
  bytes.set(body)
  new DataView(bytes.buffer).setUint32(body.length, body.length, true)
  bytes.set(MAGIC_TEXT, body.length + 4)
  return bytes
}

export const MAGIC_TEXT = new TextEncoder().encode(MAGIC)
