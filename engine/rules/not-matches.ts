import { defineRule } from './define.ts'
import { ofPatterns, patternParams, patternsListed } from './patterns.ts'

export const notMatches = defineRule({
  kind: 'not_matches',
  title: 'Matches no pattern',
  doc: 'The whole text matches neither pattern nor any of patterns (RE2 regular expressions). With anywhere, no part of the text may match.',
  example: { column: 'comment', pattern: 'https?://', anywhere: true },
  dimension: 'validity',
  target: 'column',
  params: patternParams,
  fails: (params, { columns }) => ofPatterns(params, columns, isMatch => isMatch),
  message: params => `{column} is {value}, should not match ${patternsListed(params)}`,
})
