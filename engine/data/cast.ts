import { unreachable } from '../base/assert.ts'
import {
  compileDateFormat, formatDate, formatDatetime, formatTime, formatTimestamp, joinDatetime, parseDate, parseDatetime, parseTime, parseTimestamp,
  toInstant, zoneOffsetMinutes,
} from './dates.ts'
import { isJson, isJsonArray } from './json.ts'
import { formatDecimal, formatNumber, parseDecimal, parseInteger, parseNumber } from './numbers.ts'
import { trimBlanks } from './text.ts'
import type { DataType, Value } from './type.ts'

/**
 * How a cell's text becomes a value: the type and what the field adds to its lexical grammar.
 * Plain data: printed by dialects, run by {@link parseCell}.
 */
export interface CastSpec {
  readonly to: DataType
  /** date, datetime, timestamp, time: strptime formats tried in order, in place of ISO 8601. */
  readonly formats?: readonly string[]
  /** boolean: words besides `true` and `false`, any case. */
  readonly trueValues?: readonly string[]
  readonly falseValues?: readonly string[]
  /** timestamp: the offset of texts that carry none, `UTC` or `+02:00`. */
  readonly zone?: string
}

/** A column whose values are the cells of one of the source's columns, read under a spec. Plain data. */
export interface ReadColumn {
  readonly name: string
  /** Of the source's columns, by position. */
  readonly from: number
  readonly spec: CastSpec
}

/** Reads a cell's text under a spec; undefined when it is no such value: a type error. */
export function parseCell(text: string, spec: CastSpec): Value | undefined {
  const { to } = spec
  switch (to.name) {
    case 'string': return text
    case 'json': return isJson(text) ? text : undefined
    case 'array': return isJsonArray(text) ? text : undefined
    case 'integer': return parseInteger(text)
    case 'number': return parseNumber(text)
    case 'decimal': return parseDecimal(text, to.precision, to.scale)
    case 'boolean': return parseBoolean(trimBlanks(text), spec)
    case 'date':
    case 'datetime':
    case 'timestamp':
    case 'time': return parseTemporal(trimBlanks(text), to.name, spec)
    default: return unreachable(to)
  }
}

/** ASCII case only, so that `ſ` never counts as `s`. */
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, c => c.toLowerCase())

/** The words a boolean field reads, in ASCII lower case; spaces and tabs around them mean as little as around a cell. */
export function booleanWords({ trueValues = [], falseValues = [] }: CastSpec): { readonly yes: readonly string[], readonly no: readonly string[] } {
  const words = (listed: readonly string[]): readonly string[] => listed.map(word => lowerAscii(trimBlanks(word)))
  return { yes: ['true', ...words(trueValues)], no: ['false', ...words(falseValues)] }
}

function parseBoolean(text: string, spec: CastSpec): boolean | undefined {
  const word = lowerAscii(text)
  const { yes, no } = booleanWords(spec)
  return yes.includes(word) ? true : no.includes(word) ? false : undefined
}

function parseTemporal(text: string, name: 'date' | 'datetime' | 'timestamp' | 'time', { formats, zone }: CastSpec): Value | undefined {
  if (!formats) {
    switch (name) {
      case 'date': return parseDate(text)
      case 'datetime': return parseDatetime(text)
      case 'timestamp': return parseTimestamp(text, zone)
      case 'time': return parseTime(text)
      default: return unreachable(name)
    }
  }
  for (const format of formats) {
    const compiled = compileDateFormat(format)
    const moment = compiled.ok ? compiled.parse(text) : undefined
    if (!moment) continue
    switch (name) {
      case 'date': return moment.days
      case 'time': return moment.micros
      case 'datetime': return joinDatetime(moment.days, moment.micros)
      case 'timestamp': return toInstant(joinDatetime(moment.days, moment.micros), moment.offsetMinutes ?? zoneOffsetMinutes(zone ?? 'UTC') ?? 0)
      default: return unreachable(name)
    }
  }
  return undefined
}

/** A value as text: ECMAScript's shortest form of a double, ISO 8601 for dates; null stays null. */
export function formatValue(value: Value, type: DataType): string | null {
  if (value === null) return null
  switch (type.name) {
    case 'string':
    case 'json':
    case 'array': return value as string
    case 'integer': return String(value)
    case 'number': return formatNumber(value as number)
    case 'decimal': return formatDecimal(value as bigint, type.scale)
    case 'boolean': return value === true ? 'true' : 'false'
    case 'date': return formatDate(value as number)
    case 'datetime': return formatDatetime(value as bigint)
    case 'timestamp': return formatTimestamp(value as bigint)
    case 'time': return formatTime(value as bigint)
    default: return unreachable(type)
  }
}
