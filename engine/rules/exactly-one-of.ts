import * as z from 'zod'
import { call, int } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { countPresent } from './presence.ts'
import { tooFew } from './target.ts'

export const exactlyOneOf = defineRule({
  kind: 'exactly_one_of',
  title: 'Exactly one of',
  doc: 'In every row exactly one of the columns has a value; the others are missing.',
  example: { columns: ['person_id', 'company_id'] },
  dimension: 'completeness',
  target: 'columns',
  params: z.object({}),
  fails: (_params, { columns }) => {
    const issues = tooFew(columns)
    return issues.length > 0 ? issues : { kind: 'row', breaks: call('ne', countPresent(columns), int(1)) }
  },
  message: 'of {column} exactly one should have a value',
})
