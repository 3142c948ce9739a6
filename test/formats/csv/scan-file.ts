import { expect } from 'vitest'
import {
  createScanner, defaultDialect, locateRecords,
  type CsvDialect, type LocatedRecord, type LocateOptions, type ScannerOptions, type Segment,
} from '../../../engine/formats/csv/index.ts'
import { parseReference } from './reference.ts'

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export const withDialect = (change: Partial<CsvDialect>): CsvDialect => ({ ...defaultDialect, ...change })

/** Scans a whole file, chunk by chunk; `flushes` asks for first rows after every chunk. */
export function scanFile(file: Uint8Array | string, options: Partial<ScannerOptions> = {}, chunks?: readonly Uint8Array[], flushes = false) {
  const bytes = typeof file === 'string' ? utf8(file) : file
  const scanner = createScanner({ dialect: defaultDialect, ...options })
  const segments: Segment[] = []
  for (const chunk of chunks ?? [bytes]) {
    segments.push(...scanner.push(chunk))
    const flushed = flushes ? scanner.flush() : undefined
    if (flushed !== undefined) segments.push(flushed)
  }
  segments.push(...scanner.end())
  return {
    scanner,
    segments,
    text: segments.map(({ text }) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)).join(''),
    malformed: segments.flatMap(segment => segment.malformed),
  }
}

const unlimited = { maxCellBytes: 1e9, maxRecordBytes: 1e9 }

/** The records of segment text, by the reference parser; fails where a cell is neither plain nor quoted, or the segment miscounts. */
export function readSegments(segments: readonly Segment[]) {
  return segments.flatMap(({ text, records: count, longestLineBytes }) => {
    const { records } = parseReference(text, withDialect({ header: 0 }), unlimited)
    expect(records).toHaveLength(count)
    expect(Math.max(0, ...records.map(r => r.byteLength + 1))).toBe(longestLineBytes)
    expect(text.length === 0 || text.at(-1) === 0x0a).toBe(true)
    return records.map(({ code, cells: [ordinal, ...cells], quoted: [, ...quoted] }) => {
      expect(code).toBeUndefined()
      cells.forEach((cell, i) => expect(quoted[i] === true || !/[",\r\n]/.test(cell)).toBe(true))
      return { ordinal: Number(ordinal), cells, quoted }
    })
  })
}

/** Finds records again in a file held in memory. */
export async function locateIn(file: Uint8Array, options: LocateOptions): Promise<LocatedRecord[]> {
  const found: LocatedRecord[] = []
  for await (const record of locateRecords((start, end) => Promise.resolve(file.subarray(start, end)), options)) found.push(record)
  return found
}
