/** The numbers by which parquet.thrift names the fields and values of Parquet's metadata (https://github.com/apache/parquet-format). */
export const FILE = { version: 1, schema: 2, rows: 3, rowGroups: 4, keyValues: 5, createdBy: 6, columnOrders: 7 } as const
export const ELEMENT = { type: 1, typeLength: 2, repetition: 3, name: 4, children: 5, convertedType: 6, scale: 7, precision: 8, logicalType: 10 } as const
export const GROUP = { columns: 1, bytes: 2, rows: 3, sorting: 4, offset: 5 } as const
export const CHUNK = { path: 1, offset: 2, metadata: 3, crypto: 8, encryptedMetadata: 9 } as const
export const COLUMN = {
  type: 1, encodings: 2, path: 3, codec: 4, values: 5, unpackedBytes: 6, packedBytes: 7, dataOffset: 9, indexOffset: 10, dictionaryOffset: 11,
  statistics: 12,
} as const
export const STATISTICS = { nulls: 3, greatest: 5, least: 6 } as const
export const PAGE = { type: 1, unpackedBytes: 2, packedBytes: 3, data: 5, dictionary: 7 } as const
export const DATA_PAGE = { values: 1, encoding: 2, definitionLevels: 3, repetitionLevels: 4 } as const
export const DICTIONARY_PAGE = { values: 1, encoding: 2 } as const

export const PAGE_TYPE = { data: 0, dictionary: 2 } as const
export const ENCODING = { plain: 0, rle: 3, rleDictionary: 8 } as const
export const REPETITION = { optional: 1 } as const
export const PHYSICAL = { boolean: 0, int32: 1, int64: 2, int96: 3, double: 5, bytes: 6, fixed: 7 } as const
export const CONVERTED = { utf8: 0, enum: 4, date: 6, int64: 18, json: 19, interval: 21 } as const
export const LOGICAL = { string: 1, enum: 4, date: 6, integer: 10, json: 12, uuid: 14 } as const
export const INTEGER_TYPE = { bits: 1, isSigned: 2 } as const
export const COLUMN_ORDER = { byType: 1 } as const

/** By number. */
export const CODECS = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'LZO', 'BROTLI', 'LZ4', 'ZSTD', 'LZ4_RAW'] as const
export const codecNumber = (name: (typeof CODECS)[number]): number => CODECS.indexOf(name)

/** What a file begins and ends with. */
export const MAGIC = 'PAR1'
export const MAGIC_BYTES = 4
