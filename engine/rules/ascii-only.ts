import * as z from 'zod'
import { call, text } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofText } from './target.ts'

export const asciiOnly = defineRule({
  kind: 'ascii_only',
  title: 'ASCII only',
  doc: 'Every character of the text is ASCII (U+0000 to U+007F): no accents, no typographic quotes, no other scripts.',
  example: { column: 'login' },
  dimension: 'validity',
  target: 'column',
  params: z.object({}),
  fails: (_params, { columns }) => ofText(columns, subject => call('contains_match', subject, text('[^\\x00-\\x7F]'))),
  message: '{column} is {value}, should hold ASCII characters only',
})
