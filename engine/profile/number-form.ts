import { column, resolve } from '../algebra/index.ts'
import { assert } from '../base/assert.ts'
import { integer, number, string } from '../data/type.ts'
import { printExpr } from '../sql/print-expr.ts'
import { plainNumberOf, type NumberForm } from '../steps/parse-number.ts'
import type { Candidate } from './candidates.ts'
import type { Counted } from './cells.ts'
import { context } from './context.ts'

/** SQL for the number in a text `cell` as our own grammar writes it, by the step's own judgement; empty text where it is not in the form. */
export function plainNumberSql(cell: string, form: NumberForm): string {
  const found = resolve(plainNumberOf(column('cell'), form), [{ name: 'cell', type: string }], string)
  assert(found.ok, `the form ${JSON.stringify(form)} can be read`)
  return printExpr(found.expr, () => cell, context)
}

/** What people write for money besides currency signs: ISO 4217 codes of the larger currencies, and abbreviations. */
const SYMBOLS: ReadonlySet<string> = new Set([
  ...('USD EUR GBP JPY CNY CHF AUD CAD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN TRY RUB UAH INR IDR KRW SGD HKD THB MYR PHP VND TWD BRL MXN ARS CLP COP PEN'
    + ' ZAR NGN KES EGP MAD AED SAR QAR ILS').split(' '),
  'kr', 'kr.', 'zł', 'Kč', 'Ft', 'Fr.', 'Rs', 'Rs.', 'R$', 'US$', 'A$', 'C$', 'lei', 'TL',
])

const MARKS = { ',': ',', '.': '\\.', space: '[ \\u00a0\\u2009\\u202f]', apostrophe: '[\'\\u2019]' } as const

interface Notation {
  readonly decimal: '.' | ','
  readonly thousands: keyof typeof MARKS
  /** Any number, one with groups of digits, one without a fraction. */
  readonly any: RegExp
  readonly grouped: RegExp
  readonly whole: RegExp
}

/** In the order of preference: `1,234` is a thousand unless other cells can only have a decimal comma, as 0,5 and 1234,5 do. */
const NOTATIONS = ([['.', ','], ['.', 'space'], ['.', 'apostrophe'], [',', '.'], [',', 'space'], [',', 'apostrophe']] as const)
  .map(([decimal, thousands]): Notation => {
    const [point, mark] = [MARKS[decimal], MARKS[thousands]]
    const groups = `[1-9][0-9]{0,2}(?:${mark}[0-9]{2,3})*${mark}[0-9]{3}`
    const fraction = `(?:${point}[0-9]*)?`
    return {
      decimal, thousands,
      any: new RegExp(`^(?:(?:${groups}|[0-9]+)${fraction}|${point}[0-9]+)$`), grouped: new RegExp(`^${groups}${fraction}$`), whole: new RegExp(`^(?:${groups}|[0-9]+)$`),
    }
  })

/** A number without what stands around it. */
interface Peeled {
  readonly digits: string
  readonly cells: number
  readonly isAccounting: boolean
  readonly isPercent: boolean
  readonly isCurrency: boolean
  readonly symbol: string | undefined
}

const SPACES = '[ \\t\\u00a0\\u2009\\u202f]*'
const BRACKETED = /^([^()0-9]*)\(([^()]*)\)([^()0-9]*)$/
const MINUS_LAST = new RegExp(`^([^-\\u2212]*[0-9][^-\\u2212]*)[-\\u2212]${SPACES}$`)
const AROUND = /^([^0-9.,]*)((?:[0-9]|[.,][0-9])(?:[0-9.,'\u2019 \u00a0\u2009\u202f]*[0-9])?)([^0-9]*)$/

/** Takes signs and words off a text; undefined where no number is left, or something that is no part of one. */
function peel({ value, count }: Counted): Peeled | undefined {
  if (!/[0-9]/.test(value)) return undefined
  const plain = value.replace(BRACKETED, '$1$2$3').replace(MINUS_LAST, '$1')
  const [, head = '', digits, tail = ''] = AROUND.exec(plain) ?? []
  if (digits === undefined) return undefined
  const around = `${head.replace(/[-+\u2212]/, '')} ${tail.replace(/%/, '')}`
  const words = around.split(/[ \t\u00a0\u2009\u202f]+/).filter(word => word !== '')
  const [word] = words
  if (words.length > 1 || word !== undefined && !SYMBOLS.has(word) && !/^\p{Sc}$/u.test(word)) return undefined
  const isCurrency = word !== undefined && !SYMBOLS.has(word)
  return { digits, cells: count, isAccounting: plain !== value, isPercent: tail.includes('%'), isCurrency, symbol: isCurrency ? undefined : word }
}

/** What fewer of the numbers have than these shares is a slip, not the way the column is written. */
const SIGN_SHARE = 0.05
const NEGATIVE_SHARE = 0.002

/**
 * The candidates that read the numbers of some of a column's cells as they are written there; none when they are written as our own grammar
 * writes them, or are hardly numbers.
 */
export function numberCandidates(values: readonly Counted[], present: number, plausibleShare: number): readonly Candidate[] {
  const peeled = values.flatMap(value => peel(value) ?? [])
  const all = sum(peeled, () => true)
  if (all < present * plausibleShare) return []
  const symbols = [...new Set(peeled.flatMap(({ symbol }) => symbol ?? []))].filter(each => sum(peeled, ({ symbol }) => symbol === each) >= all * SIGN_SHARE)
  const currency = sum(peeled, ({ isCurrency }) => isCurrency) >= all * SIGN_SHARE
  const percent = sum(peeled, ({ isPercent }) => isPercent) >= all * SIGN_SHARE
  const accounting = sum(peeled, ({ isAccounting }) => isAccounting) >= Math.max(1, all * NEGATIVE_SHARE)
  const hasSigns = currency || percent || symbols.length > 0
  const { decimal, thousands, isGrouped, isWhole } = notationOf(peeled, hasSigns)
  if (isWhole && thousands === 'space' && !hasSigns && areOfOneLength(peeled)) return []
  if (decimal === '.' && !isGrouped && !hasSigns && !accounting) return []
  const form: NumberForm = {
    decimal, ...thousands === 'space' || thousands === 'apostrophe' ? { thousands } : {}, ...currency ? { currency } : {}, ...symbols.length > 0 ? { symbols } : {},
    ...percent ? { percent: 'ignore' } : {}, ...accounting ? { accounting } : {},
  }
  return (isWhole && !hasSigns ? [integer, number] : [number]).map(to => interned({ spec: { to }, form }))
}

/** Digits in groups, all numbers of one length and none shorter, are names of things: telephone or register numbers. */
function areOfOneLength(peeled: readonly Peeled[]): boolean {
  const [first] = peeled
  return first !== undefined && /[0-9]{3}.[0-9]{3}/.test(first.digits) && peeled.every(({ digits }) => digits.length === first.digits.length)
}

/**
 * The notation that reads the most numbers. Among equals, of amounts of money the one that sees groups, as hardly any amount has three decimals;
 * else the first.
 */
function notationOf(peeled: readonly Peeled[], isMoney: boolean): Pick<Notation, 'decimal' | 'thousands'> & { readonly isGrouped: boolean, readonly isWhole: boolean } {
  const counted = NOTATIONS.map(notation => ({
    notation, read: sum(peeled, ({ digits }) => notation.any.test(digits)), grouped: sum(peeled, ({ digits }) => notation.grouped.test(digits)),
  }))
  const first = counted.reduce((best, each) => each.read > best.read || isMoney && each.read === best.read && each.grouped > best.grouped ? each : best)
  const { notation: { decimal, thousands, any, whole }, grouped } = first
  return { decimal, thousands, isGrouped: grouped > 0, isWhole: peeled.every(({ digits }) => !any.test(digits) || whole.test(digits)) }
}

const sum = (peeled: readonly Peeled[], isCounted: (one: Peeled) => boolean): number => peeled.reduce((total, one) => isCounted(one) ? total + one.cells : total, 0)

const known = new Map<string, Candidate>()

/** The same object for the same form, so that columns alike are asked about together. */
function interned(candidate: Candidate): Candidate {
  const key = JSON.stringify(candidate)
  const found = known.get(key) ?? candidate
  known.set(key, found)
  return found
}
