import type { ColumnChunk, WrittenGroups } from './parquet-footer.ts'
import {
  codecNumber, COLUMN, COLUMN_ORDER, CONVERTED, DATA_PAGE, DICTIONARY_PAGE, ELEMENT, ENCODING, FILE, GROUP, INTEGER_TYPE, LOGICAL, MAGIC_BYTES, PAGE,
  PAGE_TYPE, PHYSICAL, REPETITION, STATISTICS,
} from './parquet-thrift.ts'
import { i32, i64, structs, thriftBytes, TYPE, withFields, type ThriftField, type ThriftStruct } from './thrift.ts'

/** What a Parquet file says of pages, columns and row groups. */

/** Types that are written, in the order in which segment-pages.as.ts numbers them. */
export const LEAF_TYPES = ['string', 'integer', 'number', 'boolean', 'date'] as const
export type LeafType = (typeof LEAF_TYPES)[number]
export const isLeafType = (name: string): name is LeafType => (LEAF_TYPES as readonly string[]).includes(name)

/** A column of values, each of which may be missing. */
export interface ColumnLeaf {
  readonly name: string
  readonly type: LeafType
}

const integerType: ThriftStruct = new Map<number, ThriftField>([[INTEGER_TYPE.bits, { type: TYPE.i8, value: 64 }], [INTEGER_TYPE.isSigned, { type: TYPE.yes, value: true }]])

/** Of each type the physical one, the logical one with what it says, and that which older readers know. */
const LEAVES: Readonly<Record<LeafType, { readonly physical: number, readonly converted?: number, readonly logical?: readonly [number, ThriftStruct] }>> = {
  string: { physical: PHYSICAL.bytes, converted: CONVERTED.utf8, logical: [LOGICAL.string, new Map()] },
  integer: { physical: PHYSICAL.int64, converted: CONVERTED.int64, logical: [LOGICAL.integer, integerType] },
  number: { physical: PHYSICAL.double },
  boolean: { physical: PHYSICAL.boolean },
  date: { physical: PHYSICAL.int32, converted: CONVERTED.date, logical: [LOGICAL.date, new Map()] },
}

const structOf = (fields: Readonly<Record<number, ThriftField | undefined>>): ThriftStruct => withFields(new Map(), fields)
const struct = (value: ThriftStruct): ThriftField => ({ type: TYPE.struct, value })
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text)
const binary = (value: Uint8Array): ThriftField => ({ type: TYPE.binary, value })
const text = (value: string): ThriftField => binary(encoded(value))

/** A dictionary, or values in some encoding. */
export type PageKind = { readonly kind: 'dictionary', readonly values: number } | { readonly kind: 'data', readonly values: number, readonly encoding: number }

/** What stands before a page of so many bytes, and so many when compressed. */
export function pageHeader(page: PageKind, unpackedBytes: number, packedBytes: number): Uint8Array {
  const isData = page.kind === 'data'
  const levels = i32(ENCODING.rle)
  return thriftBytes(structOf({
    [PAGE.type]: i32(PAGE_TYPE[page.kind]), [PAGE.unpackedBytes]: i32(unpackedBytes), [PAGE.packedBytes]: i32(packedBytes),
    ...isData
      ? { [PAGE.data]: struct(structOf({ [DATA_PAGE.values]: i32(page.values), [DATA_PAGE.encoding]: i32(page.encoding), [DATA_PAGE.definitionLevels]: levels, [DATA_PAGE.repetitionLevels]: levels })) }
      : { [PAGE.dictionary]: struct(structOf({ [DICTIONARY_PAGE.values]: i32(page.values), [DICTIONARY_PAGE.encoding]: i32(ENCODING.plain) })) },
  }))
}

/** Of a column's chunk: where it starts behind the file's magic, its bytes, and what it holds. */
export interface ChunkFacts {
  readonly start: number
  readonly dictionaryBytes: number
  readonly bytes: number
  readonly unpackedBytes: number
  readonly values: number
  readonly nulls: number
  readonly usesDictionary: boolean
  /** The least and greatest value. */
  readonly range: readonly [Uint8Array, Uint8Array] | undefined
}

export function chunkMetadata({ name, type }: ColumnLeaf, { start, dictionaryBytes, bytes, unpackedBytes, values, nulls, usesDictionary, range }: ChunkFacts): ColumnChunk {
  const from = MAGIC_BYTES + start
  const encodings = [ENCODING.plain, ENCODING.rle, ...usesDictionary ? [ENCODING.rleDictionary] : []]
  const metadata = structOf({
    [COLUMN.type]: i32(LEAVES[type].physical), [COLUMN.encodings]: { type: TYPE.list, value: { type: TYPE.i32, items: encodings } },
    [COLUMN.path]: { type: TYPE.list, value: { type: TYPE.binary, items: [encoded(name)] } },
    [COLUMN.codec]: i32(codecNumber('SNAPPY')), [COLUMN.values]: i64(values), [COLUMN.unpackedBytes]: i64(unpackedBytes), [COLUMN.packedBytes]: i64(bytes),
    [COLUMN.dataOffset]: i64(from + dictionaryBytes), [COLUMN.dictionaryOffset]: dictionaryBytes > 0 ? i64(from) : undefined,
    [COLUMN.statistics]: struct(structOf({ [STATISTICS.nulls]: i64(nulls), [STATISTICS.greatest]: range && binary(range[1]), [STATISTICS.least]: range && binary(range[0]) })),
  })
  return { metadata, start: from, end: from + bytes, unpackedBytes, values }
}

/** The table of contents of one row group, or of none. */
export function contentsOf(leaves: readonly ColumnLeaf[], group: { readonly rows: number, readonly chunks: readonly ColumnChunk[] } | undefined): WrittenGroups {
  const elements = leaves.map(({ name, type }) => {
    const { physical, converted, logical } = LEAVES[type]
    return structOf({
      [ELEMENT.type]: i32(physical), [ELEMENT.repetition]: i32(REPETITION.optional), [ELEMENT.name]: text(name),
      [ELEMENT.convertedType]: converted === undefined ? undefined : i32(converted),
      [ELEMENT.logicalType]: logical && struct(structOf({ [logical[0]]: struct(logical[1]) })),
    })
  })
  const metadata = structOf({
    [FILE.version]: i32(1), [FILE.schema]: structs([structOf({ [ELEMENT.name]: text('schema'), [ELEMENT.children]: i32(leaves.length) }), ...elements]),
    [FILE.rows]: i64(0), [FILE.rowGroups]: structs([]), [FILE.createdBy]: text('SchemaFlow'),
    // Statistics compare values by their types.
    [FILE.columnOrders]: structs(leaves.map(() => structOf({ [COLUMN_ORDER.byType]: struct(new Map()) }))),
  })
  const bytes = group?.chunks.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0) ?? 0
  return { metadata, groups: group ? [{ metadata: structOf({ [GROUP.columns]: structs([]), [GROUP.bytes]: i64(bytes), [GROUP.rows]: i64(group.rows) }), rows: group.rows, chunks: group.chunks }] : [] }
}
