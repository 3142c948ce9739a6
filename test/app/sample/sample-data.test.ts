import { expect, test } from 'vitest'
import { createRandom, shuffledIndices } from '../../../app/sample/random.ts'
import { sampleColumns, sampleCsv, sampleFaultCounts } from '../../../app/sample/sample-data.ts'
import { naiveCsv } from '../../bench/naive-csv.ts'

const rows = 2000
const text = sampleCsv({ seed: 1, rows })
const counts = sampleFaultCounts(rows)
const [header, ...all] = naiveCsv(text)
const records = all.filter(({ raw }) => raw !== '')
const wellFormed = records.filter(({ cells, isBroken }) => !isBroken && cells.length === sampleColumns.length)
const column = (name: typeof sampleColumns[number]) => wellFormed.map(({ cells }) => cells[sampleColumns.indexOf(name)]!)

test('is the same for the same seed, and another for another', () => {
  expect(sampleCsv({ seed: 1, rows })).toBe(text)
  expect(sampleCsv({ seed: 2, rows })).not.toBe(text)
})

test('has the asked number of records, and the blank lines besides', () => {
  expect(header?.cells).toEqual(sampleColumns)
  expect(records).toHaveLength(rows)
  expect(all.length - records.length).toBe(counts['blank_line'])
})

test('has each malformed record it claims', () => {
  expect(records.filter(({ isBroken }) => isBroken)).toHaveLength(counts['text_after_quote']!)
  expect(records.filter(({ cells }) => cells.length < 14)).toHaveLength(counts['too_few_cells']!)
  expect(records.filter(({ cells }) => cells.length > 14)).toHaveLength(counts['too_many_cells']!)
})

test('has each spoiled cell it claims', () => {
  const found = (name: typeof sampleColumns[number], isSpoiled: (cell: string) => boolean) => column(name).filter(isSpoiled).length
  const starts = column('contract_start')
  expect({
    duplicate_id: wellFormed.length - new Set(column('order_id')).size,
    bad_email: found('email', cell => cell !== 'N/A' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(cell.trimEnd())),
    impossible_age: found('age', cell => cell !== 'N/A' && !(Number(cell) >= 0 && Number(cell) <= 120)),
    impossible_date: found('signup_date', cell => ['2024-02-30', '2023-13-01'].includes(cell)),
    end_before_start: column('contract_end').filter((end, index) => end < starts[index]!).length,
    missing_name: found('last_name', cell => cell === ''),
    na_token: sampleColumns.reduce((sum, name) => sum + found(name, cell => cell === 'N/A'), 0),
    leading_bom: found('last_name', cell => cell.startsWith('\uFEFF')),
    date_format: found('signup_date', cell => !/^\d{4}-\d\d-\d\d$/.test(cell)),
    amount_format: found('amount', cell => cell !== 'N/A' && !/^\d+\.\d\d$/.test(cell)),
    trailing_spaces: sampleColumns.reduce((sum, name) => sum + found(name, cell => cell.endsWith('  ')), 0),
    country_case: found('country', cell => !/^[A-Z]{2} *$/.test(cell)),
    unicode_name: found('first_name', cell => /[^ -~]/.test(cell)),
    quoted_line_end: found('notes', cell => cell.includes('\n')),
  }).toEqual(Object.fromEntries(Object.entries(counts).filter(([kind]) => !/cells|after_quote|blank/.test(kind))))
})

test('holds what a careless reader would lose', () => {
  expect(column('zip').filter(zip => /^0\d{4}$/.test(zip)).length).toBeGreaterThan(50)
  expect(column('customer_ref').every(id => /^[1-9]\d{17,19}$/.test(id))).toBe(true)
  expect(new Set(column('customer_ref').map(id => id.length))).toEqual(new Set([18, 19, 20]))
  expect(column('first_name').some(name => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(name))).toBe(true)
  expect(column('first_name').some(name => /\p{Extended_Pictographic}/u.test(name))).toBe(true)
  expect(column('notes').some(notes => notes.includes('"') && notes.includes('express'))).toBe(true)
})

test('most rows are clean', () => {
  const spoiled = Object.values(counts).reduce((sum, count) => sum + count, 0)
  expect(spoiled / rows).toBeLessThan(0.4)
})

test.each([0, 1, 5, 30])('%i rows are made all the same', few => {
  const lines = naiveCsv(sampleCsv({ seed: 4, rows: few })).filter(({ raw }) => raw !== '')
  expect(lines).toHaveLength(few + 1)
})

test('draws stay in their range and shuffles keep every index', () => {
  const random = createRandom(9)
  const draws = Array.from({ length: 10_000 }, () => random.below(7))
  expect(new Set(draws)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]))
  expect(Array.from({ length: 10_000 }, () => random.chance(0.25)).filter(Boolean).length / 10_000).toBeCloseTo(0.25, 1)
  expect(shuffledIndices(100, random).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index))
})

test('the stream is Mulberry32', () => {
  const random = createRandom(0)
  expect([random.next(), random.next(), random.next()]).toEqual([1144304738, 1416247, 958946056])
})
