import * as z from 'zod'
import { call, column, int } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { formatType } from '../data/type.ts'
import { defineStep } from './define.ts'
import { mapColumns } from './map-columns.ts'

export const round = defineStep({
  kind: 'round',
  title: 'Round numbers',
  doc: 'Rounds numbers in columns to digits places after the point, or before it when negative; halves go away from zero as the number is written, so 1.005 to two places is 1.01.',
  example: { columns: { type: 'number' }, digits: 2 },
  params: z.object({
    columns: columnSelector.describe('The columns to change, of type number'),
    digits: z.number().int().min(-15).max(12).default(0).describe('Places after the point; -3 rounds to thousands'),
  }),
  lower: ({ columns, digits }, context) => mapColumns(context, columns, ({ name, type }, path) => type.name === 'number'
    ? call('round', column(name), int(digits))
    : problem('not_a_number', path, `"${name}" is ${formatType(type)}, rounding works on type number`, type.name === 'string' ? 'Read it as a number in a step before: cast or parse_number.' : undefined)),
})
