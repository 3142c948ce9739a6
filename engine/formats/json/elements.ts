import { continued } from '../../base/bytes.ts'
import { ConnectorError } from '../../base/errors.ts'
import { MAX_RECORD_BYTES, tooLong, type RecordText } from './pieces.ts'

const LF = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const MAX_DEPTH = 1000
/** The array has been read. */
const NO_ARRAY = -2

/** 1: space between tokens; 2: a token's own mark or a line end. All others are parts of numbers and words. */
const CLASSES = new Uint8Array(256)
for (const space of [0x20, 0x09, 0x0d]) CLASSES[space] = 1
for (const mark of [LF, QUOTE, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT]) CLASSES[mark] = 2

interface Container {
  readonly isArray: boolean
  /** The name under which the next value stands, in an object. */
  name: string
}

/**
 * The elements of the array that stands at `path` in a document (`[]` is the document itself), each as its text, as many at a time as came together: quotes and brackets are
 * followed, what stands between them is checked by whoever reads the element. A document that is cut off gives its last element as it
 * is. An element whose brackets do not match costs itself, where the next begins on a line of its own; a bracket elsewhere that closes nothing ends the document with an error.
 * @throws ConnectorError `damaged_json`, `record_too_long`
 */
export async function* elementsAt(path: readonly string[], pieces: AsyncIterable<Uint8Array>, firstOffset: number, name: string): AsyncGenerator<readonly RecordText[]> {
  const stack: Container[] = []
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest: Uint8Array = new Uint8Array(0)
  let offset = firstOffset
  let line = 1
  let isInString = false
  let isEscaped = false
  /** Where the string that is a name begins, of the object that is on the path. */
  let nameFrom = -1
  /** Where the element begins, -1 outside; and the depth of the array that holds it. */
  let elementFrom = -1
  let elementLine = 0
  let arrayDepth = -1
  /** A comma came last. */
  let isBehindComma = false
  /** Brackets within the element do not match: it goes on to the line on which the next one seems to begin. */
  let isLost = false
  /** The last byte that is no space, where it stands, and whether a line end came behind it. */
  let last = { byte: 0, at: 0, isBeforeLineEnd: false }
  /** The records have ended; the document has. */
  let isOver = false
  let isClosed = false
  const damaged = (what: string, at: number): ConnectorError => new ConnectorError('damaged_json', `${name} is no JSON: ${what} at byte ${offset + at}, line ${line}`, { details: { byteOffset: offset + at, line }, hint: 'Check that the file was written completely.' })
  const lose = (at: number): void => {
    isLost = true
    last = { byte: 0, at, isBeforeLineEnd: false }
  }
  const isOnPath = (): boolean => arrayDepth === -1 && stack.length === path.length && stack.every(({ isArray, name }, i) => !isArray && name === path[i])

  for await (const piece of pieces) {
    const bytes = continued(rest, piece)
    const elements: RecordText[] = []
    let at = rest.length
    const { length } = bytes
    for (; at < length; at++) {
      const byte = bytes[at] as number
      if (isLost) {
        if (byte === LF) {
          line++
          last.isBeforeLineEnd = true
          continue
        }
        if (CLASSES[byte] === 1) continue
        const isNext = last.isBeforeLineEnd && (byte === OPEN_OBJECT && last.byte === COMMA || byte === CLOSE_ARRAY)
        if (!isNext) {
          last = { byte, at, isBeforeLineEnd: false }
          continue
        }
        const to = last.byte === COMMA ? last.at : at
        elements.push({ bytes, from: elementFrom, to, line: elementLine, byteOffset: offset + elementFrom })
        isLost = false
        elementFrom = -1
        stack.length = arrayDepth
      }
      if (isInString) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) {
          isInString = false
          if (nameFrom >= 0) {
            const top = stack.at(-1)
            if (top) top.name = nameOf(decoder.decode(bytes.subarray(nameFrom, at + 1)))
            nameFrom = -1
          }
        } else if (byte === LF) line++
        continue
      }
      const kind = CLASSES[byte] as number
      if (kind === 1) continue
      if (isClosed && byte !== LF) throw damaged('there is more behind its end', at)
      if (byte !== COMMA && byte !== LF && byte !== CLOSE_ARRAY) isBehindComma = false
      if (kind === 0) {
        if (elementFrom < 0 && stack.length === arrayDepth) [elementFrom, elementLine] = [at, line]
        continue
      }
      switch (byte) {
        case LF: line++; break
        case QUOTE:
          isInString = true
          if (elementFrom < 0 && stack.length === arrayDepth) [elementFrom, elementLine] = [at, line]
          // Names matter only on the way to the array.
          else if (arrayDepth === -1 && stack.at(-1)?.isArray === false && stack.length <= path.length) nameFrom = at
          break
        case OPEN_ARRAY:
        case OPEN_OBJECT: {
          const isArray = byte === OPEN_ARRAY
          if (elementFrom < 0 && stack.length === arrayDepth) [elementFrom, elementLine] = [at, line]
          const isTheArray = isArray && isOnPath()
          stack.push({ isArray, name: '' })
          if (isTheArray) arrayDepth = stack.length
          if (stack.length > MAX_DEPTH && elementFrom >= 0) lose(at)
          else if (stack.length > MAX_DEPTH) throw damaged(`values stand in more than ${MAX_DEPTH} others`, at)
          break
        }
        case CLOSE_ARRAY:
        case CLOSE_OBJECT: {
          const isMatched = stack.at(-1)?.isArray === (byte === CLOSE_ARRAY)
          if (!isMatched && elementFrom >= 0 && stack.length >= arrayDepth) {
            lose(at)
            break
          }
          const isEndOfArray = stack.length === arrayDepth
          // Nothing between a comma and the end is an element that is missing.
          if (isEndOfArray && (elementFrom >= 0 || isBehindComma)) {
            const from = elementFrom < 0 ? at : elementFrom
            elements.push({ bytes, from, to: at, line: elementFrom < 0 ? line : elementLine, byteOffset: offset + from })
            elementFrom = -1
          }
          const top = stack.pop()
          if (top === undefined || !isMatched) throw damaged('a bracket closes nothing', at)
          // What stands behind the records is not looked at: it is no part of the table.
          if (isEndOfArray) {
            isOver = true
            arrayDepth = NO_ARRAY
          }
          if (stack.length === 0) isClosed = true
          break
        }
        case COMMA:
          if (stack.length === arrayDepth) {
            // Nothing between two commas is an element too, and a broken one.
            const from = elementFrom < 0 ? at : elementFrom
            elements.push({ bytes, from, to: at, line: elementFrom < 0 ? line : elementLine, byteOffset: offset + from })
            elementFrom = -1
            isBehindComma = true
          }
      }
    }
    yield elements
    const keepFrom = elementFrom >= 0 ? elementFrom : nameFrom >= 0 ? nameFrom : length
    if (length - keepFrom > MAX_RECORD_BYTES) throw tooLong(`the record at line ${elementLine}`, offset + keepFrom)
    rest = bytes.slice(keepFrom)
    offset += keepFrom
    last.at -= keepFrom
    if (elementFrom >= 0) elementFrom = 0
    if (nameFrom >= 0) nameFrom = 0
  }
  if (isOver && stack.length === 0) return
  if (arrayDepth === -1) throw damaged(`there are no records at ${path.length === 0 ? 'its beginning' : path.join('.')}`, rest.length)
  if (elementFrom >= 0) yield [{ bytes: rest, from: 0, to: rest.length, line: elementLine, byteOffset: offset }]
  throw new TruncatedJson(`${name} ends before its last record does: it was cut off`)
}

/** The document ended within the array: what was there has been given. */
export class TruncatedJson extends Error {}

function nameOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return quoted.slice(1, -1)
  }
}
