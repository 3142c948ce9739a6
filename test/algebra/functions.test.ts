import { describe, expect, test } from 'vitest'
import { evaluate, functions, parseExpression, resolve, type TypedExpr } from '../../engine/algebra/index.ts'
import { clock, evaluateInDuckDb, showValue } from '../support/verdict.ts'

function typed(source: string): TypedExpr {
  const parsed = parseExpression(source)
  if (!parsed.ok) throw new Error(`${source}: ${parsed.issue.message} at ${parsed.issue.offset ?? 0}`)
  const resolved = resolve(parsed.expr, [])
  if (!resolved.ok) throw new Error(`${source}: ${resolved.issues.map(issue => issue.message).join('; ')}`)
  return resolved.expr
}

/** The text of a constant expression's value, by the row evaluator and by DuckDB, which have to agree. */
async function valueOf(source: string): Promise<string | null> {
  const expr = typed(source)
  const value = showValue(evaluate(expr, () => null, clock), expr.type)
  expect(await evaluateInDuckDb(expr), source).toBe(value)
  return value
}

describe('the example of each function', () => {
  test.each(Object.entries(functions))('%s', async (_name, { example: [source, expected] }) => {
    expect(await valueOf(source) ?? 'null').toBe(expected)
  })
})

describe('what engines do differently when left alone', () => {
  test.each([
    ["substr('hello', -3)", 'llo'], ["left('a😀b', 2)", 'a😀'], ['round(-2.5)', '-3'], ['round(1e300, 2)', '1e+300'], ['round(2.675, 2)', '2.68'],
    ['1e21 * 1', '1e+21'], ['1e-7 * 1', '1e-7'], ['1e-5 * 1', '0.00001'], ['1e16 * 1', '10000000000000000'], ['123456789012345680000.0 * 1', '123456789012345680000'],
    ['0.1 + 0.2', '0.30000000000000004'], ['-0.0 * 1', '0'], ['1 / 0', null], ['1 // 0', null], ['1 % 0', null], ['5.5 / 0.5', '11'], ['1e308 * 10', null],
    ['-9223372036854775808 // -1', null], ['-9223372036854775808 % -1', '0'], ['abs(-9223372036854775808)', null], ['-(-9223372036854775808)', null],
    ['ceil(9.3e18)', null], ['sqrt(-1)', null], ["'a\\\\b' like 'a\\\\\\\\b'", 'true'], ["upper('ß')", 'ẞ'], ["trim('\t\u00a0 a\u3000')", 'a'],
    ["null = null", null], ["'b' in ('a', null)", null], ["'a' in ('a', null)", 'true'], ["not ('b' in ('a', null))", null], ["'😀' > '\uffee'", 'true'],
    ["date '2024-02-29' + 0", undefined], ["concat('a', null)", 'a'], ["'a' || null", null], ["case when null then 'a' else 'b' end", 'b'], ["if(1 < 2, 'yes')", 'yes'],
    ["cast('12.5' as integer)", null], ["cast(' 12 ' as integer)", '12'], ["cast('1_000' as integer)", null], ["cast('1e3' as integer)", null], ["cast('0x10' as integer)", null],
    ["cast('nan' as number)", null], ["cast('1e400' as number)", null], ["cast('1_0.5' as number)", null], ["cast('.5' as number)", '0.5'], ["cast('5.' as number)", '5'],
    ["cast('2024-2-3' as date)", null], ["cast('2024-02-30' as date)", null], ["cast('2024-02-03 10:00' as date)", null], ["cast('2024/02/03' as date)", null], ["cast('infinity' as date)", null],
    ["cast('0044-03-15 (BC)' as date)", null], ["cast('10000-01-01' as date)", null], ["cast('0001-01-01' as date)", '0001-01-01'],
    ["cast('2024-02-03T10:00+02:00' as timestamp)", '2024-02-03T08:00:00Z'], ["cast('2024-02-03T10:00' as timestamp)", null], ["cast('2024-02-03T10:00+02:00' as datetime)", null],
    ["cast('2024-02-03 24:00' as datetime)", null], ["cast('2024-02-03 23:59:59.123456789' as datetime)", null], ["cast('2024-02-03 23:59:59.123456000' as datetime)", '2024-02-03T23:59:59.123456'],
    ["cast('TRUE' as boolean)", 'true'], ["cast('yes' as boolean)", null], ["cast('1' as boolean)", null], ["cast('1.005' as decimal(10, 2))", null], ["cast('1.5' as decimal(10, 2))", '1.50'],
    ["cast('123456789.00' as decimal(10, 2))", null], ["cast('12:30' as time)", '12:30:00'], ["cast('9999-12-31T23:59:59-01:00' as timestamp)", null],
    ["add_months(date '9999-12-01', 1)", null], ["date_diff('month', date '2024-01-31', date '2024-02-29')", '1'], ["year(today())", '2024'],
  ] as const)('%s', async (source, expected) => {
    if (expected === undefined) expect(() => typed(source)).toThrow()
    else expect(await valueOf(source)).toBe(expected)
  })
})
