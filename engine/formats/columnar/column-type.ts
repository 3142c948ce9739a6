import { unreachable } from '../../base/assert.ts'
import type { DataType } from '../../data/type.ts'
import type { ArrowField } from './arrow-type.ts'

/** What a column of a file is to us, and what the user should know about it. */
export interface ColumnReading {
  readonly type: DataType
  readonly note?: string
}

/** The most digits that the engines' decimals have. */
const MAX_PRECISION = 38

/** The type of a column. `exceeds`: it has a value that the plain type does not hold, see {@link import('./exceeds.ts').exceeds}. */
export function readingOf({ name, type, isJson = false, children }: ArrowField, exceeds: boolean): ColumnReading {
  const label = JSON.stringify(name)
  switch (type.kind) {
    case 'null': return { type: { name: 'string' } }
    case 'bool': return { type: { name: 'boolean' } }
    case 'int': return { type: type.bits === 64 && !type.isSigned && exceeds ? { name: 'decimal', precision: 20, scale: 0 } : { name: 'integer' } }
    case 'float': return { type: { name: 'number' } }
    case 'decimal': {
      const precision = type.precision + Math.max(0, -type.scale)
      if (precision > MAX_PRECISION || type.scale > precision) return { type: { name: 'string' }, note: `Column ${label} has decimals of ${precision} digits; they are read as text, every digit kept.` }
      return { type: { name: 'decimal', precision, scale: Math.max(0, type.scale) } }
    }
    case 'utf8':
    case 'utf8View': return { type: { name: isJson ? 'json' : 'string' } }
    case 'binary':
    case 'binaryView':
    case 'fixed': return { type: { name: 'string' }, note: `Column ${label} holds bytes; they are read as hexadecimal text: \\x00ff.` }
    case 'uuid': return { type: { name: 'string' } }
    case 'date': return { type: { name: 'date' } }
    case 'time': return exceeds ? fine(label) : { type: { name: 'time' } }
    case 'int96': return exceeds ? fine(label) : { type: { name: 'datetime' } }
    case 'timestamp': return exceeds ? fine(label) : { type: { name: type.zone === undefined ? 'datetime' : 'timestamp' } }
    case 'duration':
    case 'interval':
    case 'months': return { type: { name: 'string' }, note: `Column ${label} holds durations; they are read as ISO 8601 text: P1M2DT3.5S.` }
    case 'list':
    case 'listView':
    case 'fixedList': return { type: { name: 'array' } }
    case 'struct':
    case 'map':
    case 'union': return { type: { name: 'json' } }
    case 'runEnd': {
      const values = children[1]
      return values ? readingOf({ ...values, name }, exceeds) : { type: { name: 'string' } }
    }
    default: return unreachable(type)
  }
}

const fine = (label: string): ColumnReading =>
  ({ type: { name: 'string' }, note: `Column ${label} has times finer than a microsecond; they are read as text, all nine digits kept.` })
