import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { defineRule, type Measure } from './define.ts'
import { notNumeric, only } from './target.ts'

const COLUMN_MEASURES = ['mean', 'sum', 'min', 'max', 'null_ratio', 'distinct_count'] as const satisfies readonly Measure[]
/** Measures that make sense of any type. */
const OF_ANY_TYPE: readonly Measure[] = ['null_ratio', 'distinct_count']
const WORDS = { mean: 'the mean', sum: 'the sum', min: 'the smallest value', max: 'the largest value', null_ratio: 'the share of missing cells', distinct_count: 'the number of different values' }

export const aggregate = defineRule({
  kind: 'aggregate',
  title: 'Figure of a column',
  doc: 'A figure of the whole column, over the accepted rows, lies between min and max, both included: measure is mean, sum, min, max (of numbers), null_ratio (0 to 1) or distinct_count (nulls aside). It has no bad rows: when it fails, the whole run does (with severity warn it is only reported). A figure that does not exist, such as the mean of no values, passes.',
  example: { column: 'amount', measure: 'mean', min: 10, max: 100 },
  dimension: 'accuracy',
  target: 'column',
  params: z.object({
    measure: z.enum(COLUMN_MEASURES).describe('Which figure'),
    min: z.number().optional().describe('Smallest figure allowed'),
    max: z.number().optional().describe('Largest figure allowed'),
  }),
  fails: ({ measure, min, max }, { columns }) => {
    const subject = only(columns)
    if (min === undefined && max === undefined) return [problem('missing_parameter', [], 'a figure needs min or max')]
    if (min !== undefined && max !== undefined && min > max) return [problem('empty_range', ['max'], `no figure is at least ${min} and at most ${max}`)]
    const issues = OF_ANY_TYPE.includes(measure) ? [] : notNumeric([subject], [])
    if (issues.length > 0) return issues
    return { kind: 'batch', measure, column: subject.name, ...min === undefined ? {} : { min }, ...max === undefined ? {} : { max } }
  },
  message: ({ measure, min, max }) =>
    `${WORDS[measure]} of {column} is {value}, should be ${[min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`].filter(Boolean).join(' and ')}`,
})
