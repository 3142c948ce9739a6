import * as z from 'zod'
import { problem, type Issue } from '../base/issue.ts'
import { bool, call, column, not, text, type Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { formatType } from '../data/type.ts'
import { defineRule, type Failing } from './define.ts'
import { only } from './target.ts'

export const decimalPlaces = defineRule({
  kind: 'decimal_places',
  title: 'Digits after the point',
  doc: 'The number has at most max digits after the decimal point. In a text column every written digit counts, 1.50 has two, and a text that is no number fails; in a number or decimal column zeros at the end do not count.',
  example: { column: 'price', max: 2 },
  dimension: 'validity',
  target: 'column',
  params: z.object({ max: z.number().int().min(0).max(38).describe('Most digits allowed after the decimal point') }),
  fails: ({ max }, { columns }) => failing(only(columns), max),
  message: ({ max }) => `{column} is {value}, should be a number with at most ${max} digits after the point`,
})

function failing({ name, type }: RelColumn, max: number): Failing | readonly Issue[] {
  const unlike = (value: Expr, pattern: string): Failing => ({ kind: 'row', breaks: not(call('matches', value, text(pattern))) })
  switch (type.name) {
    case 'integer': return { kind: 'row', breaks: bool(false) }
    case 'string': return unlike(column(name), `[ \\t]*[+-]?(?:[0-9]+(?:\\.[0-9]{0,${max}})?${max > 0 ? `|\\.[0-9]{1,${max}}` : ''})[ \\t]*`)
    case 'decimal': return unlike(call('to_text', column(name)), `-?[0-9]+(?:\\.[0-9]{0,${max}}0*)?`)
    case 'number': return unlike(call('to_text', column(name)), shortestForm(max))
    default: return [problem('not_numeric', [], `"${name}" is ${formatType(type)}, this rule looks at numbers`)]
  }
}

/** What ECMAScript writes for doubles of at most `max` places: from 1e21 up whole numbers, below 1e-6 a digit or more before `e-k`, which means k places and those of the mantissa. */
function shortestForm(max: number): string {
  const tiny = Array.from({ length: Math.max(0, max - 6) }, (_, index) => {
    const exponent = index + 7
    return exponent === max ? `[0-9]e-${exponent}` : `[0-9](?:\\.[0-9]{1,${max - exponent}})?e-${exponent}`
  })
  return `-?(?:${['[0-9]+(?:\\.[0-9]+)?e\\+[0-9]+', max === 0 ? '[0-9]+' : `[0-9]+(?:\\.[0-9]{1,${max}})?`, ...tiny].join('|')})`
}
