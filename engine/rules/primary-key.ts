import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { column, isNull } from '../algebra/expr.ts'
import { defineRule } from './define.ts'

export const primaryKey = defineRule({
  kind: 'primary_key',
  title: 'Primary key',
  doc: 'The columns together identify a row: none of them is missing, and no two rows have the same values in all of them. Of rows with the same key the first stays and later ones fail; with attribution whole_group all of them fail.',
  example: { columns: ['order_id', 'line'] },
  dimension: 'uniqueness',
  target: 'columns',
  params: z.object({
    attribution: z.enum(['later_duplicates', 'whole_group']).default('later_duplicates').describe('Which rows of a group of equals fail'),
  }),
  fails: ({ attribution }, { columns }) => {
    if (columns.length === 0) return [problem('missing_columns', ['columns'], 'a primary key needs a column')]
    return {
      parts: [
        ...columns.map(each => ({ columns: [each], failing: { kind: 'row', breaks: isNull(column(each.name)) } as const, message: '{column} is missing, a primary key needs a value' })),
        { columns, failing: { kind: 'duplicates', columns: columns.map(({ name }) => name), attribution }, message: '{column} {value} was seen before, a primary key should be unique' },
      ],
    }
  },
  message: '{column} should identify the row',
})
