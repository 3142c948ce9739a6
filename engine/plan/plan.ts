import type { TypedExpr } from '../algebra/expr.ts'
import type { Rel } from '../algebra/rel.ts'
import type { Column } from '../data/type.ts'
import type { Attribution, Dimension, Measure } from '../rules/define.ts'

export type Severity = 'error' | 'warn'

/** One rule on one column (or on one list of columns): one bit of a row's verdict. */
export interface Check {
  /** The rule's id; several checks share it when a rule looks at several columns. */
  readonly ruleId: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: Severity
  readonly dimension: Dimension
  readonly stage: 'step' | 'cast' | 'rule'
  readonly code: string
  /** A sentence with `{column}` and `{value}` still to be filled in. */
  readonly message: string
  /** The row fails where this is true. Unreadable cells and the rule's `where` are in it already. */
  readonly fails:
    | { readonly kind: 'row', readonly expr: TypedExpr }
    | { readonly kind: 'duplicates', readonly columns: readonly string[], readonly attribution: Attribution, readonly among: TypedExpr }
  /** The type checks, by number, whose failing makes a row unreadable for this one: it is then not checked. */
  readonly unreadable: readonly number[]
  /** Where the rule has a `where`: true for the rows it looks at. Null when it looks at every readable row. */
  readonly applies: TypedExpr | null
  /** The share of checked rows that has to pass for the rule to pass. */
  readonly mostly: number
  /** What determines this check's result on a given input. */
  readonly fingerprint: string
}

/** A rule about the whole table. */
export interface BatchCheck {
  readonly ruleId: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: Severity
  readonly dimension: Dimension
  readonly message: string
  readonly measure: Measure
  readonly expr: TypedExpr | null
  readonly min: number | null
  readonly max: number | null
}

/** A column of the output. */
export interface OutputColumn {
  readonly name: string
  /** Its typed value in the plan's relation. */
  readonly typed: TypedExpr
  /** The same as text: as it was read where no step changed it. */
  readonly text: TypedExpr
}

/** A step that drops rows, by the number its rows are marked with. */
export interface DroppingStep {
  readonly by: number
  readonly id: string
}

/** A recipe made ready to run on an input with given columns: plain data, whatever runs it. */
export interface Plan {
  readonly source: readonly Column[]
  /** All steps and casts: one row for each source row, dropped ones marked. */
  readonly rel: Rel
  /** Check number i is bit i % 32 of word i / 32. */
  readonly checks: readonly Check[]
  readonly batch: readonly BatchCheck[]
  readonly output: readonly OutputColumn[]
  readonly dropping: readonly DroppingStep[]
  readonly fingerprint: string
}

/** How many 32-bit words a row's verdict takes. */
export const wordCount = (plan: Plan): number => Math.ceil(plan.checks.length / 32)

/** For each word, the bits that reject a row; the others only warn. */
export function rejectMasks(plan: Plan): readonly number[] {
  const masks = new Array<number>(wordCount(plan)).fill(0)
  plan.checks.forEach(({ severity }, bit) => {
    if (severity === 'error') masks[bit >>> 5] = ((masks[bit >>> 5] ?? 0) | 1 << (bit & 31)) >>> 0
  })
  return masks
}
