import type { CastSpec } from '../data/cast.ts'
import type { DataType, Value } from '../data/type.ts'
import type { FunctionName } from './functions/index.ts'

/**
 * A row expression as plain data, as written: names not yet looked up, types not yet known.
 * `at` is the offset in code units in the text it was parsed from.
 */
export type Expr =
  | { readonly kind: 'literal', readonly value: Value, readonly type: DataType | null, readonly at?: number }
  | { readonly kind: 'column', readonly name: string, readonly at?: number }
  | { readonly kind: 'call', readonly fn: string, readonly args: readonly Expr[], readonly at?: number }
  | { readonly kind: 'case', readonly branches: readonly Branch<Expr>[], readonly otherwise: Expr | null, readonly at?: number }
  | { readonly kind: 'cast', readonly input: Expr, readonly spec: CastSpec, readonly at?: number }
  | { readonly kind: 'in', readonly input: Expr, readonly values: readonly Expr[], readonly at?: number }

export interface Branch<E> {
  readonly when: E
  readonly then: E
}

/**
 * The same after `resolve`: every name found, every type known, every widening explicit,
 * so that printers and evaluators decide nothing.
 */
export type TypedExpr =
  | { readonly kind: 'literal', readonly value: Value, readonly type: DataType }
  | { readonly kind: 'column', readonly name: string, readonly type: DataType }
  | { readonly kind: 'call', readonly fn: FunctionName, readonly args: readonly TypedExpr[], readonly type: DataType }
  | { readonly kind: 'case', readonly branches: readonly Branch<TypedExpr>[], readonly otherwise: TypedExpr, readonly type: DataType }
  | { readonly kind: 'cast', readonly input: TypedExpr, readonly spec: CastSpec, readonly type: DataType }
  | { readonly kind: 'in', readonly input: TypedExpr, readonly values: readonly Value[], readonly type: DataType }

const BOOLEAN: DataType = { name: 'boolean' }

export const column = (name: string): Expr => ({ kind: 'column', name })
export const call = (fn: FunctionName, ...args: readonly Expr[]): Expr => ({ kind: 'call', fn, args })
export const text = (value: string): Expr => ({ kind: 'literal', value, type: { name: 'string' } })
export const int = (value: number | bigint): Expr => ({ kind: 'literal', value: BigInt(value), type: { name: 'integer' } })
export const double = (value: number): Expr => ({ kind: 'literal', value, type: { name: 'number' } })
export const bool = (value: boolean): Expr => ({ kind: 'literal', value, type: BOOLEAN })
export const nothing: Expr = { kind: 'literal', value: null, type: null }
export const cast = (input: Expr, spec: CastSpec): Expr => ({ kind: 'cast', input, spec })
export const isIn = (input: Expr, values: readonly Expr[]): Expr => ({ kind: 'in', input, values })
export const when = (condition: Expr, then: Expr, otherwise: Expr | null = null): Expr =>
  ({ kind: 'case', branches: [{ when: condition, then }], otherwise })

export const not = (input: Expr): Expr => call('not', input)
export const isNull = (input: Expr): Expr => call('is_null', input)
export const isNotNull = (input: Expr): Expr => call('is_not_null', input)
/** True when every part is true; of no parts, true. */
export const all = (...parts: readonly Expr[]): Expr => parts.length === 0 ? bool(true) : parts.reduce((a, b) => call('and', a, b))
/** True when some part is true; of no parts, false. */
export const any = (...parts: readonly Expr[]): Expr => parts.length === 0 ? bool(false) : parts.reduce((a, b) => call('or', a, b))
