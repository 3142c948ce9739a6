import * as z from 'zod'
import { call, int, isIn, not } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofDay } from './target.ts'

const NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export const weekday = defineRule({
  kind: 'weekday',
  title: 'Day of the week',
  doc: 'The date falls on one of the days of the week in days, counted as in ISO 8601: 1 is Monday, 7 is Sunday. Timestamps are taken in UTC.',
  example: { column: 'delivery_date', days: [1, 2, 3, 4, 5] },
  dimension: 'validity',
  target: 'column',
  params: z.object({ days: z.array(z.number().int().min(1).max(7)).min(1).meta({ title: 'Days, 1 = Monday' }).describe('The days allowed, 1 for Monday to 7 for Sunday') }),
  fails: ({ days }, { columns }) => ofDay(columns, day => not(isIn(call('weekday', day), days.map(each => int(each))))),
  message: ({ days }) => `{column} is {value}, should be a ${days.map(day => NAMES[day - 1]).join(' or ')}`,
})
