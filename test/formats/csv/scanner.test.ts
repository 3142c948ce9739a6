import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createScanner, decodeRaw, defaultDialect, locateRecords, readRecord,
  type CsvDialect, type LocatedRecord, type ScannerOptions, type Segment,
} from '../../../engine/formats/csv/index.ts'
import { chunksOf, cuts, dialect, encodePieces, nastyPieces } from './arbitraries.ts'
import { parseReference, type ReferenceRecord } from './reference.ts'

const wide = { maxCellBytes: 1e6, maxRecordBytes: 2e6 }

function scan(file: Uint8Array, options: ScannerOptions, chunks: readonly Uint8Array[] = [file], flushes = false) {
  const scanner = createScanner(options)
  const segments: Segment[] = []
  for (const chunk of chunks) {
    segments.push(...scanner.push(chunk))
    const flushed = flushes ? scanner.flush() : undefined
    if (flushed !== undefined) segments.push(flushed)
  }
  segments.push(...scanner.end())
  return { scanner, segments }
}

/** The records of segment text, by the reference parser; fails where a cell is neither plain nor quoted. */
function readSegments(segments: readonly Segment[]) {
  return segments.flatMap((segment) => {
    const { records } = parseReference(segment.text, { ...defaultDialect, header: 0 }, wide)
    expect(records).toHaveLength(segment.records)
    expect(segment.text.length === 0 || segment.text.at(-1) === 0x0a).toBe(true)
    return records.map(({ code, cells: [ordinal, ...cells], quoted: [, ...quoted] }) => {
      // Cell counts differ between segments of a file whose width no header settles; nothing else may be wrong.
      expect(code === undefined || code === 'too_many_cells' || code === 'too_few_cells').toBe(true)
      cells.forEach((cell, i) => expect(quoted[i] === true || !/[",\r\n]/.test(cell)).toBe(true))
      return { ordinal: Number(ordinal), cells, quoted }
    })
  })
}

/** How many U+FFFD stand for what could not be decoded is left open. */
const withoutUndecodable = (label: string) => label.replaceAll('\uFFFD', '')

const asWritten = ({ ordinal, cells, quoted }: ReferenceRecord) =>
  ({ ordinal, cells, quoted: cells.map((cell, i) => quoted[i] === true || /[",\r\n]/.test(cell)) })

async function locate(file: Uint8Array, options: Parameters<typeof locateRecords>[1]) {
  const found: LocatedRecord[] = []
  for await (const record of locateRecords((start, end) => Promise.resolve(file.subarray(start, end)), options)) found.push(record)
  return found
}

const limitsArbitrary = fc.constantFrom(wide, wide, { maxCellBytes: 3, maxRecordBytes: 9 }, { maxCellBytes: 8, maxRecordBytes: 8 }, { maxCellBytes: 20, maxRecordBytes: 30 })

describe('any bytes, any dialect, any chunks', () => {
  const input = fc.record({
    pieces: nastyPieces, dialect, cuts, limits: limitsArbitrary, flushes: fc.boolean(),
    segmentBytes: fc.constantFrom(1, 20, 64, 16_000_000), indexEvery: fc.constantFrom(1, 2, 3, 1024), every: fc.integer({ min: 1, max: 4 }),
  })

  test('the scanner agrees with the reference, and what it finds can be found again', async () => {
    await fc.assert(fc.asyncProperty(input, async ({ pieces, dialect, cuts, limits, flushes, segmentBytes, indexEvery, every }) => {
      const file = encodePieces(pieces, dialect.encoding)
      const expected = parseReference(file, dialect, limits)
      const { scanner, segments } = scan(file, { dialect, segmentBytes, indexEvery, ...limits }, chunksOf(file, cuts), flushes)

      const good = expected.records.filter(r => r.code === undefined)
      const bad = expected.records.filter(r => r.code !== undefined)
      expect(readSegments(segments)).toEqual(good.map(asWritten))
      expect(segments.flatMap(s => s.malformed)).toEqual(bad.map(({ code, ordinal, line, byteOffset, byteLength, cells }) =>
        ({ code, ordinal, line, byteOffset, byteLength, cells: code === 'too_few_cells' || code === 'too_many_cells' ? cells.length : 0 })))
      expect(scanner.counts).toEqual({
        physical: expected.records.length, wellFormed: good.length, malformed: bad.length,
        blankLines: expected.blankLines, comments: expected.comments, lines: expected.lines, bytes: file.length,
      })
      expect(scanner.headerTrouble).toBe(expected.headerTrouble)
      expect(scanner.rawHeader.map(withoutUndecodable)).toEqual(expected.labels.map(withoutUndecodable))

      let next = 1
      for (const segment of segments) {
        expect(segment.firstOrdinal).toBe(next)
        next += segment.records + segment.malformed.length
      }

      const wanted = expected.records.filter(r => r.ordinal % every === 0)
      const found = await locate(file, { dialect, columns: scanner.header.length, index: scanner.index, ordinals: wanted.map(r => r.ordinal), readBytes: 7 })
      expect(found).toEqual(wanted.map(({ ordinal, line, byteOffset, byteLength, code, cells, quoted }) => {
        const own = file.subarray(byteOffset, byteOffset + byteLength)
        if (code === undefined) expect(readRecord(own, dialect)).toEqual({ cells, quoted })
        const position = { ordinal, line, byteOffset, byteLength }
        return code === undefined
          ? { kind: 'record', ...position, cells, quoted }
          : { kind: 'malformed', ...position, raw: decodeRaw(own, dialect), isCut: false }
      }))
    }), { numRuns: Number(process.env['CSV_RUNS'] ?? 1500) })
  })
})
