import type { TypedExpr } from '../algebra/index.ts'
import { automatonOfLength, automatonOfTexts, both, either, everything, except, isAscii, NOTHING, nothing, type Automaton } from '../data/automaton.ts'
import { automatonOfCast, automatonOfOrder } from '../data/cast-automaton.ts'
import type { CastSpec } from '../data/cast.ts'
import { formatDate } from '../data/dates.ts'
import { automatonOfBound } from '../data/number-automaton.ts'
import { compilePattern, quotePattern } from '../data/pattern.ts'
import { automatonOfPattern, type PatternTexts } from '../data/pattern-automaton.ts'
import { parseLike } from '../data/text.ts'
import { isTextual, string, type Value } from '../data/type.ts'

/** Cells of one column: some of the texts it may hold, and perhaps a missing one. */
export interface CellSet {
  readonly texts: Automaton
  /** Of those texts only such as take no more bytes of UTF-8. */
  readonly mostBytes: number
  readonly missing: boolean
}

/** What a condition is for a cell: true, false or null. */
type Part = 'yes' | 'no' | 'none'

const ALL_CELLS: CellSet = { texts: everything, mostBytes: Infinity, missing: true }
const TEXTS: CellSet = { ...ALL_CELLS, missing: false }
const MISSING: CellSet = { ...ALL_CELLS, texts: nothing }
const NO_CELL: CellSet = { ...TEXTS, texts: nothing }
const isNone = ({ texts }: CellSet): boolean => texts.start === NOTHING

/** Of both sets, and of either: perhaps not all of them, never others. */
export const and = (a: CellSet, b: CellSet): CellSet =>
  ({ texts: both(a.texts, b.texts) ?? nothing, mostBytes: Math.min(a.mostBytes, b.mostBytes), missing: a.missing && b.missing })
const or = (a: CellSet, b: CellSet): CellSet => ({
  texts: either(a.texts, b.texts) ?? nothing, missing: a.missing || b.missing,
  mostBytes: isNone(a) ? b.mostBytes : isNone(b) ? a.mostBytes : Math.min(a.mostBytes, b.mostBytes),
})
const texts = (automaton: Automaton | undefined): CellSet => ({ ...TEXTS, texts: automaton ?? nothing })

/** The cells of the one column a condition reads for which it surely is not true, whatever else it is. */
export const cellsThatPass = (condition: TypedExpr): CellSet => or(cellsWhere(condition, 'no'), cellsWhere(condition, 'none'))

/** The cells for which a condition surely is true, false or null: no cell is in two of these sets, and many may be in none. */
function cellsWhere(expr: TypedExpr, part: Part): CellSet {
  const known = answers.get(expr) ?? new Map<Part, CellSet>()
  answers.set(expr, known)
  const found = known.get(part) ?? findCells(expr, part)
  known.set(part, found)
  return found
}

/** What has been found out of a condition: it is asked about several times on the way to those it is a part of. */
const answers = new WeakMap<TypedExpr, Map<Part, CellSet>>()

function findCells(expr: TypedExpr, part: Part): CellSet {
  switch (expr.kind) {
    case 'literal': return part === (expr.value === null ? 'none' : expr.value === true ? 'yes' : 'no') ? ALL_CELLS : NO_CELL
    case 'call': return whereCall(expr.fn, expr.args, part)
    case 'case': return expr.type.name === 'boolean' ? whereCase(expr, part) : NO_CELL
    case 'in': return whereMember(expr.input, expr.values, part)
    case 'column':
    case 'cast': return NO_CELL
  }
}

type Args = readonly TypedExpr[]

const OPPOSITE_PART = { yes: 'no', no: 'yes', none: 'none' } as const

function whereCall(fn: string, args: Args, part: Part): CellSet {
  const [a, b] = args
  if (a === undefined) return NO_CELL
  const opposite = OPPOSITE_PART[part]
  switch (fn) {
    case 'not': return cellsWhere(a, opposite)
    case 'and': return b ? whereBoth(a, b, part, 'yes') : NO_CELL
    case 'or': return b ? whereBoth(a, b, part, 'no') : NO_CELL
    case 'coalesce': return b?.type.name === 'boolean' && args.length === 2 ? whereFirst(a, b, part) : NO_CELL
    case 'is_null': return wherePresent(a, opposite)
    case 'is_not_null': return wherePresent(a, part)
    case 'eq': return whereEqual(a, b, part)
    case 'ne': return whereEqual(a, b, opposite)
    case 'le': return whereOrdered(a, b, { side: 'most', isStrict: false }, part)
    case 'lt': return whereOrdered(a, b, { side: 'most', isStrict: true }, part)
    case 'ge': return whereOrdered(a, b, { side: 'least', isStrict: false }, part)
    case 'gt': return whereOrdered(a, b, { side: 'least', isStrict: true }, part)
    case 'matches': return wherePattern(a, textIn(b), false, part)
    case 'contains_match': return wherePattern(a, textIn(b), true, part)
    case 'contains': return wherePattern(a, literally(b), true, part)
    case 'starts_with': return wherePattern(a, joined(literally(b), '(?s:.*)'), false, part)
    case 'ends_with': return wherePattern(a, joined('(?s:.*)', literally(b)), false, part)
    case 'like': return wherePattern(a, likePattern(textIn(b)), false, part)
    default: return NO_CELL
  }
}

/** `and`, whose parts both have to be `all` ("yes"); `or` is the same of the opposites ("no"). */
function whereBoth(a: TypedExpr, b: TypedExpr, part: Part, all: 'yes' | 'no'): CellSet {
  const is = cellsWhere
  if (part === all) return and(is(a, all), is(b, all))
  if (part !== 'none') return or(is(a, part), is(b, part))
  // Where both are null for a missing cell alone, so are they together, whatever else they are.
  if (isNone(is(a, 'none')) && isNone(is(b, 'none')) && is(a, 'none').missing === is(b, 'none').missing) return is(a, 'none')
  return or(and(is(a, 'none'), or(is(b, all), is(b, 'none'))), and(is(b, 'none'), is(a, all)))
}

/** `coalesce` of conditions. */
function whereFirst(a: TypedExpr, b: TypedExpr, part: Part): CellSet {
  const otherwise = and(cellsWhere(a, 'none'), cellsWhere(b, part))
  return part === 'none' ? otherwise : or(cellsWhere(a, part), otherwise)
}

function whereCase({ branches, otherwise }: Extract<TypedExpr, { kind: 'case' }>, part: Part): CellSet {
  return branches.reduceRight((rest, { when, then }) => or(and(cellsWhere(when, 'yes'), cellsWhere(then, part)), and(cellsThatPass(when), rest)), cellsWhere(otherwise, part))
}

/** The cells for which an expression's value is the cell itself, a missing one included; undefined where it is made from it otherwise. */
function unchanged(expr: TypedExpr): CellSet | undefined {
  const found = kept.has(expr) ? kept.get(expr) : findUnchanged(expr)
  kept.set(expr, found)
  return found
}

const kept = new WeakMap<TypedExpr, CellSet | undefined>()

function findUnchanged(expr: TypedExpr): CellSet | undefined {
  switch (expr.kind) {
    case 'column': return ALL_CELLS
    case 'call': {
      const [input, ...rest] = expr.args
      const inner = input && unchanged(input)
      const same = inner && keptBy(expr.fn, rest)
      return same && and(inner, same)
    }
    case 'case': return expr.branches.reduceRight<CellSet | undefined>((rest, { when, then }) => {
      return or(and(cellsWhere(when, 'yes'), unchanged(then) ?? NO_CELL), and(cellsThatPass(when), rest ?? NO_CELL))
    }, unchanged(expr.otherwise))
    default: return undefined
  }
}

/** The cells that a function of texts leaves as they are; `rest` are its arguments after the text. */
function keptBy(fn: string, rest: Args): CellSet | undefined {
  const missingToo = (automaton: Automaton | undefined): CellSet => ({ ...ALL_CELLS, texts: automaton ?? nothing })
  const whole = (source: string): CellSet => missingToo(ofSource(source, { isAnywhere: false, isMatch: true }))
  const without = (source: string | undefined): CellSet | undefined => source === undefined || source === '' ? undefined : missingToo(ofSource(source, { isAnywhere: true, isMatch: false }))
  switch (fn) {
    case 'trim': return whole('(?s)(?:[!-~](?:.*[!-~])?)?')
    case 'ltrim': return whole('(?s)(?:[!-~].*)?')
    case 'rtrim': return whole('(?s)(?:.*[!-~])?')
    case 'lower': return whole('[\\x00-@\\[-\\x7f]*')
    case 'upper': return whole('[\\x00-`{-\\x7f]*')
    // Null for what to put there makes null of every text.
    case 'replace': return textIn(rest[1]) === undefined ? undefined : without(literally(rest[0]))
    case 'replace_regex': return textIn(rest[1]) === undefined ? undefined : without(textIn(rest[0]))
    case 'nullif': {
      const token = textIn(rest[0])
      const named = token === undefined ? undefined : automatonOfTexts([token])
      return named && missingToo(except(named))
    }
    case 'coalesce': return TEXTS
    default: return undefined
  }
}

/** A value that is a cell's text, or what it is read as. */
interface Reading {
  /** Undefined for a text. */
  readonly spec: CastSpec | undefined
  /** The cells that surely have a value, and those that surely have none. */
  readonly present: CellSet
  readonly absent: CellSet
}

function readingOf(expr: TypedExpr): Reading | undefined {
  if (expr.kind === 'call' && expr.fn === 'to_number' && expr.args[0]) return readingOf(expr.args[0])
  const input = expr.kind === 'cast' ? expr.input : expr
  const same = isTextual(input.type) ? unchanged(input) : undefined
  if (same === undefined) return undefined
  const spec = expr.kind === 'cast' ? expr.spec : undefined
  return { spec, present: and(same, spec ? texts(automatonOfCast(spec)) : TEXTS), absent: and(same, MISSING) }
}

/**
 * The cells, missing ones among them, of which an expression surely is what they are read as under a spec, or nothing where they are missing.
 * Undefined where it is made from them otherwise.
 */
export function cellsAsRead(expr: TypedExpr): { readonly cells: CellSet, readonly spec: CastSpec } | undefined {
  const reading = readingOf(expr)
  const spec = reading?.spec ?? { to: string }
  // A number made of an integer is read as an integer.
  return reading && spec.to.name === expr.type.name ? { cells: or(reading.present, reading.absent), spec } : undefined
}

/** Whether a value is there. */
function wherePresent(expr: TypedExpr, part: Part): CellSet {
  const found = readingOf(expr)
  return !found || part === 'none' ? NO_CELL : part === 'yes' ? found.present : found.absent
}

/** A condition about values that is null for missing ones; `isSo` gives texts for which it is true, or false. */
function whereValue(expr: TypedExpr, part: Part, isSo: (reading: Reading, isTrue: boolean) => Automaton | CellSet | undefined): CellSet {
  const reading = readingOf(expr)
  if (!reading) return NO_CELL
  if (part === 'none') return reading.absent
  const found = isSo(reading, part === 'yes')
  return and(reading.present, found && 'texts' in found ? found : texts(found))
}

const OPPOSITE_SIDE = { most: 'least', least: 'most' } as const

interface Order {
  readonly side: 'most' | 'least'
  readonly isStrict: boolean
}

const inverse = ({ side, isStrict }: Order): Order => ({ side: OPPOSITE_SIDE[side], isStrict: !isStrict })

function whereOrdered(a: TypedExpr, b: TypedExpr | undefined, order: Order, part: Part): CellSet {
  if (b === undefined) return NO_CELL
  if (a.kind === 'literal') return b.kind === 'literal' ? NO_CELL : whereOrdered(b, a, { ...order, side: OPPOSITE_SIDE[order.side] }, part)
  const value = constantIn(b)
  if (value === undefined || value === null) return NO_CELL
  if (a.kind === 'call' && a.fn === 'length' && a.args[0]) {
    return whereValue(a.args[0], part, ({ spec }, isTrue) => spec ? undefined : lengths(Number(value), isTrue ? order : inverse(order)))
  }
  return whereValue(a, part, ({ spec }, isTrue) => beyond(spec, value, isTrue ? order : inverse(order)))
}

/** Longer texts are measured by their bytes, of which there are as many as characters at least: counting takes a state for each. */
const MOST_COUNTED = 60

function lengths(bound: number, { side, isStrict }: Order): CellSet {
  const limit = isStrict ? bound + (side === 'most' ? -1 : 1) : bound
  return side === 'most' && limit > MOST_COUNTED ? { ...TEXTS, mostBytes: limit } : texts(automatonOfLength(limit, side))
}

function whereEqual(a: TypedExpr, b: TypedExpr | undefined, part: Part): CellSet {
  if (b === undefined) return NO_CELL
  if (a.kind === 'literal') return b.kind === 'literal' ? NO_CELL : whereEqual(b, a, part)
  const value = constantIn(b)
  if (value === undefined || value === null) return NO_CELL
  return whereValue(a, part, ({ spec }, isTrue) => {
    if (spec === undefined) return typeof value === 'string' ? ofWords([value], isTrue) : undefined
    const [below, above] = [beyond(spec, value, { side: 'most', isStrict: !isTrue }), beyond(spec, value, { side: 'least', isStrict: !isTrue })]
    if (!isTrue) return either(below ?? nothing, above ?? nothing)
    // Of doubles only those in order are known, not which texts are read as the same.
    return spec.to.name !== 'number' && below && above ? both(below, above) : undefined
  })
}

/** A constant, its widening carried out. */
function constantIn(expr: TypedExpr): Value | undefined {
  if (expr.kind === 'literal') return expr.value
  return expr.kind === 'call' && expr.fn === 'to_number' && expr.args[0]?.kind === 'literal' ? expr.args[0].value : undefined
}

/**
 * Texts that are read as values at most or at least a value, or strictly so; undefined where the order of texts does not say. There may
 * be texts among them that cannot be read at all: they only ever meet those that can.
 */
function beyond(spec: CastSpec | undefined, value: Value, order: Order): Automaton | undefined {
  if (spec === undefined) return typeof value === 'string' ? exactly(order, side => automatonOfOrder(value, side)) : undefined
  switch (spec.to.name) {
    case 'integer':
      if (typeof value === 'bigint') return exactly(order, side => automatonOfBound(value, side))
      return typeof value === 'number' ? doubles(value, order) : undefined
    case 'number': return typeof value === 'number' ? doubles(value, order) : undefined
    case 'date': return typeof value === 'number' && spec.formats === undefined ? exactly(order, side => automatonOfOrder(formatDate(value), side)) : undefined
    default: return undefined
  }
}

/** Where texts differ if values do, strictly beyond is what is not at most, or least. */
function exactly({ side, isStrict }: Order, of: (side: Order['side']) => Automaton | undefined): Automaton | undefined {
  const found = of(isStrict ? OPPOSITE_SIDE[side] : side)
  return found && isStrict ? except(found) : found
}

/** Several texts are read as the same double: what is strictly beyond it is sure a little further on. */
function doubles(value: number, { side, isStrict }: Order): Automaton | undefined {
  const distance = isStrict ? Math.max(Math.abs(value) * 2 ** -50, 1e-6) : 0
  return automatonOfBound(side === 'most' ? value - distance : value + distance, side)
}

function whereMember(input: TypedExpr, values: readonly Value[], part: Part): CellSet {
  const words = values.filter(value => typeof value === 'string')
  return whereValue(input, part, ({ spec }, isTrue) => spec || words.length < values.length ? undefined : ofWords(words, isTrue))
}

/** The texts that are one of the words, or none of them. */
function ofWords(words: readonly string[], isOne: boolean): Automaton | undefined {
  const ascii = words.filter(isAscii)
  const found = automatonOfTexts(ascii)
  if (!found || isOne) return found
  return ascii.length === words.length ? except(found) : both(except(found), ofSource('[\\x00-\\x7f]*', { isAnywhere: false, isMatch: true }) ?? nothing)
}

function wherePattern(input: TypedExpr, source: string | undefined, isAnywhere: boolean, part: Part): CellSet {
  return source === undefined ? NO_CELL : whereValue(input, part, ({ spec }, isMatch) => spec ? undefined : ofSource(source, { isAnywhere, isMatch }))
}

function ofSource(source: string, wanted: PatternTexts): Automaton | undefined {
  const compiled = compilePattern(source)
  return compiled.ok ? automatonOfPattern(compiled.pattern, wanted) : undefined
}

const textIn = (expr: TypedExpr | undefined): string | undefined => expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined
const literally = (expr: TypedExpr | undefined): string | undefined => {
  const text = textIn(expr)
  return text === undefined ? undefined : quotePattern(text)
}
const joined = (a: string | undefined, b: string | undefined): string | undefined => a === undefined || b === undefined ? undefined : a + b

/** A LIKE pattern as a regular expression. */
const likePattern = (like: string | undefined): string | undefined =>
  (like === undefined ? undefined : parseLike(like))?.map(segment => segment.map(character => character === null ? '(?s:.)' : quotePattern(character)).join('')).join('(?s:.*)')
