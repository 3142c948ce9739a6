import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import type { Backend } from '../../engine/backends/backend.ts'
import { openWasmInNode } from '../support/wasm.ts'

let engines: readonly Backend[]
beforeAll(async () => { engines = await Promise.all([openWasmInNode(), openDuckDbNative()]) })
afterAll(async () => { await Promise.all(engines.map(engine => engine.close())) })

const SEGMENTS = [
  ['of usual records', '1,a,"b ""c"""\n3,,NA\n4,"","\uFEFFd\n"\n'],
  ['with a record that is too long to be split', `1,a,b\n2,${'x'.repeat(1_100_000)},NA\n5,,""\n`],
] as const
const layout = { columns: 2, nulls: { null_tokens: ['', 'NA'], quoted_nulls: false } }
const rowsSql = (table: string): string => `select ord::integer, left(c1, 20), c1 is null, length(c1)::double from ${table} order by ord`

describe.each(SEGMENTS)('a segment %s', (_, text) => {
  const segment = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

  test('is the same to both engines, looked at or kept', async () => {
    const answers = await Promise.all(engines.map(async engine => {
      const looked = await engine.look(segment(), layout, [1], rows => [rowsSql(rows), `select count(*)::double from ${rows}`])
      await engine.createSource(layout, { held: [1] })
      await engine.append(segment())
      await engine.commit()
      const kept = await engine.query(rowsSql('source'))
      return [...looked, kept].map(({ columns }) => columns.map(column => Array.from(column)))
    }))
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.[0]).toEqual(answers[0]?.[2])
    expect(answers[0]?.[1]).toEqual([[3]])
  })

  test('leaves nothing behind when a question about it fails', async () => {
    for (const engine of engines) {
      await expect(engine.look(segment(), layout, [0, 1], rows => [`select nothing from ${rows}`])).rejects.toMatchObject({ code: 'query_failed' })
      const { columns: [names = []] } = await engine.query(`select table_name from duckdb_tables() where table_name <> 'source'`)
      expect(Array.from(names)).toEqual([])
    }
  })
})

const ROWS = 5000
const TEXTS: readonly (readonly [string, string, (row: number) => string | null])[] = [
  ['ASCII throughout, some missing, some empty', `case when i % 7 = 0 then null when i % 5 = 0 then '' else 'row number ' || i end`, row => row % 7 === 0 ? null : row % 5 === 0 ? '' : `row number ${row}`],
  ['one of them beyond ASCII', `case when i = 4321 then 'ä👩‍🔬' else 'r' || i end`, row => row === 4321 ? 'ä👩‍🔬' : `r${row}`],
  ['more than is decoded at once', `repeat('x', 1000) || i`, row => 'x'.repeat(1000) + String(row)],
  ['all of them missing', 'null::varchar', () => null],
]

test.each(TEXTS)('texts of a result are read as they are: %s', async (_, sql, expected) => {
  const answers = await Promise.all(engines.map(engine => engine.query(`select ${sql} from (select range as i from range(${ROWS})) order by i`)))
  for (const { columns: [texts = []] } of answers) expect(Array.from(texts)).toEqual(Array.from({ length: ROWS }, (__, row) => expected(row)))
})
