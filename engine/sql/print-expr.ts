import type { TypedExpr } from '../algebra/expr.ts'
import type { Argument, PrintContext } from './dialect.ts'

/** How a column is written at this place of the query. */
export type ColumnSql = (name: string) => string

/** An expression as SQL. Every part is bracketed by its printer, so parts can be put together without precedence. */
export function printExpr(expr: TypedExpr, columnSql: ColumnSql, context: PrintContext): string {
  const print = (part: TypedExpr): string => printExpr(part, columnSql, context)
  const { dialect } = context
  switch (expr.kind) {
    case 'literal': return dialect.literal(expr.value, expr.type)
    case 'column': return columnSql(expr.name)
    case 'call': return dialect.functions[expr.fn](expr.args.map(arg => argument(arg, print(arg))), context)
    case 'cast': return dialect.cast(print(expr.input), expr.spec)
    case 'case': {
      const branches = expr.branches.map(({ when, then }) => `when ${print(when)} then ${print(then)}`)
      return `(case ${branches.join(' ')} else ${print(expr.otherwise)} end)`
    }
    case 'in': return dialect.isIn(print(expr.input), expr.values, expr.input.type)
  }
}

function argument(arg: TypedExpr, sql: string): Argument {
  return arg.kind === 'literal' ? { sql, type: arg.type, value: arg.value } : { sql, type: arg.type }
}
