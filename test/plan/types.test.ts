import { describe, expect, test } from 'vitest'
import { verdictOf } from '../support/verdict.ts'

/** Ordinals whose cell is no value of the type, by the row evaluator and DuckDB alike. */
const refused = async (field: Record<string, unknown>, cells: readonly (string | null)[]): Promise<readonly (string | null)[]> => {
  const verdict = await verdictOf({ columns: ['v'], rows: cells.map(cell => [cell]), recipe: { schema: { fields: [{ name: 'v', ...field }] } } })
  return (verdict['v.type'] ?? []).map(ordinal => cells[ordinal - 1] ?? null)
}

describe('what each type accepts (docs/types.md, line by line)', () => {
  test.each<[string, Record<string, unknown>, readonly (string | null)[], readonly string[]]>([
    ['integer', { type: 'integer' }, [null, '0', '-7', '+7', ' 12\t', '007', '9223372036854775807', '-9223372036854775808'],
      ['', '1.5', '12.7', '1e3', '0x10', '1_000', '5.', '9223372036854775808', '12345678901234567890', '١', '\uFEFF1', '1\n', '\u20071', 'x']],
    ['number', { type: 'number' }, [null, '1', '-1.50', '.5', '5.', '1e-5', '1E+10', '  2 '],
      ['', 'nan', 'Infinity', '-inf', '1e400', '1_0.5', '1,5', '0x1p3', '1d', '1e', '\u00a01', '1\n', '--1']],
    ['decimal', { type: 'decimal', precision: 5, scale: 2 }, [null, '1', '-123.45', '00123.4', '.5'], ['', '1234.5', '1.005', '1e2', 'x', '12345']],
    ['boolean', { type: 'boolean' }, [null, 'true', 'FALSE', ' True '], ['', 't', 'yes', '1', 'y', 'trüe']],
    ['boolean with words', { type: 'boolean', true_values: ['yes', '1'], false_values: ['No'] }, ['YES', '1', 'no', 'true', 'False'], ['0', 'y', 'K']],
    ['date', { type: 'date' }, [null, '2024-02-29', ' 2024-01-01 ', '0001-01-01', '9999-12-31'],
      ['', '2024-02-30', '2023-02-29', '2024-2-3', '2024-02-03 10:00', '2024/02/03', '24-02-03', '2024', 'infinity', 'epoch', '0044-03-15 (BC)', '10000-01-01', '0000-01-01', '2024-02-03T10', '2024-02-03\n']],
    ['date in formats', { type: 'date', formats: ['%d/%m/%Y', '%Y-%m-%d'] }, ['31/12/2024', '2024-12-31'], ['12/31/2024', '1/1/2024', '2024-12-31 ..', '31/12/24']],
    ['datetime', { type: 'datetime' }, [null, '2024-02-03T10:00', '2024-02-03 10:00:01', '2024-02-03 10:00:01.123456000'],
      ['', '2024-02-03', '2024-02-03T24:00', '2024-02-03T10:00Z', '2024-02-03T10:00+02:00', '2024-02-03T10:00:01.1234567', '2024-02-30T10:00', '2024-02-03T10:60']],
    ['timestamp', { type: 'timestamp' }, ['2024-02-03T10:00Z', '2024-02-03 10:00:00+02:00', '2024-02-03T10:00:00.5-0330'],
      ['', '2024-02-03T10:00', '2024-02-03', '9999-12-31T23:59:59-01:00', '2024-02-03T10:00+25:00']],
    ['timestamp in a zone', { type: 'timestamp', zone: '+02:00' }, ['2024-02-03T10:00', '2024-02-03T10:00Z'], ['2024-02-03', 'x']],
    ['time', { type: 'time' }, ['00:00', '23:59:59', '12:30:15.5'], ['', '24:00', '1:00', '12:60', '12:30:15.1234567', '12:30Z']],
    ['json', { type: 'json' }, ['1', '"a"', 'null', '{"a":[1,2,{"b":null}]}', ' [] ', '\t{"\uFEFFa":1}'],
      ['', '[1,]', 'NaN', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{a:1}', "'a'", '01', '[1', '\uFEFF1', '"\u0001"']],
    ['array', { type: 'array' }, ['[]', ' [1, "a"]'], ['{}', '1', '"[]"', '[1']],
  ])('%s', async (_name, field, accepted, errors) => {
    expect(await refused(field, [...accepted, ...errors])).toEqual(errors)
  })
})
