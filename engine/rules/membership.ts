import * as z from 'zod'
import type { Issue } from '../base/issue.ts'
import { column, isIn, type Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import { isTextual } from '../data/type.ts'
import { folded, foldedText } from './case-folding.ts'
import { areIssues, constantFor } from './target.ts'

export const writtenValue = z.union([z.string(), z.number(), z.boolean()])

/** What rules about a list of values take. */
export const membershipParams = z.object({
  values: z.array(writtenValue).min(1).describe('The values, written as in the column: dates as 2024-01-31'),
  ignore_case: z.boolean().default(false).meta({ title: 'Ignore case' }).describe('Text only: capital and small letters count as the same'),
})

/** True where a column's value is in the list; null where it is missing. */
export function isMember(subject: RelColumn, { values, ignore_case }: z.output<typeof membershipParams>): Expr | readonly Issue[] {
  if (isTextual(subject.type)) return isIn(folded(column(subject.name), ignore_case), values.map(value => foldedText(String(value), ignore_case)))
  const constants = values.map((value, index) => constantFor(subject, value, ['values', index]))
  const issues = constants.flatMap(each => areIssues(each) ? each : [])
  return issues.length > 0 ? issues : isIn(column(subject.name), constants as readonly Expr[])
}
