import * as z from 'zod'
import { any, call, column } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { notComparable } from './target.ts'

export const columnsOrdered = defineRule({
  kind: 'columns_ordered',
  title: 'Columns in order',
  doc: 'In every row the columns, in the order given, do not decrease: start before or with end. With strict each has to be greater than the one before. Missing cells are passed over.',
  example: { columns: ['ordered_on', 'shipped_on', 'delivered_on'] },
  dimension: 'consistency',
  target: 'columns',
  params: z.object({ strict: z.boolean().default(false).describe('Equal values fail too') }),
  fails: ({ strict }, { columns }) => {
    const issues = notComparable(columns)
    if (issues.length > 0) return issues
    const values = columns.map(({ name }) => column(name))
    return { kind: 'row', breaks: any(...values.slice(1).map((value, index) => {
      const before = values.slice(0, index + 1)
      const greatestBefore = before.length === 1 ? before[0] ?? value : call('greatest', ...before)
      return call(strict ? 'le' : 'lt', value, greatestBefore)
    })) }
  },
  message: ({ strict }) => `{column} are not in order, each should be ${strict ? 'greater than' : 'at least'} the one before`,
})
