import { unreachable } from '../../base/assert.ts'
import type { DataType } from '../../data/type.ts'
import { dateText, datetimeText, decimalText, durationText, float32Text, hexText, smallDecimalText, timeText, uuidText, type TimeUnit } from '../columnar/cell-text.ts'
import { Damage } from '../columnar/damage.ts'
import { mapText, memberNames } from '../columnar/texts.ts'
import type { LineWriter } from '../line-writer.ts'
import type { Cursor } from './cursor.ts'
import type { PlainField } from './record-run.ts'
import type { AvroType, Logical } from './schema.ts'

/** Takes a value from a cursor: its text, or null. */
export type TakeCell = (cursor: Cursor) => string | null
export type TakeText = (cursor: Cursor) => string
/** Takes a value from a cursor and writes its cell; nothing where it is null. */
export type PassCell = (cursor: Cursor, line: LineWriter) => void

/** How the values of a type are taken, and what they are to us. */
export interface ValueReading {
  readonly type: DataType
  readonly cell: TakeCell
  /** The same where it can be written without a string in between. */
  readonly pass?: PassCell
  /** Where no more need be known to read it. */
  readonly plain?: PlainField
  /** What the user should know of a column of it. */
  readonly what?: 'bytes' | 'durations' | 'decimals'
  /** The value as JSON. */
  readonly json: TakeText
}

export interface ReadingOptions {
  /** Told of a time finer than a microsecond. */
  readonly onFine: () => void
  /** Such times are there: their columns are text. */
  readonly isFine: boolean
  /** How values within values are taken, for the types where that is known. */
  readonly known: Map<AvroType, TakeText>
}

/** Values within values: deeper is no data, but bytes that are taken for some. */
const MAX_DEPTH = 500
/** The most digits that the engines' decimals have. */
const MAX_PRECISION = 38

/** @throws Damage when taking a value that is not sound */
export function readingOf(type: AvroType, options: ReadingOptions): ValueReading {
  switch (type.kind) {
    case 'null': return { type: STRING, cell: () => null, json: () => 'null' }
    case 'boolean': return { ...plain({ name: 'boolean' }, booleanText), plain: { type: 'boolean' } }
    case 'int': return intReading(type.logical)
    case 'long': return longReading(type.logical, options)
    case 'float': return numberReading(cursor => float32Text(cursor.float()))
    case 'double': return numberReading(cursor => String(cursor.double()))
    case 'bytes': return bytesReading(type.logical, cursor => cursor.take(cursor.count()))
    case 'string': return { ...quoted(STRING, cursor => cursor.text()), pass: (cursor, line) => { cursor.passText(line) }, plain: { type: 'string' } }
    case 'fixed': return fixedReading(type.bytes, type.logical)
    case 'enum': return quoted(STRING, cursor => {
      const index = cursor.count()
      const symbol = type.symbols[index]
      if (symbol === undefined) throw new Damage(`symbol ${index} of an enum of ${type.symbols.length} is none`)
      return symbol
    })
    case 'array': return plain({ name: 'array' }, arrayText(type.items, options))
    case 'map': return plain({ name: 'json' }, mapTextOf(type.items, options))
    case 'record': return plain({ name: 'json' }, recordText(type, options))
    case 'union': return unionReading(type.branches, options)
    default: return unreachable(type)
  }
}

const STRING: DataType = { name: 'string' }
const INTEGER: DataType = { name: 'integer' }

/** How the cells of a reading are written. */
export const passOf = ({ cell, pass }: Pick<ValueReading, 'cell' | 'pass'>): PassCell => pass ?? ((cursor, line) => {
  const text = cell(cursor)
  if (text !== null) line.text(text)
})

const passInteger: PassCell = (cursor, line) => {
  const value = cursor.long()
  if (typeof value === 'number') line.integer(value)
  else line.ascii(String(value))
}

const plain = (type: DataType, take: TakeText): ValueReading => ({ type, cell: take, json: take })
const quoted = (type: DataType, take: TakeText): ValueReading => ({ type, cell: take, json: cursor => JSON.stringify(take(cursor)) })

const integer: ValueReading = { ...plain(INTEGER, cursor => String(cursor.long())), pass: passInteger, plain: { type: 'integer' } }

function booleanText(cursor: Cursor): string {
  const byte = cursor.byte()
  if (byte > 1) throw new Damage(`a boolean of ${byte} is none`)
  return byte === 1 ? 'true' : 'false'
}

function numberReading(take: TakeText): ValueReading {
  return {
    type: { name: 'number' }, cell: take,
    json: cursor => {
      const text = take(cursor)
      return /^-?[0-9]/.test(text) ? text : JSON.stringify(text)
    },
  }
}

function intReading(logical: Logical | undefined): ValueReading {
  switch (logical?.name) {
    case 'date': return quoted({ name: 'date' }, cursor => dateText(Number(cursor.long())))
    case 'time-millis': return quoted({ name: 'time' }, cursor => timeText(cursor.long(), 'ms'))
    default: return integer
  }
}

const INSTANTS: Readonly<Record<string, { readonly unit: TimeUnit, readonly isLocal: boolean }>> = {
  'timestamp-millis': { unit: 'ms', isLocal: false }, 'timestamp-micros': { unit: 'us', isLocal: false }, 'timestamp-nanos': { unit: 'ns', isLocal: false },
  'local-timestamp-millis': { unit: 'ms', isLocal: true }, 'local-timestamp-micros': { unit: 'us', isLocal: true }, 'local-timestamp-nanos': { unit: 'ns', isLocal: true },
}

function longReading(logical: Logical | undefined, { onFine, isFine }: ReadingOptions): ValueReading {
  if (logical?.name === 'time-micros') return quoted({ name: 'time' }, cursor => timeText(cursor.long(), 'us'))
  const instant = INSTANTS[logical?.name ?? '']
  if (!instant) return integer
  const { unit, isLocal } = instant
  return quoted(unit === 'ns' && isFine ? STRING : { name: isLocal ? 'datetime' : 'timestamp' }, cursor => {
    const count = cursor.long()
    if (unit === 'ns' && BigInt(count) % 1000n !== 0n) onFine()
    return isLocal ? datetimeText(count, unit) : `${datetimeText(count, unit)}Z`
  })
}

function bytesReading(logical: Logical | undefined, take: (cursor: Cursor) => Uint8Array): ValueReading {
  if (logical?.name !== 'decimal') return { ...quoted(STRING, cursor => hexText(take(cursor))), what: 'bytes' }
  const { precision, scale } = logical
  const text: TakeText = cursor => {
    const bytes = take(cursor)
    return bytes.length <= SAFE_BYTES ? smallDecimalText(smallBigEndian(bytes), scale) : decimalText(bigEndian(bytes), scale)
  }
  return precision > MAX_PRECISION ? { ...plain(STRING, text), what: 'decimals' } : plain({ name: 'decimal', precision, scale }, text)
}

/** Numbers of so many bytes are safe integers. */
const SAFE_BYTES = 6

/** Two's complement, highest byte first. */
function smallBigEndian(bytes: Uint8Array): number {
  let value = (bytes[0] ?? 0) << 24 >> 24
  for (let i = 1; i < bytes.length; i++) value = value * 256 + (bytes[i] as number)
  return value
}

/** The same, of any length. */
function bigEndian(bytes: Uint8Array): bigint {
  // Texts of hexadecimal digits are made into numbers faster than byte by byte.
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hexText(bytes).slice(2)}`))
}

function fixedReading(bytes: number, logical: Logical | undefined): ValueReading {
  if (logical?.name === 'uuid' && bytes === 16) return quoted(STRING, cursor => uuidText(cursor.take(bytes)))
  if (logical?.name === 'duration' && bytes === 12) return { ...quoted(STRING, cursor => monthsText(cursor.take(bytes))), what: 'durations' }
  return bytesReading(logical, cursor => cursor.take(bytes))
}

/** Months, days and milliseconds, lowest byte first. */
function monthsText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return durationText(view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true), 'ms')
}

/** How values within a value are taken; found out when first needed, since a record may be within itself. */
function jsonOf(type: AvroType, options: ReadingOptions): TakeText {
  return cursor => {
    if (cursor.depth >= MAX_DEPTH) throw new Damage('its values are nested without an end')
    const take = options.known.get(type) ?? readingOf(type, options).json
    options.known.set(type, take)
    cursor.step()
    cursor.depth++
    const text = take(cursor)
    cursor.depth--
    return text
  }
}

/** Blocks of items, the last of them empty; a block may say how many bytes it has. */
function takeItems(cursor: Cursor, take: () => void): void {
  for (;;) {
    let count = cursor.long()
    if (count === 0) return
    if (count < 0) {
      count = -count
      cursor.count()
    }
    for (let i = 0; i < count; i++) take()
  }
}

function arrayText(items: AvroType, options: ReadingOptions): TakeText {
  const json = jsonOf(items, options)
  return cursor => {
    let text = '['
    takeItems(cursor, () => { text += text.length === 1 ? json(cursor) : `,${json(cursor)}` })
    return `${text}]`
  }
}

function mapTextOf(items: AvroType, options: ReadingOptions): TakeText {
  const json = jsonOf(items, options)
  return cursor => {
    const [keys, values]: [string[], string[]] = [[], []]
    takeItems(cursor, () => {
      keys.push(cursor.text())
      values.push(json(cursor))
    })
    return mapText(keys.length, i => keys[i] ?? '', i => JSON.stringify(keys[i]), i => values[i] ?? 'null')
  }
}

function recordText({ fields }: Extract<AvroType, { kind: 'record' }>, options: ReadingOptions): TakeText {
  // The fields of a record within itself are not yet known here.
  let parts: { readonly name: string, readonly json: TakeText }[] | undefined
  return cursor => {
    parts ??= memberNames(fields).map((name, i) => ({ name, json: jsonOf(fields[i]?.type ?? { kind: 'null' }, options) }))
    let text = '{'
    for (const { name, json } of parts) text += `${name}${json(cursor)}`
    return `${text}}`
  }
}

/** Of one type to us, and perhaps null: that type. Otherwise JSON, which tells texts from numbers. */
function unionReading(branches: readonly AvroType[], options: ReadingOptions): ValueReading {
  const readings = branches.map(branch => {
    const reading = readingOf(branch, options)
    return { ...reading, pass: passOf(reading), isNull: branch.kind === 'null' }
  })
  const valued = readings.filter(({ isNull }) => !isNull)
  const type = commonType(valued.map(({ type }) => type))
  const chosen = (cursor: Cursor): typeof readings[number] => {
    const index = cursor.count()
    const reading = readings[index]
    if (!reading) throw new Damage(`branch ${index} of a union of ${branches.length} is none`)
    return reading
  }
  const json: TakeText = cursor => chosen(cursor).json(cursor)
  const what = valued.find(({ what }) => what !== undefined)?.what
  if (type === undefined) {
    return {
      type: { name: 'json' }, json,
      cell: cursor => {
        const branch = chosen(cursor)
        return branch.isNull ? null : branch.json(cursor)
      },
    }
  }
  const plainField = branches.length === 2 && valued.length === 1 ? valued[0]?.plain : undefined
  return {
    type, json, cell: cursor => chosen(cursor).cell(cursor), pass: (cursor, line) => { chosen(cursor).pass(cursor, line) }, ...what === undefined ? {} : { what },
    ...plainField && plainField.nullAt === undefined ? { plain: { ...plainField, nullAt: readings[0]?.isNull ? 0 : 1 } as const } : {},
  }
}

/** The one type that all are; decimals of different digits and anything mixed have none. */
function commonType(types: readonly DataType[]): DataType | undefined {
  const [first = STRING, ...others] = types
  const isSame = (type: DataType): boolean => type.name === first.name && (type.name !== 'decimal' || first.name !== 'decimal' || (type.precision === first.precision && type.scale === first.scale))
  return others.every(isSame) ? first : undefined
}

/** Whether a column of a type may hold times finer than a microsecond. */
export const mayBeFine = (type: AvroType): boolean =>
  type.kind === 'union' ? type.branches.some(mayBeFine) : type.kind === 'long' && INSTANTS[type.logical?.name ?? '']?.unit === 'ns'
