import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { defineRule } from './define.ts'

const rows = z.number().int().min(0)

export const rowCount = defineRule({
  kind: 'row_count',
  title: 'Number of rows',
  doc: 'The table has at least min and at most max accepted rows, or exactly equals. It has no bad rows: when it fails, the whole run does (with severity warn it is only reported).',
  example: { min: 1000, max: 5000 },
  dimension: 'completeness',
  target: 'table',
  params: z.object({
    min: rows.optional().describe('Fewest rows allowed'),
    max: rows.optional().describe('Most rows allowed'),
    equals: rows.optional().meta({ title: 'Exactly' }).describe('The one number of rows allowed'),
  }),
  fails: ({ min, max, equals }) => {
    if (equals !== undefined && (min !== undefined || max !== undefined)) return [problem('conflicting_parameters', ['equals'], 'equals leaves nothing to min and max', 'Remove equals, or min and max.')]
    if (min !== undefined && max !== undefined && min > max) return [problem('empty_range', ['max'], `no number is at least ${min} and at most ${max}`)]
    const low = equals ?? min
    const high = equals ?? max
    if (low === undefined && high === undefined) return [problem('missing_parameter', [], 'a number of rows needs min, max or equals')]
    return { kind: 'batch', measure: 'count', ...low === undefined ? {} : { min: low }, ...high === undefined ? {} : { max: high } }
  },
  message: ({ min, max, equals }) => {
    const wanted = equals === undefined ? [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`].filter(Boolean).join(' and ') : `${equals}`
    return `the number of rows is {value}, should be ${wanted}`
  },
})
