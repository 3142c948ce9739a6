import { expect, test } from 'vitest'
import { profileSource } from '../../engine/profile/index.ts'
import { load, numRowsOf, segmentOf, useProfiler, type Cells, type Table } from './load.ts'
import { openWasmInNode } from '../support/wasm.ts'

const { backend } = useProfiler()

const column = (rows: number, make: (row: number) => string | null): Cells => Array.from({ length: rows }, (_, row) => make(row))

/** Every type, with slips; `rows` decides whether it is looked at whole. */
const tableOf = (rows: number): Table => ({
  id: column(rows, row => String(row + 1)),
  name: column(rows, row => `name ${row * 7919 % 5_003}`),
  amount: column(rows, row => row % 400 === 3 ? 'n/a' : `${row * 31 % 9973}.${row % 100}`),
  born: column(rows, row => row % 17 === 0 ? null : `${row % 28 + 1}.${row % 12 + 1}.19${10 + row % 90}`),
  seen: column(rows, row => `2024-0${row % 9 + 1}-11T0${row % 10}:30:00.${String(row).padStart(6, '0')}`),
  sent: column(rows, row => `2024-0${row % 9 + 1}-11 0${row % 10}:30+0${row % 4}:00`),
  is_active: column(rows, row => row % 50 === 0 ? 'maybe' : row % 3 === 0 ? 'true' : 'FALSE'),
  zip: column(rows, row => String(row % 1000).padStart(5, '0')),
  text: column(rows, row => ['\ufeffa', '𝒳'.repeat(row % 300), '', ' ', "it's"][row % 5] ?? null),
  email: column(rows, row => `user${row}@example.com`),
  gone: column(rows, () => null),
  price: column(rows, row => row % 90 === 0 ? '-' : `${row % 7 + 1}.${String(row % 1000).padStart(3, '0')},${row % 90 + 10} €`),
  paid: column(rows, row => row % 40 === 0 ? 'N/A' : row % 3 === 0 ? 'Ja' : 'nein'),
  made: column(rows, row => row % 5 === 0 ? `2024-01-${row % 19 + 10}` : `${row % 19 + 10}/03/2024`),
  tags: column(rows, row => row % 99 === 0 ? '[1' : `{"a": ${row % 50}, "b": ["x"]}`),
})

test.each([[1_000, true], [55_000, true], [55_000, false]])('DuckDB-Wasm says of %d rows what native DuckDB says, its texts counted as they come in: %s', async (rows, isCounted) => {
  const table = tableOf(rows)
  const columns = Object.keys(table)
  await load(backend(), table)
  const wasm = await openWasmInNode()
  expect(wasm.engine.version).toBe(backend().engine.version)
  await wasm.createSource({ columns: columns.length, nulls: { null_tokens: [''], quoted_nulls: false } }, { isCounted })
  await wasm.append(segmentOf(table))
  await wasm.commit()
  const native = await profileSource({ backend: backend(), columns, numRows: numRowsOf(table) })
  const counted = { table: 'counts', columns: new Set(await wasm.takeCounts?.('counts')) }
  const inWasm = await profileSource({ backend: wasm, counted, columns, numRows: numRowsOf(table) })
  expect(counted.columns.has(columns.indexOf('name'))).toBe(isCounted)
  const { columns: [left = []] } = await wasm.query(`select table_name from duckdb_tables() where table_name not in ('source', 'counts')`)
  expect(Array.from(left)).toEqual([])
  // Arrow's decoder drops one U+FEFF as node-api's does; sums of doubles depend on the order of threads.
  const rounded = native.map(profile => ({ ...profile, mean: profile.mean === null ? null : expect.closeTo(profile.mean, 6) as number }))
  expect(inWasm).toEqual(rounded)
  expect(native.map(({ type }) => type)).toEqual(['integer', 'string', 'number', 'date', 'datetime', 'timestamp', 'boolean', 'string', 'string', 'string', 'string', 'number', 'boolean', 'date', 'json'])
}, 60_000)
