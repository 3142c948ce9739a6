import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBlobSpool } from '../../engine/connectors/web/blob-spool.ts'
import { string } from '../../engine/data/type.ts'
import { createScanner, isNullCell, locateRecords } from '../../engine/formats/csv/index.ts'
import { TEXT_TABLE_DIALECT, TextTableWriter, type TextTable } from '../../engine/formats/text-table.ts'

type Row = readonly (string | null)[]
const columns = (names: readonly string[]) => names.map(name => ({ name, type: string }))

async function written(names: readonly string[], write: (sink: TextTableWriter) => Promise<void> | void): Promise<TextTable> {
  const writer = await TextTableWriter.open(() => Promise.resolve(openBlobSpool('table')))
  writer.begin(columns(names))
  await write(writer)
  return writer.finish('Sheet 1')
}

/** What the scanner reads of it; undefined for a record that it takes for malformed. */
async function readBack({ text }: TextTable): Promise<{ header: readonly string[], rows: readonly (Row | undefined)[] }> {
  const scanner = createScanner({ dialect: TEXT_TABLE_DIALECT })
  for await (const piece of text.stream()) scanner.push(piece)
  scanner.end()
  const rows: (Row | undefined)[] = []
  const ordinals = Array.from({ length: scanner.counts.physical }, (_, i) => i + 1)
  for await (const found of locateRecords((start, end) => text.read(start, end), { dialect: TEXT_TABLE_DIALECT, columns: scanner.header.length, index: scanner.index, ordinals })) {
    rows.push(found.kind === 'malformed' ? undefined : found.cells.map((cell, i) => isNullCell(cell, found.quoted[i] ?? false, TEXT_TABLE_DIALECT) ? null : cell))
  }
  return { header: scanner.header, rows }
}

const nasty = fc.oneof(fc.constantFrom(null, '', ' ', ',', '"', '\n', '\r\n', '\r', '\uFEFF', '\uFEFFa', '""', 'a,b', 'a"b', '\u2028', '#', '😀'), fc.string({ unit: 'binary' }).map(text => text.replaceAll('\0', '')))

test('every table comes back as it was given: empty text is no null, nothing is trimmed', async () => {
  const table = fc.integer({ min: 1, max: 4 }).chain(width => fc.array(fc.array(nasty, { minLength: width, maxLength: width }), { maxLength: 8 }).map(rows => ({ width, rows })))
  await fc.assert(fc.asyncProperty(table, async ({ width, rows }) => {
    const names = ['\uFEFFid', 'a,b', 'c\n"d', ' '].slice(0, width)
    const text = await written(names, sink => { rows.forEach((row, i) => { row.forEach(cell => { sink.cell(cell) }); sink.end(i + 2) }) })
    const { header, rows: read } = await readBack(text)
    expect(header).toEqual(names.map(name => name === ' ' ? 'column_4' : name))
    expect(read).toEqual(rows)
  }), { numRuns: 300 })
})

test('cells that a record lacks are null', async () => {
  const table = await written(['a', 'b', 'c'], sink => { sink.cell('1'); sink.end(2); sink.end(3); sink.cell(null); sink.cell('2'); sink.end(4) })
  expect((await readBack(table)).rows).toEqual([['1', null, null], [null, null, null], [null, '2', null]])
})

test('a broken record is counted and numbered, and says where it stood', async () => {
  const broken = { code: 'invalid_json', message: 'the line is no JSON', line: 5, byteOffset: 77, raw: '{"a":\n' }
  const { text, origin, columns } = await written(['a'], sink => { sink.cell('1'); sink.end(3); sink.broken(broken); sink.cell('2'); sink.end(6); sink.cell('3'); sink.end(7) })
  expect((await readBack({ text, origin, columns, soundRecords: undefined })).rows).toEqual([['1'], undefined, ['2'], ['3']])
  expect([1, 2, 3, 4].map(ordinal => origin.lineOf(ordinal))).toEqual([3, 5, 6, 7])
  expect(origin.brokenAt(2)).toEqual(broken)
  expect(origin.brokenAt(1)).toBeUndefined()
  expect(origin.sheet).toBe('Sheet 1')
})

test('lines are known of every record, with gaps anywhere', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 60 }), async gaps => {
    const lines = gaps.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [])
    const { origin } = await written(['a'], sink => { lines.forEach(line => { sink.cell('x'); sink.end(line) }) })
    expect(lines.map((_, i) => origin.lineOf(i + 1))).toEqual(lines)
  }), { numRuns: 100 })
})

test('a reader may begin again', async () => {
  const { text, origin } = await written(['a'], async sink => {
    sink.cell('1'); sink.end(7); sink.broken({ code: 'x', message: 'x', line: 8, byteOffset: 1, raw: 'x' })
    await sink.drain()
    await sink.restart()
    sink.begin(columns(['a', 'b']))
    const line = new TextEncoder().encode('1,"x,y"\nunused')
    sink.linesOfText(line, 8, 2, 1)
  })
  expect(await readBack({ text, origin, columns: [], soundRecords: undefined })).toEqual({ header: ['a', 'b'], rows: [['1', 'x,y']] })
  expect([origin.lineOf(1), origin.brokenAt(2)]).toEqual([2, undefined])
})
