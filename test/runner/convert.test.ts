import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipOf, type PackedMember } from '../formats/compression/support.ts'
import { bundleCli, folderWith, schemaflow } from './schemaflow.ts'

const people = 'id;name;born\r\n001;"Bell, Ann";1990-02-03\r\n002;Bob "B" Crow;\r\n003;"two\r\nlines";1985-12-24\r\n004;too;many;cells\r\n'

let folder: string
let remove: () => void
beforeAll(() => {
  bundleCli()
  const made = folderWith({ 'people.csv': people, 'other.csv': 'a|b\n1|2\n', 'empty.csv': '', 'notes.txt': 'Report\nfor: all\n\nk,v,w\nx,1,2\ny,2,3\nz,3,4\n\nTotal,6,9\n' })
  folder = made.folder
  remove = made.remove
})
afterAll(() => { remove() })

const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

interface Report {
  readonly files: readonly {
    readonly input: string, readonly output?: string, readonly error?: { readonly code: string }
    readonly detected?: { readonly format: string, readonly dialect: Record<string, unknown>, readonly columns: readonly string[], readonly confidence: number, readonly notes: readonly string[] }
    readonly counts?: Record<string, number>
    readonly rejects?: readonly { readonly line: number, readonly byte_offset: number, readonly code: string, readonly raw: string }[]
  }[]
}
const report = (name: string): Report => JSON.parse(read(name)) as Report

test('any CSV becomes RFC 4180 in UTF-8, values exactly as read', async () => {
  const { code, out, err } = await schemaflow(folder, 'convert', 'people.csv', '--to', 'out/people.csv', '--report', 'people.json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toBe('out/people.csv: 3 records of 3 columns from people.csv (csv); 1 record could not be read\n')
  expect(read('out/people.csv')).toBe('id,name,born\r\n001,"Bell, Ann",1990-02-03\r\n002,"Bob ""B"" Crow",\r\n003,"two\r\nlines",1985-12-24\r\n')
  const [file] = report('people.json').files
  expect(file).toMatchObject({ input: 'people.csv', output: 'out/people.csv', counts: { physical: 4, written: 3, malformed: 1, blank_lines: 0 }, detected: { format: 'csv', columns: ['id', 'name', 'born'] } })
  expect(file?.detected?.dialect).toMatchObject({ delimiter: ';', quote: '"', header: 1 })
  expect(file?.rejects).toEqual([expect.objectContaining({ ordinal: 4, line: 6, byte_offset: people.indexOf('004'), code: 'too_many_cells', raw: '004;too;many;cells' })])
})

test('a large file is read in threads, and the result is a file like any other, on this disk or another', async () => {
  const lines = Array.from({ length: 120_000 }, (_, i) => i === 70_000 ? '{"id": oops}' : JSON.stringify({ id: i, name: `person ${i}`, note: i % 1000 === 0 ? 'a,"b"\n' : 'plain text of some length', ...i === 119_999 ? { late: true } : {} }))
  writeFileSync(join(folder, 'large.jsonl'), `${lines.join('\n')}\n`)
  expect(statSync(join(folder, 'large.jsonl')).size).toBeGreaterThan(8_000_000)
  const expected = lines.flatMap((line, i) => i === 70_000 ? [] : [`${i},person ${i},${i % 1000 === 0 ? '"a,""b""\n"' : 'plain text of some length'},${i === 119_999 ? 'true' : ''}`])
  const { code } = await schemaflow(folder, 'convert', 'large.jsonl', '--to', 'large.csv', '--report', 'large.json')
  expect(code).toBe(0)
  expect(read('large.csv').split('\r\n')).toEqual(['id,name,note,late', ...expected, ''])
  expect(report('large.json').files[0]?.rejects).toEqual([expect.objectContaining({ ordinal: 70_001, line: 70_001, code: 'invalid_json' })])
  // Without the broken line there is nothing to scan.
  writeFileSync(join(folder, 'sound.jsonl'), `${lines.filter((_, i) => i !== 70_000).join('\n')}\n`)
  const elsewhere = existsSync('/dev/shm') ? ['/dev/shm'] : []
  for (const place of [folder, ...elsewhere]) {
    const path = join(place, `sound-${process.pid}.csv`)
    await schemaflow(folder, 'convert', 'sound.jsonl', '--to', path)
    expect(readFileSync(path, 'utf8').split('\r\n')).toEqual(['id,name,note,late', ...expected, ''])
    expect(statSync(path).mode).toBe(statSync(join(folder, 'large.csv')).mode)
    rmSync(path)
  }
}, 60_000)

test('what stands around a table is left out, and said', async () => {
  await schemaflow(folder, 'convert', 'notes.txt', '--to', 'notes.csv', '--report', 'notes.json')
  expect(read('notes.csv')).toBe('k,v,w\r\nx,1,2\r\ny,2,3\r\nz,3,4\r\n')
  expect(report('notes.json').files[0]?.detected?.notes.join(' ')).toMatch(/first 3 lines .* last line stands below the table and is skipped: "Total 6 9"/s)
})

test('Parquet holds the same texts and nulls', async () => {
  const { code } = await schemaflow(folder, 'convert', 'people.csv', '--to', 'people.parquet')
  expect(code).toBe(0)
  const connection = await (await DuckDBInstance.create()).connect()
  const rows = await connection.runAndReadAll(`select * from '${join(folder, 'people.parquet')}'`)
  expect(rows.getRowsJson()).toEqual([['001', 'Bell, Ann', '1990-02-03'], ['002', 'Bob "B" Crow', null], ['003', 'two\r\nlines', '1985-12-24']])
  connection.closeSync()
})

test('many files in one call: one that cannot be read does not stop the others', async () => {
  const { code, out, err } = await schemaflow(folder, 'convert', 'people.csv', 'empty.csv', 'other.csv', '--to-dir', 'many', '--format', 'csv', '--report', 'many.json')
  expect(code).toBe(3)
  expect(err).toBe('schemaflow: empty.csv is empty: it has no bytes at all. Check that the file was written completely.\n')
  expect(out.split('\n').map(line => line.split(':')[0])).toEqual(['many/people.csv', 'many/other.csv', ''])
  expect(read('many/other.csv')).toBe('a,b\r\n1,2\r\n')
  expect(report('many.json').files.map(({ error }) => error?.code)).toEqual([undefined, 'empty_input', undefined])
  expect(existsSync(join(folder, 'many/empty.csv'))).toBe(false)
})

describe('what the command cannot mean is exit code 2', () => {
  test.concurrent.each<[string, string[], RegExp]>([
    ['nowhere to write', ['people.csv'], /does not say where to write\. Pass either --to FILE or --to-dir DIR\./],
    ['two places', ['people.csv', '--to', 'x.csv', '--to-dir', 'x'], /says two places to write/],
    ['two inputs for one file', ['people.csv', 'other.csv', '--to', 'x.csv'], /2 inputs cannot become one file\. Pass a folder with --to-dir DIR\./],
    ['an unknown extension', ['people.csv', '--to', 'x.doc'], /the extension of x\.doc says no format\. Pass one with --format: csv/],
    ['an unknown format', ['people.csv', '--to-dir', 'x', '--format', 'doc'], /no output format "doc"/],
    ['the input itself', ['people.csv', '--to', 'people.csv'], /people\.csv cannot be written over while it is read/],
  ])('%s', async (_what, args, message) => {
    const { code, err } = await schemaflow(folder, 'convert', ...args)
    expect({ code, message: err.match(message)?.[0] !== undefined }).toEqual({ code: 2, message: true })
  })

  test('and nothing was changed', () => {
    expect(read('people.csv')).toBe(people)
  })
})

const member = (name: string, text: string): PackedMember => ({ name, method: 0, packed: Buffer.from(text), content: Buffer.from(text) })

test('what an archive or a workbook holds besides is named; a path in an archive is a name like others', async () => {
  const source = join(folder, 'archive')
  mkdirSync(source, { recursive: true })
  writeFileSync(join(source, 'others.zip'), zipOf([member('one.csv', 'a\n1\n'), member('two.csv', 'a\n2\n'), member('.hidden.csv', 'a\n3\n')]))
  writeFileSync(join(source, 'paths.zip'), zipOf([member('../../escaped.csv', 'a\n1\n')]))
  expect((await schemaflow(folder, 'convert', 'archive/others.zip', '--to', 'others.csv')).out).toBe('others.csv: 1 record of 1 column from archive/others.zip (csv, zip: one.csv); not read: two.csv\n')
  expect((await schemaflow(folder, 'convert', 'archive/paths.zip', '--to-dir', 'archive', '--format', 'csv')).out).toContain('archive/paths.csv: 1 record')
  expect(existsSync(join(folder, '..', 'escaped.csv'))).toBe(false)
  expect(existsSync(join(folder, 'escaped.csv'))).toBe(false)
})
