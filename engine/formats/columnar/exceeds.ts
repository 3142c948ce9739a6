import type { ArrowColumn, ArrowField, ArrowType } from './arrow-type.ts'
import { bytesOf, elements } from './buffers.ts'
import { isSet, NOTHING } from './integers.ts'
import { int96Parts } from './scalar-texts.ts'

/** Whether a column has a value that its plain type does not hold: finer than a microsecond, or above the signed 64 bits. */
export function exceeds(column: ArrowColumn): boolean {
  const { field: { type }, validity, offset, length, buffers: [data = NOTHING] } = column
  const test = type.kind === 'int96' ? int96IsFine(column) : valueTest(type, elements(BigInt64Array, data, offset + length), offset)
  const bits = validity && bytesOf(validity, Math.ceil((offset + length) / 8), 1)
  for (let i = 0; i < length; i++) if (test(i) && (!bits || isSet(bits, offset + i))) return true
  return false
}

function valueTest(type: ArrowType, values: BigInt64Array, offset: number): (index: number) => boolean {
  return type.kind === 'int' ? index => (values[offset + index] as bigint) < 0n : index => (values[offset + index] as bigint) % 1000n !== 0n
}

function int96IsFine({ buffers: [data = NOTHING], offset, length }: ArrowColumn): (index: number) => boolean {
  const bytes = bytesOf(data, offset + length, 12)
  return index => int96Parts(bytes.subarray((offset + index) * 12, (offset + index + 1) * 12)).nanos % 1000 !== 0
}

/** Whether {@link exceeds} may hold for columns of a type. */
export const mayExceed = ({ type, dictionary }: ArrowField): boolean =>
  dictionary === undefined && ((type.kind === 'int' && type.bits === 64 && !type.isSigned) || isFine(type))

const isFine = (type: ArrowType): boolean => type.kind === 'int96' || ((type.kind === 'time' || type.kind === 'timestamp') && type.unit === 'ns')
