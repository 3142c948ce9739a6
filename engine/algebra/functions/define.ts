import type { DataType, TypeName, Value } from '../../data/type.ts'

/** A class of types a parameter takes. `T` stands for one type shared by all parameters that say `T`. */
export type ParameterType = TypeName | 'numeric' | 'textual' | 'T' | ConstantParameter
/** Parameters that have to be constants, so that they can be checked with the recipe. */
export type ConstantParameter = 'pattern' | 'like_pattern' | 'replacement' | 'fill' | 'unit' | 'constant_integer'

/** What a run hands to functions that depend on it: one instant for the whole run, so that a replay gives the same verdict. */
export interface RunClock {
  /** Microseconds since 1970-01-01T00:00:00Z. */
  readonly nowMicros: bigint
}

export interface Signature {
  readonly params: readonly ParameterType[]
  /** The last parameter may repeat. */
  readonly variadic?: boolean
  /** How many of `params` must be given; all by default. */
  readonly required?: number
  readonly result: TypeName | 'T' | 'numeric'
}

/** One function of the expression language: one meaning, whatever runs it. */
export interface FunctionDefinition {
  readonly signatures: readonly Signature[]
  /** One line for the manual; parameters as in `usage`. */
  readonly doc: string
  readonly usage: string
  /** An expression and the text of its value (`null` for absence), run by the tests on every backend. */
  readonly example: readonly [expression: string, value: string]
  /** Written with a syntax of its own, not as a call. */
  readonly operator?: true
  /** Called for null arguments too; otherwise a null argument makes null. */
  readonly acceptsNull?: true
  /** The value; `types` are the argument types after widening. */
  readonly evaluate: (args: readonly Value[], types: readonly DataType[], clock: RunClock) => Value
}

export function defineFunctions<const F extends Record<string, FunctionDefinition>>(functions: F): { readonly [K in keyof F]: FunctionDefinition } {
  return functions
}
