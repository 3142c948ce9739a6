import { unreachable } from '../../base/assert.ts'
import type { SourceColumn } from '../table.ts'
import { ByteSink } from './byte-sink.ts'
import type { FlatFields } from './flatbuffer-writer.ts'
import { notOfType, smallInteger, valueIn } from './typed-cell.ts'

/** What a column is in Arrow: the number of its type in the union `Type` of Schema.fbs, and that type's table. */
export interface ArrowTyping {
  readonly number: number
  readonly table: FlatFields
}

/** Buffers of a column in a batch: validity, and those of the type. */
export interface BuiltColumn {
  readonly nulls: number
  readonly buffers: readonly Uint8Array[]
}

/** Gathers a column's texts as Arrow's buffers. */
export interface ColumnBuilder {
  readonly typing: ArrowTyping
  /** Bytes gathered since the last {@link take}. */
  readonly bytes: number
  /** @throws ConnectorError `not_of_type` */
  add(text: string | null, row: number): void
  /** What was gathered; the next batch begins. */
  take(): BuiltColumn
}

const MICROSECOND = 2
const DOUBLE = 2
/** More digits than 16 bytes hold. */
const MAX_PRECISION_128 = 38
const MAX_PRECISION_256 = 76

export function columnBuilder(column: SourceColumn): ColumnBuilder {
  const { type } = column
  switch (type.name) {
    case 'string':
    case 'json':
    case 'array': return new TextBuilder()
    case 'integer': return new WideBuilder(column, { number: 2, table: { 0: { int: 64 }, 1: { byte: 1 } } }, 1)
    case 'number': return new NumberBuilder(column)
    case 'decimal': {
      if (type.precision > MAX_PRECISION_256) return new TextBuilder()
      const words = type.precision > MAX_PRECISION_128 ? 4 : 2
      return new WideBuilder(column, { number: 7, table: { 0: { int: type.precision }, 1: { int: type.scale }, 2: { int: 64 * words } } }, words)
    }
    case 'boolean': return new BooleanBuilder(column)
    case 'date': return new DateBuilder(column)
    case 'datetime': return new WideBuilder(column, { number: 10, table: { 0: { short: MICROSECOND } } }, 1)
    case 'timestamp': return new WideBuilder(column, { number: 10, table: { 0: { short: MICROSECOND }, 1: { text: 'UTC' } } }, 1)
    case 'time': return new WideBuilder(column, { number: 9, table: { 0: { short: MICROSECOND }, 1: { int: 64 } } }, 1)
    default: return unreachable(type)
  }
}

/** A bit for each row, least significant first. */
class BitSink {
  private readonly sink = new ByteSink()
  private byte = 0
  private count = 0
  set = 0

  add(isSet: boolean): void {
    if (isSet) {
      this.byte |= 1 << (this.count & 7)
      this.set++
    }
    if ((++this.count & 7) === 0) this.flush()
  }

  /** The bits, and how many are not set. */
  take(): { readonly bits: Uint8Array, readonly unset: number } {
    if ((this.count & 7) !== 0) this.flush()
    const unset = this.count - this.set
    this.count = 0
    this.set = 0
    return { bits: this.sink.take(), unset }
  }

  private flush(): void {
    this.sink.byte(this.byte)
    this.byte = 0
  }
}

abstract class ValueBuilder implements ColumnBuilder {
  private readonly validity = new BitSink()
  protected readonly values = new ByteSink()
  abstract readonly typing: ArrowTyping

  constructor(protected readonly column: SourceColumn) {}

  get bytes(): number {
    return this.values.at
  }

  add(text: string | null, row: number): void {
    this.validity.add(text !== null)
    if (text === null) this.addNull()
    else if (!this.addText(text)) throw notOfType(text, this.column, row)
  }

  take(): BuiltColumn {
    const { bits, unset } = this.validity.take()
    return { nulls: unset, buffers: [bits, this.values.take()] }
  }

  protected abstract addNull(): void
  /** False when the text is no value of the type. */
  protected abstract addText(text: string): boolean
}

/** Integers of 64 bits or more, by their words, the lowest first; moments too, which are microseconds. */
class WideBuilder extends ValueBuilder {
  constructor(column: SourceColumn, readonly typing: ArrowTyping, private readonly words: number) {
    super(column)
  }

  protected addNull(): void {
    this.small(0)
  }

  protected addText(text: string): boolean {
    const { type } = this.column
    const small = type.name === 'integer' ? smallInteger(text) : undefined
    if (small !== undefined) {
      this.small(small)
      return true
    }
    const value = valueIn(text, type)
    if (typeof value !== 'bigint') return false
    for (let word = 0; word < this.words; word++) {
      const bits = value >> BigInt(64 * word)
      this.values.uint32(Number(bits & 0xffff_ffffn))
      this.values.uint32(Number((bits >> 32n) & 0xffff_ffffn))
    }
    return true
  }

  private small(value: number): void {
    this.values.uint32(value >>> 0)
    this.values.uint32(Math.floor(value / 0x1_0000_0000) >>> 0)
    for (let word = 1; word < this.words; word++) {
      this.values.uint32(0)
      this.values.uint32(0)
    }
  }
}

class NumberBuilder extends ValueBuilder {
  readonly typing: ArrowTyping = { number: 3, table: { 0: { short: DOUBLE } } }

  protected addNull(): void {
    this.values.double(0)
  }

  protected addText(text: string): boolean {
    const value = valueIn(text, this.column.type)
    if (typeof value !== 'number') return false
    this.values.double(value)
    return true
  }
}

class DateBuilder extends ValueBuilder {
  readonly typing: ArrowTyping = { number: 8, table: { 0: { short: 0 } } }

  protected addNull(): void {
    this.values.uint32(0)
  }

  protected addText(text: string): boolean {
    const days = valueIn(text, this.column.type)
    if (typeof days !== 'number') return false
    this.values.uint32(days >>> 0)
    return true
  }
}

class BooleanBuilder extends ValueBuilder {
  readonly typing: ArrowTyping = { number: 6, table: {} }
  private readonly bits = new BitSink()

  protected addNull(): void {
    this.bits.add(false)
  }

  protected addText(text: string): boolean {
    const value = valueIn(text, this.column.type)
    if (typeof value === 'boolean') this.bits.add(value)
    return typeof value === 'boolean'
  }

  override take(): BuiltColumn {
    const { nulls, buffers: [validity = new Uint8Array(0)] } = super.take()
    return { nulls, buffers: [validity, this.bits.take().bits] }
  }
}

class TextBuilder implements ColumnBuilder {
  readonly typing: ArrowTyping = { number: 5, table: {} }
  private readonly validity = new BitSink()
  private readonly offsets = new ByteSink()
  private readonly text = new ByteSink()

  constructor() {
    this.offsets.uint32(0)
  }

  get bytes(): number {
    return this.text.at + this.offsets.at
  }

  add(text: string | null): void {
    this.validity.add(text !== null)
    if (text !== null) this.text.text(text)
    this.offsets.uint32(this.text.at)
  }

  take(): BuiltColumn {
    const { bits, unset } = this.validity.take()
    const built = { nulls: unset, buffers: [bits, this.offsets.take(), this.text.take()] }
    this.offsets.uint32(0)
    return built
  }
}
