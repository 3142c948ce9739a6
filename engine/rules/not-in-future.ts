import * as z from 'zod'
import { call, column } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofDay, only } from './target.ts'

export const notInFuture = defineRule({
  kind: 'not_in_future',
  title: 'Not in the future',
  doc: 'The date is not after the day of the run, in UTC; a timestamp is not after its instant. A datetime, which has no zone, is compared by its day.',
  example: { column: 'signup_date' },
  dimension: 'timeliness',
  target: 'column',
  params: z.object({}),
  fails: (_params, { columns }) => {
    const { name, type } = only(columns)
    if (type.name === 'timestamp') return { kind: 'row', breaks: call('gt', column(name), call('now')) }
    return ofDay(columns, day => call('gt', day, call('today')))
  },
  message: '{column} is {value}, should not be in the future',
})
