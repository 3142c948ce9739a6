import { decimalType, unionType, widthOf } from './arrow-schema.ts'
import { layoutOf, type ArrowBatch, type ArrowColumn, type ArrowField, type ArrowType } from './arrow-type.ts'
import type { TimeUnit } from './cell-text.ts'
import { Damage, unsupported } from './damage.ts'

/**
 * Arrow's C data interface in the memory of a Wasm module, pointers of 32 bits: {@link https://arrow.apache.org/docs/format/CDataInterface.html}.
 * Everything is copied, since that memory moves when it grows.
 */
const SCHEMA = { format: 0, name: 4, childCount: 24, children: 32, dictionary: 36 } as const
const ARRAY = { length: 0, nulls: 8, offset: 16, bufferCount: 24, childCount: 32, buffers: 40, children: 44 } as const

/** The fields of an ArrowSchema that is a struct: a table's columns. */
export function tableFields(memory: ArrayBuffer, schema: number): readonly ArrowField[] {
  return fieldAt(new DataView(memory), schema).children
}

function fieldAt(view: DataView, at: number): ArrowField {
  if (view.getUint32(at + SCHEMA.dictionary, true) !== 0) throw unsupported('A column is read as a dictionary, which is not read here', 'Have it written without dictionaries.')
  const children = pointersAt(view, at, SCHEMA).map(child => fieldAt(view, child))
  return { name: textAt(view, view.getUint32(at + SCHEMA.name, true)), type: typeOfFormat(textAt(view, view.getUint32(at + SCHEMA.format, true))), children }
}

function pointersAt(view: DataView, at: number, { childCount, children }: { readonly childCount: number, readonly children: number }): number[] {
  const list = view.getUint32(at + children, true)
  return Array.from({ length: Number(view.getBigInt64(at + childCount, true)) }, (_, i) => view.getUint32(list + 4 * i, true))
}

/** A text that ends with a NUL. */
function textAt(view: DataView, at: number): string {
  const bytes = new Uint8Array(view.buffer, at)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice(0, bytes.indexOf(0)))
}

/** The rows of an ArrowArray that is a struct of a table's columns. */
export function tableBatch(memory: ArrayBuffer, array: number, fields: readonly ArrowField[]): ArrowBatch {
  const view = new DataView(memory)
  const rows = Number(view.getBigInt64(array + ARRAY.length, true))
  return { rows, columns: pointersAt(view, array, ARRAY).map((child, i) => columnAt(view, child, fields[i])) }
}

function columnAt(view: DataView, at: number, field: ArrowField | undefined): ArrowColumn {
  if (!field) throw new Damage('a batch has more columns than its schema')
  const { hasValidity, buffers: count } = layoutOf(field.type)
  const [length, offset] = [Number(view.getBigInt64(at + ARRAY.length, true)), Number(view.getBigInt64(at + ARRAY.offset, true))]
  const list = view.getUint32(at + ARRAY.buffers, true)
  const pointers = Array.from({ length: count + (hasValidity ? 1 : 0) }, (_, i) => view.getUint32(list + 4 * i, true))
  const [validityAt = 0] = hasValidity ? pointers.splice(0, 1) : []
  const validity = validityAt === 0 || view.getBigInt64(at + ARRAY.nulls, true) === 0n ? undefined : copied(view, validityAt, Math.ceil((offset + length) / 8))
  return {
    field, length, offset, validity, buffers: buffersAt(view, field.type, pointers, offset + length),
    children: pointersAt(view, at, ARRAY).map((child, i) => columnAt(view, child, field.children[i])),
  }
}

const copied = (view: DataView, at: number, bytes: number): Uint8Array => at === 0 ? new Uint8Array(0) : new Uint8Array(view.buffer, at, bytes).slice()

/** The interface does not say how long buffers are: it follows from the type and from what is in them. */
function buffersAt(view: DataView, type: ArrowType, [first = 0, second = 0]: readonly number[], count: number): Uint8Array[] {
  switch (type.kind) {
    case 'null':
    case 'struct':
    case 'fixedList':
    case 'runEnd': return []
    case 'bool': return [copied(view, first, Math.ceil(count / 8))]
    case 'utf8':
    case 'binary': {
      const offsets = copied(view, first, (count + 1) * type.offsets / 8)
      const end = offsets.length === 0 ? 0 : type.offsets === 32 ? view.getInt32(first + 4 * count, true) : Number(view.getBigInt64(first + 8 * count, true))
      return [offsets, copied(view, second, end)]
    }
    case 'list': return [copied(view, first, (count + 1) * type.offsets / 8)]
    case 'map': return [copied(view, first, (count + 1) * 4)]
    default: return [copied(view, first, count * widthOfType(type))]
  }
}

function widthOfType(type: ArrowType): number {
  switch (type.kind) {
    case 'int':
    case 'float':
    case 'time': return type.bits / 8
    case 'decimal':
    case 'fixed': return type.bytes
    case 'uuid': return 16
    case 'int96':
    case 'months': return 12
    case 'date': return type.unit === 'day' ? 4 : 8
    case 'timestamp':
    case 'duration': return 8
    case 'interval': return type.unit === 'yearMonth' ? 4 : type.unit === 'dayTime' ? 8 : 16
    default: throw unsupported(`A column is read as ${type.kind}, which is not read here`, 'Have it written in another type.')
  }
}

const UNITS: Readonly<Record<string, TimeUnit>> = { s: 's', m: 'ms', u: 'us', n: 'ns' }

/** https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings */
export function typeOfFormat(format: string): ArrowType {
  const plain = PLAIN[format]
  if (plain) return plain
  const [head = '', ...rest] = format.split(':')
  const tail = rest.join(':')
  if (head === 'd') {
    const [precision = 0, scale = 0, bits = 128] = tail.split(',').map(Number)
    return decimalType(precision, scale, bits)
  }
  if (head === 'w') return { kind: 'fixed', bytes: widthOf(Number(tail)) }
  if (head === '+w') return { kind: 'fixedList', size: widthOf(Number(tail)) }
  if (head === '+ud' || head === '+us') return unionType(head === '+ud', tail.split(',').map(Number))
  const unit = UNITS[head.charAt(2)]
  if (head.startsWith('ts') && unit) return { kind: 'timestamp', unit, zone: tail === '' ? undefined : tail }
  if (head.startsWith('tt') && unit) return { kind: 'time', unit, bits: unit === 's' || unit === 'ms' ? 32 : 64 }
  if (head.startsWith('tD') && unit) return { kind: 'duration', unit }
  throw unsupported(`A column is read as a type that is not read here (${format})`, 'Have it written in another type.')
}

const PLAIN: Readonly<Record<string, ArrowType>> = {
  n: { kind: 'null' }, b: { kind: 'bool' },
  c: { kind: 'int', bits: 8, isSigned: true }, C: { kind: 'int', bits: 8, isSigned: false },
  s: { kind: 'int', bits: 16, isSigned: true }, S: { kind: 'int', bits: 16, isSigned: false },
  i: { kind: 'int', bits: 32, isSigned: true }, I: { kind: 'int', bits: 32, isSigned: false },
  l: { kind: 'int', bits: 64, isSigned: true }, L: { kind: 'int', bits: 64, isSigned: false },
  e: { kind: 'float', bits: 16 }, f: { kind: 'float', bits: 32 }, g: { kind: 'float', bits: 64 },
  z: { kind: 'binary', offsets: 32 }, Z: { kind: 'binary', offsets: 64 }, u: { kind: 'utf8', offsets: 32 }, U: { kind: 'utf8', offsets: 64 },
  tdD: { kind: 'date', unit: 'day' }, tdm: { kind: 'date', unit: 'ms' },
  tiM: { kind: 'interval', unit: 'yearMonth' }, tiD: { kind: 'interval', unit: 'dayTime' }, tin: { kind: 'interval', unit: 'monthDayNano' },
  '+l': { kind: 'list', offsets: 32 }, '+L': { kind: 'list', offsets: 64 }, '+s': { kind: 'struct' }, '+m': { kind: 'map' },
}
