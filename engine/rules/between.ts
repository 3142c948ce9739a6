import * as z from 'zod'
import { problem, type Issue } from '../base/issue.ts'
import { any, call, column, type Expr } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { areIssues, constantFor, only } from './target.ts'

const bound = z.union([z.number(), z.string()])

export const between = defineRule({
  kind: 'between',
  title: 'In a range',
  doc: 'The value lies between min and max, both included; exclusive_min and exclusive_max leave the bound itself out. Dates are written as text, 2024-01-31.',
  example: { column: 'age', min: 0, max: 120 },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    min: bound.optional().describe('Smallest value allowed'),
    max: bound.optional().describe('Largest value allowed'),
    exclusive_min: bound.optional().describe('Values have to be greater than this'),
    exclusive_max: bound.optional().describe('Values have to be less than this'),
  }),
  fails: (params, { columns }) => {
    const subject = only(columns)
    const sides = [['min', 'lt'], ['max', 'gt'], ['exclusive_min', 'le'], ['exclusive_max', 'ge']] as const
    const breaks: Expr[] = []
    const issues: Issue[] = []
    for (const [name, comparison] of sides) {
      const written = params[name]
      if (written === undefined) continue
      const limit = constantFor(subject, written, [name])
      if (areIssues(limit)) issues.push(...limit)
      else breaks.push(call(comparison, column(subject.name), limit))
    }
    if (issues.length > 0) return issues
    return breaks.length > 0 ? { kind: 'row', breaks: any(...breaks) } : [problem('missing_parameter', [], 'a range needs min, max, exclusive_min or exclusive_max')]
  },
  message: ({ min, max, exclusive_min: above, exclusive_max: below }) => {
    const low = min !== undefined ? `at least ${min}` : above !== undefined ? `greater than ${above}` : ''
    const high = max !== undefined ? `at most ${max}` : below !== undefined ? `less than ${below}` : ''
    return `{column} is {value}, should be ${[low, high].filter(Boolean).join(' and ')}`
  },
})
