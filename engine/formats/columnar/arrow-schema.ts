import type { ArrowField, ArrowType } from './arrow-type.ts'
import type { TimeUnit } from './cell-text.ts'
import { Damage, unsupported } from './damage.ts'
import type { FlatTable } from './flatbuffer.ts'

/** Schema.fbs of Apache Arrow 1.5: the numbers of its fields and enumerations. */
const SCHEMA = { endianness: 0, fields: 1 } as const
const FIELD = { name: 0, typeOf: 2, type: 3, dictionary: 4, children: 5, metadata: 6 } as const
const DICTIONARY = { id: 0, indexType: 1 } as const
const KEY_VALUE = { key: 0, value: 1 } as const
const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns']

/** Deeper nesting and more columns than these are no table that anybody wrote. */
const MAX_DEPTH = 64
const MAX_FIELDS = 100_000

/** The fields of a Schema table. @throws Damage, ConnectorError `unsupported_format` */
export function schemaFields(schema: FlatTable, name: string): readonly ArrowField[] {
  if (schema.short(SCHEMA.endianness) !== 0) throw unsupported(`${name} cannot be read: its numbers are big-endian`, 'Have it written on a machine of today.')
  let left = MAX_FIELDS
  const fieldOf = (field: FlatTable, depth: number): ArrowField => {
    if (depth > MAX_DEPTH || left-- <= 0) throw new Damage('its schema has no end')
    const children = field.tables(FIELD.children).map(child => fieldOf(child, depth + 1))
    const encoding = field.table(FIELD.dictionary)
    const extension = extensionOf(field)
    const type = typeOf(field)
    requireParts(type, children.length)
    return {
      name: field.text(FIELD.name) ?? '', children, type: extension === 'arrow.uuid' && type.kind === 'fixed' && type.bytes === 16 ? { kind: 'uuid' } : type,
      ...encoding ? { dictionary: { id: encoding.long(DICTIONARY.id), indices: indexType(encoding.table(DICTIONARY.indexType)) } } : {},
      ...extension === 'arrow.json' ? { isJson: true } : {},
    }
  }
  return schema.tables(SCHEMA.fields).map(field => fieldOf(field, 0))
}

function requireParts({ kind }: ArrowType, children: number): void {
  const wanted = kind === 'list' || kind === 'listView' || kind === 'fixedList' || kind === 'map' ? 1 : kind === 'runEnd' ? 2 : undefined
  if (wanted !== undefined && children !== wanted) throw new Damage(`a column of its schema has ${children} parts instead of ${wanted}`)
}

function extensionOf(field: FlatTable): string | undefined {
  const pair = field.tables(FIELD.metadata).find(pair => pair.text(KEY_VALUE.key) === 'ARROW:extension:name')
  return pair?.text(KEY_VALUE.value)
}

function indexType(int: FlatTable | undefined): Extract<ArrowType, { kind: 'int' }> {
  return int ? intType(int) : { kind: 'int', bits: 32, isSigned: true }
}

function intType(int: FlatTable): Extract<ArrowType, { kind: 'int' }> {
  const bits = int.int(0)
  if (bits !== 8 && bits !== 16 && bits !== 32 && bits !== 64) throw new Damage(`its schema has integers of ${bits} bits`)
  return { kind: 'int', bits, isSigned: int.byte(1) !== 0 }
}

function typeOf(field: FlatTable): ArrowType {
  const number = field.byte(FIELD.typeOf)
  const read = TYPES[number]
  const type = field.table(FIELD.type)
  if (!read || !type) throw new Damage(`its schema has a type of number ${number}`)
  return read(type)
}

const unitOf = (number: number): TimeUnit => {
  const unit = UNITS[number]
  if (!unit) throw new Damage(`its schema has a unit of time of number ${number}`)
  return unit
}

/** By the number of the type in the union `Type`. */
const TYPES: Readonly<Record<number, (type: FlatTable) => ArrowType>> = {
  1: () => ({ kind: 'null' }),
  2: intType,
  3: type => ({ kind: 'float', bits: ([16, 32, 64] as const)[type.short(0)] ?? 64 }),
  4: () => ({ kind: 'binary', offsets: 32 }),
  5: () => ({ kind: 'utf8', offsets: 32 }),
  6: () => ({ kind: 'bool' }),
  7: type => decimalType(type.int(0), type.int(1), type.int(2, 128)),
  8: type => ({ kind: 'date', unit: type.short(0, 1) === 0 ? 'day' : 'ms' }),
  9: type => ({ kind: 'time', unit: unitOf(type.short(0, 1)), bits: type.int(1, 32) === 64 ? 64 : 32 }),
  10: type => ({ kind: 'timestamp', unit: unitOf(type.short(0)), zone: type.text(1) || undefined }),
  11: type => ({ kind: 'interval', unit: (['yearMonth', 'dayTime', 'monthDayNano'] as const)[type.short(0)] ?? 'yearMonth' }),
  12: () => ({ kind: 'list', offsets: 32 }),
  13: () => ({ kind: 'struct' }),
  14: type => unionType(type.short(0) === 1, type.ints(1)),
  15: type => ({ kind: 'fixed', bytes: widthOf(type.int(0)) }),
  16: type => ({ kind: 'fixedList', size: widthOf(type.int(0)) }),
  17: () => ({ kind: 'map' }),
  18: type => ({ kind: 'duration', unit: unitOf(type.short(0, 1)) }),
  19: () => ({ kind: 'binary', offsets: 64 }),
  20: () => ({ kind: 'utf8', offsets: 64 }),
  21: () => ({ kind: 'list', offsets: 64 }),
  22: () => ({ kind: 'runEnd' }),
  23: () => ({ kind: 'binaryView' }),
  24: () => ({ kind: 'utf8View' }),
  25: () => ({ kind: 'listView', offsets: 32 }),
  26: () => ({ kind: 'listView', offsets: 64 }),
}

export function decimalType(precision: number, scale: number, bits: number): ArrowType {
  const bytes = bits / 8
  if (bytes !== 4 && bytes !== 8 && bytes !== 16 && bytes !== 32) throw new Damage(`its schema has decimals of ${bits} bits`)
  if (!(precision >= 1 && precision <= 76 && Math.abs(scale) <= 1000)) throw new Damage(`its schema has decimals of ${precision} digits, ${scale} of them behind the point`)
  return { kind: 'decimal', bytes, precision, scale }
}

export function unionType(isDense: boolean, codes: readonly number[] | undefined): ArrowType {
  return { kind: 'union', isDense, codes: codes ?? Array.from({ length: 128 }, (_, i) => i) }
}

export function widthOf(width: number): number {
  if (!(width >= 0)) throw new Damage('its schema has values of a length below 0')
  return width
}
