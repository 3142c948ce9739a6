import { not } from '../algebra/expr.ts'
import { defineRule } from './define.ts'
import { ofPatterns, patternParams, patternsListed } from './patterns.ts'

export const matches = defineRule({
  kind: 'matches',
  title: 'Matches a pattern',
  doc: 'The whole text matches pattern, or one of patterns: RE2 regular expressions, which have no look-around and no back-references. With anywhere, some part of the text is enough.',
  example: { column: 'order_number', pattern: '[A-Z]{2}-[0-9]{6}' },
  dimension: 'validity',
  target: 'column',
  params: patternParams,
  fails: (params, { columns }) => ofPatterns(params, columns, not),
  message: params => `{column} is {value}, should match ${patternsListed(params)}`,
})
