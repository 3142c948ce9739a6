import { expect, test } from 'vitest'
import { complaints, failuresOf, run, runOn, type Cells } from './run.ts'

/** What each text becomes, `!` for one that cannot be read. */
async function parsed(cells: Cells, params: object = {}): Promise<Cells> {
  const step = { type: 'parse_number', columns: 'a', ...params }
  const values = await runOn(cells, step)
  const failures = await failuresOf(['a'], cells.map(cell => [cell]), [], step)
  const unreadable = failures.parse_number_1 ?? []
  return values.map((value, index) => unreadable.includes(index + 1) ? '!' : value)
}

test('plain numbers', async () => {
  expect(await parsed(['1', ' -2.5 ', '+3', '.5', '5.', '1e3', '1.5E-2', '\u22124', '\u00a07', null])).toEqual(['1', '-2.5', '3', '0.5', '5', '1000', '0.015', '-4', '7', null])
  expect(await parsed(['', '-', '--1', '+-1', '1 2', 'x', 'nan', 'Infinity', '1e999', '0x10', '1_000', '.', '１'])).toEqual(new Array(13).fill('!'))
})

test('groups of digits', async () => {
  expect(await parsed(['1,234', '1,234,567.89', '-12,345', '1,23,456', '1234567'])).toEqual(['1234', '1234567.89', '-12345', '123456', '1234567'])
  expect(await parsed(['1,23', '1234,567', ',123', '1,,234', '1,234,5', '1.234,5', '1.2,345', '1 234'])).toEqual(new Array(8).fill('!'))
})

test('a decimal comma', async () => {
  expect(await parsed(['1.234,50', '0,5', ',5', '1234,5', '1,5e3'], { decimal: ',' })).toEqual(['1234.5', '0.5', '0.5', '1234.5', '1500'])
  expect(await parsed(['1.5', '1,234.5', '1.23'], { decimal: ',' })).toEqual(['!', '!', '!'])
  expect(await parsed(['1.234'], { decimal: ',' })).toEqual(['1234'])
})

test('other marks between groups', async () => {
  expect(await parsed(['1 234,5', '1\u202f234\u00a0567', '1  234', '12 34'], { decimal: ',', thousands: 'space' })).toEqual(['1234.5', '1234567', '!', '!'])
  expect(await parsed(["1'234.5", '1’234', '1,234'], { thousands: 'apostrophe' })).toEqual(['1234.5', '1234', '!'])
  expect(await parsed(['1,234', '1234'], { thousands: 'none' })).toEqual(['!', '1234'])
})

test('signs and words around numbers', async () => {
  const cells = ['$1,234.50', '-$5', '$-5', '$ 5', '5 €', '€5', 'EUR 5', '5kg', '5 %']
  expect(await parsed(cells)).toEqual(new Array(9).fill('!'))
  expect(await parsed(cells, { currency: true })).toEqual(['1234.5', '-5', '-5', '5', '5', '5', '!', '!', '!'])
  expect(await parsed(cells, { symbols: ['EUR', 'kg', '.*', '$'] })).toEqual(['1234.5', '-5', '-5', '5', '!', '!', '5', '5', '!'])
  expect(await parsed(['.*5', '5😀', '5'], { symbols: ['.*', '😀'] })).toEqual(['5', '5', '5'])
})

test('percentages', async () => {
  expect(await parsed(['12%', '12.3 %', '-0.5%', '12', '1e3%', '%12'], { percent: 'divide' })).toEqual(['0.12', '0.123', '-0.005', '12', '!', '!'])
  expect(await parsed(['12%', '12.3 %', '12'], { percent: 'ignore' })).toEqual(['12', '12.3', '12'])
})

test('accounting', async () => {
  const cells = ['(12.50)', '( 1,234 )', '12.50-', '$(5)', '($5)', '(5) $', '($5) -']
  expect(await parsed(cells, { accounting: true, currency: true })).toEqual(['-12.5', '-1234', '-12.5', '-5', '-5', '-5', '!'])
  expect(await parsed(['(-5)', '-5-', '(5', '5)', '()', '5(3)', '((5))', '-(5)', '5', '-5', '1e-5', '-'], { accounting: true }))
    .toEqual(['!', '!', '!', '!', '!', '!', '!', '!', '5', '-5', '0.00001', '!'])
  expect(await parsed(['(5)', '5-'])).toEqual(['!', '!'])
  expect(await parsed(['(5%)'], { accounting: true, percent: 'divide' })).toEqual(['-0.05'])
})

test('other types', async () => {
  expect(await parsed(['9,223,372,036,854,775,807', '9,223,372,036,854,775,808', '1.5', '007'], { to: 'integer' })).toEqual(['9223372036854775807', '!', '!', '7'])
  expect(await parsed(['1,234.5', '0.123', '1e3'], { to: 'decimal', precision: 10, scale: 2 })).toEqual(['1234.50', '!', '!'])
})

test('what cannot be read can be made missing', async () => {
  expect(await parsed(['1,234', 'x', null], { on_error: 'null' })).toEqual(['1234', null, null])
  expect(await run(['a', 'b'], [['x', 'y']], { type: 'parse_number', columns: '*', on_error: 'null' })).toEqual([[null, null]])
})

test('parse_number says what is wrong', () => {
  const wrong = (params: object) => complaints(['a'], { type: 'parse_number', columns: 'a', ...params })
  expect(wrong({ thousands: '.' })).toEqual(['same_marks thousands'])
  expect(wrong({ decimal: ',', thousands: ',' })).toEqual(['same_marks thousands'])
  expect(wrong({ percent: 'divide', to: 'integer' })).toEqual(['inexact_type percent'])
  expect(wrong({ to: 'decimal', precision: 2, scale: 3 })).toEqual(['bad_decimal scale'])
  expect(wrong({ to: 'date' })).toEqual(['invalid_value to'])
  expect(wrong({ columns: 'b' })).toEqual(['unknown_column columns'])
  expect(complaints(['a'], { type: 'parse_number', columns: 'a' }, { type: 'parse_number', columns: 'a' })).toEqual(['not_text columns'])
})
