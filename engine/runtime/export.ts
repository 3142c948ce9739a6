import type { Backend, QueryResult } from '../backends/backend.ts'
import { keepBom } from '../sql/keep-bom.ts'
import { EngineError } from '../base/errors.ts'
import { Utf8Pieces } from '../base/utf8-pieces.ts'
import type { Bits } from '../data/bits.ts'
import type { ByteBudget } from '../flow/budget.ts'
import type { MalformedRecords, Scanned } from '../formats/csv/index.ts'
import { hostCasts, outputSql, type Plan } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { columnsOfSource } from '../sql/print-rel.ts'
import type { HeldRows } from './held-rows.ts'
import { askSegments } from './ingest.ts'
import { rejectEnvelopes, rejectLines } from './rejects.ts'
import type { RunIdentity, ScannedInput } from './scanned-input.ts'
import type { ExportKind } from './workspace-api.ts'

/** What an export needs of the place it runs in. */
export interface ExportHost {
  readonly backend: Backend
  /** Arrow IPC stream in, Parquet file out. */
  readonly toParquet?: (arrow: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>
}

export interface Exported {
  readonly plan: Plan
  /** Bits of ordinal - 1. */
  readonly rejected: Bits
  readonly excluded: Bits
  readonly wordsOf: (ordinal: number) => readonly number[]
  readonly malformed: MalformedRecords
  readonly input: ScannedInput
  readonly rows: HeldRows
  /** Between scanner and engine, where the rows have to be read again. */
  readonly budget: ByteBudget
  readonly context: PrintContext
  readonly run: RunIdentity
}

const ROWS_A_QUERY = 20_000
/** About as many, where they come in segments. */
const SEGMENT_BYTES = 2_000_000

/** The rows of a verdict as a file, in pieces, in order of ordinal. */
export async function* exportRows(kind: ExportKind, exported: Exported, host: ExportHost): AsyncGenerator<Uint8Array> {
  switch (kind) {
    case 'valid.csv': yield* validCsv(exported, host.backend); return
    case 'valid.parquet': yield* validParquet(exported, host); return
    case 'rejects.jsonl': yield* rejectLines(...rejectedRows(exported)); return
    case 'rejects.csv': yield* pieces(rejectCsvLines(exported))
  }
}

/** Joins short texts into larger pieces of UTF-8. */
async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const joined = new Utf8Pieces()
  for await (const line of lines) {
    joined.add(line)
    if (joined.isFull) yield joined.take()
  }
  yield joined.take()
}

/** RFC 4180: a cell is quoted when it has to be; empty text is `""`, so that it does not read as missing. */
export function csvCell(cell: string | null): string {
  if (cell === null) return ''
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`

const csvCellSql = (sql: string): string =>
  `case when ${sql} is null then '' when ${sql} = '' or contains(${sql}, ',') or contains(${sql}, '"') or contains(${sql}, chr(10)) or contains(${sql}, chr(13)) then '"' || replace(${sql}, '"', '""') || '"' else ${sql} end`

function* ranges(physical: number): Generator<readonly [from: number, to: number]> {
  for (let from = 1; from <= physical; from += ROWS_A_QUERY) yield [from, Math.min(physical, from + ROWS_A_QUERY - 1)]
}

/** The rows of a stretch of ordinals that stay. */
function staying(rows: string, excluded: Bits, from: number, to: number): string {
  const out = excluded.slice(excluded.rank(from - 1), excluded.rank(to)).map(member => member + 1)
  const except = out.length === 0 ? '' : out.length === to - from + 1 ? ' and false' : ` and ord not in (${out.join(', ')})`
  return `(select * from ${rows} where ord between ${from} and ${to}${except})`
}

/** The rows are in the engine, where they fit, and what the plan's SQL looks up is there. */
async function lookUpsReady({ plan, rows, context }: Exported): Promise<void> {
  const asked = columnsOfSource(source => { for (const { valuesSql } of hostCasts(plan)) valuesSql(source, context) })
  if (rows.fitWhole || asked.length > 0) await rows.ask(asked, () => rows.prepareValues(plan))
}

/** The text of the lines is put together by the engine: one string a query crosses over, not a cell at a time. */
async function* validCsv(exported: Exported, backend: Backend): AsyncGenerator<Uint8Array> {
  const { plan, excluded, context, rows, input, budget } = exported
  const encoder = new TextEncoder()
  yield encoder.encode(csvLine(plan.output.map(output => output.name)))
  const line = plan.output.map((_, index) => csvCellSql(`o${index}`)).join(` || ',' || `)
  const linesSql = (table: string, from: number, to: number): string => {
    const staysSql = outputSql(plan, plan.output, 'text', staying(table, excluded, from, to), context)
    return `select ${keepBom('t')} as t from (select string_agg(${line} || chr(13) || chr(10), '' order by ord) as t from (${staysSql}))`
  }
  const bytesOf = ({ columns: [text] }: QueryResult): Uint8Array => encoder.encode(typeof text?.[0] === 'string' ? text[0] : '')
  await lookUpsReady(exported)
  if (rows.fitWhole) {
    for (const [from, to] of ranges(excluded.size)) yield bytesOf(await backend.query(linesSql('source', from, to)))
    return
  }
  const wanted = columnsOfSource(source => outputSql(plan, plan.output, 'text', source, context))
  const options = { dialect: input.dialect, budget, segmentBytes: SEGMENT_BYTES, wanted, check: (scanned: Scanned) => { rows.checkSame(scanned) } }
  const segments = askSegments(input.source, backend, options, (table, { firstOrdinal, records, malformed }) =>
    [linesSql(table, firstOrdinal, firstOrdinal + records + malformed.length - 1)])
  for await (const results of segments) for (const result of results) yield bytesOf(result)
}

async function* validParquet(exported: Exported, { backend, toParquet }: ExportHost): AsyncGenerator<Uint8Array> {
  const { plan, excluded, context, rows } = exported
  if (!toParquet) throw new EngineError('unsupported', 'Parquet cannot be written here', { hint: 'Export CSV, or run the recipe with the command line.' })
  if (!rows.fitWhole) throw new EngineError('unsupported', 'a table of this size cannot be written as Parquet in a browser', { hint: 'Export CSV, or run the recipe with the command line.' })
  await lookUpsReady(exported)
  const names = plan.output.map(({ name }, index) => `o${index} as ${context.dialect.quoteName(name)}`)
  const out = excluded.members().map(member => member + 1)
  const source = out.length === 0 ? 'source' : `(select * from source where ord not in (select unnest([${out.join(',')}])))`
  yield* toParquet(backend.arrow(`select ${names.join(', ')} from (${outputSql(plan, plan.output, 'typed', source, context)}) order by ord`))
}

/** What the writers of rejects are given. */
function rejectedRows({ plan, rejected, wordsOf, malformed, input, context, run }: Exported): Parameters<typeof rejectLines> {
  const ordinals = Float64Array.from(rejected.members(), member => member + 1)
  return [plan, input, { ordinals, wordsOf: i => wordsOf(ordinals[i] ?? 0), malformed }, run, context.clock]
}

/** The rejected records as read, with where they stand and what is wrong with them in front: what goes back to the file's owner. */
async function* rejectCsvLines(exported: Exported): AsyncGenerator<string> {
  const { columns } = exported.input
  yield csvLine(['_line', '_errors', '_raw', ...columns])
  for await (const { source, errors, raw, record } of rejectEnvelopes(...rejectedRows(exported))) {
    yield csvLine([String(source.line), errors.map(error => error.message).join('; '), raw, ...columns.map(name => record?.[name] ?? null)])
  }
}
