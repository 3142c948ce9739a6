import * as z from 'zod'
import { under } from '../base/issue.ts'
import { all, column, isNull } from '../algebra/expr.ts'
import { parseExpression } from '../algebra/parse.ts'
import { resolve } from '../algebra/resolve.ts'
import { boolean } from '../data/type.ts'
import { defineRule } from './define.ts'
import { only } from './target.ts'

export const requiredIf = defineRule({
  kind: 'required_if',
  title: 'Required if',
  doc: 'The cell has a value in every row for which the condition expr is true. Where the condition is false or null, it may be missing.',
  example: { column: 'state', expr: "country = 'US'" },
  dimension: 'completeness',
  target: 'column',
  params: z.object({ expr: z.string().min(1).meta({ title: 'Condition', format: 'expression' }).describe('When the cell must have a value') }),
  fails: ({ expr }, { columns, all: inSight }) => {
    const parsed = parseExpression(expr)
    if (!parsed.ok) return [under(['expr'], parsed.issue)]
    const resolved = resolve(parsed.expr, inSight, boolean)
    if (!resolved.ok) return resolved.issues.map(issue => under(['expr'], issue))
    return { kind: 'row', breaks: all(parsed.expr, isNull(column(only(columns).name))) }
  },
  message: ({ expr }) => `{column} is missing, should have a value because ${expr}`,
})
