import { expect, test } from 'vitest'
import { scanSource } from '../../../engine/formats/csv/index.ts'
import { MalformedColumns, troubleOf } from '../../../engine/formats/csv/malformed.ts'
import { MALFORMED_CODES } from '../../../engine/formats/csv/scan.ts'
import { memorySource } from '../../support/memory-source.ts'
import { withDialect } from './scan-file.ts'

test('many records, each found again by its ordinal, at 13 bytes each', () => {
  const columns = new MalformedColumns()
  for (let i = 0; i < 10_000; i++) columns.add({ ordinal: 3 * i + 2, code: MALFORMED_CODES[i % MALFORMED_CODES.length]!, cells: i })
  const records = structuredClone(columns.snapshot())
  expect(records.ordinals.byteLength + records.codes.byteLength + records.cells.byteLength).toBe(130_000)
  for (const i of [0, 1, 63, 64, 65, 9_999]) expect(troubleOf(records, 3 * i + 2)).toEqual({ code: MALFORMED_CODES[i % MALFORMED_CODES.length], cells: i })
  expect([0, 1, 3, 29_998, 30_000].map(ordinal => troubleOf(records, ordinal))).toEqual(Array(5).fill(undefined))
  expect(troubleOf(new MalformedColumns().snapshot(), 1)).toBeUndefined()
})

test('a file of nothing but malformed records takes no object each', async () => {
  const rows = 200_000
  const source = memorySource(`a,b,c\n${'1,2\n'.repeat(rows)}`)
  const { malformed, counts } = await scanSource(source, { dialect: withDialect({}), onSegment: () => Promise.resolve() })
  expect(counts).toMatchObject({ physical: rows, malformed: rows, wellFormed: 0 })
  expect(malformed.ordinals).toHaveLength(rows)
  expect(troubleOf(malformed, rows)).toEqual({ code: 'too_few_cells', cells: 2 })
})
