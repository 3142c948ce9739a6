import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createScanner, type CsvDialect, type ScanLimits, type Segment } from '../../../engine/formats/csv/index.ts'
import { compileGrammar } from '../../../engine/formats/csv/grammar.ts'
import { RecordRuns } from '../../../engine/formats/csv/record-run.ts'
import { isValidUtf8 } from '../../../engine/formats/csv/utf8.ts'
import { chunksOf, concat, cuts, fileOf, plainDialect, plainRecords } from './arbitraries.ts'
import { parseReference } from './reference.ts'
import { locateIn, readSegments, scanFile, utf8, withDialect } from './scan-file.ts'

const wanted = { ordinal: 1, columns: 2, mostRecords: Infinity, room: 1e6, untilNoted: Infinity, every: 1 }

function runsOf(dialect: Partial<CsvDialect> = {}): RecordRuns {
  const runs = RecordRuns.for(compileGrammar(withDialect(dialect)), false)
  if (!runs) throw new Error('this host has no vectors')
  return runs
}

/** The text of the run at the start of `file`; empty where none is taken. */
function taken(file: string | Uint8Array, dialect: Partial<CsvDialect> = {}, want: Partial<typeof wanted> = {}): string {
  const bytes = typeof file === 'string' ? utf8(file) : file
  const run = runsOf(dialect).take(bytes, 0, bytes.length, { ...wanted, ...want })
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(run?.text.slice())
}

describe('a run takes plain records and stops before', () => {
  test.each([
    ['the end of what there is', 'a,b\nc,d', '1,a,b\n'],
    ['a line end that may be half of one', 'a,b\nc,d\r', '1,a,b\n'],
    ['a quote that may be half of two', 'a,b\nc,"d"', '1,a,b\n'],
    ['a blank line, where there are several columns', 'a,b\n\nc,d\n', '1,a,b\n'],
    ['a blank line with a carriage return', 'a,b\n\r\nc,d\n', '1,a,b\n'],
    ['too many cells', 'a,b\nc,d,e\n', '1,a,b\n'],
    ['too few cells', 'a,b\nc\n', '1,a,b\n'],
    ['a lone carriage return', 'a,b\nc,\rd\n', '1,a,b\n'],
    ['a quote in the middle', 'a,b\nc,d"e\n', '1,a,b\n'],
    ['text behind a quote', 'a,b\n"c"x,d\n', '1,a,b\n'],
    ['a NUL', 'a,b\nc,\0\n', '1,a,b\n'],
    ['a NUL in quotes', 'a,b\nc,"\0"\n', '1,a,b\n'],
    ['bytes that are no text', concat([utf8('a,b\nc,'), Uint8Array.of(0xff), utf8('\n')]), '1,a,b\n'],
  ])('%s', (_, file, text) => expect(taken(file)).toBe(text))

  test.each([
    ['line ends of both kinds', 'a,b\r\nc,d\n', '1,a,b\n2,c,d\n'],
    ['quoted cells as they stand', '"a,""\n\r""","b"\r\n"",d\n', '1,"a,""\n\r""","b"\n2,"",d\n'],
    ['empty cells', ',\n,\n', '1,,\n2,,\n'],
    ['what is not ASCII', 'é,€\n😀,"\uFEFF"\n', '1,é,€\n2,😀,"\uFEFF"\n'],
  ])('it takes %s', (_, file, text) => expect(taken(file)).toBe(text))

  test('commas where the delimiter is another, or quotes there', () => {
    expect(taken('a;b\nc;d\ne,f;g\n', { delimiter: ';' })).toBe('1,a,b\n2,c,d\n')
    expect(taken('a;b\nc;"d"\n', { delimiter: ';' })).toBe('1,a,b\n')
  })

  test('a comment, quotes that mean nothing, a record longer than a cell may be', () => {
    expect(taken('a,b\n#c,d\n', { comment: '#' })).toBe('1,a,b\n')
    expect(taken('a,b\n"c",d\n', { quote: null, escape: null })).toBe('1,a,b\n')
    const runs = RecordRuns.for(compileGrammar(withDialect({}), { maxCellBytes: 4, maxRecordBytes: 9 }), false)
    expect(runs?.take(utf8('a,bc\na,bcd\n'), 0, 11, wanted)?.records).toBe(1)
  })

  test('as many as are wanted, and as fit', () => {
    expect(taken('a,b\nc,d\ne,f\n', {}, { mostRecords: 2 })).toBe('1,a,b\n2,c,d\n')
    expect(taken('a,b\nc,d\ne,f\n', {}, { room: 2 * 6 + 24 })).toBe('1,a,b\n2,c,d\n')
  })

  test.each([9, 99, 999_999_999, 4_294_967_295, 9_007_199_254_740_990])('numbers go on after %i', ordinal => {
    expect(taken('a,b\nc,d\n', {}, { ordinal })).toBe(`${ordinal},a,b\n${ordinal + 1},c,d\n`)
  })
})

test('what counts as text is what the scanner takes for it', () => {
  const edge = fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xff)
  const grammar = compileGrammar(withDialect({}))
  fc.assert(fc.property(fc.array(edge, { maxLength: 24 }), list => {
    const bytes = Uint8Array.from(list)
    const file = concat([utf8('a,'), bytes, utf8('\n')])
    expect(RecordRuns.for(grammar, false)?.take(file, 0, file.length, wanted) !== undefined).toBe(isValidUtf8(bytes, 0, bytes.length))
  }), { numRuns: 20_000 })
})

test('files of plain records with others in between: the scanner agrees with the reference, and finds each again', async () => {
  const limits = fc.constantFrom({ maxCellBytes: 1e6, maxRecordBytes: 2e6 }, { maxCellBytes: 20, maxRecordBytes: 60 })
  const options = fc.record({ segmentBytes: fc.constantFrom(40, 300, 16_000_000), indexEvery: fc.constantFrom(1, 2, 5), maxRecords: fc.constantFrom(Infinity, Infinity, 7) })
  await fc.assert(fc.asyncProperty(plainRecords, plainDialect, limits, options, cuts, async (records, dialect, limits, options, cuts) => {
    const file = fileOf(records, dialect)
    const expected = parseReference(file, dialect, limits)
    const { scanner, segments, malformed } = scanFile(file, { dialect, ...options, ...limits }, chunksOf(file, cuts))
    const read = expected.records.slice(0, options.maxRecords)
    expect(readSegments(segments)).toEqual(read.filter(r => r.code === undefined).map(({ ordinal, cells, quoted }) => ({ ordinal, cells, quoted: cells.map((cell, i) => quoted[i] === true || /[",\r\n]/.test(cell)) })))
    expect(malformed.map(({ code, ordinal, line, byteOffset }) => ({ code, ordinal, line, byteOffset }))).toEqual(read.filter(r => r.code !== undefined).map(({ code, ordinal, line, byteOffset }) => ({ code, ordinal, line, byteOffset })))
    // Only a single record may be longer than a segment.
    for (const { text, records } of segments) expect(records <= 1 || text.length <= options.segmentBytes).toBe(true)
    if (options.maxRecords !== Infinity) return
    expect(scanner.counts).toMatchObject({ physical: read.length, blankLines: expected.blankLines, comments: expected.comments, lines: expected.lines, bytes: file.length })
    const found = await locateIn(file, { dialect, columns: scanner.header.length, index: scanner.index, ordinals: read.map(r => r.ordinal), readBytes: 13 })
    expect(found.map(({ ordinal, line, byteOffset, byteLength }) => ({ ordinal, line, byteOffset, byteLength }))).toEqual(read.map(({ ordinal, line, byteOffset, byteLength }) => ({ ordinal, line, byteOffset, byteLength })))
  }), { numRuns: Number(process.env['CSV_RUNS'] ?? 1000) })
})

test('scanners that take turns do not disturb each other, though more waits than is copied at a time', () => {
  const row = (i: number): string => `${i},${'x'.repeat(i % 700)},é${i}\n`
  // A quote that is never closed keeps everything waiting until the longest cell is passed.
  const rows = (from: number): string => `id,text,more\n${Array.from({ length: 8000 }, (_, i) => i === 2000 ? `${from + i},"${row(0)}` : row(from + i)).join('')}`
  const limits = { maxCellBytes: 1_500_000, maxRecordBytes: 2_000_000 }
  const files = [rows(1), rows(1_000_000)]
  const alone = files.map(file => scanFile(file, { segmentBytes: 300_000, ...limits }))
  const chunks = files.map(file => {
    const bytes = utf8(file)
    return Array.from({ length: Math.ceil(bytes.length / 100_000) }, (_, i) => bytes.subarray(i * 100_000, (i + 1) * 100_000))
  })
  const inTurn = scanInTurn(chunks, limits)
  expect(alone.map(({ scanner }) => scanner.counts.malformed)).toEqual([1, 1])
  expect(inTurn).toEqual(alone.map(({ text }) => text))
})

function scanInTurn(files: readonly (readonly Uint8Array[])[], limits: ScanLimits): readonly string[] {
  const scanners = files.map(() => createScanner({ dialect: withDialect({}), segmentBytes: 300_000, ...limits }))
  const segments = files.map((): Segment[] => [])
  for (let turn = 0; turn < Math.max(...files.map(chunks => chunks.length)); turn++) {
    scanners.forEach((scanner, i) => segments[i]?.push(...scanner.push(files[i]?.[turn] ?? new Uint8Array())))
  }
  scanners.forEach((scanner, i) => segments[i]?.push(...scanner.end()))
  return segments.map(list => list.map(({ text }) => new TextDecoder().decode(text)).join(''))
}

describe('a host without vectors', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  test('scans to the same end', async () => {
    const file = `a,b\n${Array.from({ length: 500 }, (_, i) => `${i},"x ${i}"\r\n`).join('')}c\n`
    const expected = scanFile(file)
    vi.resetModules()
    vi.stubGlobal('WebAssembly', { Module: function Module() { throw new Error('unknown instruction') } })
    const [alone, { createScanner: create }] = [await import('../../../engine/formats/csv/record-run.ts'), await import('../../../engine/formats/csv/scanner.ts')]
    expect(alone.RecordRuns.for(compileGrammar(withDialect({})), false)).toBeUndefined()
    const scanner = create({ dialect: withDialect({}) })
    const segments = [...scanner.push(utf8(file)), ...scanner.end()]
    expect(segments).toEqual(expected.segments)
    expect(scanner.index).toEqual(expected.scanner.index)
  })
})
