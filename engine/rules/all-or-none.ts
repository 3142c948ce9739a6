import * as z from 'zod'
import { int, isIn, not } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { countPresent } from './presence.ts'
import { tooFew } from './target.ts'

export const allOrNone = defineRule({
  kind: 'all_or_none',
  title: 'All or none',
  doc: 'In every row either all of the columns have a value or none has: latitude and longitude, amount and currency.',
  example: { columns: ['latitude', 'longitude'] },
  dimension: 'completeness',
  target: 'columns',
  params: z.object({}),
  fails: (_params, { columns }) => {
    const issues = tooFew(columns)
    return issues.length > 0 ? issues : { kind: 'row', breaks: not(isIn(countPresent(columns), [int(0), int(columns.length)])) }
  },
  message: '{column} are filled in only in part, should all have a value or all be missing',
})
