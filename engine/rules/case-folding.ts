import { call, text, type Expr } from '../algebra/expr.ts'
import { lowerText } from '../data/letter-case.ts'

/** A column's text, in lower case where case is ignored. */
export const folded = (subject: Expr, ignoreCase: boolean): Expr => ignoreCase ? call('lower', subject) : subject

/** A constant text to compare {@link folded} ones with. */
export const foldedText = (value: string, ignoreCase: boolean): Expr => text(ignoreCase ? lowerText(value) : value)

/** A pattern, with the flag in front where case is ignored. */
export const patternIn = (pattern: string, ignoreCase: boolean): string => ignoreCase ? `(?i)${pattern}` : pattern
