import { not } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { isMember, membershipParams } from './membership.ts'
import { areIssues, listed, only } from './target.ts'

export const inSet = defineRule({
  kind: 'in_set',
  title: 'One of a list',
  doc: 'The value is one of values. Text is compared character for character, or without regard to case with ignore_case.',
  example: { column: 'status', values: ['open', 'paid', 'cancelled'] },
  dimension: 'validity',
  target: 'column',
  params: membershipParams,
  fails: (params, { columns }) => {
    const member = isMember(only(columns), params)
    return areIssues(member) ? member : { kind: 'row', breaks: not(member) }
  },
  message: ({ values }) => `{column} is {value}, should be one of ${listed(values)}`,
})
