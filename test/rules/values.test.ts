import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verdictOf } from '../support/verdict.ts'
import { expectCells, issueCodes, titleOf, type CellCase } from './cases.ts'

/** So many that they are looked up. */
const MANY_WORDS = Array.from({ length: 100 }, (_, index) => `word ${index}`)

const cells: readonly CellCase[] = [
  { rule: { type: 'equals', value: 'EUR' }, passes: ['EUR', null], fails: ['eur', ' EUR', ''] },
  { rule: { type: 'equals', value: 5 }, passes: ['5', null], fails: ['5.0', '05'] },
  { rule: { type: 'equals', value: 5 }, field: { type: 'integer' }, passes: ['5', '05', null], fails: ['6'] },
  { rule: { type: 'equals', value: 2.5 }, field: { type: 'integer' }, passes: [null], fails: ['2', '3'] },
  { rule: { type: 'equals', value: true }, field: { type: 'boolean' }, passes: ['true', 'TRUE', null], fails: ['false'] },
  { rule: { type: 'equals', value: '2024-02-29' }, field: { type: 'date' }, passes: ['2024-02-29', null], fails: ['2024-03-01'] },
  { rule: { type: 'equals', value: '😀' }, passes: ['😀', null], fails: ['😁', '\ufffd'] },
  { rule: { type: 'not_equals', value: 0 }, field: { type: 'number' }, passes: ['1', '-0.5', null], fails: ['0', '-0', '0e5'] },
  { rule: { type: 'not_equals', value: 'x' }, passes: ['X', '', 'xx', null], fails: ['x'] },
  { rule: { type: 'in_set', values: ['FR', 'DE'] }, passes: ['FR', 'DE', null], fails: ['fr', 'US', '', 'FR '] },
  { rule: { type: 'in_set', values: ['Straße', 'İzmir', 'ΣΊΣΥΦΟΣ'], ignore_case: true }, passes: ['straße', 'STRAẞE', 'izmir', 'σίσυφοσ', null], fails: ['strasse', 'σίσυφος'] },
  { rule: { type: 'in_set', values: ['', 'x'] }, passes: ['', 'x', null], fails: [' '] },
  { rule: { type: 'in_set', values: [1, 2.5] }, field: { type: 'integer' }, passes: ['1', '01', null], fails: ['2', '3'] },
  { rule: { type: 'in_set', values: ['0.10', 2] }, field: { type: 'decimal', precision: 10, scale: 2 }, passes: ['0.1', '2.00', null], fails: ['0.11'] },
  { rule: { type: 'in_set', values: ["it's", 'a"b', 'a\\b'] }, passes: ["it's", 'a"b', 'a\\b'], fails: ['its', 'a\\\\b'] },
  { rule: { type: 'in_set', values: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] }, passes: ['a', 'h', null], fails: ['i', 'A', '', 'ab'] },
  { rule: { type: 'in_set', values: [...MANY_WORDS, "it's", 'Ä', '\u{1F600}', '\uFEFFx', ' y', 'word 1'] }, passes: ['word 1', 'word 99', "it's", 'Ä', '\u{1F600}', '\uFEFFx', ' y', null], fails: ['word 100', 'Word 1', 'x', 'y', 'ä', 'A\u0308', '\u{1F601}', '', 'word 1 '] },
  { rule: { type: 'in_set', values: [...MANY_WORDS, ''] }, passes: ['', 'word 7', null], fails: [' ', 'word'] },
  { rule: { type: 'not_in_set', values: MANY_WORDS }, passes: ['word', '', null], fails: ['word 0', 'word 99'] },
  { rule: { type: 'in_set', values: [...MANY_WORDS.keys()] }, field: { type: 'integer' }, passes: ['0', '099', '+7', null], fails: ['100', '-1'] },
  { rule: { type: 'expression', expr: `x in (${MANY_WORDS.map(word => `'${word}'`).join(', ')}, null)` }, passes: ['word 3', 'other', null], fails: [] },
  { rule: { type: 'expression', expr: `not coalesce(x in (${MANY_WORDS.map(word => `'${word}'`).join(', ')}), false)` }, passes: ['other', '', null], fails: ['word 3'] },
  { rule: { type: 'not_in_set', values: ['test', 'n/a'], ignore_case: true }, passes: ['tests', '', null], fails: ['TEST', 'N/A', 'test'] },
  { rule: { type: 'not_in_set', values: ['2024-12-25', '2024-01-01'] }, field: { type: 'date' }, passes: ['2024-12-24', null], fails: ['2024-12-25', '2024-01-01'] },
  { rule: { type: 'multiple_of', of: 5 }, field: { type: 'integer' }, passes: ['0', '5', '-10', '9223372036854775805', null], fails: ['1', '-3', '9223372036854775807'] },
  { rule: { type: 'multiple_of', of: 0.5 }, field: { type: 'integer' }, passes: ['0', '1', '-7', null], fails: [] },
  { rule: { type: 'multiple_of', of: 1.5 }, field: { type: 'integer' }, passes: ['0', '3', '-6'], fails: ['1', '2', '-4'] },
  { rule: { type: 'multiple_of', of: 0.05 }, field: { type: 'number' }, passes: ['0', '0.05', '0.15', '0.35', '1.15', '19.95', '-0.6', '1e3', '123456789.05', null], fails: ['0.01', '0.051', '0.0500001', '-0.07', '19.99'] },
  { rule: { type: 'multiple_of', of: 0.1 }, field: { type: 'number' }, passes: ['0.1', '0.3', '0.7', '1.1', '1000000.1'], fails: ['0.25', '0.30000000000000004', '1e-9'] },
  { rule: { type: 'multiple_of', of: 3 }, field: { type: 'number' }, passes: ['3', '-9', '3e9'], fails: ['1', '3.5', '2.9999999999'] },
  { rule: { type: 'multiple_of', of: 0.25 }, field: { type: 'decimal', precision: 12, scale: 3 }, passes: ['1.25', '0.750', '-2', null], fails: ['1.2', '0.001'] },
  { rule: { type: 'decimal_places', max: 2 }, passes: ['1', '1.', '.5', '1.25', '-1.20', ' +3.1\t', null], fails: ['1.250', '1.255', 'abc', '', '.', '1,25', '1e-3', '１.5'] },
  { rule: { type: 'decimal_places', max: 0 }, passes: ['1', '1.', '-10', null], fails: ['1.0', '.5', '.'] },
  { rule: { type: 'decimal_places', max: 2 }, field: { type: 'number' }, passes: ['1', '1.25', '1.250', '-0.01', '1e21', '1.5e300', '1e2', null], fails: ['1.255', '0.001', '1e-7', '1.5e-10'] },
  { rule: { type: 'decimal_places', max: 0 }, field: { type: 'number' }, passes: ['1', '1.0', '1e21', '12345678901234567890'], fails: ['0.5', '1e-7'] },
  { rule: { type: 'decimal_places', max: 8 }, field: { type: 'number' }, passes: ['1e-7', '1.5e-7', '1e-8', '0.00000001', '0.12345678'], fails: ['1.25e-7', '1e-9', '1.5e-8', '0.123456789'] },
  { rule: { type: 'decimal_places', max: 2 }, field: { type: 'decimal', precision: 18, scale: 4 }, passes: ['1.25', '1.2500', '-3', null], fails: ['1.255', '0.0001'] },
  { rule: { type: 'decimal_places', max: 0 }, field: { type: 'integer' }, passes: ['1', null], fails: [] },
  { rule: { type: 'type', to: 'integer' }, passes: ['1', ' -2 ', '007', null], fails: ['', '1.0', 'x', '9223372036854775808', '😀'] },
  { rule: { type: 'type', to: 'number' }, passes: ['1', '1.5e3', null], fails: ['NaN', 'inf', '1e400', '1,5'] },
  { rule: { type: 'type', to: 'decimal', precision: 5, scale: 2 }, passes: ['123.45', null], fails: ['1234.5', '1.234'] },
  { rule: { type: 'type', to: 'bool', true_values: ['yes', 'y', '1', 'ja', 'oui', 'si'], false_values: ['no', 'n', '0', 'nein', 'non'] }, passes: ['JA', 'oui', 'true', ' False ', 'nein', null], fails: ['2', 'maybe', ''] },
  { rule: { type: 'type', to: 'bool', true_values: ['yes'], false_values: ['no'] }, passes: ['true', 'YES', 'No', null], fails: ['1', 'y', ''] },
  { rule: { type: 'type', to: 'date' }, passes: ['2024-02-29', null], fails: ['2023-02-29', '29/02/2024', ''] },
  { rule: { type: 'type', to: 'date', formats: ['%d/%m/%Y', '%Y-%m-%d'] }, passes: ['29/02/2024', '2024-02-29', null], fails: ['02/29/2024', '2024/02/29'] },
  { rule: { type: 'type', to: 'timestamp', zone: '+02:00' }, passes: ['2024-02-29T10:00', '2024-02-29T10:00Z', null], fails: ['2024-02-29'] },
  { rule: { type: 'type', to: 'string' }, passes: ['', 'x', null], fails: [] },
  { rule: { type: 'type', to: 'integer' }, field: { type: 'integer' }, passes: ['1', null], fails: [] },
  { rule: { type: 'between', min: 0, max: 10 }, field: { type: 'integer' }, passes: ['0', '10', null], fails: ['-1', '11'] },
  { rule: { type: 'between', exclusive_min: 0, exclusive_max: '2.5' }, field: { type: 'number' }, passes: ['0.1', null], fails: ['0', '2.5'] },
]

describe('one column', () => {
  test.each(cells.map((each, index) => [index, titleOf(each.rule), each.field?.type ?? 'string', each] as const))('%i %s on %s', (_index, _title, _type, each) => expectCells(each))
})

test('multiples of a decimal step are those of its digits', async () => {
  const steps = fc.record({ step: fc.integer({ min: 1, max: 9999 }), digits: fc.integer({ min: 0, max: 4 }) })
  for (const { step, digits } of fc.sample(steps, { numRuns: 12, seed: 7 })) {
    const of = Number(`${step}e-${digits}`)
    const samples = fc.sample(fc.record({ units: fc.integer({ min: -1_000_000, max: 1_000_000 }), isMultiple: fc.boolean() }), { numRuns: 60, seed: step })
    const values = samples.map(({ units, isMultiple }) => BigInt(isMultiple ? units * step : units))
    const rows = values.map(units => [String(Number(`${units}e-${digits}`))])
    const verdict = await verdictOf({ columns: ['x'], rows, recipe: { schema: { fields: [{ name: 'x', type: 'number' }] }, rules: [{ id: 'r', type: 'multiple_of', column: 'x', of }] } })
    expect(verdict.r ?? [], `multiples of ${of}`).toEqual(values.flatMap((units, index) => units % BigInt(step) === 0n ? [] : [index + 1]))
  }
})

test('decimal places are those of the shortest decimal form', async () => {
  const places = (value: number): number => {
    const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
    return Math.max(0, mantissa.replace('-', '').replace('.', '').length - 1 - Number(exponent))
  }
  const values = fc.sample(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.tuple(fc.integer(), fc.integer({ min: -12, max: 25 })).map(([a, e]) => Number(`${a}e${e}`))), { numRuns: 400, seed: 3 })
  const rules = [0, 1, 2, 7, 9, 15].map(max => ({ id: `max ${max}`, type: 'decimal_places', column: 'x', max }))
  const verdict = await verdictOf({ columns: ['x'], rows: values.map(value => [String(value)]), recipe: { schema: { fields: [{ name: 'x', type: 'number' }] }, rules } })
  for (const { id, max } of rules) expect(verdict[id] ?? []).toEqual(values.flatMap((value, index) => places(value) > max ? [index + 1] : []))
})

test('wrong parameters are issues at their places', () => {
  expect(issueCodes({ type: 'equals', column: 'x' })).toEqual(['value: wrong_type'])
  expect(issueCodes({ type: 'equals', column: 'x', value: 'abc' }, { x: 'integer' })).toEqual(['value: bad_constant'])
  expect(issueCodes({ type: 'not_equals', column: 'x', value: '2024-02-30' }, { x: 'date' })).toEqual(['value: bad_constant'])
  expect(issueCodes({ type: 'in_set', column: 'x', values: [] })).toEqual(['values: invalid_value'])
  expect(issueCodes({ type: 'in_set', column: 'x', values: [1, 'a', 'b'] }, { x: 'integer' })).toEqual(['values.1: bad_constant', 'values.2: bad_constant'])
  expect(issueCodes({ type: 'not_in_set', column: 'x', values: ['yes'] }, { x: 'boolean' })).toEqual(['values.0: bad_constant'])
  expect(issueCodes({ type: 'multiple_of', column: 'x', of: 0 }, { x: 'integer' })).toEqual(['of: invalid_value'])
  expect(issueCodes({ type: 'multiple_of', column: 'x', of: 1e-13 }, { x: 'number' })).toEqual(['of: bad_constant'])
  expect(issueCodes({ type: 'multiple_of', column: 'x', of: 2 })).toEqual([': not_numeric'])
  expect(issueCodes({ type: 'decimal_places', column: 'x', max: -1 })).toEqual(['max: invalid_value'])
  expect(issueCodes({ type: 'decimal_places', column: 'x', max: 2 }, { x: 'date' })).toEqual([': not_numeric'])
  expect(issueCodes({ type: 'type', column: 'x', to: 'integr' })).toEqual(['to: invalid_value'])
  expect(issueCodes({ type: 'type', column: 'x', to: 'date', format: '%Q' })).toEqual(['format: bad_date_format'])
  expect(issueCodes({ type: 'type', column: 'x', to: 'date' }, { x: 'integer' })).toEqual([': not_text'])
})
