import { unreachable } from '../../base/assert.ts'
import type { ArrowColumn, ArrowType } from './arrow-type.ts'
import { bytesOf, elements } from './buffers.ts'
import {
  dateText, datetimeText, decimalText, durationText, float16Text, float32Text, hexText, smallDecimalText, timeText, uuidText,
} from './cell-text.ts'
import { Damage } from './damage.ts'
import { integersOf, isSet, NOTHING, wholesOf } from './integers.ts'
import { decodeText, slicesOf, textsOf, viewsOf } from './utf8-texts.ts'

/** The texts of values that have no parts. */
export function scalarTextOf(column: ArrowColumn): (index: number) => string {
  const { field: { type }, buffers: [data = NOTHING], offset, length } = column
  const count = offset + length
  switch (type.kind) {
    case 'bool': {
      const bits = bytesOf(data, Math.ceil(count / 8), 1)
      return index => isSet(bits, offset + index) ? 'true' : 'false'
    }
    case 'int': return integerTextOf(type, column)
    case 'float': return floatTextOf(type, column)
    case 'decimal': return decimalTextOf(type, column)
    case 'utf8': return textsOf(column, type.offsets)
    case 'binary': {
      const at = slicesOf(column, type.offsets)
      return index => hexText(at(index))
    }
    case 'utf8View': {
      const at = viewsOf(column)
      return index => decodeText(at(index))
    }
    case 'binaryView': {
      const at = viewsOf(column)
      return index => hexText(at(index))
    }
    case 'fixed': return fixedTextOf(column, type.bytes, hexText)
    case 'uuid': return fixedTextOf(column, 16, uuidText)
    case 'int96': return fixedTextOf(column, 12, int96Text)
    case 'months': return fixedTextOf(column, 12, monthsText)
    case 'date': return dateTextOf(type.unit, column)
    case 'time': {
      const at = type.bits === 64 ? wholesOf(column) : integersOf(INT32, column)
      return index => timeText(at(index), type.unit)
    }
    case 'timestamp': {
      const at = wholesOf(column)
      const { unit, zone } = type
      return zone === undefined ? index => datetimeText(at(index), unit) : index => `${datetimeText(at(index), unit)}Z`
    }
    case 'duration': {
      const at = wholesOf(column)
      return index => durationText(0, 0, at(index), type.unit)
    }
    case 'interval': return intervalTextOf(type.unit, column)
    case 'null':
    case 'runEnd':
    case 'list':
    case 'listView':
    case 'fixedList':
    case 'struct':
    case 'map':
    case 'union': throw new Damage(`a ${type.kind} is no scalar`)
    default: return unreachable(type)
  }
}

const INT32 = { kind: 'int', bits: 32, isSigned: true } as const

function integerTextOf(type: Extract<ArrowType, { kind: 'int' }>, column: ArrowColumn): (index: number) => string {
  if (type.bits < 64) {
    const at = integersOf(type, column)
    return index => String(at(index))
  }
  const at = wholesOf(column)
  if (type.isSigned) return index => String(at(index))
  return index => {
    const value = at(index)
    return typeof value === 'number' && value >= 0 ? String(value) : String(BigInt.asUintN(64, BigInt(value)))
  }
}

function floatTextOf({ bits }: Extract<ArrowType, { kind: 'float' }>, { buffers: [data = NOTHING], offset, length }: ArrowColumn): (index: number) => string {
  const count = offset + length
  if (bits === 64) {
    const values = elements(Float64Array, data, count)
    return index => String(values[offset + index])
  }
  if (bits === 32) {
    const values = elements(Float32Array, data, count)
    return index => float32Text(values[offset + index] as number)
  }
  const values = elements(Uint16Array, data, count)
  return index => float16Text(values[offset + index] as number)
}

function decimalTextOf({ bytes, scale }: Extract<ArrowType, { kind: 'decimal' }>, column: ArrowColumn): (index: number) => string {
  const { buffers: [data = NOTHING], offset, length } = column
  if (bytes === 4) {
    const at = integersOf(INT32, column)
    return index => smallDecimalText(at(index), scale)
  }
  const words = bytes / 8
  const halves = elements(Int32Array, data, 2 * words * (offset + length))
  const wholes = elements(BigUint64Array, data, words * (offset + length))
  return index => {
    const first = words * (offset + index)
    const low = halves[2 * first] as number
    const high = halves[2 * first + 1] as number
    const sign = high >> 31
    let isSmall = high >= -0x200000 && high < 0x200000
    for (let i = 2; isSmall && i < 2 * words; i++) isSmall = halves[2 * first + i] === sign
    if (isSmall) return smallDecimalText(high * 0x1_0000_0000 + (low >>> 0), scale)
    let unscaled = 0n
    for (let i = words - 1; i >= 0; i--) unscaled = (unscaled << 64n) | (wholes[first + i] as bigint)
    return decimalText(BigInt.asIntN(64 * words, unscaled), scale)
  }
}

function fixedTextOf({ buffers: [data = NOTHING], offset, length }: ArrowColumn, width: number, text: (bytes: Uint8Array) => string): (index: number) => string {
  const bytes = bytesOf(data, offset + length, width)
  return index => text(bytes.subarray((offset + index) * width, (offset + index + 1) * width))
}

const JULIAN_DAY_OF_1970 = 2_440_588
const NANOS_PER_DAY = 86_400_000_000_000

/** Julian days begin at midnight here, whatever astronomers say. */
function int96Text(bytes: Uint8Array): string {
  const { days, nanos } = int96Parts(bytes)
  return `${dateText(days)}T${timeText(nanos, 'ns')}`
}

/** The day since 1970-01-01 and the nanoseconds of it; some writers give more of these than a day has, or fewer than none. */
export function int96Parts(bytes: Uint8Array): { readonly days: number, readonly nanos: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12)
  const nanos = view.getBigInt64(0, true)
  const day = view.getInt32(8, true) - JULIAN_DAY_OF_1970
  const over = Number(nanos / BigInt(NANOS_PER_DAY)) - (nanos % BigInt(NANOS_PER_DAY) < 0n ? 1 : 0)
  return { days: day + over, nanos: Number(nanos - BigInt(over) * BigInt(NANOS_PER_DAY)) }
}

function monthsText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 12)
  return durationText(view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true), 'ms')
}

const MS_PER_DAY = 86_400_000

function dateTextOf(unit: 'day' | 'ms', column: ArrowColumn): (index: number) => string {
  if (unit === 'day') {
    const at = integersOf(INT32, column)
    return index => dateText(at(index))
  }
  const at = wholesOf(column)
  return index => {
    const ms = Number(at(index))
    const days = Math.floor(ms / MS_PER_DAY)
    return days * MS_PER_DAY === ms ? dateText(days) : datetimeText(ms, 'ms')
  }
}

function intervalTextOf(unit: 'yearMonth' | 'dayTime' | 'monthDayNano', column: ArrowColumn): (index: number) => string {
  if (unit === 'yearMonth') {
    const at = integersOf(INT32, column)
    return index => durationText(at(index), 0, 0, 's')
  }
  return fixedTextOf(column, unit === 'dayTime' ? 8 : 16, bytes => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return unit === 'dayTime'
      ? durationText(0, view.getInt32(0, true), view.getInt32(4, true), 'ms')
      : durationText(view.getInt32(0, true), view.getInt32(4, true), view.getBigInt64(8, true), 'ns')
  })
}
