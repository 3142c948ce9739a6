import type { LineWriter } from '../line-writer.ts'
import type { ArrowColumn, ArrowType } from './arrow-type.ts'
import { bytesOf, offsetsOf } from './buffers.ts'
import { integersOf, isSet, NOTHING, wholesOf } from './integers.ts'
import { scalarTextOf } from './scalar-texts.ts'
import { cellsOf, isNested } from './texts.ts'
import { viewsOf } from './utf8-texts.ts'

/** Writes the cell of element `index`; nothing where it is null. */
export type WriteCell = (index: number, line: LineWriter) => void

/** Writes the cells of a column as {@link cellsOf} tells them, bytes and integers without a string in between. @throws Damage */
export function cellWriterOf(column: ArrowColumn): WriteCell {
  const { field: { type }, dictionary } = column
  if (dictionary || type.kind === 'null' || type.kind === 'runEnd' || isNested(type)) {
    const cell = cellsOf(column)
    return (index, line) => {
      const text = cell(index)
      if (text !== null) line.text(text)
    }
  }
  return unlessNull(column, writerOf(type, column))
}

function writerOf(type: ArrowType, column: ArrowColumn): WriteCell {
  const { buffers: [first = NOTHING, data = NOTHING], offset, length } = column
  switch (type.kind) {
    case 'utf8': {
      const offsets = offsetsOf(first, type.offsets, offset, length, data.length)
      return (index, line) => { line.utf8(data, offsets[index] as number, offsets[index + 1] as number) }
    }
    case 'utf8View': {
      const at = viewsOf(column)
      return (index, line) => {
        const text = at(index)
        line.utf8(text, 0, text.length)
      }
    }
    case 'int': {
      if (type.bits < 64) {
        const at = integersOf(type, column)
        return (index, line) => { line.integer(at(index)) }
      }
      if (!type.isSigned) return throughText(column)
      const at = wholesOf(column)
      return (index, line) => {
        const value = at(index)
        if (typeof value === 'number') line.integer(value)
        else line.ascii(String(value))
      }
    }
    default: return throughText(column)
  }
}

/** By way of its text, which is ASCII and needs no quotes whatever the type: numbers, dates, hexadecimal digits. */
function throughText(column: ArrowColumn): WriteCell {
  const text = scalarTextOf(column)
  return (index, line) => { line.ascii(text(index)) }
}

function unlessNull({ validity, offset, length }: ArrowColumn, write: WriteCell): WriteCell {
  if (!validity) return write
  const bits = bytesOf(validity, Math.ceil((offset + length) / 8), 1)
  return (index, line) => { if (isSet(bits, offset + index)) write(index, line) }
}
