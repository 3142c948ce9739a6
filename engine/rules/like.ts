import * as z from 'zod'
import { problem } from '../base/issue.ts'
import { call, not, text } from '../algebra/expr.ts'
import { likeToMatcher } from '../data/text.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const like = defineRule({
  kind: 'like',
  title: 'Like a template',
  doc: 'The whole text fits a LIKE pattern: _ stands for one character, % for any number of them, and a backslash makes the next character literal.',
  example: { column: 'plate', pattern: '__-___-__' },
  dimension: 'validity',
  target: 'column',
  params: z.object({
    pattern: z.string().min(1).describe('The LIKE pattern'),
    ignore_case: z.boolean().default(false).meta({ title: 'Ignore case' }).describe('Capital and small letters count as the same'),
  }),
  fails: ({ pattern, ignore_case }, { columns }) => {
    if (!likeToMatcher(pattern)) return [problem('bad_pattern', ['pattern'], 'the pattern ends with a backslash that makes nothing literal', 'A literal backslash is written twice.')]
    return ofText(columns, subject => not(call(ignore_case ? 'ilike' : 'like', subject, text(pattern))))
  },
  message: ({ pattern }) => `{column} is {value}, should be like ${pattern}`,
})
