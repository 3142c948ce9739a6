import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRaw, readRecord } from '../../../engine/formats/csv/index.ts'
import { chunksOf, cuts, dialect, encodePieces, nastyPieces, pickPiece } from './arbitraries.ts'
import { parseReference, type ReferenceRecord } from './reference.ts'
import { locateIn, readSegments, scanFile } from './scan-file.ts'

const wide = { maxCellBytes: 1e6, maxRecordBytes: 2e6 }
const limits = fc.constantFrom(wide, wide, { maxCellBytes: 3, maxRecordBytes: 9 }, { maxCellBytes: 8, maxRecordBytes: 8 }, { maxCellBytes: 20, maxRecordBytes: 30 })

const numRuns = Number(process.env['CSV_RUNS'] ?? 1500)

/** Segment text keeps a cell as it stood, but quotes what is plain elsewhere and could not be here. */
const asWritten = ({ ordinal, cells, quoted }: ReferenceRecord) =>
  ({ ordinal, cells, quoted: cells.map((cell, i) => quoted[i] === true || /[",\r\n]/.test(cell)) })

/** How many U+FFFD stand for what could not be decoded is left open. */
const withoutUndecodable = (label: string) => label.replaceAll('\uFFFD', '')

test('whatever the bytes, the dialect, the limits and the chunks: the scanner agrees with the reference', () => {
  const options = fc.record({ segmentBytes: fc.constantFrom(1, 20, 64, 16_000_000), indexEvery: fc.constantFrom(1, 2, 1024) })
  fc.assert(fc.property(nastyPieces, dialect, limits, options, cuts, fc.boolean(), (pieces, dialect, limits, options, cuts, flushes) => {
    const file = encodePieces(pieces, dialect.encoding)
    const expected = parseReference(file, dialect, limits)
    const { scanner, segments, malformed } = scanFile(file, { dialect, ...options, ...limits }, chunksOf(file, cuts), flushes)

    const good = expected.records.filter(r => r.code === undefined)
    const bad = expected.records.filter(r => r.code !== undefined)
    expect(readSegments(segments)).toEqual(good.map(asWritten))
    expect(malformed).toEqual(bad.map(({ code, ordinal, line, byteOffset, byteLength, cells }) =>
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
  }), { numRuns })
})

test('every record is found again with its cells, every malformed one with its raw text', async () => {
  const every = fc.integer({ min: 1, max: 4 })
  await fc.assert(fc.asyncProperty(nastyPieces, dialect, limits, every, fc.constantFrom(1, 2, 3, 1024), async (pieces, dialect, limits, every, indexEvery) => {
    const file = encodePieces(pieces, dialect.encoding)
    const wanted = parseReference(file, dialect, limits).records.filter(r => r.ordinal % every === 0)
    const { scanner } = scanFile(file, { dialect, indexEvery, ...limits })
    const found = await locateIn(file, {
      dialect, columns: scanner.header.length, index: scanner.index, ordinals: wanted.map(r => r.ordinal), readBytes: 7,
    })
    expect(found).toEqual(wanted.map(({ ordinal, line, byteOffset, byteLength, code, cells, quoted }) => {
      const own = file.subarray(byteOffset, byteOffset + byteLength)
      const position = { ordinal, line, byteOffset, byteLength }
      if (code !== undefined) return { kind: 'malformed', ...position, raw: decodeRaw(own, dialect), isCut: false }
      // Alone, a record does not know how many columns there are, nor so whether its last delimiter is one too many.
      const alone = readRecord(own, dialect)
      expect(dialect.trailing_delimiter ? { cells: alone.cells.slice(0, cells.length), quoted: alone.quoted.slice(0, cells.length) } : alone).toEqual({ cells, quoted })
      return { kind: 'record', ...position, cells, quoted }
    }))
  }), { numRuns })
})

test('a file larger than the window gives the same however it is cut', () => {
  const big = fc.array(fc.nat(9999), { minLength: 15_000, maxLength: 30_000, size: 'max' }).map(picks => picks.map(pickPiece))
  fc.assert(fc.property(big, dialect, limits, fc.integer({ min: 1, max: 3000 }), (pieces, dialect, limits, size) => {
    const file = encodePieces(pieces, dialect.encoding)
    const chunks = Array.from({ length: Math.ceil(file.length / size) }, (_, i) => file.subarray(i * size, (i + 1) * size))
    const whole = scanFile(file, { dialect, ...limits })
    const cut = scanFile(file, { dialect, ...limits }, chunks)
    expect(cut.text === whole.text).toBe(true)
    expect(cut.malformed).toEqual(whole.malformed)
    expect(cut.scanner.counts).toEqual(whole.scanner.counts)
  }), { numRuns: Math.ceil(numRuns / 50), endOnFailure: true })
}, 60_000)

test('random bytes are read to their end, each byte of them accounted for', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), dialect, cuts, (file, dialect, cuts) => {
    const { scanner, segments, malformed } = scanFile(file, { dialect }, chunksOf(file, cuts))
    const { physical, wellFormed, bytes } = scanner.counts
    expect(bytes).toBe(file.length)
    expect(physical).toBe(wellFormed + malformed.length)
    expect(segments.reduce((total, s) => total + s.records, 0)).toBe(wellFormed)
  }), { numRuns: 300 })
})
