import type { z } from 'zod'
import type { Expr, TypedExpr } from '../algebra/expr.ts'
import { visibleColumns, type Rel, type RelColumn } from '../algebra/rel.ts'
import { resolve } from '../algebra/resolve.ts'
import { selectColumns, type ColumnSelector } from '../algebra/select.ts'
import { under, type Issue } from '../base/issue.ts'
import type { DataType } from '../data/type.ts'

/** A cell that a step could not read: rejects its row. */
export interface StepCheck {
  /** The column as it is called after the step. */
  readonly column: string
  /** The hidden boolean column that is true where it happened. */
  readonly flag: string
  readonly message: string
}

export interface Lowered {
  readonly rel: Rel
  readonly checks?: readonly StepCheck[]
}

/** What a step is given besides its parameters. Issues found on the way are collected, with paths relative to the step. */
export class StepContext {
  readonly issues: Issue[] = []
  /** The columns the step can name. */
  readonly columns: readonly RelColumn[]

  /** `by` is the step's number, by which dropped rows are counted. */
  constructor(readonly input: Rel, readonly by: number) {
    this.columns = visibleColumns(input)
  }

  /** The columns a parameter selects; none when it is wrong, which is then an issue. */
  select(selector: ColumnSelector, path: readonly (string | number)[] = ['columns']): readonly RelColumn[] {
    const found = selectColumns(selector, this.columns, path)
    if ('columns' in found) return found.columns
    this.issues.push(...found.issues)
    return []
  }

  /** An expression over the input's columns, typed; undefined when it is wrong, which is then an issue at `path`. */
  resolve(expr: Expr, path: readonly (string | number)[], expected?: DataType): TypedExpr | undefined {
    const resolved = resolve(expr, this.columns, expected)
    if (resolved.ok) return resolved.expr
    this.issues.push(...resolved.issues.map(issue => under(path, issue)))
    return undefined
  }

  report(...issues: readonly Issue[]): undefined {
    this.issues.push(...issues)
    return undefined
  }
}

export interface StepDefinition<Params extends z.ZodObject = z.ZodObject> {
  readonly kind: string
  /** Two or three words for menus. */
  readonly title: string
  /** What it does, one or two sentences; names its parameters. */
  readonly doc: string
  /** Parameters that make a working step, shown in the manual and run by tests. */
  readonly example: Readonly<Record<string, unknown>>
  readonly params: Params
  /** The relation after the step; undefined when the parameters do not fit, which `context` then says. */
  readonly lower: (params: z.output<Params>, context: StepContext) => Lowered | undefined
}

/** Declares a step: its name, parameters and meaning in one place. */
export function defineStep<Params extends z.ZodObject>(step: StepDefinition<Params>): StepDefinition {
  return step
}
