import { defineRule } from './define.ts'
import { isMember, membershipParams } from './membership.ts'
import { areIssues, listed, only } from './target.ts'

export const notInSet = defineRule({
  kind: 'not_in_set',
  title: 'None of a list',
  doc: 'The value is none of values: placeholders and test entries, for example. Text is compared character for character, or without regard to case with ignore_case.',
  example: { column: 'name', values: ['test', 'n/a', 'unknown'], ignore_case: true },
  dimension: 'validity',
  target: 'column',
  params: membershipParams,
  fails: (params, { columns }) => {
    const member = isMember(only(columns), params)
    return areIssues(member) ? member : { kind: 'row', breaks: member }
  },
  message: ({ values }) => `{column} is {value}, should be none of ${listed(values)}`,
})
