import { isRowLocal, type RunClock } from '../algebra/index.ts'
import type { NativeBackend } from '../backends/node/duckdb-native.ts'
import { EngineError } from '../base/errors.ts'
import { doubt, hasErrors, type Issue } from '../base/issue.ts'
import { string } from '../data/type.ts'
import type { PipeScanned } from '../connectors/node/pipe-scan.ts'
import { detectedFacts } from './detected-facts.ts'
import { FORMAT_NAMES, openInput, type InputHost, type OpenedInput } from './open-input.ts'
import type { CsvDialect, Scanned, ScanProgress } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'
import { appliesSql, batchSql, compilePlan, hostCasts, isRejectedSql, verdictSql, wordCount, type Plan } from '../plan/index.ts'
import { sourceSpec, type Recipe } from '../recipe/index.ts'
import { duckdb, duckdbInOrder } from '../sql/dialects/duckdb.ts'
import { MAX_LINE_BYTES, readSegmentSql } from '../sql/read-segment.ts'
import { directFor, judgeDirect, type DirectHost } from './run-direct.ts'
import { passGates } from './gates.ts'
import { prepareHostValues } from './host-values.ts'
import { rejectLinesInThreads, type RejectThreads } from './reject-stretches.ts'
import { RejectLog } from './reject-log.ts'
import { runIdentity, type RejectedRows } from './rejects.ts'
import type { RunResult } from './run-result.ts'
import { profileSample, readSample, type SampleProfile } from './sample-profile.ts'
import { assertConserved, qualityOf, ruleResults } from './summary.ts'
import type { Counts, Detected } from './workspace-api.ts'

/** What the engine writes itself. */
export const NATIVE_FORMATS = ['parquet', 'csv', 'jsonl', 'json'] as const
export type OutputFormat = (typeof NATIVE_FORMATS)[number]

/** What a headless run is given by the place it runs in. */
export interface RunHost {
  /** It may still have to start: it is not needed before the input has been looked at. */
  readonly backend: Promise<NativeBackend>
  readonly source: ByteSource
  readonly uri: string
  readonly input: InputHost
  /** Begins to scan the input's text into a pipe, which the engine then reads once as a file. */
  readonly scan: (text: ByteSource, reading: { readonly dialect: CsvDialect, readonly lineBytes: number }, onProgress: (progress: ScanProgress) => void, signal: AbortSignal) => Promise<{ readonly pipe: string, readonly scanned: Promise<PipeScanned>, readonly remove: () => Promise<void> }>
  /** Writes most rows without an engine where that is possible; undefined for no such thing. */
  readonly direct?: Omit<DirectHost, 'backend'> | undefined
  /** Where the valid rows go, for COPY. */
  readonly validPath: string
  readonly format: OutputFormat
  /** Takes rejects.jsonl, whole lines at a time. */
  readonly writeRejects: (pieces: AsyncIterable<Uint8Array>) => Promise<void>
  /** For inputs with many rejects. */
  readonly rejectThreads?: RejectThreads | undefined
  readonly runId: string
  readonly startedAt: Date
  readonly memoryBytes: number
  readonly rssPeakBytes: () => number
  /** Only so many records from the beginning are read. */
  readonly sample?: number | undefined
  readonly onProgress: (progress: ScanProgress & { readonly totalBytes: number }) => void
  readonly signal: AbortSignal
}

/** With its engine started. */
type StartedHost = Omit<RunHost, 'backend'> & { readonly backend: NativeBackend }

/** `issues` are the recipe's on this input: only warnings when the run was made. */
export type RunOutcome = { readonly issues: readonly Issue[] } & ({ readonly ok: true, readonly result: RunResult, readonly plan: Plan, readonly profile: SampleProfile } | { readonly ok: false })

/** A plan whose every part sees one row at a time streams from the pipe to the output; any other needs the input in a table first. */
export function canStream(plan: Plan): boolean {
  return isRowLocal(plan.rel) && hostCasts(plan).length === 0 && plan.batch.length === 0 && plan.checks.every(({ fails, applies }) => fails.kind === 'row' && applies === null)
}

/**
 * Runs a recipe on one input with native DuckDB: one scan by us, one by the engine. Valid rows go straight to the output;
 * of the others only ordinal and verdict come back, and their records are read again from the source.
 */
export async function run(recipe: Recipe, host: RunHost): Promise<RunOutcome> {
  const since = performance.now()
  const timings: Record<string, number> = {}
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now()
    try {
      return await work()
    } finally {
      timings[stage] = Math.round((timings[stage] ?? 0) + performance.now() - begun)
    }
  }
  const clock: RunClock = { nowMicros: BigInt(host.startedAt.getTime()) * 1000n }
  const opened = await timed('detect', () => openInput(host.source, sourceSpec(recipe), { ...host.input, maxRecords: host.sample }))
  try {
    return await runOpened(recipe, opened, { host, timings, timed, clock, since })
  } finally {
    await opened.close()
  }
}

interface Running {
  readonly host: RunHost
  readonly timings: Record<string, number>
  readonly timed: <T>(stage: string, work: () => Promise<T>) => Promise<T>
  readonly clock: RunClock
  readonly since: number
}

async function runOpened(recipe: Recipe, opened: OpenedInput, { host, timings, timed, clock, since }: Running): Promise<RunOutcome> {
  const { detected, text, origin } = opened
  const compiled = compilePlan(recipe, detected.columns.map(name => ({ name, type: string })))
  const { plan } = compiled
  const issues = [...formatIssues(detected, opened.text.name), ...compiled.issues]
  if (!plan || hasErrors(issues)) return { ok: false, issues }

  const { log, scanned, valid, applying, figures } = await timed('judge', () => judge(plan, opened, clock, host))
  const backend = await host.backend
  const { counts: seen, malformed } = scanned
  const droppedBy = (by: number): number => log.dropped.get(by) ?? 0
  const counts: Counts = {
    physical: seen.physical, blank_lines: seen.blankLines, valid, rejected: log.rejected + malformed.ordinals.length, warned: log.warned,
    dropped: Object.fromEntries(plan.dropping.map(({ by, id }) => [id, droppedBy(by)])),
  }
  assertConserved(counts)
  const reached = seen.wellFormed - plan.dropping.reduce((sum, { by }) => sum + droppedBy(by), 0)
  const rules = ruleResults(plan, log.counts(reached, applying), figures, seen.physical, malformed.ordinals.length)
  const fingerprint = await opened.fingerprint?.() ?? scanned.fingerprint
  const identity = runIdentity(recipe, { runId: host.runId, startedAt: host.startedAt, uri: host.uri, inputFingerprint: fingerprint })
  const input = { source: text, dialect: detected.dialect, columns: scanned.columns, index: scanned.index, origin, head: opened.head }
  const profile = await timed('rejects', async () => {
    // The engine, which has nothing else to do, is asked about the sample while the rejects are written.
    const sample = await readSample(input, counts.physical)
    const profiling = profileSample(sample, backend)
    const writing = host.writeRejects(rejectLinesInThreads(host.rejectThreads, plan, input, merged(log, scanned), identity, clock))
    await Promise.allSettled([profiling, writing])
    await writing
    return profiling
  })

  const quality = qualityOf(rules)
  const result: RunResult = {
    schemaflow: 1, run_id: host.runId, recipe: identity.recipe, engine: backend.engine,
    inputs: [{ uri: host.uri, bytes: host.source.size, fingerprint, ...host.sample === undefined ? {} : { sampled: host.sample }, detected: detectedFacts(detected, scanned.columns) }],
    counts, rules, gates: passGates(recipe, counts, quality.score), quality, timings,
    memory: { limit_bytes: host.memoryBytes, in_flight_peak_bytes: scanned.use.peakBytes, blocked_ms: Math.round(scanned.use.blockedMs), rss_peak_bytes: host.rssPeakBytes() },
    started_at: host.startedAt.toISOString(), finished_at: new Date(host.startedAt.getTime() + performance.now() - since).toISOString(),
  }
  return { ok: true, result, plan, profile, issues }
}

function formatIssues({ format, looksLike }: Detected, name: string): readonly Issue[] {
  if (looksLike === undefined) return []
  return [doubt('unlikely_format', ['source', 'type'], `${name} looks like ${FORMAT_NAMES[looksLike]}, and is read as ${FORMAT_NAMES[format]}`, `Say type: ${looksLike}, or leave it out.`)]
}

interface Judgement {
  readonly log: RejectLog
  readonly scanned: PipeScanned
  readonly valid: number
  readonly applying: ReadonlyMap<number, number>
  readonly figures: readonly (number | null)[]
}

/** The engine begins when a buffer is full, and buffers hold several of the longest lines: where lines are as short as in nearly every file it begins and ends sooner. */
const USUAL_LINE_BYTES = 1_000_000
/** Of a larger file that moment is nothing, and to begin again would be much. */
const BEGUN_AGAIN_BYTES = 500_000_000

async function judge(plan: Plan, opened: OpenedInput, clock: RunClock, host: RunHost): Promise<Judgement> {
  const { text, detected: { dialect } } = opened
  const { direct: ways, format, signal } = host
  const direct = ways && format === 'parquet' && text.size >= ways.minBytes && canStream(plan) ? await directFor(plan, text, dialect, ways.minShare) : undefined
  const started: StartedHost = { ...host, backend: await host.backend }
  if (ways && direct) {
    const onProgress = (progress: ScanProgress): void => { host.onProgress({ ...progress, totalBytes: text.size }) }
    return { ...await judgeDirect(direct, { plan, text, dialect, clock, host: { ...ways, backend: started.backend }, onProgress, signal }), applying: new Map(), figures: [] }
  }
  if (text.size > BEGUN_AGAIN_BYTES) return judgeLines(MAX_LINE_BYTES, plan, opened, clock, started)
  try {
    return await judgeLines(USUAL_LINE_BYTES, plan, opened, clock, started)
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'long_line')) throw error
    return judgeLines(MAX_LINE_BYTES, plan, opened, clock, started)
  }
}

async function judgeLines(lineBytes: number, plan: Plan, { text, detected: { dialect } }: OpenedInput, clock: RunClock, host: StartedHost): Promise<Judgement> {
  const { backend } = host
  const log = new RejectLog(plan)
  const isStreaming = canStream(plan)
  const context = { dialect: isStreaming ? duckdbInOrder : duckdb, clock }
  // Whichever of scanner and engine fails first stops the other.
  const stop = new AbortController()
  const signal = AbortSignal.any([stop.signal, host.signal])
  const { pipe, scanned, remove } = await host.scan(text, { dialect, lineBytes }, progress => { host.onProgress({ ...progress, totalBytes: text.size }) }, signal)
  const reading = readSegmentSql(pipe, plan.source.length, dialect, duckdb, 'bigint', lineBytes)
  let scanFailure: unknown
  const scanning = scanned.catch(async (error: unknown) => {
    scanFailure = error
    stop.abort(error)
    await remove()
    throw error
  })
  scanning.catch(() => undefined)
  try {
    if (!isStreaming) await backend.run(`create or replace table source as select * from ${reading}`, signal)
    const source = isStreaming ? reading : 'source'
    if (!isStreaming) await prepareHostValues(plan, source, context, backend)
    const valid = await backend.run(copySql(plan, source, log, context, host, isStreaming ? '' : ' order by ord'), signal)
    const result = await scanning
    const applying = await countApplying(plan, source, context, host)
    const figures = plan.batch.length === 0 ? [] : (await backend.query(batchSql(plan, source, context))).columns.map(({ 0: figure = null }) => figure === null ? null : Number(figure))
    return { log, scanned: result, valid, applying, figures }
  } catch (error) {
    stop.abort(error)
    await remove()
    // A scanner that ended on the engine's account says only that its pipe was closed.
    throw scanFailure instanceof EngineError && scanFailure.code !== 'pipe_closed' ? scanFailure : error
  } finally {
    await remove()
  }
}

type Context = Parameters<typeof verdictSql>[2]

/**
 * One scan with two outputs: the rows that stay go to the file, and of each row with anything against it the tap is told.
 * Rows that stream keep their order as long as the engine's plan has only projections and filters: to put them in order takes memory.
 */
function copySql(plan: Plan, source: string, log: RejectLog, context: Context, { backend, validPath, format }: StartedHost, order: string): string {
  const words = Array.from({ length: wordCount(plan) }, (_, index) => `w${index}`)
  const tap = backend.registerTap(1 + words.length, (ordinals, [dropped = [], ...verdict]) => {
    for (let row = 0; row < ordinals.length; row++) log.add(Number(ordinals[row]), dropped[row] ?? 0, word => verdict[word]?.[row] ?? 0)
  })
  const as = format === 'csv' ? 'text' : 'typed'
  const clean = ['dropped is null', ...words.map(word => `${word} = 0`)].join(' and ')
  const keep = `dropped is null and not ${isRejectedSql(plan)}`
  const columns = plan.output.map(({ name }, index) => `o${index} as ${context.dialect.quoteName(name)}`)
  const told = `${tap}(${[keep, 'ord', 'coalesce(dropped, 0)::uinteger', ...words].join(', ')})`
  const rows = `select ${columns.join(', ')} from (${verdictSql(plan, source, context, as)}) where case when ${clean} then true else ${told} end${order}`
  return `copy (${rows}) to ${context.dialect.quoteText(validPath)} (${COPY_OPTIONS[format]})`
}

const COPY_OPTIONS: Readonly<Record<OutputFormat, string>> = {
  parquet: 'format parquet',
  csv: "format csv, header true, delimiter ',', quote '\"', escape '\"'",
  jsonl: 'format json',
  json: 'format json, array true',
}

async function countApplying(plan: Plan, source: string, context: Context, { backend }: StartedHost): Promise<ReadonlyMap<number, number>> {
  const conditional = plan.checks.flatMap((check, index) => check.applies ? [{ check, index }] : [])
  if (conditional.length === 0) return new Map()
  const { columns } = await backend.query(appliesSql(plan, conditional.map(({ check }) => check), source, context))
  return new Map(conditional.map(({ index }, position) => [index, Number(columns[position]?.[0] ?? 0)]))
}

/** Rejected and malformed rows together, in order. */
function merged(log: RejectLog, { malformed }: Scanned): RejectedRows {
  const { ordinals, wordsOf } = log.sorted()
  const broken = malformed.ordinals
  if (broken.length === 0) return { ordinals, wordsOf, malformed }
  const all = new Float64Array(ordinals.length + broken.length)
  const judged = new Int32Array(all.length).fill(-1)
  for (let at = 0, i = 0, j = 0; at < all.length; at++) {
    const next = ordinals[i] ?? Infinity
    const nextBroken = broken[j] ?? Infinity
    if (next < nextBroken) {
      judged[at] = i++
      all[at] = next
    } else {
      all[at] = nextBroken
      j++
    }
  }
  return { ordinals: all, malformed, wordsOf: i => { const row = judged[i] ?? -1; return row < 0 ? [] : wordsOf(row) } }
}
