import * as z from 'zod'
import { call, int } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { countPresent } from './presence.ts'
import { tooFew } from './target.ts'

export const atLeastOneOf = defineRule({
  kind: 'at_least_one_of',
  title: 'At least one of',
  doc: 'In every row one or more of the columns have a value.',
  example: { columns: ['email', 'phone'] },
  dimension: 'completeness',
  target: 'columns',
  params: z.object({}),
  fails: (_params, { columns }) => {
    const issues = tooFew(columns)
    return issues.length > 0 ? issues : { kind: 'row', breaks: call('eq', countPresent(columns), int(0)) }
  },
  message: '{column} are all missing, at least one should have a value',
})
