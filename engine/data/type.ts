/**
 * The types a column can have. What text each accepts is its lexical grammar: see `cast.ts` and docs/types.md.
 * In JavaScript a value of type
 * string, json, array is a string; integer a bigint (64 bits); number a finite double; decimal a bigint of units of 10^-scale;
 * boolean a boolean; date an integer of days since 1970-01-01; datetime, timestamp and time a bigint of microseconds.
 */
export const TYPE_NAMES = [
  'string', 'integer', 'number', 'decimal', 'boolean', 'date', 'datetime', 'timestamp', 'time', 'json', 'array',
] as const
export type TypeName = (typeof TYPE_NAMES)[number]

/** Other names a recipe may use. */
export const TYPE_ALIASES: Readonly<Record<string, TypeName>> = {
  int: 'integer', float: 'number', bool: 'boolean', text: 'string',
}

export type DataType =
  | { readonly name: Exclude<TypeName, 'decimal'> }
  | { readonly name: 'decimal', readonly precision: number, readonly scale: number }

/** One cell past the reader; `null` is absence. */
export type Value = string | number | bigint | boolean | null

/** One column of a relation, in order. */
export interface Column {
  readonly name: string
  readonly type: DataType
}

export const string: DataType = { name: 'string' }
export const integer: DataType = { name: 'integer' }
export const number: DataType = { name: 'number' }
export const boolean: DataType = { name: 'boolean' }
export const date: DataType = { name: 'date' }
export const datetime: DataType = { name: 'datetime' }
export const timestamp: DataType = { name: 'timestamp' }
export const time: DataType = { name: 'time' }

/** The type a name or alias stands for, lower case; undefined when there is none. */
export function typeNamed(name: string): TypeName | undefined {
  if ((TYPE_NAMES as readonly string[]).includes(name)) return name as TypeName
  return TYPE_ALIASES[name]
}

export function sameType(a: DataType, b: DataType): boolean {
  if (a.name !== b.name) return false
  return a.name !== 'decimal' || b.name !== 'decimal' || (a.precision === b.precision && a.scale === b.scale)
}

export function formatType(type: DataType): string {
  return type.name === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.name
}

export function isNumeric(type: DataType): boolean {
  return type.name === 'integer' || type.name === 'number' || type.name === 'decimal'
}

export function isTextual(type: DataType): boolean {
  return type.name === 'string' || type.name === 'json' || type.name === 'array'
}
