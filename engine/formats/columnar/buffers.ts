import { Damage } from './damage.ts'

interface TypedArrayOf<Array> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): Array
}

/**
 * The first `count` elements of a little-endian buffer; copied only where they are not aligned.
 * @throws Damage when it holds fewer
 */
export function elements<Array>(type: TypedArrayOf<Array>, bytes: Uint8Array, count: number): Array {
  const size = count * type.BYTES_PER_ELEMENT
  if (!(count >= 0) || size > bytes.length) throw new Damage(`a column's buffer holds ${bytes.length} bytes and should hold ${size}`)
  const aligned = bytes.byteOffset % type.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice(0, size)
  return new type(aligned.buffer, aligned.byteOffset, count)
}

/** `count` elements of `width` bytes each. @throws Damage */
export function bytesOf(bytes: Uint8Array, count: number, width: number): Uint8Array {
  if (!(count >= 0) || count * width > bytes.length) throw new Damage(`a column's buffer holds ${bytes.length} bytes and should hold ${count * width}`)
  return bytes
}

/** Offsets of 32 or 64 bits as numbers: `count` + 1 of them, none before the one before it nor behind `end`. @throws Damage */
export function offsetsOf(bytes: Uint8Array, bits: 32 | 64, first: number, count: number, end: number): Int32Array | Float64Array {
  // A column without elements may come without its first offset.
  if (count === 0) return new Int32Array(1)
  const offsets = bits === 32 ? elements(Int32Array, bytes, first + count + 1).subarray(first) : Float64Array.from(elements(BigInt64Array, bytes, first + count + 1).subarray(first), Number)
  let before = 0
  for (let i = 0; i < offsets.length; i++) {
    const offset = offsets[i] as number
    if (offset < before) throw new Damage('the offsets of a column go backwards')
    before = offset
  }
  if (before > end) throw new Damage(`the offsets of a column lead to byte or element ${before} of ${end}`)
  return offsets
}

/** Whether bytes begin with a text of ASCII. */
export function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[i] !== text.charCodeAt(i)) return false
  return true
}
