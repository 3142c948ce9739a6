import { z } from 'zod'
import { parseExpression } from '../algebra/parse.ts'
import { under } from '../base/issue.ts'
import { boolean } from '../data/type.ts'
import { defineStep } from './define.ts'

export const filter = defineStep({
  kind: 'filter',
  title: 'Keep rows where',
  doc: 'Keeps the rows for which the condition is true; the others are dropped and counted under this step. A condition that is null drops the row.',
  example: { where: "country <> 'DE'" },
  params: z.object({ where: z.string().min(1).meta({ title: 'Condition', format: 'expression' }).describe('Rows are kept where this is true') }),
  lower: ({ where }, context) => {
    const parsed = parseExpression(where)
    if (!parsed.ok) return context.report(under(['where'], parsed.issue))
    const keep = context.resolve(parsed.expr, ['where'], boolean)
    return keep && { rel: { kind: 'keep', input: context.input, keep, by: context.by } }
  },
})
