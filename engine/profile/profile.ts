import type { CastSpec } from '../data/cast.ts'
import type { TypeName } from '../data/type.ts'
import type { NumberForm } from '../steps/parse-number.ts'
import { valueSql } from './read-sql.ts'

/** What a whole column looks like. Counts are over all well-formed records. */
export interface ColumnProfile {
  readonly name: string
  /** The type the whole file agrees on, or nearly: see `share`. */
  readonly type: TypeName
  /** The strptime format of a date type that is not ISO 8601. */
  readonly dateFormat?: string
  /** Of dates written in several formats, each with the share of non-null cells that it reads, 0..1; the most frequent first. */
  readonly dateFormats?: readonly { readonly format: string, readonly share: number }[]
  /** Every date could have its day and month the other way round: the file does not say which is which. */
  readonly isDayMonthOpen?: true
  /** The words for true and false of booleans that are not written true and false. */
  readonly trueValues?: readonly string[]
  readonly falseValues?: readonly string[]
  /** How numbers are written that are not 1234.5: what a step `parse_number` is to be told. */
  readonly numberForm?: NumberForm
  /** How the column is written, in words, where its type does not say it. */
  readonly writing?: string
  /** Words that stand for missing cells, which were left aside when the type was found. */
  readonly nullWords?: readonly string[]
  /** The share of non-null cells that are of the type, 0..1. */
  readonly share: number
  readonly valid: number
  readonly mismatched: number
  readonly missing: number
  /** How many different values, nulls aside; `isApproximate` says it is an estimate (HyperLogLog, about 2 % off). */
  readonly distinct: number
  readonly isApproximate: boolean
  /** The most frequent values, most frequent first; empty when nearly every value is different. */
  readonly top: readonly { readonly value: string, readonly count: number }[]
  /** Smallest and largest value of the type, as text; for text, by code point, cut to 200 characters. */
  readonly min: string | null
  readonly max: string | null
  readonly mean: number | null
  /** Equal-width bins of a numeric or date column, or of text lengths. */
  readonly histogram: readonly { readonly low: string, readonly high: string, readonly count: number }[]
  readonly histogramOf: 'values' | 'lengths' | null
  readonly minLength: number | null
  readonly maxLength: number | null
  /** Some cells that are not of the type. */
  readonly counterExamples: readonly string[]
  /** Signs that a value means missing, seen in the column (`N/A`, `-`), with their counts. */
  readonly suspects: readonly { readonly value: string, readonly count: number }[]
  /** Every value, most frequent first, of a column that has few of them. */
  readonly values?: readonly { readonly value: string, readonly count: number }[]
  /** Named formats that many texts are of, with the share of sampled texts that are, 0..1; the best first. */
  readonly formats?: readonly { readonly name: string, readonly share: number }[]
  /** The bounds that numbers of the column's name usually keep, and how many cells of this column do not. */
  readonly usual?: { readonly min?: number, readonly max?: number, readonly outside: number }
}

/** The cast that a profile's type stands for, of a text that is a number as we write them where the column has another form. */
export function castOfProfile({ type, dateFormat, dateFormats, trueValues, falseValues }: ColumnProfile): CastSpec {
  const formats = dateFormats?.map(({ format }) => format) ?? (dateFormat === undefined ? undefined : [dateFormat])
  return {
    to: type === 'decimal' ? { name: 'number' } : { name: type },
    ...formats ? { formats } : {}, ...trueValues ? { trueValues } : {}, ...falseValues ? { falseValues } : {},
  }
}

/** SQL for the value of the text `v` as a profile has it, null when it is not of its type. */
export function valueOfProfileSql(profile: ColumnProfile): string {
  const { numberForm: form } = profile
  return valueSql({ spec: castOfProfile(profile), ...form ? { form } : {} })
}
