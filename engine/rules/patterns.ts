import * as z from 'zod'
import { problem, type Issue } from '../base/issue.ts'
import { any, call, text, type Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { compilePattern } from '../data/pattern.ts'
import { patternIn } from './case-folding.ts'
import type { Failing } from './define.ts'
import { ofText } from './target.ts'

const source = z.string().min(1).meta({ title: 'Pattern', format: 'pattern' })

/** What rules about regular expressions take. */
export const patternParams = z.object({
  pattern: source.optional().describe('An RE2 pattern of the whole text: [A-Z]{2}[0-9]+'),
  patterns: z.array(source).min(1).optional().meta({ title: 'Any of several' }).describe('Several patterns, of which one is enough'),
  anywhere: z.boolean().default(false).meta({ title: 'Any part' }).describe('The pattern describes some part of the text, not the whole'),
  ignore_case: z.boolean().default(false).meta({ title: 'Ignore case' }).describe('Capital and small letters count as the same'),
})
type PatternParams = z.output<typeof patternParams>

/** A rule about whether one of the patterns matches; `breaks` is given that condition. */
export function ofPatterns(params: PatternParams, columns: readonly RelColumn[], breaks: (isMatch: Expr) => Expr): Failing | readonly Issue[] {
  const issues = patternIssues(params)
  if (issues.length > 0) return issues
  const fn = params.anywhere ? 'contains_match' : 'matches'
  return ofText(columns, subject => breaks(any(...sourcesOf(params).map(pattern => call(fn, subject, text(patternIn(pattern, params.ignore_case)))))))
}

/** The patterns in a sentence. */
export const patternsListed = (params: PatternParams): string => sourcesOf(params).join(' or ')

const sourcesOf = ({ pattern, patterns = [] }: PatternParams): readonly string[] => pattern === undefined ? patterns : [pattern, ...patterns]

function patternIssues({ pattern, patterns = [] }: PatternParams): readonly Issue[] {
  if (pattern === undefined && patterns.length === 0) return [problem('missing_parameter', [], 'this rule needs pattern or patterns')]
  return [...pattern === undefined ? [] : issuesIn(pattern, ['pattern']), ...patterns.flatMap((each, index) => issuesIn(each, ['patterns', index]))]
}

function issuesIn(pattern: string, path: readonly (string | number)[]): readonly Issue[] {
  const compiled = compilePattern(pattern)
  return compiled.ok ? [] : [{ ...problem('bad_pattern', path, compiled.message), ...(compiled.offset === undefined ? {} : { offset: compiled.offset }) }]
}
