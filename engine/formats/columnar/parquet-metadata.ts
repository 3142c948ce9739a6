import { i32, i64, structs, thriftBytes, TYPE, type ThriftField, type ThriftStruct } from './thrift.ts'
import type { ColumnChunk, WrittenGroups } from './parquet-footer.ts'

/** What a Parquet file says of pages, columns and row groups, as parquet.thrift has it (https://github.com/apache/parquet-format). */

/** Types that are written, in the order in which segment-pages.as.ts numbers them. */
export const LEAF_TYPES = ['string', 'integer', 'number', 'boolean', 'date'] as const
export type LeafType = (typeof LEAF_TYPES)[number]
export const isLeafType = (name: string): name is LeafType => (LEAF_TYPES as readonly string[]).includes(name)

/** A column of values, each of which may be missing. */
export interface ColumnLeaf {
  readonly name: string
  readonly type: LeafType
}

const PLAIN = 0
const RLE = 3
const SNAPPY = 1
const OPTIONAL = 1

/** Of each type the physical one, and the number and fields of the logical one and of that which older readers know. */
const LEAVES: Readonly<Record<LeafType, { readonly physical: number, readonly converted?: number, readonly logical?: readonly [number, ThriftStruct] }>> = {
  string: { physical: 6, converted: 0, logical: [1, new Map()] },
  integer: { physical: 2, converted: 18, logical: [10, new Map<number, ThriftField>([[1, { type: TYPE.i8, value: 64 }], [2, { type: TYPE.yes, value: true }]])] },
  number: { physical: 5 },
  boolean: { physical: 0 },
  date: { physical: 1, converted: 6, logical: [6, new Map()] },
}

const struct = (fields: Readonly<Record<number, ThriftField | undefined>>): ThriftStruct =>
  new Map(Object.entries(fields).flatMap(([id, field]) => field ? [[Number(id), field] as const] : []))
const structField = (fields: Readonly<Record<number, ThriftField | undefined>>): ThriftField => ({ type: TYPE.struct, value: struct(fields) })
const text = (value: string): ThriftField => ({ type: TYPE.binary, value: new TextEncoder().encode(value) })

/** A dictionary, or values in some encoding. */
export type PageKind = { readonly kind: 'dictionary', readonly values: number } | { readonly kind: 'data', readonly values: number, readonly encoding: number }

/** What stands before a page of so many bytes, and so many when compressed. */
export function pageHeader(page: PageKind, plainBytes: number, packedBytes: number): Uint8Array {
  const sizes = { 2: i32(plainBytes), 3: i32(packedBytes) }
  return thriftBytes(page.kind === 'data'
    ? struct({ 1: i32(0), ...sizes, 5: structField({ 1: i32(page.values), 2: i32(page.encoding), 3: i32(RLE), 4: i32(RLE) }) })
    : struct({ 1: i32(2), ...sizes, 7: structField({ 1: i32(page.values), 2: i32(PLAIN) }) }))
}

/** Of a column's chunk: where it starts behind the file's magic, its bytes, and what it holds. */
export interface ChunkFacts {
  readonly start: number
  readonly dictionaryBytes: number
  readonly bytes: number
  readonly plainBytes: number
  readonly values: number
  readonly nulls: number
  readonly usesDictionary: boolean
  /** The least and greatest value. */
  readonly range: readonly [Uint8Array, Uint8Array] | undefined
}

const MAGIC_BYTES = 4
const RLE_DICTIONARY = 8

export function chunkOf({ name, type }: ColumnLeaf, { start, dictionaryBytes, bytes, plainBytes, values, nulls, usesDictionary, range }: ChunkFacts): ColumnChunk {
  const from = MAGIC_BYTES + start
  const [least, greatest] = range ?? []
  const binary = (value: Uint8Array | undefined): ThriftField | undefined => value && { type: TYPE.binary, value }
  const metadata = struct({
    1: i32(LEAVES[type].physical),
    2: { type: TYPE.list, value: { type: TYPE.i32, items: usesDictionary ? [PLAIN, RLE, RLE_DICTIONARY] : [PLAIN, RLE] } },
    3: { type: TYPE.list, value: { type: TYPE.binary, items: [new TextEncoder().encode(name)] } },
    4: i32(SNAPPY), 5: i64(values), 6: i64(plainBytes), 7: i64(bytes), 9: i64(from + dictionaryBytes),
    11: dictionaryBytes > 0 ? i64(from) : undefined,
    12: structField({ 3: i64(nulls), 5: binary(greatest), 6: binary(least) }),
  })
  return { metadata, start: from, end: from + bytes, unpackedBytes: plainBytes, values }
}

/** The table of contents of one row group, or of none. */
export function contentsOf(leaves: readonly ColumnLeaf[], group: { readonly rows: number, readonly chunks: readonly ColumnChunk[] } | undefined): WrittenGroups {
  const elements = leaves.map(({ name, type }) => {
    const { physical, converted, logical } = LEAVES[type]
    return struct({ 1: i32(physical), 3: i32(OPTIONAL), 4: text(name), 6: converted === undefined ? undefined : i32(converted), 10: logical && structField({ [logical[0]]: { type: TYPE.struct, value: logical[1] } }) })
  })
  const metadata = struct({
    1: i32(1), 2: structs([struct({ 4: text('schema'), 5: i32(leaves.length) }), ...elements]), 3: i64(0), 4: structs([]), 6: text('SchemaFlow'),
    // Statistics compare values by their types.
    7: structs(leaves.map(() => struct({ 1: structField({}) }))),
  })
  const plainBytes = group?.chunks.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0) ?? 0
  return { metadata, groups: group ? [{ metadata: struct({ 1: structs([]), 2: i64(plainBytes), 3: i64(group.rows) }), rows: group.rows, chunks: group.chunks }] : [] }
}
