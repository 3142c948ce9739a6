import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinBytes } from '../../../engine/base/bytes.ts'
import { present } from '../../../engine/base/assert.ts'
import { accepts, automatonOfLength, automatonOfTexts, everything, except, nothing, type Automaton } from '../../../engine/data/automaton.ts'
import { automatonOfCast } from '../../../engine/data/cast-automaton.ts'
import type { Prefilter, SureCells } from '../../../engine/data/prefilter.ts'
import type { Segment } from '../../../engine/formats/csv/index.ts'
import { chunksOf, cuts, fileOf, plainDialect, plainRecords } from './arbitraries.ts'
import { parseReference } from './reference.ts'
import { readSegments, scanFile, utf8 } from './scan-file.ts'

const words = (...texts: string[]): Automaton => present(automatonOfTexts(texts), 'a set')
const sure = (plain: Automaton, quoted = plain, mostBytes = Infinity): SureCells => ({ plain, quoted, mostBytes })
const PREFILTERS: readonly Prefilter[] = [
  [null, null, null],
  [sure(words('', 'a', '12.50'), words('quoted', 'a, b')), null, sure(everything, everything, 9)],
  [sure(except(words('a'))), sure(automatonOfCast({ to: { name: 'number' } }), everything), sure(present(automatonOfLength(4, 'most'), 'a set'))],
  [null, sure(everything, nothing), sure(words('say "so"', '', 'é'.replace('é', 'e')), words('say "so"', '', 'quoted'))],
]

const pairsOf = (list: Uint32Array): [number, number][] => Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i] ?? 0, list[2 * i + 1] ?? 0])
const numbersIn = (segments: readonly Segment[]): readonly number[] => readSegments(segments).map(({ ordinal }) => ordinal)

test('only records of sure cells are left out, and everything else is as without a prefilter', () => {
  const options = fc.record({ segmentBytes: fc.constantFrom(40, 300, 16_000_000), maxRecords: fc.constantFrom(Infinity, Infinity, 7) })
  let leftOut = 0
  fc.assert(fc.property(plainRecords, plainDialect, fc.constantFrom(...PREFILTERS), options, cuts, (records, dialect, prefilter, options, cuts) => {
    const file = fileOf(records, dialect)
    const chunks = chunksOf(file, cuts)
    const whole = scanFile(file, { dialect, ...options }, chunks)
    const { scanner, segments, malformed } = scanFile(file, { dialect, ...options, prefilter }, chunks)
    expect(malformed).toEqual(whole.malformed)
    expect(scanner.counts).toEqual(whole.scanner.counts)
    expect(scanner.index).toEqual(whole.scanner.index)
    const kept = new Set(numbersIn(segments))
    const isSure = ({ cells, quoted }: { readonly cells: readonly string[], readonly quoted: readonly boolean[] }): boolean => prefilter.every((each, i) => {
      const cell = cells[i] ?? ''
      return each === null || (accepts(quoted[i] ? each.quoted : each.plain, cell) && utf8(cell).length <= each.mostBytes)
    })
    const gone = parseReference(file, dialect, { maxCellBytes: 1e6, maxRecordBytes: 2e6 }).records.filter(({ ordinal, code }) => code === undefined && ordinal <= options.maxRecords && !kept.has(ordinal))
    expect(gone.filter(record => !isSure(record))).toEqual([])
    leftOut += gone.length
    // Marked instead, all are in the text, and those that are not marked are sure.
    const marked = scanFile(file, { dialect, ...options, prefilter, sureRecords: 'marked' }, chunks)
    expect(marked.text).toBe(whole.text)
    expect(marked.scanner.counts).toEqual(whole.scanner.counts)
    const marks = marked.segments.flatMap(({ text, unsure }) => pairsOf(present(unsure, 'marks')).map(([from, to]) => text.subarray(from, to)))
    const unmarked = new Set(numbersIn(whole.segments))
    const { records: unsure } = parseReference(joinBytes(marks), { ...dialect, delimiter: ',', header: 0, comment: null, quote: '"', escape: '"' }, { maxCellBytes: 1e6, maxRecordBytes: 2e6 })
    for (const { cells: [ordinal] } of unsure) expect(unmarked.delete(Number(ordinal))).toBe(true)
    const sureOnes = parseReference(file, dialect, { maxCellBytes: 1e6, maxRecordBytes: 2e6 }).records.filter(({ ordinal }) => unmarked.has(ordinal))
    expect(sureOnes.filter(record => !isSure(record))).toEqual([])
    // What is not in the text is still accounted for.
    let next = 1
    for (const segment of segments) {
      expect(segment.firstOrdinal).toBe(next)
      next += segment.records + segment.leftOut + segment.malformed.length
    }
  }), { numRuns: Number(process.env['CSV_RUNS'] ?? 600) })
  expect(leftOut).toBeGreaterThan(30)
})

test('of plain records all that are sure are left out, quoted ones and others', () => {
  const prefilter: Prefilter = [sure(words('a', ''), words('a', 'b, ""'.replaceAll('""', '"'))), sure(everything, everything, 3)]
  const { segments, scanner } = scanFile('x,y\na,1\n"a",é1\r\n"b, """,""\n,""""\nb,1\n"",1\na,1234\na,éé\n"a""",1\na,1\n', { prefilter })
  expect(numbersIn(segments)).toEqual([5, 6, 7, 8, 9])
  expect(segments).toMatchObject([{ records: 5, leftOut: 5, firstOrdinal: 1 }])
  expect(scanner.counts.wellFormed).toBe(10)
  const [marked] = scanFile('x,y\na,1\nb,1\nb,2\n"a",2\nb,3\n', { prefilter, sureRecords: 'marked' }).segments
  expect(marked).toMatchObject({ records: 5, leftOut: 0, unsure: Uint32Array.of(6, 18, 26, 32) })
})

test('a prefilter for other columns, or too large a one, is none', () => {
  const huge = Array.from({ length: 400 }, (_, i) => sure(words(...Array.from({ length: 40 }, (_, j) => `${'x'.repeat(20)}${i}-${j}`))))
  expect(numbersIn(scanFile('x,y\na,b\n', { prefilter: [null, null, null] }).segments)).toEqual([1])
  expect(numbersIn(scanFile(`${huge.map((_, i) => `c${i}`).join()}\n${huge.map(() => '').join()}\n`, { prefilter: huge }).segments)).toEqual([1])
})

test('where hardly any record is sure the rest of a stretch is not looked at', () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => i % 20 === 0 ? 'a\n' : 'b\n').join('')
  const { segments } = scanFile(`x,y\n${lines.replaceAll('\n', ',\n')}`, { prefilter: [sure(words('a')), null] })
  const leftOut = segments.reduce((sum, segment) => sum + segment.leftOut, 0)
  expect(leftOut).toBeGreaterThan(500)
  expect(leftOut).toBeLessThan(2_500)
})

test('scanners with prefilters of their own can take turns', () => {
  const file = `x,y\n${'a,1\nb,2\n'.repeat(5_000)}`
  const of = (word: string): Partial<Parameters<typeof scanFile>[1]> => ({ prefilter: [sure(words(word)), null] })
  const [onlyA, onlyB] = [of('a'), of('b')].map(options => numbersIn(scanFile(file, options).segments))
  expect(onlyA?.every(ordinal => ordinal % 2 === 0)).toBe(true)
  expect(onlyB?.every(ordinal => ordinal % 2 === 1)).toBe(true)
  expect([onlyA?.length, onlyB?.length]).toEqual([5_000, 5_000])
})
