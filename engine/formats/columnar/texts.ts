import { isJson } from '../../data/json.ts'
import type { ArrowColumn, ArrowField, ArrowType } from './arrow-type.ts'
import { bytesOf, elements, offsetsOf } from './buffers.ts'
import { Damage } from './damage.ts'
import { integersOf, isSet, NOTHING } from './integers.ts'
import { scalarTextOf } from './scalar-texts.ts'

/** The text of element `index` of a column. */
export type TextAt = (index: number) => string
/** The same, or null. */
export type CellAt = (index: number) => string | null

/** Whether a column's values are told as JSON texts. */
export const isNested = ({ kind }: ArrowType): boolean =>
  kind === 'list' || kind === 'listView' || kind === 'fixedList' || kind === 'struct' || kind === 'map' || kind === 'union'

/** The cells of a column. @throws Damage when its buffers do not hold what it says */
export function cellsOf(column: ArrowColumn): CellAt {
  const { field: { type }, dictionary } = column
  if (dictionary) return indexed(column, dictionary, keptCells)
  switch (type.kind) {
    case 'null': return () => null
    case 'runEnd': return ofRuns(column, cellsOf(childOf(column, 1)))
    default: return unlessNull(column, isNested(type) ? jsonTextOf(column) : scalarTextOf(column))
  }
}

/** The values of a column as JSON. */
function jsonOf(column: ArrowColumn): TextAt {
  const { field: { type, isJson: isDocument = false }, dictionary } = column
  if (dictionary) return orNull(indexed(column, dictionary, keptJson))
  switch (type.kind) {
    case 'null': return () => 'null'
    case 'runEnd': return orNull(ofRuns(column, jsonOf(childOf(column, 1))))
    default: {
      const text = isNested(type) ? jsonTextOf(column) : jsonScalar(type, isDocument, scalarTextOf(column))
      return orNull(unlessNull(column, text))
    }
  }
}

const orNull = (cell: CellAt): TextAt => index => cell(index) ?? 'null'

/** A scalar's text as a JSON value; what JSON has no form for, NaN for one, is a string. */
export function jsonScalar(type: ArrowType, isDocument: boolean, text: TextAt): TextAt {
  switch (type.kind) {
    case 'int':
    case 'decimal':
    case 'bool': return text
    case 'float': return index => {
      const number = text(index)
      return NUMBER.test(number) ? number : JSON.stringify(number)
    }
    default: return isDocument ? index => documentOrText(text(index)) : index => JSON.stringify(text(index))
  }
}

const documentOrText = (text: string): string => isJson(text) ? text : JSON.stringify(text)
const NUMBER = /^-?[0-9]/

function unlessNull({ validity, offset, length }: ArrowColumn, text: CellAt): CellAt {
  if (!validity) return text
  const bits = bytesOf(validity, Math.ceil((offset + length) / 8), 1)
  return index => isSet(bits, offset + index) ? text(index) : null
}

/** The cells of a dictionary by their indices. */
function indexed(column: ArrowColumn, dictionary: readonly ArrowColumn[], valuesOf: (piece: ArrowColumn) => CellAt): CellAt {
  const { indices } = column.field.dictionary ?? {}
  if (!indices) throw new Damage('a column has a dictionary and no indices')
  const at = integersOf(indices, column)
  const pieces = dictionary.map(piece => ({ count: piece.length, value: valuesOf(piece) }))
  return unlessNull(column, index => {
    let key = at(index)
    for (const { count, value } of pieces) {
      if (key >= 0 && key < count) return value(key)
      key -= count
    }
    throw new Damage(`an index leads to value ${at(index)} of a dictionary that has fewer`)
  })
}

/** The cells of a dictionary, which is used batch after batch: each text is made once. */
function kept(make: (column: ArrowColumn) => CellAt): (dictionary: ArrowColumn) => CellAt {
  const known = new WeakMap<ArrowColumn, CellAt>()
  return dictionary => {
    const before = known.get(dictionary)
    if (before) return before
    const value = make(dictionary)
    const made = new Array<string | null | undefined>(Math.min(dictionary.length, MAX_KEPT))
    const cell: CellAt = index => {
      const text = made[index]
      if (text !== undefined) return text
      const fresh = value(index)
      if (index < MAX_KEPT) made[index] = fresh
      return fresh
    }
    known.set(dictionary, cell)
    return cell
  }
}

/** Texts of a dictionary that are kept. */
const MAX_KEPT = 100_000
const keptCells = kept(column => cellsOf(column))
const keptJson = kept(column => jsonOf(column))

function childOf({ children }: ArrowColumn, at: number): ArrowColumn {
  const child = children[at]
  if (!child) throw new Damage('a column lacks a part that its type has')
  return child
}

/** Values that stand for stretches: the child before them says where each ends. */
function ofRuns<Text extends string | null>(column: ArrowColumn, values: (index: number) => Text): (index: number) => Text {
  const [ends, valueColumn] = [childOf(column, 0), childOf(column, 1)]
  if (ends.field.type.kind !== 'int') throw new Damage('the ends of runs are no integers')
  const endAt = integersOf(ends.field.type, ends)
  const runs = Math.min(ends.length, valueColumn.length)
  let run = 0
  return index => {
    const at = column.offset + index
    if (run > 0 && at < endAt(run - 1)) run = 0
    while (run < runs && at >= endAt(run)) run++
    if (run === runs) throw new Damage('the runs of a column end before it does')
    return values(run)
  }
}

/** The texts of values that have parts. */
function jsonTextOf(column: ArrowColumn): TextAt {
  const { field: { type }, buffers: [first = NOTHING, second = NOTHING], offset, length } = column
  switch (type.kind) {
    case 'list': {
      const child = childOf(column, 0)
      const offsets = offsetsOf(first, type.offsets, offset, length, child.length)
      const json = jsonOf(child)
      return index => listText(json, offsets[index] as number, offsets[index + 1] as number)
    }
    case 'listView': {
      const child = childOf(column, 0)
      const width = { kind: 'int', bits: type.offsets, isSigned: true } as const
      const [starts, sizes] = [integersOf(width, column), integersOf(width, { ...column, buffers: [second] })]
      const json = jsonOf(child)
      return index => {
        const [start, size] = [starts(index), sizes(index)]
        if (start < 0 || size < 0 || start + size > child.length) throw new Damage('a list leads out of its elements')
        return listText(json, start, start + size)
      }
    }
    case 'fixedList': {
      const child = childOf(column, 0)
      if (child.length < (offset + length) * type.size) throw new Damage('a column of lists lacks elements')
      const json = jsonOf(child)
      return index => listText(json, (offset + index) * type.size, (offset + index + 1) * type.size)
    }
    case 'struct': return structTextOf(column)
    case 'map': return mapTextOf(column)
    case 'union': return unionTextOf(type, column)
    default: throw new Damage(`a ${type.kind} has no parts`)
  }
}

function listText(json: TextAt, start: number, end: number): string {
  let text = '['
  for (let i = start; i < end; i++) text += i === start ? json(i) : `,${json(i)}`
  return `${text}]`
}

function structTextOf(column: ArrowColumn): TextAt {
  const { children, offset, length } = column
  for (const child of children) if (child.length < offset + length) throw new Damage('a part of a column is shorter than the column')
  const names = memberNames(children.map(({ field }) => field))
  const parts = children.map(jsonOf)
  return index => {
    let text = '{'
    for (let i = 0; i < parts.length; i++) text += `${names[i] as string}${(parts[i] as TextAt)(offset + index)}`
    return `${text}}`
  }
}

/** `"a":`, `,"b":` …; no name twice, since JSON with a name twice is none. */
export function memberNames(fields: readonly Pick<ArrowField, 'name'>[]): string[] {
  const taken = new Set<string>()
  return fields.map(({ name }, i) => {
    let free = name
    for (let count = 2; taken.has(free); count++) free = `${name}_${count}`
    taken.add(free)
    return `${i === 0 ? '' : ','}${JSON.stringify(free)}:`
  })
}

/** An object; where a key comes twice, a list of pairs, which loses none. */
function mapTextOf(column: ArrowColumn): TextAt {
  const { buffers: [first = NOTHING], offset, length } = column
  const entries = childOf(column, 0)
  const [keys, values] = [childOf(entries, 0), childOf(entries, 1)]
  const count = Math.min(keys.length, values.length, entries.offset + entries.length) - entries.offset
  const offsets = offsetsOf(first, 32, offset, length, count)
  const key = cellsOf(keys)
  const [jsonKey, jsonValue] = [jsonOf(keys), jsonOf(values)]
  return index => {
    const start = entries.offset + (offsets[index] as number)
    const end = entries.offset + (offsets[index + 1] as number)
    return mapText(end - start, i => key(start + i) ?? 'null', i => jsonKey(start + i), i => jsonValue(start + i))
  }
}

/** The JSON of a map of `count` entries. */
export function mapText(count: number, key: TextAt, jsonKey: TextAt, jsonValue: TextAt): string {
  const names = new Set<string>()
  let object = ''
  for (let i = 0; i < count; i++) {
    const name = key(i)
    names.add(name)
    object += `${i === 0 ? '{' : ','}${JSON.stringify(name)}:${jsonValue(i)}`
  }
  if (names.size === count) return count === 0 ? '{}' : `${object}}`
  let pairs = ''
  for (let i = 0; i < count; i++) pairs += `${i === 0 ? '[' : ','}{"key":${jsonKey(i)},"value":${jsonValue(i)}}`
  return `${pairs}]`
}

function unionTextOf({ isDense, codes }: Extract<ArrowType, { kind: 'union' }>, column: ArrowColumn): TextAt {
  const { buffers: [types = NOTHING, places = NOTHING], offset, length, children } = column
  const codeAt = elements(Int8Array, types, offset + length)
  const placeAt = isDense ? elements(Int32Array, places, offset + length) : undefined
  const parts = children.map(jsonOf)
  return index => {
    const at = codes.indexOf(codeAt[offset + index] as number)
    const place = placeAt ? placeAt[offset + index] as number : offset + index
    const part = parts[at]
    if (!part || place < 0 || place >= (children[at]?.length ?? 0)) throw new Damage('a value of a union is of no type that the union has')
    return part(place)
  }
}
