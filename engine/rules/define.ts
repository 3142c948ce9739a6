import type { z } from 'zod'
import type { Expr } from '../algebra/expr.ts'
import type { RelColumn } from '../algebra/rel.ts'
import type { Issue } from '../base/issue.ts'

/** What a rule says about data, in the usual six words. */
export const DIMENSIONS = ['completeness', 'validity', 'uniqueness', 'consistency', 'timeliness', 'accuracy'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** What a rule looks at: each selected column by itself, all selected columns together, a whole row, or the whole table. */
export type Target = 'column' | 'columns' | 'row' | 'table'

/** Which rows of a group of equals fail. */
export type Attribution = 'later_duplicates' | 'whole_group'

export const MEASURES = ['count', 'sum', 'mean', 'min', 'max', 'null_ratio', 'distinct_count'] as const
export type Measure = (typeof MEASURES)[number]

/** What breaks a rule. */
export type Failing =
  /** The rows for which the expression is true. */
  | { readonly kind: 'row', readonly breaks: Expr }
  /** Rows equal in these columns; a row with a null among them never fails. */
  | { readonly kind: 'duplicates', readonly columns: readonly string[], readonly attribution: Attribution }
  /** No row: one figure of the table outside its bounds (inclusive). */
  | { readonly kind: 'batch', readonly measure: Measure, readonly column?: string, readonly min?: number, readonly max?: number }

/** One thing of several that a rule says: a check of its own under the rule's id. */
export interface RulePart {
  readonly failing: Failing
  /** The columns this part is about. */
  readonly columns: readonly RelColumn[]
  /** As the rule's own message, which it stands in for. */
  readonly message: string
}

export interface RuleContext {
  /** The columns the rule was pointed at: one for `column` rules, in the recipe's order for `columns`. */
  readonly columns: readonly RelColumn[]
  /** Every column in sight. */
  readonly all: readonly RelColumn[]
}

export interface RuleDefinition<Params extends z.ZodObject = z.ZodObject> {
  readonly kind: string
  /** Two or three words for menus. */
  readonly title: string
  /** What it checks, one or two sentences; names its parameters. */
  readonly doc: string
  /** Parameters that make a working rule, shown in the manual and run by tests. */
  readonly example: Readonly<Record<string, unknown>>
  readonly dimension: Dimension
  readonly target: Target
  readonly params: Params
  /** Which rows break it, or what is wrong with the parameters (paths relative to the rule). */
  readonly fails: (params: z.output<Params>, context: RuleContext) => Failing | { readonly parts: readonly RulePart[] } | readonly Issue[]
  /** One sentence about a failing row; `{column}` (all of them, with commas) and `{value}` (of the first) are filled in. A batch rule's `{value}` is its figure. */
  readonly message: string | ((params: z.output<Params>) => string)
}

/** Whether a rule has to be pointed at columns. A step has no target. */
export const needsColumns = ({ target }: { readonly target?: Target }): boolean => target === 'column' || target === 'columns'

/** Declares a rule: its name, parameters, meaning and words in one place. */
export function defineRule<Params extends z.ZodObject>(rule: RuleDefinition<Params>): RuleDefinition {
  return rule
}
