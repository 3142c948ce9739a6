import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { any, call, int } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export const length = defineRule({
  kind: 'length',
  title: 'Length of a text',
  doc: 'The text has at least min and at most max characters, both included; min and max the same ask for one length. Characters are Unicode code points: an accented letter is one or two of them, an emoji often several.',
  example: { column: 'password_hash', min: 60, max: 60 },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    min: count.optional().describe('Fewest characters allowed'),
    max: count.optional().describe('Most characters allowed'),
  }),
  fails: ({ min, max }, { columns }) => {
    if (min === undefined && max === undefined) return [problem('missing_parameter', [], 'a length needs min or max')]
    if (min !== undefined && max !== undefined && min > max) return [problem('empty_range', ['max'], `no text has at least ${min} and at most ${max} characters`)]
    return ofText(columns, subject => any(
      ...min === undefined ? [] : [call('lt', call('length', subject), int(min))],
      ...max === undefined ? [] : [call('gt', call('length', subject), int(max))],
    ))
  },
  message: ({ min, max }) => `{column} is {value}, should have ${
    min === max ? `${min}` : [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`].filter(Boolean).join(' and ')} characters`,
})
