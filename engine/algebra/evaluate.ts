import { parseCell } from '../data/cast.ts'
import type { Value } from '../data/type.ts'
import type { TypedExpr } from './expr.ts'
import { functions, type RunClock } from './functions/index.ts'

/** The value of a column in the row at hand. */
export type Row = (name: string) => Value
export type Evaluator = (row: Row) => Value

/**
 * A typed expression as a function of one row. This is the reference every engine is held to:
 * it never throws on data and its meaning is that of docs/expressions.md.
 */
export function compile(expr: TypedExpr, clock: RunClock): Evaluator {
  switch (expr.kind) {
    case 'literal': { const { value } = expr; return () => value }
    case 'column': { const { name } = expr; return row => row(name) }
    case 'call': return compileCall(expr, clock)
    case 'case': {
      const branches = expr.branches.map(branch => ({ when: compile(branch.when, clock), then: compile(branch.then, clock) }))
      const otherwise = compile(expr.otherwise, clock)
      return row => (branches.find(branch => branch.when(row) === true)?.then ?? otherwise)(row)
    }
    case 'cast': {
      const input = compile(expr.input, clock)
      const { spec } = expr
      return row => {
        const text = input(row)
        return text === null ? null : parseCell(text as string, spec) ?? null
      }
    }
    case 'in': return compileIn(expr, clock)
  }
}

function compileCall({ fn, args }: Extract<TypedExpr, { kind: 'call' }>, clock: RunClock): Evaluator {
  const { evaluate, acceptsNull } = functions[fn]
  const inputs = args.map(arg => compile(arg, clock))
  const types = args.map(arg => arg.type)
  return row => {
    const values = inputs.map(input => input(row))
    return !acceptsNull && values.includes(null) ? null : evaluate(values, types, clock)
  }
}

/** As SQL: null when the input is null, or when nothing equals it and the list holds a null. */
function compileIn({ input, values }: Extract<TypedExpr, { kind: 'in' }>, clock: RunClock): Evaluator {
  const value = compile(input, clock)
  const members = new Set(values)
  const missing = members.has(null) ? null : false
  return row => {
    const found = value(row)
    return found === null ? null : members.has(found) ? true : missing
  }
}

/** The value of one expression in one row. For many rows, {@link compile} once. */
export function evaluate(expr: TypedExpr, row: Row, clock: RunClock): Value {
  return compile(expr, clock)(row)
}
