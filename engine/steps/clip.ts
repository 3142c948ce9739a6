import * as z from 'zod'
import { call, column, type Expr } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem } from '../base/issue.ts'
import { defineStep } from './define.ts'
import { mapColumns, notNumeric } from './map-columns.ts'
import { constantFor } from './written.ts'

export const clip = defineStep({
  kind: 'clip',
  title: 'Clip numbers',
  doc: 'Makes numbers in columns that are below min equal to min, and those above max equal to max. To reject them instead, use a between rule.',
  example: { columns: { type: 'number' }, min: 0, max: 100 },
  params: z.object({
    columns: columnSelector.describe('The numeric columns to change'),
    min: z.number().optional().describe('The smallest number left'),
    max: z.number().optional().describe('The largest number left'),
  }),
  lower: ({ columns, min, max }, context) => {
    if (min === undefined && max === undefined) return context.report(problem('missing_parameter', [], 'clipping needs min or max'))
    if (min !== undefined && max !== undefined && min > max) return context.report(problem('empty_range', ['max'], `max, ${max}, is below min, ${min}`))
    const bounds = [['min', 'lt', min], ['max', 'gt', max]] as const
    return mapColumns(context, columns, (subject, path) => {
      const wrongType = notNumeric(subject, path)
      if (wrongType) return wrongType
      const value = column(subject.name)
      const branches: { when: Expr, then: Expr }[] = []
      for (const [key, beyond, written] of bounds) {
        if (written === undefined) continue
        const bound = constantFor(subject, written, [key])
        if ('severity' in bound) return bound
        branches.push({ when: call(beyond, value, bound), then: bound })
      }
      return { kind: 'case', branches, otherwise: value }
    })
  },
})
