import { present } from '../base/assert.ts'
import { problem, type Issue } from '../base/issue.ts'
import { didYouMean } from '../base/nearest.ts'
import { compilePattern, replacementProblem } from '../data/pattern.ts'
import { likeToMatcher } from '../data/text.ts'
import { DATE_UNITS } from '../data/dates.ts'
import { parseCell } from '../data/cast.ts'
import { formatType, isNumeric, isTextual, sameType, string, type Column, type DataType, type Value } from '../data/type.ts'
import type { Expr, TypedExpr } from './expr.ts'
import { functions, isFunctionName, type ConstantParameter, type FunctionName, type ParameterType, type Signature } from './functions/index.ts'

export type Resolved =
  | { readonly ok: true, readonly expr: TypedExpr }
  | { readonly ok: false, readonly issues: readonly Issue[] }

/** What a null literal is until its neighbours tell. */
interface BareNull { readonly kind: 'null' }
type MaybeTyped = TypedExpr | BareNull

const INTEGER: DataType = { name: 'integer' }
const NUMBER: DataType = { name: 'number' }
const BOOLEAN: DataType = { name: 'boolean' }

/**
 * Looks up every name, finds every type, makes every widening explicit (integer and decimal to number; nothing else widens).
 * Issues carry the offset of the trouble in the expression's text. With `expected`, the result has to be of that type.
 */
export function resolve(expr: Expr, columns: readonly Column[], expected?: DataType): Resolved {
  const resolver = new Resolver(columns)
  const found = resolver.visit(expr)
  const typed = found && resolver.settle(found, expected ?? string)
  if (typed && expected && !sameType(typed.type, expected)) {
    resolver.report('expression_type', `expected ${aType(expected)}, this is ${aType(typed.type)}`, expr.at)
  }
  return typed && resolver.issues.length === 0 ? { ok: true, expr: typed } : { ok: false, issues: resolver.issues }
}

interface Trouble { readonly code: string, readonly message: string, readonly hint?: string }

/** What can be wrong with a constant argument; `args` are the values of all arguments, null where not constant. */
const CONSTANT_PARAMETERS: Readonly<Record<ConstantParameter, (value: Value, args: readonly Value[]) => Trouble | undefined>> = {
  pattern: value => {
    const compiled = compilePattern(value as string)
    return compiled.ok ? undefined : { code: 'bad_pattern', message: compiled.message }
  },
  like_pattern: value => likeToMatcher(value as string) ? undefined : { code: 'bad_pattern', message: 'the pattern ends with a backslash that makes nothing literal', hint: 'A literal backslash is written twice.' },
  replacement: (value, args) => {
    const compiled = compilePattern(String(args[1] ?? ''))
    const problem = compiled.ok ? replacementProblem(compiled.pattern, value as string) : undefined
    return problem && { code: 'bad_replacement', message: problem.message }
  },
  fill: value => value === '' ? { code: 'bad_fill', message: 'the text to fill with is empty' } : undefined,
  unit: value => (DATE_UNITS as readonly string[]).includes(value as string) ? undefined : { code: 'bad_unit', message: `"${value}" is no unit`, hint: `Units: ${DATE_UNITS.join(', ')}.` },
  constant_integer: value => (value as bigint) >= -15n && (value as bigint) <= 12n ? undefined : { code: 'expression_constant', message: 'the last argument lies between -15 and 12' },
}
const isConstantParameter = (param: ParameterType): param is ConstantParameter => Object.hasOwn(CONSTANT_PARAMETERS, param)

const aType = (type: DataType): string => `${/^[aeiou]/.test(type.name) ? 'an' : 'a'} ${formatType(type)}`
const isNull = (expr: MaybeTyped): expr is BareNull => expr.kind === 'null'
const typedNull = (type: DataType): TypedExpr => ({ kind: 'literal', value: null, type })

const typesByColumns = new WeakMap<readonly Column[], ReadonlyMap<string, DataType>>()

/** The types of one list of columns; the list of a wide relation is asked for by every check on it. */
function typesOf(columns: readonly Column[]): ReadonlyMap<string, DataType> {
  const known = typesByColumns.get(columns) ?? new Map(columns.map(column => [column.name, column.type]))
  typesByColumns.set(columns, known)
  return known
}

class Resolver {
  readonly issues: Issue[] = []
  private readonly types: ReadonlyMap<string, DataType>

  constructor(columns: readonly Column[]) {
    this.types = typesOf(columns)
  }

  report(code: string, message: string, at: number | undefined, hint?: string): undefined {
    this.issues.push({ ...problem(code, [], message, hint), offset: at ?? 0 })
    return undefined
  }

  /** Gives a bare null the type its place asks for. */
  settle(expr: MaybeTyped, type: DataType): TypedExpr {
    return isNull(expr) ? typedNull(type) : expr
  }

  visit(expr: Expr): MaybeTyped | undefined {
    switch (expr.kind) {
      case 'literal': return expr.type ? { kind: 'literal', value: expr.value, type: expr.type } : { kind: 'null' }
      case 'column': return this.column(expr.name, expr.at)
      case 'call': return this.call(expr)
      case 'case': return this.choice(expr)
      case 'cast': return this.cast(expr)
      case 'in': return this.membership(expr)
    }
  }

  private column(name: string, at: number | undefined): TypedExpr | undefined {
    const type = this.types.get(name)
    if (type) return { kind: 'column', name, type }
    return this.report('unknown_column', `there is no column "${name}"`, at, didYouMean(name, this.types.keys()))
  }

  private call(expr: Extract<Expr, { kind: 'call' }>): TypedExpr | undefined {
    const { fn, at } = expr
    if (!isFunctionName(fn)) return this.report('unknown_function', `there is no function "${fn}"`, at, didYouMean(fn, Object.keys(functions)))
    const args: MaybeTyped[] = []
    for (const arg of expr.args) {
      const typed = this.visit(arg)
      if (typed) args.push(typed)
    }
    if (args.length < expr.args.length) return undefined
    for (const signature of functions[fn].signatures) {
      const fitted = fit(signature, args)
      if (fitted && this.literalsAreValid(fn, signature, fitted.args, expr)) return { kind: 'call', fn, ...fitted }
      if (fitted) return undefined
    }
    return this.mismatch(fn, args, at)
  }

  private mismatch(fn: FunctionName, args: readonly MaybeTyped[], at: number | undefined): undefined {
    const { usage, operator } = functions[fn]
    const given = args.map(arg => isNull(arg) ? 'null' : formatType(arg.type))
    const textual = args.find(arg => !isNull(arg) && arg.type.name === 'string' && arg.kind === 'column')
    const hint = textual?.kind === 'column' && given.some(name => name !== 'string')
      ? `"${textual.name}" is text here: declare its type in the schema, or write cast("${textual.name}" as ${given.find(name => name !== 'string') ?? 'number'}).`
      : undefined
    const message = operator ? `${usage} does not work on ${given.join(' and ')}` : `${usage} cannot take (${given.join(', ')})`
    return this.report('expression_type', message, at, hint)
  }

  /** Patterns, units and zero positions are constants, checked here and never at run time. */
  private literalsAreValid(fn: FunctionName, { params }: Signature, args: readonly TypedExpr[], { at, args: written }: Extract<Expr, { kind: 'call' }>): boolean {
    const before = this.issues.length
    params.forEach((param, i) => {
      const arg = args[i]
      if (!arg || !isConstantParameter(param)) return
      const where = written[i]?.at ?? at
      if (arg.kind !== 'literal' || arg.value === null) return void this.report('expression_constant', `the ${param.replace('_', ' ')} of ${fn} has to be a constant`, where)
      const trouble = CONSTANT_PARAMETERS[param](arg.value, args.map(each => each.kind === 'literal' ? each.value : null))
      if (trouble) this.report(trouble.code, trouble.message, where, trouble.hint)
    })
    const group = fn === 'extract' ? args[2] : undefined
    if (group?.kind === 'literal' && typeof group.value === 'bigint' && (group.value < 0n || group.value > 9n)) this.report('expression_constant', 'groups are numbered 0 to 9', written[2]?.at ?? at)
    const zeroIsMeaningless = fn === 'substr' ? args[1] : undefined
    if (zeroIsMeaningless?.kind === 'literal' && zeroIsMeaningless.value === 0n) this.report('expression_position', 'positions count from 1: 0 is none', written[1]?.at ?? at)
    return this.issues.length === before
  }

  private choice({ branches, otherwise, at }: Extract<Expr, { kind: 'case' }>): TypedExpr | undefined {
    const conditions: TypedExpr[] = []
    const results: MaybeTyped[] = []
    for (const branch of branches) {
      const condition = this.visit(branch.when)
      const result = this.visit(branch.then)
      if (!condition || !result) continue
      const settled = this.settle(condition, BOOLEAN)
      if (settled.type.name !== 'boolean') this.report('expression_type', `a condition is boolean, this is ${aType(settled.type)}`, branch.when.at ?? at)
      conditions.push(settled)
      results.push(result)
    }
    const last: MaybeTyped | undefined = otherwise ? this.visit(otherwise) : { kind: 'null' }
    if (!last || results.length < branches.length) return undefined
    const unified = unify([...results, last])
    if (!unified) return this.report('expression_type', 'the branches give different types', at)
    return {
      kind: 'case',
      branches: conditions.map((condition, i) => ({ when: condition, then: present(unified.args[i], 'branch') })),
      otherwise: present(unified.args.at(-1), 'else branch'),
      type: unified.type,
    }
  }

  private cast({ input, spec, at }: Extract<Expr, { kind: 'cast' }>): TypedExpr | undefined {
    const found = this.visit(input)
    if (!found) return undefined
    if (isNull(found)) return typedNull(spec.to)
    if (sameType(found.type, spec.to)) return found
    if (isTextual(found.type)) return { kind: 'cast', input: found, spec, type: spec.to }
    const converted = conversion(found, spec.to)
    return converted ?? this.report('expression_type', `${aType(found.type)} cannot become ${aType(spec.to)} by a cast`, at,
      spec.to.name === 'integer' ? 'Say how: round, floor, ceil or trunc.' : undefined)
  }

  private membership({ input, values, at }: Extract<Expr, { kind: 'in' }>): TypedExpr | undefined {
    const found = this.visit(input)
    const items = values.map(value => this.visit(value))
    if (!found || items.some(item => !item)) return undefined
    const literals = items.filter(item => item?.kind === 'literal' || item?.kind === 'null')
    if (literals.length < items.length) return this.report('expression_constant', 'a list after "in" holds constants only', at, 'Compare with columns by = and or.')
    const unified = unify([found, ...literals as MaybeTyped[]])
    if (!unified || isNull(found)) return this.report('expression_type', `the list holds values that are no ${isNull(found) ? 'null' : formatType(found.type)}`, at)
    const [typedInput, ...constants] = unified.args
    return { kind: 'in', input: present(typedInput, 'input'), values: constants.map(literalValue), type: BOOLEAN }
  }
}

/** The value of a constant, its widening carried out. */
function literalValue(expr: TypedExpr): Value {
  if (expr.kind === 'literal') return expr.value
  if (expr.kind === 'call' && expr.fn === 'to_number' && expr.args[0]?.kind === 'literal') {
    return functions.to_number.evaluate([expr.args[0].value], [expr.args[0].type], { nowMicros: 0n })
  }
  return null
}

function conversion(input: TypedExpr, to: DataType): TypedExpr | undefined {
  const via = (fn: FunctionName): TypedExpr => ({ kind: 'call', fn, args: [input], type: to })
  if (to.name === 'string') return via('to_text')
  if (to.name === 'number' && isNumeric(input.type)) return via('to_number')
  if (to.name === 'date' && (input.type.name === 'datetime' || input.type.name === 'timestamp')) return via('to_date')
  if (to.name === 'datetime' && input.type.name === 'date') return via('to_datetime')
  return undefined
}

function widen(expr: TypedExpr, to: DataType): TypedExpr | undefined {
  if (sameType(expr.type, to)) return expr
  return to.name === 'number' && isNumeric(expr.type) ? { kind: 'call', fn: 'to_number', args: [expr], type: NUMBER } : undefined
}

/** One type for several values: the same, or number when all are numeric; nulls take it. */
function unify(args: readonly MaybeTyped[]): { args: readonly TypedExpr[], type: DataType } | undefined {
  const known = args.filter(arg => !isNull(arg))
  const first = known[0]?.type ?? string
  const type = known.every(arg => sameType(arg.type, first)) ? first : known.every(arg => isNumeric(arg.type)) ? NUMBER : undefined
  if (!type) return undefined
  const widened = args.map(arg => isNull(arg) ? typedNull(type) : widen(arg, type))
  return widened.every(arg => arg !== undefined) ? { args: widened, type } : undefined
}

/** The arguments widened to a signature, and the type it gives; undefined when they do not fit. */
function fit(signature: Signature, args: readonly MaybeTyped[]): { args: readonly TypedExpr[], type: DataType } | undefined {
  const { params, variadic = false, required = params.length, result } = signature
  if (args.length < required || (!variadic && args.length > params.length)) return undefined
  const paramOf = (i: number): ParameterType => params[Math.min(i, params.length - 1)] ?? 'T'
  const group = (name: ParameterType): number[] => args.flatMap((_, i) => paramOf(i) === name ? [i] : [])

  const fitted: (TypedExpr | undefined)[] = args.map((arg, i) => fitOne(arg, paramOf(i)))
  const numeric = group('numeric')
  const numericType = numeric.every(i => { const arg = args[i]; return arg && (isNull(arg) || arg.type.name === 'integer') }) ? INTEGER : NUMBER
  for (const i of numeric) {
    const arg = args[i]
    fitted[i] = arg && (isNull(arg) ? typedNull(numericType) : widen(arg, numericType))
  }
  const shared = group('T')
  const members = shared.map(i => present(args[i], 'argument'))
  const known = members.find(arg => !isNull(arg))?.type ?? string
  for (const i of shared) {
    const arg = present(args[i], 'argument')
    fitted[i] = isNull(arg) ? typedNull(known) : sameType(arg.type, known) ? arg : undefined
  }
  if (fitted.some(arg => arg === undefined)) return undefined
  const type: DataType = result === 'T' ? known : result === 'numeric' ? numericType : { name: result as Exclude<DataType['name'], 'decimal'> }
  return { args: fitted as TypedExpr[], type }
}

function fitOne(arg: MaybeTyped, param: ParameterType): TypedExpr | undefined {
  switch (param) {
    case 'numeric':
    case 'T': return undefined
    case 'textual': return isNull(arg) ? typedNull(string) : isTextual(arg.type) ? arg : undefined
    case 'pattern':
    case 'like_pattern':
    case 'replacement':
    case 'fill':
    case 'unit': return isNull(arg) || arg.type.name !== 'string' ? undefined : arg
    case 'constant_integer': return isNull(arg) || arg.type.name !== 'integer' ? undefined : arg
    case 'decimal': return !isNull(arg) && arg.type.name === 'decimal' ? arg : undefined
    default: return isNull(arg) ? typedNull({ name: param }) : widen(arg, { name: param })
  }
}

/** A constant of a type from its text, as recipes write bounds and sets; undefined when the text is none. */
export function constant(source: string | number | boolean, type: DataType): TypedExpr | undefined {
  const value = parseCell(String(source), { to: type, zone: 'UTC' })
  return value === undefined ? undefined : { kind: 'literal', value, type }
}
