import type { ArrowColumn, ArrowType } from './arrow-type.ts'
import { elements } from './buffers.ts'

export const NOTHING = new Uint8Array(0)

/** Whether a bit is set, least significant first. */
export const isSet = (bits: Uint8Array, index: number): boolean => (((bits[index >> 3] as number) >> (index & 7)) & 1) === 1

/** Safe integers of a column; those of 64 bits lose what is beyond. */
export function integersOf({ bits, isSigned }: Extract<ArrowType, { kind: 'int' }>, { buffers: [data = NOTHING], offset, length }: ArrowColumn): (index: number) => number {
  const count = offset + length
  if (bits === 64) {
    const values = isSigned ? elements(BigInt64Array, data, count) : elements(BigUint64Array, data, count)
    return index => Number(values[offset + index])
  }
  const values = bits === 8 ? isSigned ? elements(Int8Array, data, count) : elements(Uint8Array, data, count)
    : bits === 16 ? isSigned ? elements(Int16Array, data, count) : elements(Uint16Array, data, count)
      : isSigned ? elements(Int32Array, data, count) : elements(Uint32Array, data, count)
  return index => values[offset + index] as number
}


/** Integers of 64 bits: numbers where they are safe, bigints where they are not. */
export function wholesOf({ buffers: [data = NOTHING], offset, length }: ArrowColumn): (index: number) => number | bigint {
  const count = offset + length
  const halves = elements(Int32Array, data, 2 * count)
  const wholes = elements(BigInt64Array, data, count)
  return index => {
    const high = halves[2 * (offset + index) + 1] as number
    // 2^53 is 2^21 times 2^32.
    return high >= -0x200000 && high < 0x200000 ? high * 0x1_0000_0000 + ((halves[2 * (offset + index)] as number) >>> 0) : wholes[offset + index] as bigint
  }
}
