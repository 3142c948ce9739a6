import type { ColumnProfile } from './profile.ts'

type Written = Pick<ColumnProfile, 'dateFormats' | 'isDayMonthOpen' | 'trueValues' | 'falseValues' | 'numberForm'>

/** How a column is written, in words, where that is not plain from its type; undefined where it is. */
export function writingOf({ dateFormats, isDayMonthOpen, trueValues = [], falseValues = [], numberForm }: Written): string | undefined {
  if (numberForm) return numbersIn(numberForm)
  if (trueValues.length + falseValues.length > 0) return `true is written ${listed(trueValues, 'true')}, false ${listed(falseValues, 'false')}`
  const formats = dateFormats && `written as ${dateFormats.map(({ format, share }) => `${format} (${formatShare(share)})`).join(', ')}`
  const open = isDayMonthOpen && 'day and month could be either way round'
  return [formats, open].filter(Boolean).join('; ') || undefined
}

/** In whole percent, and never none. */
const formatShare = (share: number): string => share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`

const listed = (words: readonly string[], otherwise: string): string => words.length === 0 ? otherwise : words.join(' or ')

const MARKS = { ',': ',', '.': '.', space: ' ', apostrophe: '\'', none: '' } as const

function numbersIn({ decimal, thousands = decimal === '.' ? ',' : '.', currency, symbols = [], percent, accounting }: NonNullable<Written['numberForm']>): string {
  const around = [...currency ? ['a currency sign'] : [], ...symbols, ...percent ? ['%'] : []]
  return [
    `numbers are written as 1${MARKS[thousands]}234${decimal}5`,
    ...around.length > 0 ? [`with ${around.join(', ')}`] : [],
    ...accounting ? ['negative ones in brackets or with the minus behind'] : [],
  ].join(', ')
}
