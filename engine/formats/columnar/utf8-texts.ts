import type { ArrowColumn } from './arrow-type.ts'
import { bytesOf, offsetsOf } from './buffers.ts'
import { Damage } from './damage.ts'
import { NOTHING } from './integers.ts'

// A mark at the beginning of a text is part of it.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
/** More than this is not decoded at once: a text of JavaScript has its bounds. */
const MAX_JOINED_BYTES = 1 << 24
const MAX_STRETCH = 8192

/** UTF-8; what is no UTF-8 is U+FFFD. */
export const decodeText = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Texts are decoded many at a time, and cut: a decoder's call for each takes several times as long. */
export function textsOf(column: ArrowColumn, bits: 32 | 64): (index: number) => string {
  const { buffers: [offsetBytes = NOTHING, data = NOTHING], offset, length } = column
  const offsets = offsetsOf(offsetBytes, bits, offset, length, data.length)
  let [first, next] = [0, 0]
  let cut: (index: number) => string = () => ''
  return index => {
    if (index === next && next < length) {
      first = next
      next = stretchEnd(offsets, first)
      cut = stretchOf(data, offsets, first, next)
    }
    // Whoever jumps about pays for each.
    return index >= first && index < next ? cut(index) : decodeText(data.subarray(offsets[index], offsets[index + 1]))
  }
}

/** The end of the texts from `first` on that are decoded together: all, if they are not too long for that. */
function stretchEnd(offsets: Int32Array | Float64Array, first: number): number {
  const last = offsets.length - 1
  const start = offsets[first] as number
  if ((offsets[last] as number) - start <= MAX_JOINED_BYTES) return last
  let end = first + 1
  while (end < last && end - first < MAX_STRETCH && (offsets[end + 1] as number) - start <= MAX_JOINED_BYTES) end++
  return end
}

/** The texts `[first, end)`. */
function stretchOf(data: Uint8Array, offsets: Int32Array | Float64Array, first: number, end: number): (index: number) => string {
  const [start, stop] = [offsets[first] as number, offsets[end] as number]
  const joined = decodeText(data.subarray(start, stop))
  // As many characters as bytes: every one of them is a byte.
  if (joined.length === stop - start) return index => joined.slice((offsets[index] as number) - start, (offsets[index + 1] as number) - start)
  const cuts = joined.includes('\uFFFD') ? undefined : cutsOf(data, offsets.subarray(first, end + 1))
  if (cuts) return index => joined.slice(cuts[index - first], cuts[index - first + 1])
  return index => decodeText(data.subarray(offsets[index], offsets[index + 1]))
}

/** Where in the decoded whole each text starts, in UTF-16; undefined when one starts within a character. The bytes are sound UTF-8. */
function cutsOf(data: Uint8Array, offsets: Int32Array | Float64Array): Int32Array | undefined {
  const cuts = new Int32Array(offsets.length)
  let units = 0
  for (let i = 1; i < offsets.length; i++) {
    const [start, end] = [offsets[i - 1] as number, offsets[i] as number]
    if (end > start && isContinuation(data[start] as number)) return undefined
    for (let at = start; at < end; at++) {
      const byte = data[at] as number
      if (!isContinuation(byte)) units += byte >= FOUR_BYTES ? 2 : 1
    }
    cuts[i] = units
  }
  return cuts
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80
/** A byte from here on begins a character of four bytes, which is two units of UTF-16. */
const FOUR_BYTES = 0xf0

/** The bytes of each element. */
export function slicesOf({ buffers: [offsetBytes = NOTHING, data = NOTHING], offset, length }: ArrowColumn, bits: 32 | 64): (index: number) => Uint8Array {
  const offsets = offsetsOf(offsetBytes, bits, offset, length, data.length)
  return index => data.subarray(offsets[index], offsets[index + 1])
}

const VIEW_BYTES = 16
const INLINE_BYTES = 12

/** Views of 16 bytes: a length, and either up to 12 bytes of text or four of it and where the whole is. */
export function viewsOf({ buffers: [views = NOTHING, ...pieces], offset, length }: ArrowColumn): (index: number) => Uint8Array {
  bytesOf(views, offset + length, VIEW_BYTES)
  const view = new DataView(views.buffer, views.byteOffset, views.length)
  return index => {
    const at = (offset + index) * VIEW_BYTES
    const size = view.getInt32(at, true)
    if (size >= 0 && size <= INLINE_BYTES) return views.subarray(at + 4, at + 4 + size)
    const [piece, start] = [pieces[view.getInt32(at + 8, true)], view.getInt32(at + 12, true)]
    if (size < 0 || piece === undefined || start < 0 || start + size > piece.length) throw new Damage('a text of a column leads out of its buffers')
    return piece.subarray(start, start + size)
  }
}
