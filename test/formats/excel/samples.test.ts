import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listSheets, type ExcelKind } from '../../../engine/formats/excel/index.ts'
import { memorySource } from '../../support/memory-source.ts'
import { readSheet } from './make-workbook.ts'

const FOLDER = '../shared/data/excel'
const there = existsSync(FOLDER)
const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(`${FOLDER}/${file}`))
const kindOf = (file: string): ExcelKind => file.split('.').pop() as ExcelKind

// Skipped where the sample workbooks are not at hand.
test.skipIf(!there).each(['deaths.xlsx', 'deaths.xls'])('%s: notes above and below its tables', async file => {
  for (const [sheet, first, last] of [['arts', 'David Bowie', 'George Michael'], ['other', 'Vera Rubin', 'Pat Summit']] as const) {
    const { columns, rows, lines } = await readSheet(bytesOf(file), { kind: kindOf(file), sheet })
    expect(columns).toEqual(['Name', 'Profession', 'Age', 'Has kids', 'Date of birth', 'Date of death'])
    expect([rows.length, rows[0]?.[0], rows.at(-1)?.[0], lines[0]]).toEqual([10, first, last, 6])
    expect(rows.every(row => /^\d{4}-\d\d-\d\d$/.test(row[4] ?? ''))).toBe(true)
  }
})

test.skipIf(!there).each(['type-me.xlsx', 'type-me.xls'])('%s: the system of 1904', async file => {
  const { rows } = await readSheet(bytesOf(file), { kind: kindOf(file), sheet: 'date_coercion' })
  expect(rows.map(([value]) => value)).toEqual([null, '2016-05-23', '2016-04-28T11:30:00', 'true', 'cabbage', '4.3', '39448'])
})

test.skipIf(!there)('datasets.xlsx: plain tables', async () => {
  const bytes = bytesOf('datasets.xlsx')
  expect((await listSheets(memorySource(bytes), 'xlsx')).map(({ name }) => name)).toEqual(['mtcars', 'chickwts', 'quakes'])
  const sizes = await Promise.all([1, 2, 3].map(async sheet => {
    const { columns, rows, facts } = await readSheet(bytes, { sheet })
    expect(facts.notes).toEqual([])
    return [rows.length, columns.length]
  }))
  expect(sizes).toEqual([[32, 11], [71, 2], [1000, 5]])
})
