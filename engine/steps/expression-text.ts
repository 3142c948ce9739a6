import * as z from 'zod'
import type { Expr } from '../algebra/expr.ts'
import { parseExpression } from '../algebra/parse.ts'
import { under, type PathPart } from '../base/issue.ts'
import type { StepContext } from './define.ts'

/** An expression as recipes write it. */
export const expressionText = z.string().min(1).meta({ format: 'expression' })

/** An expression from its text; undefined when it cannot be parsed, which is then an issue at `path`. */
export function parseAt(context: StepContext, source: string, path: readonly PathPart[]): Expr | undefined {
  const parsed = parseExpression(source)
  return parsed.ok ? parsed.expr : context.report(under(path, parsed.issue))
}
