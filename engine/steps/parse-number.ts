import * as z from 'zod'
import { replaceColumns } from '../algebra/derive.ts'
import { call, column, int, text, when, type Expr } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { readingSchema, toCastSpec } from '../algebra/cast-params.ts'
import { problem } from '../base/issue.ts'
import { quotePattern } from '../data/pattern.ts'
import { defineStep } from './define.ts'
import { columnChanges, notText } from './map-columns.ts'
import { characterClass } from './patterns.ts'
import { onError, readColumns } from './read-columns.ts'

/** What may stand between groups of digits. */
const THOUSANDS = {
  ',': ',',
  '.': '.',
  space: ' \u00a0\u2009\u202f',
  apostrophe: '\'\u2019',
  none: '',
} as const

/** Signs of Unicode's category Sc (Unicode 16), spelled out because engines' tables differ in age. */
const CURRENCY = '[$\\x{a2}-\\x{a5}\\x{58f}\\x{60b}\\x{7fe}\\x{7ff}\\x{9f2}\\x{9f3}\\x{9fb}\\x{af1}\\x{bf9}\\x{e3f}\\x{17db}\\x{20a0}-\\x{20c0}\\x{a838}\\x{fdfc}\\x{fe69}\\x{ff04}\\x{ffe0}\\x{ffe1}\\x{ffe5}\\x{ffe6}]'
const SPACES = '[ \\t\\x{a0}\\x{2009}\\x{202f}]*'
const MINUS = '\u2212'

export const parseNumber = defineStep({
  kind: 'parse_number',
  title: 'Read numbers',
  doc: 'Reads numbers as people write them: 1.234,50 € or (12.5%). The mark before the fraction is decimal, the one between groups of digits thousands (groups of two or three, the last of three); signs and words around the number are only ignored when currency or symbols say so. Whatever else stands there makes the cell unreadable, which rejects its row or with on_error: null becomes missing.',
  example: { columns: ['amount'], decimal: ',', currency: true },
  params: z.object({
    columns: columnSelector.describe('The text columns to read'),
    to: z.enum(['number', 'integer', 'decimal']).default('number').meta({ title: 'Type' }).describe('The type the cells become'),
    decimal: z.enum(['.', ',']).default('.').meta({ title: 'Decimal mark' }).describe('What stands before the fraction'),
    thousands: z.enum([',', '.', 'space', 'apostrophe', 'none']).optional().meta({ title: 'Thousands mark' }).describe('What stands between groups of digits; the other one of point and comma when left out'),
    currency: z.boolean().default(false).describe('Whether a currency sign (€, $, £ …) before or after the number is ignored'),
    symbols: z.array(z.string().min(1)).optional().describe('Other texts ignored before or after the number, EUR or kg'),
    percent: z.enum(['error', 'ignore', 'divide']).default('error').describe('What 12% is: unreadable, 12, or 0.12'),
    accounting: z.boolean().default(false).describe('Whether (12.50) and 12.50- are negative'),
    precision: readingSchema.shape.precision,
    scale: readingSchema.shape.scale,
    on_error: onError,
  }),
  lower: ({ columns, to, decimal, thousands = otherMark(decimal), currency, symbols = [], percent, accounting, precision, scale, on_error: unreadable }, context) => {
    if (thousands === decimal) context.report(problem('same_marks', ['thousands'], `"${decimal}" cannot be both the decimal mark and the thousands mark`))
    if (percent === 'divide' && to !== 'number') context.report(problem('inexact_type', ['percent'], `a percentage divided by 100 is a number, not ${to === 'integer' ? 'an integer' : 'a decimal'}`, 'Set to: number, or percent: ignore.'))
    const spec = toCastSpec({ ...precision === undefined ? {} : { precision }, ...scale === undefined ? {} : { scale } }, to)
    if ('issues' in spec) context.report(...spec.issues)
    if ('issues' in spec || context.issues.length > 0) return undefined
    const form: NumberForm = { decimal, thousands, currency, symbols, percent, accounting }
    const changes = columnChanges(context, columns, (subject, path) => notText(subject, path) ?? plainNumberOf(column(subject.name), form))
    return readColumns(replaceColumns(context.input, changes), changes.map(({ name }) => ({ name, spec })), to, unreadable)
  },
})

/** How numbers are written, as the step's parameters say it. */
export interface NumberForm {
  readonly decimal: '.' | ','
  readonly thousands?: keyof typeof THOUSANDS
  readonly currency?: boolean
  readonly symbols?: readonly string[]
  readonly percent?: 'error' | 'ignore' | 'divide'
  readonly accounting?: boolean
}

const otherMark = (decimal: NumberForm['decimal']): ',' | '.' => decimal === '.' ? ',' : '.'

/** What the step makes of a text before it casts it: the number as our own grammar writes it, or empty text where it is not written in this form. */
export function plainNumberOf(
  written: Expr, { decimal, thousands = otherMark(decimal), currency = false, symbols = [], percent = 'error', accounting = false }: NumberForm,
): Expr {
  const ignored = [...currency ? [CURRENCY] : [], ...symbols.map(quotePattern)]
  return plainNumber(written, { decimal, groupMarks: THOUSANDS[thousands], ignored, percent, accounting })
}

interface Writing {
  readonly decimal: '.' | ','
  /** The characters that may stand between groups. */
  readonly groupMarks: string
  /** Patterns of what may stand before or after the number. */
  readonly ignored: readonly string[]
  readonly percent: 'error' | 'ignore' | 'divide'
  readonly accounting: boolean
}

function plainNumber(written: Expr, writing: Writing): Expr {
  const signed = writing.accounting ? signFirst(written) : written
  const pattern = text(numberPattern(writing))
  const sign = call('replace', call('extract', signed, pattern, int(1)), text(MINUS), text('-'))
  const digits = withoutMarks(call('extract', signed, pattern, int(2)), writing)
  const number = call('concat_op', sign, digits)
  return writing.percent === 'divide' ? when(call('contains', written, text('%')), call('concat_op', number, text('e-2')), number) : number
}

/** `(12.50)` and `12.50-` with the minus before them; brackets or signs beyond that are left and match nothing. */
function signFirst(written: Expr): Expr {
  const bracketed = call('replace_regex', written, text('^([^()0-9]*)\\(([^()]*)\\)([^()0-9]*)$'), text('-\\1\\2\\3'))
  return call('replace_regex', bracketed, text(`^([^-${MINUS}]*)[-${MINUS}]${SPACES}$`), text('-\\1'))
}

/** The whole of a number: group 1 is its sign, group 2 its digits with their marks. */
function numberPattern({ decimal, groupMarks, ignored, percent }: Writing): string {
  const grouped = groupMarks === '' ? '' : `[0-9]{1,3}(?:${characterClass(groupMarks)}[0-9]{2,3})*${characterClass(groupMarks)}[0-9]{3}|`
  const mark = quotePattern(decimal)
  const number = `(?:(?:${grouped}[0-9]+)(?:${mark}[0-9]*)?|${mark}[0-9]+)(?:[eE][+-]?[0-9]+)?`
  const around = ignored.length === 0 ? '' : `(?:(?:${ignored.join('|')})${SPACES})?`
  const sign = percent === 'error' ? '' : `(?:%${SPACES})?`
  return `^${SPACES}${around}([+${MINUS}-]?)${SPACES}${around}(${number})${SPACES}${sign}${around}$`
}

/** Digits without the marks between groups, and with a point before the fraction. */
function withoutMarks(digits: Expr, { decimal, groupMarks }: Writing): Expr {
  const ungrouped = groupMarks === '' ? digits : call('replace_regex', digits, text(characterClass(groupMarks)), text(''))
  return decimal === '.' ? ungrouped : call('replace', ungrouped, text(','), text('.'))
}
