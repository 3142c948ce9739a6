import { decodeUtf8 } from '../csv/cells.ts'
import type { RecordShape } from './record-reader.ts'
import { markBytes } from './pieces.ts'
import { JsonSyntaxError, ValueScanner } from './value-scanner.ts'

/** Where records stand in a file, and what they are. */
export interface JsonLayout {
  /** Lines of their own, or elements of an array of one document. */
  readonly kind: 'json' | 'jsonl'
  /** The records are values that stand one after the other, over any number of lines. */
  readonly isSequence?: true
  /** The names that lead to the array. */
  readonly path: readonly string[]
  readonly shape: RecordShape
  /** What else stands in the document, beside the records. */
  readonly others: readonly string[]
}

/** The layout by a file's first bytes; undefined where it is no JSON, a reason where it has no records. */
export function detectJson(head: Uint8Array): JsonLayout | { readonly kind: 'none', readonly why: string } | undefined {
  const bytes = asUtf8(head)
  const text = decodeUtf8(bytes.subarray(0, 64)).trimStart()
  if (!/^[[{]/.test(text)) return undefined
  if (isLines(bytes)) return { kind: 'jsonl', path: [], shape: shapeOf(firstLines(bytes).find(isValue) ?? bytes), others: [] }
  const found = findArrays(bytes)
  if (found === undefined) return undefined
  const best = bestOf(found.arrays)
  if (best === undefined && isSequence(bytes)) return { kind: 'json', isSequence: true, path: [], shape: 'objects', others: [] }
  if (best === undefined) return { kind: 'none', why: found.isObject ? 'a single object without an array of records' : 'an array without elements' }
  return { kind: 'json', path: best.path, shape: best.shape, others: found.names.filter(name => name !== best.path[0]) }
}

/** What the array at a path holds, by a file's first bytes. */
export function shapeAt(head: Uint8Array, path: readonly string[]): RecordShape | undefined {
  return findArrays(asUtf8(head))?.arrays.find(array => array.path.join('.') === path.join('.'))?.shape
}

function asUtf8(head: Uint8Array): Uint8Array {
  const wide = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
  return wide === undefined ? head.subarray(markBytes(head)) : new TextEncoder().encode(new TextDecoder(wide).decode(head))
}

/** Whether a first object is followed by another, or by nothing that can be seen: lines may be longer than what is looked at. */
function isSequence(bytes: Uint8Array): boolean {
  const scanner = new ValueScanner()
  scanner.start(bytes, 0, bytes.length)
  if (scanner.peek() !== 0x7b) return false
  try {
    scanner.skipValue()
    return scanner.peek() === 0x7b
  } catch (error) {
    if (error instanceof JsonSyntaxError) return bytes.length >= LONG_HEAD_BYTES && error.at >= bytes.length - MAX_TOKEN_BYTES
    throw error
  }
}

/** A text so long is only the beginning of a file. */
const LONG_HEAD_BYTES = 900_000
/** A syntax error so near to the end of a beginning is that it ends: the token under way began there. */
const MAX_TOKEN_BYTES = 16

const LINES_LOOKED_AT = 20

/** Whether most of the first lines are values of their own; a single line only where it is an object that is a record itself. */
function isLines(bytes: Uint8Array): boolean {
  const lines = firstLines(bytes)
  const [line] = lines
  if (line === undefined) return false
  const values = lines.filter(isValue).length
  if (lines.length > 1) return values > lines.length / 2 || (values === lines.length / 2 && isValue(line))
  return isValue(line) && line[0] === 0x7b && bestOf(findArrays(line)?.arrays ?? []) === undefined
}

/** The first lines that are not blank; the last of the text may be cut off, and is left out where there are others. */
function firstLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let from = 0; from < bytes.length && lines.length < LINES_LOOKED_AT;) {
    const found = bytes.indexOf(0x0a, from)
    const line = bytes.subarray(from, found < 0 ? bytes.length : found)
    if (line.some(byte => byte > 0x20) && (found >= 0 || lines.length < 2)) lines.push(line)
    from = found < 0 ? bytes.length : found + 1
  }
  return lines
}

function isValue(text: Uint8Array): boolean {
  const scanner = new ValueScanner()
  scanner.start(text, 0, text.length)
  try {
    scanner.skipValue()
    return scanner.peek() === -1
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false
    throw error
  }
}

/** Whether a value begins here, as far as the text goes. */
function isValueHere(scanner: ValueScanner): boolean {
  try {
    scanner.skipValue()
    return true
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.at >= scanner.end
    throw error
  }
}

function shapeOf(text: Uint8Array): RecordShape {
  const first = text.find(byte => byte > 0x20)
  return first === 0x7b ? 'objects' : first === 0x5b ? 'arrays' : 'values'
}

interface FoundArray {
  readonly path: readonly string[]
  readonly shape: RecordShape
}

/** The nearest to the top; of equals one of objects, then one of arrays. */
function bestOf(arrays: readonly FoundArray[]): FoundArray | undefined {
  const rank = ({ shape }: FoundArray): number => shape === 'objects' ? 0 : shape === 'arrays' ? 1 : 2
  const tables = arrays.filter(({ path, shape }) => shape !== 'values' || path.length === 0)
  return [...tables].sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length)[0]
}

/** The arrays that names alone lead to, as far as the text goes; undefined when it is no JSON from the start. */
function findArrays(bytes: Uint8Array): { readonly arrays: readonly FoundArray[], readonly names: readonly string[], readonly isObject: boolean } | undefined {
  const scanner = new ValueScanner()
  scanner.start(bytes, 0, bytes.length)
  const arrays: FoundArray[] = []
  const names: string[] = []
  const visit = (path: readonly string[]): void => {
    const first = scanner.peek()
    if (first === 0x5b) {
      const from = scanner.at
      scanner.at++
      const element = scanner.peek()
      // What begins with a bracket may be anything; an object in it hardly is.
      if (element === 0x7b) arrays.push({ path, shape: 'objects' })
      else if (element !== 0x5d && element !== -1 && isValueHere(scanner)) arrays.push({ path, shape: element === 0x5b ? 'arrays' : 'values' })
      scanner.at = from
      scanner.skipValue()
    } else if (first === 0x7b && path.length < 8) {
      scanner.at++
      if (scanner.peek() === 0x7d) {
        scanner.at++
        return
      }
      for (;;) {
        scanner.expect(0x22, 'a name in quotes')
        const from = scanner.at
        scanner.skipString()
        const name = decodeUtf8(bytes.subarray(from, scanner.at - 1))
        if (path.length === 0) names.push(name)
        scanner.expect(0x3a, 'a colon')
        visit([...path, name])
        if (scanner.peek() === 0x7d) break
        scanner.expect(0x2c, 'a comma or }')
      }
      scanner.at++
    } else scanner.skipValue()
  }
  const isObject = scanner.peek() === 0x7b
  try {
    visit([])
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    // The sample ends somewhere; what is no JSON long before that is none.
    if (arrays.length === 0 && error.at < bytes.length - 1) return undefined
  }
  return { arrays, names, isObject }
}
