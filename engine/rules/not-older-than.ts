import * as z from 'zod'
import { call, int } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofDay } from './target.ts'

export const notOlderThan = defineRule({
  kind: 'not_older_than',
  title: 'Not older than',
  doc: 'The date is at most days days before the day of the run, in UTC. A datetime or timestamp is compared by its day.',
  example: { column: 'last_seen', days: 365 },
  dimension: 'timeliness',
  target: 'column',
  params: z.object({ days: z.number().int().min(0).max(700_000).describe('How many days ago is still good') }),
  fails: ({ days }, { columns }) => ofDay(columns, day => call('lt', day, call('add_days', call('today'), int(-days)))),
  message: ({ days }) => `{column} is {value}, should be at most ${days} days ago`,
})
