import * as z from 'zod'
import { under } from '../base/issue.ts'
import { not } from '../algebra/expr.ts'
import { parseExpression } from '../algebra/parse.ts'
import { defineRule } from './define.ts'

export const expression = defineRule({
  kind: 'expression',
  title: 'Custom condition',
  doc: 'A condition over the row, in the expression language, which must not be false. A condition that is null (because a value is missing) passes.',
  example: { expr: "country <> 'US' or age >= 18" },
  dimension: 'consistency',
  target: 'row',
  params: z.object({ expr: z.string().min(1).meta({ title: 'Condition', format: 'expression' }).describe('What has to be true of every row') }),
  fails: ({ expr }) => {
    const parsed = parseExpression(expr)
    return parsed.ok ? { kind: 'row', breaks: not(parsed.expr) } : [under(['expr'], parsed.issue)]
  },
  message: ({ expr }) => `not true: ${expr}`,
})
