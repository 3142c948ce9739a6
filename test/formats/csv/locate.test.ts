import { describe, expect, test } from 'vitest'
import { defaultDialect, locateRecords, type LocateOptions } from '../../../engine/formats/csv/index.ts'
import { planReads } from '../../../engine/formats/csv/locate.ts'
import { entryOf, PositionColumns } from '../../../engine/formats/csv/record-index.ts'
import { locateIn, scanFile, utf8 } from './scan-file.ts'

const rows = Array.from({ length: 100_000 }, (_, i) => (i % 1000 === 7 ? `${i},"bad"x` : `${i},"row ""${i}"""`))
const file = utf8(`id,name\n${rows.join('\n')}\n`)
const { index } = scanFile(file, { indexEvery: 1024 }).scanner
const options = (ordinals: readonly number[]): LocateOptions => ({ dialect: defaultDialect, columns: 2, index, ordinals })

test('records by ordinal, a malformed one as raw text', async () => {
  const found = await locateIn(file, options([1, 8, 99_999]))
  expect(found).toEqual([
    { kind: 'record', ordinal: 1, line: 2, byteOffset: 8, byteLength: 13, cells: ['0', 'row "0"'], quoted: [false, true] },
    { kind: 'malformed', ordinal: 8, line: 9, byteOffset: 106, byteLength: 8, raw: '7,"bad"x', isCut: false },
    expect.objectContaining({ ordinal: 99_999, cells: ['99998', 'row "99998"'] }),
  ])
})

test.each([
  ['bytes that are no text', [0x31, 0x2c, 0xff, 0x2c], '1,\uFFFD,'],
  ['a NUL', [0x31, 0x2c, 0, 0x2c], '1,\0,'],
])('raw text keeps the delimiter at its end: %s', async (_, bytes, raw) => {
  const dialect = { ...defaultDialect, trailing_delimiter: true }
  const file = Uint8Array.from([...utf8('a,b,\n'), ...bytes, ...utf8('\n2,3,\n')])
  const { index } = scanFile(file, { dialect }).scanner
  expect(await locateIn(file, { ...options([1]), dialect, index })).toEqual([expect.objectContaining({ kind: 'malformed', byteLength: 4, raw })])
})

test('ordinals the file does not have, and none at all', async () => {
  expect((await locateIn(file, options([0, 5, 5, 100_001]))).map(r => r.ordinal)).toEqual([5])
  expect(await locateIn(file, options([]))).toEqual([])
  const empty = scanFile('a,b\n').scanner.index
  expect(await locateIn(utf8('a,b\n'), { ...options([1]), index: empty })).toEqual([])
})

describe('only what is needed is read', () => {
  const reads = async (ordinals: readonly number[], readBytes = 4_000_000) => {
    const asked: [number, number][] = []
    const readRange = (start: number, end: number) => {
      asked.push([start, end])
      return Promise.resolve(file.subarray(start, end))
    }
    for await (const record of locateRecords(readRange, { ...options(ordinals), readBytes })) expect(ordinals).toContain(record.ordinal)
    return asked
  }
  const start = (block: number) => index.byteOffsets[block] ?? index.byteEnd

  test('the block of a record', async () => {
    expect(await reads([5000])).toEqual([[start(4), start(5)]])
    expect(await reads([100_000])).toEqual([[start(97), file.length]])
  })

  test('neighbours in one read, far ones apart', async () => {
    expect(await reads([5000, 5001, 6500, 90_000])).toEqual([[start(4), start(7)], [start(87), start(88)]])
  })

  test('in pieces, and none behind the last record wanted', async () => {
    expect(await reads([5000], 10_000)).toHaveLength(2)
    expect(await reads([4098], 10_000)).toHaveLength(1)
  })

  test('the plan says which ordinals lie where', () => {
    expect(planReads(index, [5000, 5001, 90_000]).map(({ firstWanted, wantedEnd }) => [firstWanted, wantedEnd])).toEqual([[0, 2], [2, 3]])
  })
})

test('a long file is indexed ever more sparsely, and every record is still found', () => {
  const positions = new PositionColumns(2, 8)
  for (let ordinal = 1; ordinal <= 1000; ordinal++) if (ordinal === positions.next) positions.add(ordinal + 1, ordinal * 10)
  const { every, lines, byteOffsets } = positions.snapshot()
  expect(every).toBe(128)
  expect([...lines]).toEqual([2, 130, 258, 386, 514, 642, 770, 898])
  expect([...byteOffsets]).toEqual([10, 1290, 2570, 3850, 5130, 6410, 7690, 8970])
  expect([1, 128, 129, 999, 5000].map(ordinal => entryOf({ every, lines, byteOffsets }, ordinal))).toEqual([0, 0, 1, 7, 7])
})

test('raw text that is too long is cut, and said', async () => {
  const long = utf8(`a,b\n1,"${'x'.repeat(5000)}"y\n2,3\n`)
  const limits = { maxCellBytes: 1000, maxRecordBytes: 2000 }
  const { scanner } = scanFile(long, limits)
  const found = await locateIn(long, { ...options([1, 2]), index: scanner.index, maxRawBytes: 10 })
  expect(found).toMatchObject([{ kind: 'malformed', byteLength: 5005, raw: '1,"xxxxxxx', isCut: true }, { kind: 'record', cells: ['2', '3'] }])
})

test('a file that became shorter is refused', async () => {
  await expect(locateIn(file.subarray(0, 1000), options([50_000]))).rejects.toMatchObject({ code: 'file_changed' })
})

test('the index survives a worker boundary', async () => {
  const found = await locateIn(file, { ...options([70_000]), index: structuredClone(index) })
  expect(found).toMatchObject([{ ordinal: 70_000, line: 70_001 }])
})
