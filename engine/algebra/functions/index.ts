import { dateFunctions } from './date.ts'
import { logicFunctions } from './logic.ts'
import { numberFunctions } from './number.ts'
import { textFunctions } from './text.ts'

export type { ConstantParameter, FunctionDefinition, ParameterType, RunClock, Signature } from './define.ts'

/** Every function of the expression language; a dialect has to say how each is printed. */
export const functions = { ...logicFunctions, ...numberFunctions, ...textFunctions, ...dateFunctions }
export type FunctionName = keyof typeof functions

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name)
}
