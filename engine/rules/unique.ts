import * as z from 'zod'
import { defineRule } from './define.ts'

export const unique = defineRule({
  kind: 'unique',
  title: 'Unique',
  doc: 'No two rows have the same value in the column, or the same values in all the columns together. The first row stays, later ones fail; with attribution whole_group all of them fail. Rows with a null among the columns pass.',
  example: { columns: ['id'] },
  dimension: 'uniqueness',
  target: 'columns',
  params: z.object({
    attribution: z.enum(['later_duplicates', 'whole_group']).default('later_duplicates').describe('Which rows of a group of equals fail'),
  }),
  fails: ({ attribution }, { columns }) => ({ kind: 'duplicates', columns: columns.map(column => column.name), attribution }),
  message: '{column} {value} was seen before',
})
