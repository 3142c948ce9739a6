import * as z from 'zod'
import { call, column } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { writtenValue } from './membership.ts'
import { areIssues, constantFor, only } from './target.ts'

export const notEquals = defineRule({
  kind: 'not_equals',
  title: 'Never that value',
  doc: 'The value is anything but value. Dates are written as text, 2024-01-31; text is compared character for character.',
  example: { column: 'quantity', value: 0 },
  dimension: 'validity',
  target: 'column',
  params: z.object({ value: writtenValue.describe('What no cell may be') }),
  fails: ({ value }, { columns }) => {
    const subject = only(columns)
    const constant = constantFor(subject, value, ['value'])
    return areIssues(constant) ? constant : { kind: 'row', breaks: call('eq', column(subject.name), constant) }
  },
  message: ({ value }) => `{column} is {value}, should be anything but ${value}`,
})
