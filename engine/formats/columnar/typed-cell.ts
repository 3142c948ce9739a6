import { ConnectorError } from '../../base/errors.ts'
import { parseCell } from '../../data/cast.ts'
import { formatType, type DataType, type Value } from '../../data/type.ts'
import type { SourceColumn } from '../table.ts'

/** Numbers that no column of a file of text has, and files of columns may. */
const UNUSUAL: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity }

/** The value that a cell's text stands for; undefined when it is none of the type. */
export function valueIn(text: string, type: DataType): Exclude<Value, null> | undefined {
  if (type.name === 'number' && Object.hasOwn(UNUSUAL, text)) return UNUSUAL[text]
  return parseCell(text, { to: type }) ?? undefined
}

/** A safe integer as it is usually written, without a bigint; undefined when the text may still be an integer. */
export function smallInteger(text: string): number | undefined {
  const { length } = text
  if (length === 0 || length > 15) return undefined
  let value = 0
  const isNegative = text.charCodeAt(0) === MINUS
  for (let i = isNegative ? 1 : 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return isNegative ? length === 1 ? undefined : -value : value
}

const MINUS = 45
const ZERO = 48

export function notOfType(text: string, { name, type }: SourceColumn, row: number): ConnectorError {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
  return new ConnectorError('not_of_type', `row ${row} cannot be written: in column ${JSON.stringify(name)}, ${shown} is no ${formatType(type)}`, {
    details: { row, column: name }, hint: 'Write CSV, which has no types, or give the column the type string.',
  })
}
