import * as z from 'zod'
import { call, column } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { writtenValue } from './membership.ts'
import { areIssues, constantFor, only } from './target.ts'

export const equals = defineRule({
  kind: 'equals',
  title: 'Always the same',
  doc: 'The value equals value. Dates are written as text, 2024-01-31; text is compared character for character.',
  example: { column: 'currency', value: 'EUR' },
  dimension: 'validity',
  target: 'column',
  params: z.object({ value: writtenValue.describe('What every cell has to be') }),
  fails: ({ value }, { columns }) => {
    const subject = only(columns)
    const constant = constantFor(subject, value, ['value'])
    return areIssues(constant) ? constant : { kind: 'row', breaks: call('ne', column(subject.name), constant) }
  },
  message: ({ value }) => `{column} is {value}, should be ${value}`,
})
