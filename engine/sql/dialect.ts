import type { FunctionName, RunClock } from '../algebra/functions/index.ts'
import type { CastSpec } from '../data/cast.ts'
import type { DataType, Value } from '../data/type.ts'

/** A printed argument: its SQL, its type and, where it is a constant, its value. */
export interface Argument {
  readonly sql: string
  readonly type: DataType
  readonly value?: Value
}

export type PrintCall = (args: readonly Argument[], context: PrintContext) => string

export interface PrintContext {
  readonly clock: RunClock
  readonly dialect: Dialect
}

/**
 * How one engine writes our algebra: tables of differences, no decisions.
 * The compiler asks for every function of the language, so a new one cannot be forgotten here.
 */
export interface Dialect {
  readonly name: string
  readonly quoteName: (name: string) => string
  readonly quoteText: (text: string) => string
  readonly literal: (value: Value, type: DataType) => string
  readonly typeName: (type: DataType) => string
  readonly functions: Readonly<Record<FunctionName, PrintCall>>
  /** Whether a value is one of a list, which may hold nulls: SQL's `in`. */
  readonly isIn: (input: string, values: readonly Value[], type: DataType) => string
  /** A text read under a spec: the value, or null when the text is no such value. */
  readonly cast: (input: string, spec: CastSpec) => string
}
