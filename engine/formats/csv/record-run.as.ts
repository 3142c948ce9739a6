/**
 * The scanner's straight road, in AssemblyScript: copies run after run of well-formed records from the bytes of a file into segment text,
 * sixteen bytes at a time. It knows only what is frequent (UTF-8, a delimiter of one byte, double quotes or none, records that end in `\n`
 * or `\r\n`) and stops before the first record that is anything else, malformed ones among them: that one is the TypeScript scanner's,
 * which is the grammar. What it does take is as docs/csv.md has it. Records that a prefilter finds in order it takes, and does not copy, or
 * it says where those are that are not.
 *
 * The host writes bytes to `input`, calls `run`, and reads segment text at `output`, positions at `positions`, and the exported globals.
 * `npx tsx scripts/wasm.ts` compiles it into record-run.wasm.ts.
 */

import { bitsOf, COMMA, CR, equal, isUtf8, LF, NONE, QUOTE, VECTOR } from '../bytes.as.ts'

/** Behind `input` and `output` there is room for a vector more: both are read and written sixteen bytes at a time. */
const DIGITS: usize = 20
export const inputBytes: usize = 1 << 19
export const outputBytes: usize = 1 << 20
/** Two 32-bit words each. */
const maxPositions: usize = 1 << 13

/** The compiler keeps nothing in memory, but no address is 0. */
const digitsFrom: usize = 1024
const digitsTo: usize = digitsFrom + DIGITS
export const positions: usize = 2048
/** Two 32-bit words each: where unsure records start in the output, and where they end. */
const maxUnsure: usize = 1 << 13
export const unsure: usize = positions + maxPositions * 8
export const input: usize = unsure + maxUnsure * 8
export const output: usize = input + inputBytes + VECTOR
/**
 * By column five words: the first state and the classes of bytes for its plain cells, the same for its quoted ones, and how many bytes
 * either may have. A state is a word that says whether a cell may end there, and by class the state after it; states 0 and 1 are no addresses, as in data/automaton.ts.
 */
export const automata: usize = output + outputBytes + VECTOR
export const automataBytes: usize = 1 << 20
const COLUMN_BYTES: usize = 20
const NOTHING: usize = 0
const EVERYTHING: usize = 1

const NUL: u32 = 0x00
/** Room for a record's ordinal and line end. */
const FRAME_BYTES: usize = 24

let delimiter: u32 = COMMA
let columns: u32 = 0
let isQuoted: bool = true
/** What a comment line starts with; NUL where there are none. */
let comment: u32 = NUL
/** A longer record is left to others. */
let longestRecord: usize = 0
/** Without ordinals, and `\r\n` behind each record. */
let isFileText: bool = false
/** What becomes of records whose cells `automata` accept: nothing else than of others, or they are left out of the text, or the others are noted. */
const LEAVES_OUT: u32 = 1
const MARKS: u32 = 2
let filtering: u32 = 0

/** Of the last run: how far it read, and wrote. */
export let readTo: usize = 0
export let writtenTo: usize = 0
/** Lines of the file it read, records it is sure of, stretches of others, bytes of the longest line it wrote, positions it noted. */
export let lines: u32 = 0
export let sure: u32 = 0
export let unsureStretches: u32 = 0
export let longestLineBytes: u32 = 0
export let noted: u32 = 0

/** Of the record found last: where the next one starts, the line ends in its quotes, and whether any of its bytes is not ASCII. */
let next: usize = 0
let linesInside: u32 = 0
let highBytes: u32 = 0

export function configure(delimiterByte: u32, commentByte: u32, columnCount: u32, knowsQuotes: bool, recordBytes: u32, makesFileText: bool, filters: u32): void {
  delimiter = delimiterByte
  comment = commentByte
  columns = columnCount
  isQuoted = knowsQuotes
  longestRecord = recordBytes
  isFileText = makesFileText
  filtering = filters
}

/**
 * Takes at most `most` records of `[from, end)`, the first of which has the ordinal `ordinal`, while their text fits into `room` bytes.
 * Notes line and byte, from the run's start, of the record after `untilNoted` others and of each `every`-th from there.
 * Gives how many records it took.
 */
export function run(from: usize, end: usize, room: usize, ordinal: f64, most: u32, untilNoted: u32, every: u32): u32 {
  const limit = output + room
  const positionsEnd = positions + maxPositions * 8
  const unsureEnd = unsure + maxUnsure * 8
  let p = from
  let o = output
  let note = positions
  let records: u32 = 0
  let lineCount: u32 = 0
  let longest: u32 = 0
  let sureRecords: u32 = 0
  let stretch = unsure
  let untilNext = untilNoted
  let digits = writeOrdinal(ordinal)
  while (records < most && note < positionsEnd && stretch < unsureEnd) {
    const to = recordEnd(p, end)
    if (to == NONE || to - p > longestRecord || o + (to - p) + FRAME_BYTES > limit) break
    if (highBytes != 0 && !isUtf8(p, to)) break
    if (untilNext == 0) {
      store<u32>(note, lineCount)
      store<u32>(note, <u32>(p - from), 4)
      note += 8
      untilNext = every
    }
    untilNext--
    const needsNoLook = filtering != 0 && isSure(p, to)
    if (needsNoLook) sureRecords++
    if (needsNoLook && filtering == LEAVES_OUT) digits = countOn(digits)
    else {
      const lineStart = o
      if (!isFileText) {
        for (let d = digits; d < digitsTo; d++) store<u8>(o++, load<u8>(d))
        store<u8>(o++, <u8>COMMA)
        digits = countOn(digits)
      }
      o = copy(p, to, o)
      if (isFileText) store<u8>(o++, <u8>CR)
      store<u8>(o++, <u8>LF)
      longest = max(longest, <u32>(o - lineStart))
      if (filtering == MARKS && !needsNoLook) {
        // Neighbours are one stretch.
        if (stretch == unsure || load<u32>(stretch - 4) != <u32>(lineStart - output)) {
          store<u32>(stretch, <u32>(lineStart - output))
          stretch += 8
        }
        store<u32>(stretch - 4, <u32>(o - output))
      }
    }
    lineCount += linesInside + 1
    p = next
    records++
  }
  readTo = p
  writtenTo = o
  lines = lineCount
  sure = sureRecords
  unsureStretches = <u32>((stretch - unsure) >> 3)
  longestLineBytes = longest
  noted = <u32>((note - positions) >> 3)
  return records
}

/** Where the text of the record at `from` ends; NONE when it is not one to take, or does not end before `end`. */
function recordEnd(from: usize, end: usize): usize {
  // A comma is nothing special where it is not the delimiter, but segment text may only hold it in quotes.
  const unquotable = delimiter == COMMA ? NUL : COMMA
  if (from < end && comment != NUL && <u32>load<u8>(from) == comment) return NONE
  let p = from
  let cells: u32 = 1
  highBytes = 0
  linesInside = 0
  while (p < end) {
    const bytes = v128.load(p)
    const stops = bitsOf(v128.or(v128.or(v128.or(equal(bytes, LF), equal(bytes, CR)), v128.or(equal(bytes, QUOTE), equal(bytes, NUL))), equal(bytes, unquotable)))
    const delimiters = bitsOf(equal(bytes, delimiter))
    if (stops == 0) {
      cells += popcnt(delimiters)
      highBytes |= bitsOf(bytes)
      p += VECTOR
      continue
    }
    const at = ctz(stops)
    cells += popcnt(delimiters & below(at))
    highBytes |= bitsOf(bytes) & below(at)
    p += at
    if (p >= end) return NONE
    const stop: u32 = load<u8>(p)
    if (stop == LF || stop == CR) {
      next = lineEnd(p, end)
      return next != NONE && cells == columns ? p : NONE
    }
    if (stop != QUOTE || !isQuoted || (p > from && <u32>load<u8>(p - 1) != delimiter)) return NONE
    p = cellEnd(p + 1, end)
    if (p == NONE) return NONE
  }
  return NONE
}

/** Where the line end at `p` itself ends; NONE when it is a lone `\r`, or not known to be none. */
function lineEnd(p: usize, end: usize): usize {
  if (<u32>load<u8>(p) == LF) return p + 1
  return p + 1 < end && <u32>load<u8>(p + 1) == LF ? p + 2 : NONE
}

/** Where the quoted cell with the content at `from` ends, its quote passed; NONE unless a delimiter or a line end follows. */
function cellEnd(from: usize, end: usize): usize {
  let p = from
  while (p < end) {
    const bytes = v128.load(p)
    const stops = bitsOf(v128.or(v128.or(equal(bytes, QUOTE), equal(bytes, LF)), equal(bytes, NUL)))
    if (stops == 0) {
      highBytes |= bitsOf(bytes)
      p += VECTOR
      continue
    }
    const at = ctz(stops)
    highBytes |= bitsOf(bytes) & below(at)
    p += at
    if (p + 1 >= end) return NONE
    const stop: u32 = load<u8>(p)
    p++
    if (stop == LF) linesInside++
    else if (stop == NUL) return NONE
    else {
      const follower: u32 = load<u8>(p)
      if (follower == QUOTE) p++
      else return follower == delimiter || follower == LF || follower == CR ? p : NONE
    }
  }
  return NONE
}

/** Whether all cells of the record `[from, to)`, which is well-formed, are among those that its columns' automata accept. */
function isSure(from: usize, to: usize): bool {
  let p = from
  const end = automata + <usize>columns * COLUMN_BYTES
  for (let column = automata; column < end; column += COLUMN_BYTES) {
    p = p < to && <u32>load<u8>(p) == QUOTE ? sureQuotedEnd(p + 1, to, column) : sureEnd(p, to, column)
    if (p == NONE) return false
    p++
  }
  return true
}

/** Where the plain cell at `from` ends; NONE where it is not accepted. */
@inline
function sureEnd(from: usize, to: usize, column: usize): usize {
  let state: usize = load<u32>(column)
  const classes: usize = load<u32>(column, 4)
  let p = from
  while (p < to) {
    const byte = load<u8>(p)
    if (<u32>byte == delimiter) break
    if (state > EVERYTHING) state = after(state, classes, byte)
    p++
  }
  return accepts(state) && p - from <= load<u32>(column, 16) ? p : NONE
}

/** Where the quoted cell with the content at `from` ends, its quote passed; NONE where the content is not accepted. */
function sureQuotedEnd(from: usize, to: usize, column: usize): usize {
  let state: usize = load<u32>(column, 8)
  const classes: usize = load<u32>(column, 12)
  let p = from
  while (p < to) {
    const byte = load<u8>(p)
    p++
    if (<u32>byte == QUOTE) {
      if (p >= to || <u32>load<u8>(p) != QUOTE) break
      p++
    }
    if (state > EVERYTHING) state = after(state, classes, byte)
  }
  return accepts(state) && p - from <= load<u32>(column, 16) ? p : NONE
}

@inline
function accepts(state: usize): bool { return state == EVERYTHING || (state != NOTHING && load<u32>(state) != 0) }

@inline
function after(state: usize, classes: usize, byte: u8): usize {
  return load<u32>(state + (<usize>load<u8>(classes + byte) << 2), 4)
}

/** Copies a record's text to `o`, commas for its delimiters; gives where it ends there. */
function copy(from: usize, to: usize, o: usize): usize {
  const shift = o - from
  if (delimiter == COMMA) {
    for (let p = from; p < to; p += VECTOR) v128.store(p + shift, v128.load(p))
  } else {
    const comma = i8x16.splat(COMMA as i8)
    for (let p = from; p < to; p += VECTOR) {
      const bytes = v128.load(p)
      v128.store(p + shift, v128.bitselect(comma, bytes, equal(bytes, delimiter)))
    }
  }
  return to + shift
}

/** Writes a number in decimal, to the right; gives where its first digit is. */
function writeOrdinal(ordinal: f64): usize {
  let rest = <u64>ordinal
  let first = digitsTo
  do {
    first--
    store<u8>(first, <u8>(0x30 + rest % 10))
    rest /= 10
  } while (rest > 0)
  return first
}

/** Adds one to the number whose first digit is at `first`; gives where that is now. */
function countOn(first: usize): usize {
  let p = digitsTo - 1
  while (p >= first && load<u8>(p) == 0x39) {
    store<u8>(p, 0x30)
    p--
  }
  store<u8>(p, p < first ? 0x31 : load<u8>(p) + 1)
  return min(p, first)
}

@inline
function below(bit: u32): u32 { return (1 << bit) - 1 }
