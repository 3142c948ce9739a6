import { expect, test } from 'vitest'
import { complaint, complaints, failuresOf, readA, run, runOn, type Cells, type Step } from './run.ts'

const read = (to: string, more: object = {}): Step => ({ type: 'cast', columns: ['a'], to, ...more })
const THERE = [{ id: 'there', type: 'not_null', column: 'a' }]
/** The rows whose `a` is unreadable, and those where it is missing. */
const verdictOn = (cells: Cells, ...steps: readonly Step[]) => failuresOf(['a'], cells.map(cell => [cell]), THERE, ...steps)

test('null_tokens', async () => {
  const cells = ['N/A', 'n/a', ' N/A', '', '-', null, 'É', 'é']
  expect(await runOn(cells, { type: 'null_tokens', columns: '*', tokens: ['N/A', '-', ''] })).toEqual([null, 'n/a', ' N/A', null, null, null, 'É', 'é'])
  expect(await runOn(cells, { type: 'null_tokens', columns: '*', tokens: ['n/A', 'É'], ignore_case: true })).toEqual([null, null, ' N/A', '', '-', null, null, null])
  expect(complaints(['a'], { type: 'null_tokens', columns: '*', tokens: [] })).toEqual(['invalid_value tokens'])
  expect(complaints(['a'], { type: 'null_tokens', columns: '*' })).toEqual(['missing_key tokens'])
})

test('map_values', async () => {
  const cells = ['Germany', 'germany', 'Deutschland', 'France', 'x', '', null, "it's"]
  const mapping = { Germany: 'DE', Deutschland: 'DE', France: 33, x: null, '': 'empty', "it's": 'so' }
  expect(await runOn(cells, { type: 'map_values', columns: 'a', mapping })).toEqual(['DE', 'germany', 'DE', '33', null, 'empty', null, 'so'])
  expect(await runOn(cells, { type: 'map_values', columns: 'a', mapping: { GERMANY: 'DE', Germany: 'DE' }, ignore_case: true, otherwise: 'null' }))
    .toEqual(['DE', 'DE', null, null, null, null, null, null])
})

test('map_values says what is wrong', () => {
  expect(complaints(['a'], { type: 'map_values', columns: 'a', mapping: {} })).toEqual(['missing_parameter mapping'])
  expect(complaints(['a'], { type: 'map_values', columns: 'a', mapping: { A: 'x', a: 'y' }, ignore_case: true })).toEqual(['repeated_key mapping.a'])
  expect(complaints(['a'], { type: 'map_values', columns: 'a', mapping: { A: 'x', a: 'y' } })).toEqual([])
  expect(complaints(['a'], { type: 'map_values', columns: 'b', mapping: { A: 'x' } })).toEqual(['unknown_column columns'])
})

test('fill_null with a constant of the column\'s type', async () => {
  expect(await runOn(['x', '', null], { type: 'fill_null', columns: 'a', value: 'none' })).toEqual(['x', '', 'none'])
  expect(await runOn(['1', null], read('integer'), { type: 'fill_null', columns: 'a', value: 0 })).toEqual(['1', '0'])
  expect(await runOn(['1', null], read('number'), { type: 'fill_null', columns: 'a', value: 0 })).toEqual(['1', '0'])
  expect(await runOn(['1.5', null], read('decimal', { precision: 9, scale: 2 }), { type: 'fill_null', columns: 'a', value: 2.5 })).toEqual(['1.50', '2.50'])
  expect(await runOn(['2024-02-29', null], read('date'), { type: 'fill_null', columns: 'a', value: '2024-01-31' })).toEqual(['2024-02-29', '2024-01-31'])
  expect(await runOn(['true', null], read('boolean'), { type: 'fill_null', columns: 'a', value: false })).toEqual(['true', 'false'])
})

test('fill_null with an expression', async () => {
  const rows = [[null, 'x'], ['y', 'x'], [null, null]]
  expect(await run(['a', 'b'], rows, { type: 'fill_null', columns: 'a', expr: "upper(b) || '?'" })).toEqual([['X?', 'x'], ['y', 'x'], [null, null]])
  expect(await run(['a', 'b'], [[null, 'xyz']], readA, { type: 'fill_null', columns: 'a', expr: 'length(b)' })).toEqual([['3', 'xyz']])
})

test('fill_null says what is wrong', () => {
  const wrong = (params: object, ...before: Step[]) => complaints(['a', 'b'], ...before, { type: 'fill_null', columns: ['a'], ...params })
  expect(wrong({})).toEqual(['missing_parameter '])
  expect(wrong({ value: 1, expr: '1' })).toEqual(['too_many_parameters expr'])
  expect(wrong({ value: 'none' }, readA)).toEqual(['bad_constant value'])
  expect(wrong({ value: 'none', columns: '*' }, readA)).toEqual([])
  expect(wrong({ expr: 'c' })).toEqual(['unknown_column expr'])
  expect(wrong({ expr: 'b' }, readA)).toEqual(['bad_filler expr'])
  expect(wrong({ expr: '1.5' }, read('integer'))).toEqual(['bad_filler expr'])
})

test('filled columns keep their unreadable cells', async () => {
  expect(await verdictOn(['1', 'one', null], readA, { type: 'fill_null', columns: 'a', value: 0 })).toEqual({ cast_1: [2] })
})

test('null_if', async () => {
  expect(await runOn(['x', 'X', '', null], { type: 'null_if', columns: 'a', value: 'X' })).toEqual(['x', null, '', null])
  expect(await runOn(['0', '-0', '0.0', '1', null], readA, { type: 'null_if', columns: 'a', value: 0 })).toEqual([null, null, null, '1', null])
  expect(await runOn(['9.99', '9.98'], read('decimal', { precision: 38, scale: 2 }), { type: 'null_if', columns: 'a', value: 9.99 })).toEqual([null, '9.98'])
  const rows = [['x', '1'], ['x', '2'], ['x', null]]
  expect(await run(['a', 'b'], rows, { type: 'null_if', columns: 'a', where: "b = '1'" })).toEqual([[null, '1'], ['x', '2'], ['x', null]])
  expect(await run(['a', 'b'], rows, { type: 'null_if', columns: 'a', value: 'y', where: "b = '1'" })).toEqual(rows)
})

test('null_if says what is wrong', () => {
  const wrong = (params: object, ...before: Step[]) => complaints(['a'], ...before, { type: 'null_if', columns: 'a', ...params })
  expect(wrong({})).toEqual(['missing_parameter '])
  expect(wrong({ value: 'x' }, readA)).toEqual(['bad_constant value'])
  expect(wrong({ where: 'a' })).toEqual(['expression_type where'])
  expect(wrong({ where: 'a =' })).toEqual(['expression_syntax where'])
})

test('coalesce', async () => {
  const rows = [['x', 'y'], [null, 'y'], ['', 'y'], [null, null]]
  expect(await run(['a', 'b'], rows, { type: 'coalesce', columns: ['a', 'b'], into: 'c' })).toEqual([['x', 'y', 'x'], [null, 'y', 'y'], ['', 'y', ''], [null, null, null]])
  expect(await run(['a', 'b'], rows, { type: 'coalesce', columns: ['b', 'a'], into: 'b', drop_originals: true })).toEqual([['y'], ['y'], ['y'], [null]])
  expect(await run(['a', 'b'], [['1', '2.5'], [null, '2.5']], read('integer'), { type: 'cast', columns: 'b', to: 'number' }, { type: 'coalesce', columns: '*', into: 'c' }))
    .toEqual([['1', '2.5', '1'], [null, '2.5', '2.5']])
})

test('coalesce says what is wrong', () => {
  expect(complaints(['a', 'b'], { type: 'coalesce', columns: ['a', 'b'], into: 'a' })).toEqual(['column_exists into'])
  expect(complaints(['a', 'b'], { type: 'coalesce', columns: ['a', 'c'], into: 'd' })).toEqual(['unknown_column columns.1'])
  expect(complaints(['a', 'b'], readA, { type: 'coalesce', columns: '*', into: 'd' })).toEqual(['mixed_types columns'])
  expect(complaints(['a'], { type: 'coalesce', columns: { matches: 'x' }, into: 'd' })).toEqual(['no_columns columns'])
})

test('clip', async () => {
  expect(await runOn(['-1', '0.5', '101', null], readA, { type: 'clip', columns: 'a', min: 0, max: 100 })).toEqual(['0', '0.5', '100', null])
  expect(await runOn(['-1', '5'], read('integer'), { type: 'clip', columns: 'a', min: 0 })).toEqual(['0', '5'])
  expect(await runOn(['-1', '5.55'], read('decimal', { precision: 9, scale: 2 }), { type: 'clip', columns: { type: 'decimal' }, max: 2.5 })).toEqual(['-1.00', '2.50'])
  expect(await verdictOn(['1', 'one', null], readA, { type: 'clip', columns: 'a', min: 5 })).toEqual({ cast_1: [2], there: [3] })
})

test('clip says what is wrong', () => {
  expect(complaints(['a'], readA, { type: 'clip', columns: 'a' })).toEqual(['missing_parameter '])
  expect(complaints(['a'], readA, { type: 'clip', columns: 'a', min: 2, max: 1 })).toEqual(['empty_range max'])
  expect(complaints(['a'], { type: 'clip', columns: 'a', min: 2 })).toEqual(['not_numeric columns'])
  expect(complaints(['a'], read('integer'), { type: 'clip', columns: 'a', min: 2.5 })).toEqual(['bad_constant min'])
  expect(complaint(['a'], { type: 'clip', columns: 'a', min: 2 }).hint).toContain('parse_number')
})

test('round', async () => {
  expect(await runOn(['1.005', '-2.5', '1e300', '0.1', null], readA, { type: 'round', columns: 'a', digits: 2 })).toEqual(['1.01', '-2.5', '1e+300', '0.1', null])
  expect(await runOn(['0.5', '-0.5', '2.4', '-0.4'], readA, { type: 'round', columns: 'a' })).toEqual(['1', '-1', '2', '0'])
  expect(await runOn(['1234.5', '500', '-499'], readA, { type: 'round', columns: 'a', digits: -3 })).toEqual(['1000', '1000', '0'])
  expect(complaints(['a'], read('integer'), { type: 'round', columns: 'a' })).toEqual(['not_a_number columns'])
  expect(complaints(['a'], readA, { type: 'round', columns: 'a', digits: 13 })).toEqual(['invalid_value digits'])
})

test('cast of columns that are typed already', async () => {
  expect(await runOn(['1.50', 'x', null], readA, read('string'))).toEqual(['1.5', null, null])
  expect(await runOn(['3', null], read('integer'), read('number'), { type: 'clip', columns: 'a', max: 2.5 })).toEqual(['2.5', null])
  expect(await runOn(['2024-02-29 10:00'], read('datetime'), read('date'))).toEqual(['2024-02-29'])
  expect(await runOn(['1.50'], readA, readA)).toEqual(['1.5'])
  expect(complaints(['a', 'b'], readA, { type: 'cast', columns: ['b', 'a'], to: 'integer' })).toEqual(['no_cast columns.1'])
  expect(await run(['a', 'b'], [['1.5', '2']], readA, { type: 'cast', columns: '*', to: 'integer' })).toEqual([['1.5', '2']])
})

test('a text made of an unreadable cell is unreadable', async () => {
  const rows = [['1'], ['one'], [null]]
  const rules = [{ id: 'there', type: 'not_null', column: 'b' }]
  const made = { type: 'add_column', name: 'b', expr: 'to_text(a)' }
  expect(await failuresOf(['a'], rows, rules, readA, made)).toEqual({ cast_1: [2], there: [3] })
  expect(await failuresOf(['a'], rows, rules, readA, made, { type: 'cast', columns: 'b', to: 'number', on_error: 'null' })).toEqual({ cast_1: [2], there: [3] })
})

test('a text made of an unreadable cell is unreadable, whatever it is read as', async () => {
  const rows = [['1'], ['one'], [null]]
  const rules = [{ id: 'there', type: 'not_null', column: 'b' }]
  const made = { type: 'add_column', name: 'b', expr: 'to_text(a)' }
  expect(await failuresOf(['a'], rows, rules, readA, made)).toEqual({ cast_1: [2], there: [3] })
  expect(await failuresOf(['a'], rows, rules, readA, made, { type: 'cast', columns: 'b', to: 'number' })).toEqual({ cast_1: [2], there: [3] })
})
