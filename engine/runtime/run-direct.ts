import type { RunClock } from '../algebra/index.ts'
import type { SegmentLayout } from '../backends/backend.ts'
import type { NativeBackend } from '../backends/node/duckdb-native.ts'
import { present } from '../base/assert.ts'
import type { PipeScanned } from '../connectors/node/pipe-scan.ts'
import type { CastSpec } from '../data/cast.ts'
import type { Prefilter } from '../data/prefilter.ts'
import { isTextual } from '../data/type.ts'
import { InOrder } from '../flow/in-order.ts'
import { isLeafType, ParquetFile, type EncodedRows, type SegmentTable } from '../formats/columnar/index.ts'
import { createScanner, joinLines, LITERAL, unsureText, type CsvDialect, type ScanProgress, type Segment, type SegmentLines } from '../formats/csv/index.ts'
import type { EncodeJob } from '../formats/node/encode-segment.ts'
import type { ByteSource } from '../formats/source.ts'
import { isRejectedSql, sureRowsOf, verdictSql, wordCount, type Plan } from '../plan/index.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'
import { RejectLog } from './reject-log.ts'

/** How rows of which a prefilter is sure become Parquet without an engine; all others go through one. */
export interface Direct {
  readonly prefilter: Prefilter
  readonly table: SegmentTable
  /** What null is written as, not in quotes. */
  readonly nullToken: string
}

/** What a run of this kind needs of the place it runs in. */
export interface DirectHost {
  readonly backend: NativeBackend
  /** Scans the input, unsure records marked; a segment's bytes are paid for until `take` is done with it. */
  readonly segments: (text: ByteSource, reading: { readonly dialect: CsvDialect, readonly prefilter: Prefilter }, take: (segment: Segment) => Promise<void>, onProgress: (progress: ScanProgress) => void, signal: AbortSignal) => Promise<PipeScanned>
  readonly encode: (job: EncodeJob) => Promise<EncodedRows>
  readonly writeValid: (pieces: AsyncIterable<Uint8Array>) => Promise<void>
  /** From how many bytes on it is worth its threads. */
  readonly minBytes: number
  /** The share of records that has to be sure, wherever some are looked at, for it to be worth while; others come at more than their usual price. */
  readonly minShare: number
}

/** So many bytes are looked at in one place to tell. */
const SAMPLE_BYTES = 1 << 20
/** Of a larger input also in its middle and at its end: many are put together from several. */
const ONE_SAMPLE_BYTES = 4 * SAMPLE_BYTES
/** Where fewer records are well-formed, or they have other cells, the sample began within a cell, and there is nothing to be learned. */
const WELL_FORMED = 0.5
const LF = 0x0a

/** Cells in a recipe's own words or formats would each be read in JavaScript. */
const isReadQuickly = ({ to, formats, trueValues, falseValues }: CastSpec): boolean => isLeafType(to.name) && formats === undefined && trueValues === undefined && falseValues === undefined

/** Undefined where the plan's output has to be made by an engine, and where too few records are sure for it to be worth while. */
export async function directFor(plan: Plan, text: ByteSource, dialect: CsvDialect, minShare: number): Promise<Direct | undefined> {
  const nullToken = dialect.null_tokens.find(token => !/[",\r\n]/.test(token))
  const sure = nullToken === undefined || plan.output.length === 0 ? undefined : sureRowsOf(plan, dialect)
  if (nullToken === undefined || !sure?.output.every(({ spec }) => isReadQuickly(spec))) return undefined
  const { prefilter, output } = sure
  for (const start of sampleStarts(text, dialect)) {
    if (await shareOfSure(text, start, plan.source.length, dialect, prefilter) < minShare) return undefined
  }
  return { prefilter, table: { columns: plan.source.length, nulls: dialect, output }, nullToken }
}

const sampleStarts = ({ size }: ByteSource, { encoding }: CsvDialect): readonly number[] =>
  size < ONE_SAMPLE_BYTES || encoding !== 'utf-8' ? [0] : [0, Math.floor(size / 2), size - SAMPLE_BYTES]

/** Of the records from some byte on. */
async function shareOfSure(text: ByteSource, start: number, columns: number, dialect: CsvDialect, prefilter: Prefilter): Promise<number> {
  const bytes = await text.read(start, Math.min(text.size, start + SAMPLE_BYTES))
  const isBeginning = start === 0
  const scanner = createScanner({ dialect: isBeginning ? dialect : { ...dialect, header: 0, skip_rows: 0 }, prefilter })
  const segments = [...scanner.push(isBeginning ? bytes : bytes.subarray(bytes.indexOf(LF) + 1)), scanner.flush()]
  // Who is sure of all records gives no segment.
  const unsure = segments.reduce((sum, segment) => sum + (segment?.records ?? 0), 0)
  const { counts: { physical, wellFormed }, header } = scanner
  const isWithinCell = !isBeginning && (header.length !== columns || wellFormed < physical * WELL_FORMED)
  return physical === 0 || isWithinCell ? 1 : (wellFormed - unsure) / physical
}

export interface DirectRun {
  readonly plan: Plan
  readonly text: ByteSource
  readonly dialect: CsvDialect
  readonly clock: RunClock
  readonly host: DirectHost
  readonly onProgress: (progress: ScanProgress) => void
  readonly signal: AbortSignal
}

/**
 * Judges an input and writes its valid rows, in their order: segment by segment an engine looks at the unsure records, those of them that
 * stay come back as text in the form of their types, and with the sure ones they become rows of Parquet. Gives what the scan found, what is
 * against rows, and how many were written.
 */
export async function judgeDirect(direct: Direct, { plan, text, dialect, clock, host, onProgress, signal: outer }: DirectRun): Promise<{ readonly log: RejectLog, readonly scanned: PipeScanned, readonly valid: number }> {
  const { table, prefilter } = direct
  // Whichever part fails first stops the others.
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, outer])
  const file = new ParquetFile()
  const log = new RejectLog(plan)
  const looks = new SegmentLooks(plan, direct, log, clock, host.backend)
  const rows = new InOrder<EncodedRows>()
  const encode = (segment: Uint8Array<ArrayBuffer>, unsure: Uint32Array<ArrayBuffer>, lines: SegmentLines): Promise<EncodedRows> => host.encode({ table, text: segment, unsure, lines })
  const take = ({ text, unsure: marks }: Segment): Promise<void> => {
    const unsure = present(marks, 'marks of unsure records')
    return rows.add(looks.lines(text, unsure).then(lines => encode(text, unsure, lines)))
  }
  async function* fileBytes(): AsyncGenerator<Uint8Array> {
    yield file.begin(await encode(new Uint8Array(0), new Uint32Array(0), joinLines([])))
    for await (const encoded of rows.taken()) yield file.add(encoded)
    yield file.end()
  }
  const stopping = (error: unknown): never => {
    stop.abort(error)
    rows.fail(error)
    throw error
  }
  const scanning = host.segments(text, { dialect, prefilter }, take, onProgress, signal).then(scanned => {
    rows.end()
    return scanned
  }).catch(stopping)
  const writing = host.writeValid(fileBytes()).catch(stopping)
  const results = await Promise.allSettled([scanning, writing])
  signal.throwIfAborted()
  const [scanned] = results
  if (scanned.status === 'rejected') throw scanned.reason as Error
  return { log, scanned: scanned.value, valid: file.numRows }
}

/** What an engine gives back of one look is held in this thread. */
const LOOK_BYTES = 1 << 21

/** Stretches, some at a time. */
function* pieces(unsure: Uint32Array): Generator<Uint32Array> {
  for (let from = 0; from < unsure.length;) {
    let to = from
    for (let bytes = 0; to < unsure.length && bytes < LOOK_BYTES; to += 2) bytes += (unsure[to + 1] ?? 0) - (unsure[to] ?? 0)
    yield unsure.subarray(from, to)
    from = to
  }
}

/** Has an engine look at unsure records, one segment's after the other. */
class SegmentLooks {
  private last: Promise<unknown> = Promise.resolve()
  private readonly layout: SegmentLayout
  private readonly wanted: readonly number[]

  constructor(private readonly plan: Plan, private readonly direct: Direct, private readonly log: RejectLog, private readonly clock: RunClock, private readonly backend: NativeBackend) {
    this.layout = direct.table
    this.wanted = plan.source.map((_, index) => index)
  }

  /** Tells the log what is against any unsure record of a segment, and gives those that stay. */
  lines(text: Uint8Array, unsure: Uint32Array): Promise<SegmentLines> {
    const looked = this.last.then(async () => {
      const found: SegmentLines[] = []
      for (const stretches of pieces(unsure)) found.push(await this.look(unsureText(text, stretches)))
      return joinLines(found)
    })
    this.last = looked.catch(() => undefined)
    return looked
  }

  private async look(unsure: Uint8Array<ArrayBuffer>): Promise<SegmentLines> {
    const { log } = this
    const [found] = await this.backend.look(unsure, this.layout, this.wanted, rows => [this.sql(rows)])
    const [ordinals = [], dropped = [], texts = [], ...words] = found?.columns ?? []
    const kept: { readonly ordinal: number, readonly text: string }[] = []
    for (let row = 0; row < ordinals.length; row++) {
      const text = texts[row]
      if (typeof text === 'string') kept.push({ ordinal: ordinals[row] as number, text })
      const wordAt = (word: number): number => words[word]?.[row] as number
      // Rows with nothing against them were not sure either.
      if (text === null || words.some((_, word) => wordAt(word) !== 0)) log.add(ordinals[row] as number, dropped[row] as number, wordAt)
    }
    return linesOf(kept)
  }

  /** Of each record its ordinal, the step that dropped it, if it stays its cells as segment text without the ordinal, and the words of its verdict. */
  private sql(rows: string): string {
    const { plan, direct: { table, nullToken }, clock } = this
    const { quoteText } = duckdb
    const cells = new Array<string>(table.columns).fill(quoteText(nullToken))
    plan.output.forEach(({ typed: { type } }, index) => {
      const text = isTextual(type) ? `'"' || replace(o${index}, '"', '""') || '"'` : `o${index}::varchar`
      cells[present(table.output[index], 'an output').from] = `coalesce(${text}, ${quoteText(nullToken)})`
    })
    const words = Array.from({ length: wordCount(plan) }, (_, index) => `w${index}`)
    const line = `case when dropped is null and not ${isRejectedSql(plan)} then ',' || ${cells.join(` || ',' || `)} || chr(10) end`
    return `select ${['ord', 'coalesce(dropped, 0)::integer as dropped', `${line} as line`, ...words].join(', ')} from (${verdictSql(plan, rows, { dialect: duckdb, clock }, 'typed')}) order by ord`
  }
}

function linesOf(kept: readonly { readonly ordinal: number, readonly text: string }[]): SegmentLines {
  const encoder = new TextEncoder()
  const parts = kept.map(({ ordinal, text }) => encoder.encode(`${LITERAL}${ordinal}${text}`))
  let end = 0
  const ends = Uint32Array.from(parts, ({ length }) => end += length)
  const text = new Uint8Array(end)
  parts.forEach((part, index) => { text.set(part, (ends[index] ?? 0) - part.length) })
  return { text, ends, ordinals: Float64Array.from(kept, ({ ordinal }) => ordinal) }
}
