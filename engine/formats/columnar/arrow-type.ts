import type { TimeUnit } from './cell-text.ts'

export type Offsets = 32 | 64

/** The types of Arrow's columnar format (Schema.fbs, C data interface), and three that Parquet keeps in bytes of a fixed length. */
export type ArrowType =
  | { readonly kind: 'null' | 'bool' | 'utf8View' | 'binaryView' | 'struct' | 'map' | 'runEnd' }
  | { readonly kind: 'int', readonly bits: 8 | 16 | 32 | 64, readonly isSigned: boolean }
  | { readonly kind: 'float', readonly bits: 16 | 32 | 64 }
  | { readonly kind: 'decimal', readonly bytes: 4 | 8 | 16 | 32, readonly precision: number, readonly scale: number }
  | { readonly kind: 'utf8' | 'binary' | 'list' | 'listView', readonly offsets: Offsets }
  | { readonly kind: 'fixed', readonly bytes: number }
  | { readonly kind: 'date', readonly unit: 'day' | 'ms' }
  | { readonly kind: 'time', readonly bits: 32 | 64, readonly unit: TimeUnit }
  /** `zone` is none for local times; the values of every zone are instants in UTC. */
  | { readonly kind: 'timestamp', readonly unit: TimeUnit, readonly zone: string | undefined }
  | { readonly kind: 'duration', readonly unit: TimeUnit }
  | { readonly kind: 'interval', readonly unit: 'yearMonth' | 'dayTime' | 'monthDayNano' }
  | { readonly kind: 'fixedList', readonly size: number }
  /** `codes[i]` stands for child i. */
  | { readonly kind: 'union', readonly isDense: boolean, readonly codes: readonly number[] }
  | { readonly kind: 'uuid' }
  /** Parquet's INT96: nanoseconds of a day, and its Julian number. */
  | { readonly kind: 'int96' }
  /** Parquet's INTERVAL: months, days, milliseconds. */
  | { readonly kind: 'months' }

export interface ArrowField {
  readonly name: string
  readonly type: ArrowType
  readonly children: readonly ArrowField[]
  /** The values are in a dictionary, and these are its indices; `type` and `children` are of the values. */
  readonly dictionary?: { readonly id: bigint, readonly indices: Extract<ArrowType, { kind: 'int' }> } | undefined
  /** Its texts are JSON. */
  readonly isJson?: boolean
}

/** One column of a batch in memory: {@link https://arrow.apache.org/docs/format/Columnar.html}. */
export interface ArrowColumn {
  readonly field: ArrowField
  readonly length: number
  /** Where element 0 is in `validity` and the buffers, in elements. */
  readonly offset: number
  /** A bit for each element, least significant first: 1 is a value, 0 is null. Undefined when there is no null. */
  readonly validity: Uint8Array | undefined
  /** Those besides validity, in the order of the format; with none for a dictionary's values. */
  readonly buffers: readonly Uint8Array[]
  readonly children: readonly ArrowColumn[]
  /** The values that the elements are indices of, in pieces one after the other. */
  readonly dictionary?: readonly ArrowColumn[] | undefined
}

/** Some rows of a table. */
export interface ArrowBatch {
  readonly rows: number
  readonly columns: readonly ArrowColumn[]
}

/** Buffers of a type besides validity, and whether it has that: {@link https://arrow.apache.org/docs/format/Columnar.html#buffer-listing-for-each-layout}. */
export function layoutOf(type: ArrowType): { readonly hasValidity: boolean, readonly buffers: number } {
  switch (type.kind) {
    case 'null':
    case 'runEnd': return { hasValidity: false, buffers: 0 }
    case 'union': return { hasValidity: false, buffers: type.isDense ? 2 : 1 }
    case 'struct':
    case 'fixedList': return { hasValidity: true, buffers: 0 }
    case 'utf8':
    case 'binary':
    case 'listView': return { hasValidity: true, buffers: 2 }
    case 'utf8View':
    case 'binaryView': return { hasValidity: true, buffers: 1 }
    default: return { hasValidity: true, buffers: 1 }
  }
}
