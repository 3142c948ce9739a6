import type { Backend } from '../backends/backend.ts'
import type { RunClock } from '../algebra/index.ts'
import { EngineError, toPlainError } from '../base/errors.ts'
import { hasErrors } from '../base/issue.ts'
import { fingerprint } from '../base/fingerprint.ts'
import { present } from '../base/assert.ts'
import { Bits } from '../data/bits.ts'
import { string, type Column } from '../data/type.ts'
import { ByteBudget } from '../flow/budget.ts'
import type { CsvDialect, Scanned, ScanProgress } from '../formats/csv/index.ts'
import { counted, type ByteSource } from '../formats/source.ts'
import { appliesSql, batchSql, compilePlan, droppedSql, verdictSql, type Check, type Plan } from '../plan/index.ts'
import { castOfProfile, profileSource, type ColumnProfile } from '../profile/index.ts'
import { checkRecipe, type Recipe, type SourceSpec } from '../recipe/index.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'
import { cellStateSql } from './cell-state.ts'
import { exportRows, type ExportHost } from './export.ts'
import { HostValues } from './host-values.ts'
import { ingest } from './ingest.ts'
import { openInput, previewInput, type InputHost, type OpenedInput } from './open-input.ts'
import { KeptColumns, type KeptPlan } from './kept-columns.ts'
import { Answers, figuresKey, nameOfInput, type CheckResult, type DroppedRows, type KnownInput } from './known.ts'
import { runIdentity, textOutputs, type ScannedInput } from './rejects.ts'
import { rowViews } from './row-views.ts'
import { assertConserved, PARSE_RULE, qualityOf, ruleResults, type CheckCount } from './summary.ts'
import { NOTHING_KNOWN, type Counts, type ExportKind, type Known, type Page, type RowFilter, type RowView, type Verdict, type Workspace, type WorkspaceEvent } from './workspace-api.ts'

export interface WorkspaceHost extends ExportHost {
  readonly backend: Backend
  readonly source: ByteSource
  readonly input: InputHost
  /** The instant the rules take for now. */
  readonly startedAt: Date
  readonly runId: string
  /** Most bytes of segments between scanner and engine. */
  readonly inFlightBytes?: number
  /** Most bytes of computed columns kept in the engine. */
  readonly keptBytes?: number
}

/** An input as it was read. */
interface Loaded extends Scanned {
  readonly opened: OpenedInput
  readonly dialect: CsvDialect
  /** The name under which it is known. */
  readonly name: string
  /** What the scanner said of it. */
  readonly scanned: Scanned
  /** Bit ordinal-1 of the malformed records. */
  readonly parseBits: Bits
}

/** Everything a verdict says, kept for questions about rows. */
interface Judged {
  readonly recipe: Recipe
  readonly plan: Plan
  readonly checks: readonly CheckResult[]
  readonly dropped: Bits
  readonly rejected: Bits
  readonly warned: Bits
  readonly verdict: Verdict
  readonly outputs: ReturnType<typeof textOutputs>
}

const PROGRESS_EVERY_MS = 100
/** What is known is shown before the rows are brought in: both take the same processors. */
const IMPORT_DELAY_MS = 300
/** How many checks go into one query. */
const CHECKS_A_QUERY = 32

/** A workspace over one backend. Rows are known by ordinal; sets of rows are bit sets, so filters and totals cost microseconds. */
export function openWorkspace(host: WorkspaceHost): Workspace {
  return new BackendWorkspace(host)
}

const nothingToBringIn = (): Promise<Scanned> => Promise.reject(new EngineError('not_loaded', 'no file has been read yet'))

class BackendWorkspace implements Workspace {
  private loaded: Loaded | undefined
  private opened: OpenedInput | undefined
  private judged: Judged | undefined
  private profiles: readonly ColumnProfile[] = []
  private readonly clock: RunClock
  private readonly budget: ByteBudget
  private answers = new Answers()
  private readonly cellBits = new Map<string, Bits>()
  private readonly kept: KeptColumns
  private latestRevision = -1
  private loads = 0
  /** Ends what a reading still does. */
  private reading = new AbortController()
  /** The rows on their way into the engine, or there; undefined until somebody needs them there. */
  private inEngine: Promise<Scanned> | undefined
  private bringInLater = nothingToBringIn
  private importTimer: ReturnType<typeof setTimeout> | undefined
  private hostValues: HostValues

  constructor(private readonly host: WorkspaceHost) {
    this.clock = { nowMicros: BigInt(host.startedAt.getTime()) * 1000n }
    this.budget = new ByteBudget(host.inFlightBytes ?? 48_000_000)
    this.kept = new KeptColumns(host.backend, host.keptBytes ?? 400_000_000)
    this.hostValues = new HostValues(host.backend)
  }

  private get context() {
    return { dialect: duckdb, clock: this.clock }
  }

  async load(spec: SourceSpec, onEvent: (event: WorkspaceEvent) => void, known: Known = NOTHING_KNOWN): Promise<void> {
    const started = performance.now()
    await this.leave()
    const load = this.loads
    const tell = (event: WorkspaceEvent): void => { if (load === this.loads) onEvent(event) }
    const { source, backend } = this.host
    try {
      const preview = await previewInput(source, spec, this.host.input)
      if (preview) tell({ type: 'head', detected: preview.detected, rows: preview.head })
      const opened = await openInput(preview ? told(source, tell) : source, spec, this.host.input)
      this.opened = opened
      const { detected, head } = opened
      tell({ type: 'head', detected, rows: head })
      const name = nameOfInput(opened, spec)
      const before = known.get(name) as KnownInput | undefined
      if (before) this.answers.recall(known)
      const scanned = before?.scanned ?? await this.bringIn(opened, progress => { tell({ type: 'progress', ...progress }) })
      const { counts, malformed } = scanned
      this.loaded = {
        ...scanned, scanned, opened, name, fingerprint: await opened.fingerprint?.() ?? scanned.fingerprint, dialect: detected.dialect,
        parseBits: Bits.of(counts.physical, malformed.ordinals.map(ordinal => ordinal - 1)),
      }
      this.bringInLater = async () => {
        try {
          const again = await this.bringIn(opened, progress => { tell({ type: 'importing', ...progress }) })
          if (again.fingerprint !== scanned.fingerprint) throw new EngineError('file_changed', `${source.name} is not what it was when it was judged`, { hint: 'Open the file again.' })
          tell({ type: 'imported' })
          return again
        } catch (error) {
          tell({ type: 'failed', error: toPlainError(error) })
          throw error
        }
      }
      tell({ type: 'loaded', records: counts.physical, malformed: counts.malformed, blankLines: counts.blankLines, ms: performance.now() - started })
      this.profiles = before?.profiles ?? await profileSource({ backend, columns: scanned.columns, numRows: counts.wellFormed })
      tell({ type: 'profiled', profiles: this.profiles })
    } catch (error) {
      tell({ type: 'failed', error: toPlainError(error) })
      throw error
    }
  }

  /** Scans the input into the engine. */
  private bringIn({ text, detected: { dialect } }: OpenedInput, onProgress: (progress: ScanProgress & { readonly totalBytes: number }) => void): Promise<Scanned> {
    const { signal } = this.reading
    const importing = this.kept.clear().then(() => ingest(text, this.host.backend, {
      dialect, budget: this.budget, signal, onProgress: progress => { onProgress({ totalBytes: text.size, ...progress }) },
    }))
    // Whoever needs the rows is told; where nobody does yet, it is no unhandled failure.
    importing.catch(() => undefined)
    return this.inEngine = importing
  }

  private importSoon(): void {
    clearTimeout(this.importTimer)
    this.importTimer = setTimeout(() => { void this.engineFor().catch(() => undefined) }, IMPORT_DELAY_MS)
  }

  /** The engine with the rows in it, and with the values that a plan's SQL looks up. */
  private async engineFor(plan?: Plan): Promise<Backend> {
    await (this.inEngine ??= this.bringInLater())
    const { backend } = this.host
    if (plan) await this.hostValues.prepare(plan, 'source', this.context)
    return backend
  }

  private forget(): void {
    this.loaded = undefined
    this.judged = undefined
    this.answers = new Answers()
    this.cellBits.clear()
    this.hostValues = new HostValues(this.host.backend)
  }

  private get input(): Loaded {
    if (!this.loaded) throw new EngineError('not_loaded', 'no file has been read yet')
    return this.loaded
  }

  private get sourceColumns(): readonly Column[] {
    return this.input.columns.map(name => ({ name, type: string }))
  }

  async judge(recipe: Recipe, revision: number): Promise<Verdict> {
    this.latestRevision = Math.max(this.latestRevision, revision)
    const started = performance.now()
    const checked = checkRecipe(recipe)
    const compiled = checked.recipe && !hasErrors(checked.issues) ? compilePlan(checked.recipe, this.sourceColumns) : undefined
    const issues = [...checked.issues, ...compiled?.issues ?? []]
    if (!compiled?.plan) return this.unjudged(revision, issues, compiled?.columns ?? this.sourceColumns, started)
    const { plan } = compiled
    const dropped = await this.droppedRows(plan)
    const evaluated = await this.evaluate(plan, revision)
    const checks = plan.checks.map(check => present(this.answers.results.get(check.fingerprint), 'a result for each check'))
    const judged = await this.sumUp(plan, checks, dropped, { revision, issues, columns: compiled.columns, started, evaluated })
    this.judged = { ...judged, recipe, outputs: textOutputs(plan, this.clock) }
    // The next edit will need them.
    if (this.inEngine === undefined) this.importSoon()
    return judged.verdict
  }

  /** The recipe does not fit the input: the rows are what the scanner made of them, until it does. */
  private unjudged(revision: number, issues: Verdict['issues'], columns: readonly Column[], started: number): Verdict {
    const { counts } = this.input
    const last = this.judged?.verdict
    return {
      revision, issues, columns, ms: performance.now() - started, evaluated: 0,
      counts: last?.counts ?? { physical: counts.physical, blank_lines: counts.blankLines, valid: counts.wellFormed, rejected: counts.malformed, warned: 0, dropped: {} },
      rules: last?.rules ?? [], quality: last?.quality ?? { score: 1, dimensions: {} },
    }
  }

  private async droppedRows(plan: Plan): Promise<DroppedRows> {
    const size = this.input.counts.physical
    if (plan.dropping.length === 0) return { bits: new Bits(size), counts: new Map() }
    const key = fingerprint(plan.rel)
    const known = this.answers.dropped.get(key)
    if (known) return known
    const { columns: [ordinals = [], steps = []], numRows } = await (await this.engineFor(plan)).query(droppedSql(plan, 'source', this.context))
    const bits = new Bits(size)
    const counts = new Map<number, number>()
    for (let i = 0; i < numRows; i++) {
      bits.add(Number(ordinals[i]) - 1)
      const step = Number(steps[i])
      counts.set(step, (counts.get(step) ?? 0) + 1)
    }
    const result = { bits, counts }
    this.answers.dropped.set(key, result)
    return result
  }

  /** Evaluates the checks whose result is not known; gives how many there were. */
  private async evaluate(plan: Plan, revision: number): Promise<number> {
    const stale = [...new Map(plan.checks.filter(check => !this.answers.results.has(check.fingerprint)).map(check => [check.fingerprint, check])).values()]
    if (stale.length === 0) return 0
    await this.engineFor(plan)
    const rowChecks = stale.filter(check => check.fails.kind === 'row')
    const groups: Check[][] = stale.filter(check => check.fails.kind === 'duplicates').map(check => [check])
    for (let start = 0; start < rowChecks.length; start += CHECKS_A_QUERY) groups.push(rowChecks.slice(start, start + CHECKS_A_QUERY))
    const kept = await this.kept.prepare(plan, stale, this.input.counts.wellFormed, this.context)
    for (const group of groups) {
      if (revision < this.latestRevision) throw new EngineError('superseded', 'a newer recipe is being judged')
      await this.evaluateGroup(kept, group)
    }
    return stale.length
  }

  private async evaluateGroup({ plan, source }: KeptPlan, checks: readonly Check[]): Promise<void> {
    const started = performance.now()
    const part = { ...plan, checks }
    const { columns: [ordinals = [], words = []], numRows } = await this.host.backend.query(`select ord, w0 from (${verdictSql(part, source, this.context)}) where w0 <> 0`)
    const sets = checks.map(() => new Bits(this.input.counts.physical))
    for (let i = 0; i < numRows; i++) {
      const member = Number(ordinals[i]) - 1
      for (let word = Number(words[i]); word !== 0; word &= word - 1) sets[31 - Math.clz32(word & -word)]?.add(member)
    }
    const ms = (performance.now() - started) / checks.length
    checks.forEach((check, index) => this.answers.results.set(check.fingerprint, { bits: present(sets[index], 'a set a check'), ms }))
  }

  private async sumUp(
    plan: Plan, checks: readonly CheckResult[], dropped: { readonly bits: Bits, readonly counts: ReadonlyMap<number, number> },
    { revision, issues, columns, started, evaluated }: { revision: number, issues: Verdict['issues'], columns: readonly Column[], started: number, evaluated: number },
  ): Promise<Omit<Judged, 'recipe' | 'outputs'>> {
    const { counts: scanned, parseBits } = this.input
    const union = (severity: 'error' | 'warn'): Bits =>
      plan.checks.reduce((bits, check, index) => check.severity === severity ? bits.or(present(checks[index], 'result').bits) : bits, new Bits(scanned.physical))
    const rejected = union('error').or(parseBits)
    const warned = union('warn').without(rejected)
    const counts: Counts = {
      physical: scanned.physical, blank_lines: scanned.blankLines,
      valid: Bits.all(scanned.physical).without(rejected).without(dropped.bits).count(),
      rejected: rejected.count(), warned: warned.count(),
      dropped: Object.fromEntries(plan.dropping.map(({ by, id }) => [id, dropped.counts.get(by) ?? 0])),
    }
    assertConserved(counts)
    const reached = scanned.wellFormed - dropped.bits.count()
    const applying = await this.countApplying(plan)
    const checkCounts = plan.checks.map((check, index): CheckCount => {
      const { bits, ms } = present(checks[index], 'result')
      const unreadable = check.unreadable.reduce((set, other) => set.or(present(checks[other], 'result').bits), new Bits(scanned.physical))
      return { failed: bits.count(), ms, checked: check.applies ? applying.get(check.fingerprint) ?? 0 : reached - unreadable.count() }
    })
    const rules = ruleResults(plan, checkCounts, await this.figures(plan), scanned.physical, scanned.malformed)
    const verdict: Verdict = { revision, issues, columns, counts, rules, quality: qualityOf(rules), ms: performance.now() - started, evaluated }
    return { plan, checks, dropped: dropped.bits, rejected, warned, verdict }
  }

  private async countApplying(plan: Plan): Promise<ReadonlyMap<string, number>> {
    const { applying } = this.answers
    const unknown = plan.checks.filter(check => check.applies && !applying.has(check.fingerprint))
    if (unknown.length > 0) {
      const backend = await this.engineFor(plan)
      const kept = this.kept.reading(plan)
      const { columns } = await backend.query(appliesSql(kept.plan, unknown, kept.source, this.context))
      unknown.forEach((check, index) => applying.set(check.fingerprint, Number(columns[index]?.[0] ?? 0)))
    }
    return applying
  }

  private async figures(plan: Plan): Promise<readonly (number | null)[]> {
    if (plan.batch.length === 0) return []
    const key = figuresKey(plan)
    const known = this.answers.figures.get(key)
    if (known) return known
    const backend = await this.engineFor(plan)
    const kept = this.kept.reading(plan)
    const { columns } = await backend.query(batchSql(kept.plan, kept.source, this.context))
    const figures = columns.map(column => column[0] === null || column[0] === undefined ? null : Number(column[0]))
    this.answers.figures.set(key, figures)
    return figures
  }

  /** The rows a filter leaves, as bits of ordinal - 1. */
  private async select({ rows, rule, column, cell }: RowFilter): Promise<Bits> {
    const { counts, parseBits } = this.input
    const judged = this.judged
    const all = Bits.all(counts.physical)
    const rejected = judged?.rejected ?? parseBits
    const dropped = judged?.dropped ?? new Bits(counts.physical)
    const byStatus = { all, rejected, warned: judged?.warned ?? new Bits(counts.physical), dropped, valid: all.without(rejected).without(dropped) }[rows]
    const failing = (wanted: (check: Check) => boolean): Bits => judged
      ? judged.plan.checks.reduce((bits, check, index) => wanted(check) ? bits.or(present(judged.checks[index], 'result').bits) : bits, new Bits(counts.physical))
      : new Bits(counts.physical)
    let selected = byStatus
    if (rule !== undefined) selected = selected.and(rule === PARSE_RULE ? parseBits : failing(check => check.ruleId === rule))
    if (column !== undefined) selected = selected.and(failing(check => check.columns.includes(column)))
    if (cell) selected = selected.and(await this.cellsThatAre(cell.column, cell.part))
    return selected
  }

  private async cellsThatAre(column: string, part: 'valid' | 'mismatched' | 'missing'): Promise<Bits> {
    const key = `${part} ${column}`
    const known = this.cellBits.get(key)
    if (known) return known
    const position = this.input.columns.indexOf(column)
    const profile = this.profiles[position]
    if (!profile) return new Bits(this.input.counts.physical)
    const backend = await this.engineFor()
    if (profile.type === 'json' || profile.type === 'array') {
      await this.hostValues.prepareTexts(profile.type, castOfProfile(profile), `select distinct c${position} as value from source where c${position} is not null`, this.context)
    }
    const { columns: [ordinals = []] } = await backend.query(cellStateSql(profile, position, part))
    const bits = new Bits(this.input.counts.physical)
    for (let i = 0; i < ordinals.length; i++) bits.add(Number(ordinals[i]) - 1)
    this.cellBits.set(key, bits)
    return bits
  }

  async page(filter: RowFilter, start: number, end: number): Promise<Page> {
    const selected = await this.select(filter)
    const { judged } = this
    const rows = await rowViews(selected.slice(start, end).map(member => member + 1), { ...this.scannedInput, malformed: this.input.malformed }, judged && {
      plan: judged.plan, outputs: judged.outputs, wordsOf: ordinal => this.wordsOf(ordinal), statusOf: ordinal => this.statusOf(ordinal),
    })
    return { total: selected.count(), columns: judged ? judged.plan.output.map(output => output.name) : this.input.columns, rows }
  }

  private get scannedInput(): ScannedInput {
    const { dialect, columns, index, opened: { text, origin, head } } = this.input
    return { source: text, origin, head, dialect, columns, index }
  }

  private wordsOf(ordinal: number): number[] {
    const checks = this.judged?.checks ?? []
    const words = new Array<number>(Math.ceil(checks.length / 32)).fill(0)
    checks.forEach(({ bits }, bit) => { if (bits.has(ordinal - 1)) words[bit >>> 5] = ((words[bit >>> 5] ?? 0) | 1 << (bit & 31)) >>> 0 })
    return words
  }

  private statusOf(ordinal: number): RowView['status'] {
    const at = ordinal - 1
    return this.judged?.rejected.has(at) ? 'rejected' : this.judged?.dropped.has(at) ? 'dropped' : this.judged?.warned.has(at) ? 'warned' : 'valid'
  }

  async positionOf(filter: RowFilter, ordinal: number): Promise<number> {
    return (await this.select(filter)).rank(ordinal - 1)
  }

  async *export(kind: ExportKind): AsyncGenerator<Uint8Array> {
    const { judged, input, host, context } = this
    if (!judged) throw new EngineError('not_judged', 'there is no verdict to export yet', { hint: 'Wait until the rules have been evaluated.' })
    const { plan, rejected, dropped, recipe } = judged
    if (kind === 'valid.csv' || kind === 'valid.parquet') await this.engineFor(plan)
    yield* exportRows(kind, {
      run: runIdentity(recipe, { runId: host.runId, startedAt: host.startedAt, uri: host.source.name, inputFingerprint: input.fingerprint }),
      plan, rejected, excluded: rejected.or(dropped), wordsOf: ordinal => this.wordsOf(ordinal), malformed: input.malformed,
      input: this.scannedInput, context,
    }, host)
  }

  async previewSheet(sheet: string): Promise<readonly (readonly string[])[] | undefined> {
    return this.opened?.previewSheet?.(sheet)
  }

  known(): Known {
    const { loaded, judged, profiles } = this
    if (!loaded || !judged || profiles.length === 0) return NOTHING_KNOWN
    const input: KnownInput = { scanned: loaded.scanned, profiles }
    return new Map<string, unknown>([[loaded.name, input], ...this.answers.known(judged.plan)])
  }

  async leave(): Promise<void> {
    this.loads++
    this.reading.abort(new EngineError('superseded', 'the input was left'))
    this.reading = new AbortController()
    const { inEngine, opened } = this
    clearTimeout(this.importTimer)
    this.bringInLater = nothingToBringIn
    this.inEngine = undefined
    this.opened = undefined
    this.forget()
    // A segment of this input must not come into the table of the next.
    await inEngine?.catch(() => undefined)
    await opened?.close()
  }

  async close(): Promise<void> {
    await this.leave()
    await this.host.backend.close()
  }
}

/** A source that is unpacked before it can be scanned: how far that is. */
function told(source: ByteSource, tell: (event: WorkspaceEvent) => void): ByteSource {
  let last = 0
  return counted(source, bytes => {
    const now = performance.now()
    if (now - last < PROGRESS_EVERY_MS) return
    last = now
    tell({ type: 'progress', isUnpacking: true, bytesRead: Math.min(bytes, source.size), totalBytes: source.size, records: 0, malformed: 0 })
  })
}
