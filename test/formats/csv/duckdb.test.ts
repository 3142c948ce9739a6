import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isNullCell, type CsvDialect } from '../../../engine/formats/csv/index.ts'
import { concat, dialect, encodePieces, nastyPieces } from './arbitraries.ts'
import { parseReference } from './reference.ts'
import { scanFile, withDialect } from './scan-file.ts'

let folder: string
let connection: DuckDBConnection

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'csv-'))
  connection = await (await DuckDBInstance.create(':memory:')).connect()
})
afterAll(() => {
  connection.closeSync()
  rmSync(folder, { recursive: true })
})

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`
/** DuckDB takes no empty list, and a NUL is in no segment. */
const nullStrings = ({ null_tokens }: CsvDialect) => (null_tokens.length === 0 ? '[chr(0)]' : `[${null_tokens.map(sqlText).join(', ')}]`)

/** Reads segment text as an engine would. Cells come as hex: the client drops a leading U+FEFF from text. */
async function readWithDuckDb(text: Uint8Array, columns: number, dialect: CsvDialect, options = '') {
  const path = join(folder, 'segment.csv')
  writeFileSync(path, text)
  const names = Array.from({ length: columns }, (_, i) => `c${i + 1}`)
  const reader = await connection.runAndReadAll(`
    select id::varchar, ${names.map(name => `hex(encode(${name}))`).join(', ')}
    from read_csv(${sqlText(path)}, columns = {id: 'BIGINT', ${names.map(name => `${name}: 'VARCHAR'`).join(', ')}},
      auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', comment = '',
      strict_mode = true, null_padding = false, ignore_errors = false,
      nullstr = ${nullStrings(dialect)}, allow_quoted_nulls = ${dialect.quoted_nulls} ${options})
    order by id`)
  return reader.getRows().map(([id, ...cells]) => ({
    ordinal: Number(id),
    cells: cells.map(hex => (typeof hex === 'string' ? Buffer.from(hex, 'hex').toString('utf8') : null)),
  }))
}

test('DuckDB reads from the segments the cells the reference reads from the file', async () => {
  const limits = { maxCellBytes: 1e6, maxRecordBytes: 2e6 }
  let rows = 0
  await fc.assert(fc.asyncProperty(nastyPieces, dialect, async (pieces, dialect) => {
    const file = encodePieces(pieces, dialect.encoding)
    const { scanner, segments } = scanFile(file, { dialect, segmentBytes: 100 })
    const good = parseReference(file, dialect, limits).records.filter(r => r.code === undefined)
    if (good.length === 0) return
    rows += good.length
    const read = await readWithDuckDb(concat(segments.map(s => s.text)), scanner.header.length, dialect)
    expect(read).toEqual(good.map(({ ordinal, cells, quoted }) => ({
      ordinal,
      // A plain cell that segment text has to quote is a quoted cell to the engine.
      cells: cells.map((cell, i) => (isNullCell(cell, quoted[i] === true || /[",\r]/.test(cell), dialect) ? null : cell)),
    })))
  }), { numRuns: 500 })
  expect(rows).toBeGreaterThan(100)
})

test('a cell of 3 MB is read when the engine is told how long the longest line is', async () => {
  const { segments } = scanFile(`a,b\n1,${'x'.repeat(3e6)}\n2,y\n`)
  const [segment] = segments
  const read = await readWithDuckDb(segment!.text, 2, withDialect({}), `, max_line_size = ${segment!.longestLineBytes}`)
  expect(read.map(({ cells }) => cells[1]?.length)).toEqual([3e6, 1])
})
