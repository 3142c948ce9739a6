import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { any, call, column, double, int, type Expr } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { notNumeric, only } from './target.ts'

/** As many as `round` takes. */
const MAX_DIGITS = 12

export const multipleOf = defineRule({
  kind: 'multiple_of',
  title: 'Multiple of',
  doc: 'The number is a whole multiple of of: 0.05 for prices in steps of five cents. Numbers are taken by their decimal digits, so that 0.3 is a multiple of 0.1; numbers of more than 15 digits are rounded first, and those of more than 18 pass.',
  example: { column: 'price', of: 0.05 },
  dimension: 'validity',
  target: 'column',
  params: z.object({ of: z.number().positive().max(1e15).meta({ title: 'Step' }).describe('The number to be a multiple of, with at most 12 digits after the point') }),
  fails: ({ of: step }, { columns }) => {
    const subject = only(columns)
    const issues = notNumeric([subject], [])
    if (issues.length > 0) return issues
    const { units, digits } = inUnits(step)
    if (digits > MAX_DIGITS) return [problem('bad_constant', ['of'], `${step} has more than ${MAX_DIGITS} digits after the point`)]
    const value = column(subject.name)
    if (subject.type.name === 'integer') return { kind: 'row', breaks: isNoMultiple(digits === 0 ? value : call('mul', value, int(10n ** BigInt(digits))), units) }
    const scaled = call('trunc', call('round', call('mul', value, double(10 ** digits))))
    return { kind: 'row', breaks: any(call('ne', call('round', value, int(digits)), value), isNoMultiple(scaled, units)) }
  },
  message: ({ of: step }) => `{column} is {value}, should be a multiple of ${step}`,
})

const isNoMultiple = (value: Expr, units: bigint): Expr => call('ne', call('mod', value, int(units)), int(0))

/** A positive number as `units` of 10^-digits, exactly as its shortest decimal form says. */
function inUnits(value: number): { readonly units: bigint, readonly digits: number } {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const significant = mantissa.replace('.', '')
  const digits = significant.length - 1 - Number(exponent)
  return { units: BigInt(significant) * 10n ** BigInt(Math.max(0, -digits)), digits: Math.max(0, digits) }
}
