import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNullCell, splitRecord } from '../../../engine/formats/csv/index.ts'
import type { ColumnsWanted } from '../../../engine/formats/csv/segment-cells.ts'
import { splitSegment } from '../../../engine/formats/csv/segment-columns.ts'
import { segmentArrow } from '../../../engine/formats/columnar/segment-arrow.ts'
import { expectEqual } from '../../support/equal.ts'
import { utf8, withDialect } from './scan-file.ts'

interface Cell { readonly text: string, readonly isQuoted: boolean }
interface Row { readonly ordinal: number, readonly cells: readonly Cell[] }

/** Segment text is what the scanner made of records: plain cells have nothing in them that needs quotes. */
const written = ({ text, isQuoted }: Cell): string => isQuoted ? `"${text.replaceAll('"', '""')}"` : text
const segmentOf = (rows: readonly Row[]): Uint8Array => utf8(rows.map(({ ordinal, cells }) => [ordinal, ...cells.map(written)].join(',') + '\n').join(''))

/** By the reader of single records. */
function expected(rows: readonly Row[], { wanted, nulls }: ColumnsWanted): unknown[] {
  return rows.map(({ ordinal, cells: written_ }) => {
    const { cells, quoted } = splitRecord(written_.map(written).join(','), withDialect({}))
    return [ordinal, ...wanted.map(column => isNullCell(cells[column] ?? '', quoted[column] ?? false, nulls) ? null : cells[column])]
  })
}

function split(text: Uint8Array, columns: ColumnsWanted): unknown[] | undefined {
  const arrow = segmentArrow(text, columns)
  if (!arrow) return undefined
  const table = tableFromIPC(arrow)
  expect(table.schema.fields.map(({ name }) => name)).toEqual(['ord', ...columns.wanted.map(column => `c${column}`)])
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
  return table.batches.flatMap(batch => {
    const texts = batch.data.children.slice(1).map(child => {
      const { values, valueOffsets } = child as { readonly values: Uint8Array, readonly valueOffsets: Int32Array }
      // Its own reading of text would drop a U+FEFF at the start.
      return (row: number): string | null => child.getValid(row) ? decoder.decode(values.subarray(valueOffsets[row], valueOffsets[row + 1])) : null
    })
    return Array.from({ length: batch.numRows }, (_, row) => [batch.getChildAt(0)?.get(row) as unknown, ...texts.map(text => text(row))])
  })
}

const text = fc.array(fc.constantFrom('', 'a', 'NA', 'n/a', '12', '-3.5', ' ', 'é', '€', '😀', '\uFEFF', 'a text of more than sixteen bytes', 'x'.repeat(70)), { maxLength: 4 }).map(parts => parts.join(''))
const cell: fc.Arbitrary<Cell> = fc.oneof(
  text.map(plain => ({ text: plain, isQuoted: false })),
  fc.array(fc.oneof(text, fc.constantFrom('"', '""', ',', '\n', '\r\n', '"a"')), { maxLength: 4 }).map(parts => ({ text: parts.join(''), isQuoted: true })),
)
const segments = fc.integer({ min: 1, max: 12 }).chain(columns => fc.record({
  columns: fc.constant(columns), wanted: fc.uniqueArray(fc.nat({ max: columns - 1 })),
  rows: fc.array(fc.record({ ordinal: fc.integer({ min: 1, max: 2 ** 31 - 1 }), cells: fc.array(cell, { minLength: columns, maxLength: columns }) }), { maxLength: 80 }),
  nulls: fc.record({ null_tokens: fc.constantFrom([], [''], ['', 'NA', 'n/a'], ['"'], ['a"b', 'é'], ['x'.repeat(70)]), quoted_nulls: fc.boolean() }),
}))

test('columns hold what the records do', () => {
  fc.assert(fc.property(segments, ({ rows, ...columns }) => {
    expect(split(segmentOf(rows), columns)).toEqual(expected(rows, columns))
  }), { numRuns: 400 })
})

describe('what does not fit into one piece', () => {
  const nulls = { null_tokens: [''], quoted_nulls: false }
  const rowsOf = (count: number, cells: (row: number) => readonly Cell[]): Row[] => Array.from({ length: count }, (_, row) => ({ ordinal: row + 1, cells: cells(row) }))

  test.each([
    ['many records', rowsOf(150_000, row => [{ text: `n${row}`, isQuoted: false }, { text: row % 3 === 0 ? '' : 'some, text', isQuoted: row % 3 !== 0 }])],
    ['records of many short cells', rowsOf(60, row => Array.from({ length: 9_000 }, (_, column) => ({ text: (row + column) % 2 === 0 ? '' : '7', isQuoted: false })))],
    ['long cells', rowsOf(20, row => [{ text: String(row % 10).repeat(300_000), isQuoted: row % 2 === 0 }])],
  ])('%s', (_, rows) => {
    const columns = { columns: rows[0]?.cells.length ?? 0, wanted: rows[0]?.cells.map((_, column) => column) ?? [], nulls }
    expectEqual(split(segmentOf(rows), columns), expected(rows, columns))
  })

  test('is left to others where it is a record of a megabyte, or more columns or texts for null than there is room for', () => {
    const one = (cells: number, length: number, null_tokens = ['']) =>
      splitSegment(segmentOf(rowsOf(1, () => Array.from({ length: cells }, () => ({ text: 'x'.repeat(length), isQuoted: false })))), { columns: cells, wanted: [0], nulls: { null_tokens, quoted_nulls: false } }, () => undefined)
    expect([one(1, 1_048_573), one(1, 1_048_574), one(16_384, 1), one(16_385, 1), one(1, 1, ['y'.repeat(4_092)]), one(1, 1, ['y'.repeat(4_093)])]).toEqual([true, false, true, false, true, false])
  })
})
