import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitSegment } from '../../../engine/formats/csv/segment-columns.ts'
import { TextCounts } from '../../../engine/formats/columnar/text-counts.ts'
import { present } from '../../../engine/base/assert.ts'
import { utf8 } from '../csv/scan-file.ts'

type Rows = readonly (readonly string[])[]

const nulls = { null_tokens: [''], quoted_nulls: false }
const quoted = (cell: string): string => cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`

/** The columns counted from segments, each as many rows, and what they say. */
function counted(rows: Rows, columns: number, wanted: readonly number[], segments = 1): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const counts = present(TextCounts.of(wanted), 'WebAssembly with vectors')
  const size = Math.max(1, Math.ceil(rows.length / segments))
  for (let start = 0; start < rows.length; start += size) {
    const text = rows.slice(start, start + size).map((cells, row) => [start + row + 1, ...cells.map(quoted)].join(',') + '\n').join('')
    expect(splitSegment(utf8(text), { columns, wanted, nulls }, batch => { counts.add(batch) })).toBe(true)
  }
  const taken = counts.take()
  const found = new Map(taken.columns.map(column => [column, new Map<string, number>()]))
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
  for (const batch of tableFromIPC(taken.arrow).batches) {
    const { values, valueOffsets } = batch.getChild('v')?.data[0] as unknown as { readonly values: Uint8Array, readonly valueOffsets: Int32Array }
    for (let row = 0; row < batch.numRows; row++) {
      const text = decoder.decode(values.subarray(valueOffsets[row], valueOffsets[row + 1]))
      const column = found.get(Number(batch.getChild('col')?.get(row)))
      // Each text stands there once.
      expect(column?.has(text)).toBe(false)
      column?.set(text, Number(batch.getChild('n')?.get(row)))
    }
  }
  return found
}

function expected(rows: Rows, column: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const cells of rows) {
    const cell = cells[column] ?? ''
    if (cell !== '') counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  return counts
}

const cell = fc.array(fc.constantFrom('', 'a', 'b', '"', ',', '\n', 'é', '😀', '\uFEFF', '\0', 'eight by', 'a text of more than sixteen bytes', 'x'.repeat(70)), { maxLength: 3 }).map(parts => parts.join(''))

test('each text is counted as often as it occurs, whatever it is', () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 5 }).chain(columns => fc.record({
      columns: fc.constant(columns), wanted: fc.uniqueArray(fc.nat({ max: columns - 1 })), segments: fc.integer({ min: 1, max: 3 }),
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 120 }),
    })),
    ({ columns, wanted, segments, rows }) => {
      expect(counted(rows, columns, wanted, segments)).toEqual(new Map(wanted.map(column => [column, expected(rows, column)] as const).filter(([, counts]) => counts.size > 0)))
    },
  ), { numRuns: 200 })
})

test('tables grow with their texts, and no further than makes sense', () => {
  const rows = Array.from({ length: 150_000 }, (_, row) => [`value ${row >> 2}`, String(row), row % 7 === 0 ? '' : 'same', row < 10_000 ? String(row % 3) : `late ${row}`, row % 3 === 0 ? `n${row}` : ''])
  const found = counted(rows, 5, [0, 1, 2, 3, 4])
  // All different from the beginning or later on, or wherever there is a cell: not counted.
  expect([...found.keys()]).toEqual([0, 2])
  for (const [column, counts] of found) expect(counts).toEqual(expected(rows, column))
})

test('columns are given up when there is no room for their texts any more, and the others are counted', () => {
  const long = 'long '.repeat(400)
  const rows = Array.from({ length: 60_000 }, (_, row) => [`${row >> 1} ${long}`, String(row % 1_000)])
  const found = counted(rows, 2, [0, 1], 20)
  expect([...found.keys()]).toEqual([1])
  expect(found.get(1)).toEqual(expected(rows, 1))
})

/** As bytes.as.ts has it, for texts of eight bytes: the bits that number a table's slots. */
function slotBits(text: string, bits: bigint): bigint {
  const product = BigInt.asUintN(64, (8n ^ new DataView(utf8(text).buffer).getBigUint64(0, true)) * 0x9e3779b97f4a7c15n)
  return product >> (64n - bits)
}

test('texts that were chosen to come into one place end the counting of their column, and of no other', () => {
  const colliding: string[] = []
  for (let number = 10_000_000; colliding.length < 300; number++) {
    if (slotBits(String(number), 12n) === 7n) colliding.push(String(number))
  }
  const rows = (texts: readonly string[]): Rows => texts.map((text, row) => [text, String(row % 5)])
  expect([...counted(rows(colliding.slice(0, 200)), 2, [0, 1]).keys()]).toEqual([0, 1])
  expect([...counted(rows(colliding), 2, [0, 1]).keys()]).toEqual([1])
})

test('more columns than there is room for are left to others', () => {
  const columns = (length: number): number[] => Array.from({ length }, (_, column) => column)
  expect([TextCounts.of(columns(4_096)) === undefined, TextCounts.of(columns(4_097)) === undefined]).toEqual([false, true])
})
