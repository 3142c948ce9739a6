import { CR, LF } from './grammar.ts'

/** How much of the text decides which line ends the file has. */
export const LINE_END_SAMPLE_BYTES = 1 << 20

/**
 * Whether a lone `\r` ends lines: where the first mebibyte of text has `\r` and no `\n` (files of the classic Mac OS).
 * `[0, end)` is the text so far, `[0, searched)` known to have no `\n`. Undefined: it is too little to tell.
 */
export function loneCrEndsLines(bytes: Uint8Array, searched: number, end: number, isAll: boolean): boolean | undefined {
  const sampleEnd = Math.min(end, LINE_END_SAMPLE_BYTES)
  if (bytes.subarray(Math.min(searched, sampleEnd), sampleEnd).includes(LF)) return false
  if (!isAll && end < LINE_END_SAMPLE_BYTES) return undefined
  return bytes.subarray(0, sampleEnd).includes(CR)
}

export interface LineEnd {
  readonly found: boolean
  /** Where the line's text ends. */
  readonly to: number
  /** Where the next line starts; where none is found, up to where no line end begins. */
  readonly next: number
}

/** The first line end in `[from, end)`. A `\r` at the very end may be half of one, unless the input ends there. */
export function findLineEnd(bytes: Uint8Array, from: number, end: number, isFinal: boolean, loneCr: boolean): LineEnd {
  const at = loneCr ? indexOfCrOrLf(bytes, from, end) : indexOfLf(bytes, from, end)
  const isHalf = !isFinal && end > from && bytes[end - 1] === CR && at >= end - 1
  if (isHalf) return { found: false, to: end, next: end - 1 }
  if (at === end) return { found: false, to: end, next: end }
  if (bytes[at] === CR) return { found: true, to: at, next: at + 1 < end && bytes[at + 1] === LF ? at + 2 : at + 1 }
  return { found: true, to: at > from && bytes[at - 1] === CR ? at - 1 : at, next: at + 1 }
}

/** Line ends in `[from, to)`, none of which is cut at `to`. */
export function countLineEnds(bytes: Uint8Array, from: number, to: number, loneCr: boolean): number {
  let count = 0
  for (let p = from; p < to; p++) {
    const byte = bytes[p]
    if (byte === LF || (loneCr && byte === CR && (p + 1 === to || bytes[p + 1] !== LF))) count++
  }
  return count
}

function indexOfLf(bytes: Uint8Array, from: number, end: number): number {
  const at = bytes.subarray(from, end).indexOf(LF)
  return at < 0 ? end : from + at
}

function indexOfCrOrLf(bytes: Uint8Array, from: number, end: number): number {
  let p = from
  while (p < end && bytes[p] !== LF && bytes[p] !== CR) p++
  return p
}
