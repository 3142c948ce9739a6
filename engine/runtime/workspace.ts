import type { Backend } from '../backends/backend.ts'
import type { RunClock } from '../algebra/index.ts'
import { EngineError, toPlainError } from '../base/errors.ts'
import { hasErrors } from '../base/issue.ts'
import { fingerprint } from '../base/fingerprint.ts'
import { present } from '../base/assert.ts'
import { Bits } from '../data/bits.ts'
import { string, type Column } from '../data/type.ts'
import { ByteBudget } from '../flow/budget.ts'
import type { CsvDialect, Scanned } from '../formats/csv/index.ts'
import { counted, type ByteSource } from '../formats/source.ts'
import { compilePlan, type Check, type Plan } from '../plan/index.ts'
import { castOfProfile, profileSource, typedField, type ColumnProfile } from '../profile/index.ts'
import { checkRecipe, type Recipe, type SourceSpec } from '../recipe/index.ts'
import { duckdb } from '../sql/dialects/duckdb.ts'
import { cellStateSql } from './cell-state.ts'
import { Crew } from './crew.ts'
import { exportRows, type ExportHost } from './export.ts'
import { HeldRows, type OnReading } from './held-rows.ts'
import { openInput, previewInput, type InputHost, type OpenedInput } from './open-input.ts'
import { Answers, figuresKey, isAnything, nameOfInput, type CheckResult, type KnownInput } from './known.ts'
import { runIdentity } from './rejects.ts'
import type { ScannedInput } from './scanned-input.ts'
import { rowViews } from './row-views.ts'
import { judgeSegments, passesFor, rowLocalPart, type Pass } from './segment-verdict.ts'
import { judgeTable } from './table-verdict.ts'
import { assertConserved, PARSE_RULE, qualityOf, ruleResults, type CheckCount } from './summary.ts'
import { textOutputs } from './text-outputs.ts'
import { NOTHING_KNOWN, type Counts, type ExportKind, type Known, type LoadOptions, type Page, type RowFilter, type RowView, type Verdict, type Workspace, type WorkspaceEvent } from './workspace-api.ts'

export interface WorkspaceHost extends ExportHost {
  readonly backend: Backend
  readonly source: ByteSource
  readonly input: InputHost
  /** The instant the rules take for now. */
  readonly startedAt: Date
  readonly runId: string
  /** Starts further engines that look at segments of a large input beside the first. */
  readonly openHelpers?: () => readonly Promise<Backend>[]
  /** Most bytes of segments between scanner and engine. */
  readonly inFlightBytes?: number
  /** Most bytes that the rows in the engine may be expected to take; of a larger input some columns are there at a time. */
  readonly heldBytes?: number
  /** From which size on an input is judged while it is first read, where its recipe is there; its rows are brought in later. */
  readonly judgedFirstBytes?: number
  /** The same where no engine need see most of its rows. */
  readonly prefilteredFirstBytes?: number
  /** Most bytes of computed columns kept in the engine. */
  readonly keptBytes?: number
  /** From how many rows on a column is judged by its different texts, where those are known: a question a column pays only then. */
  readonly judgedByTextsRows?: number
}

/** An input as it was read. */
interface Loaded extends Scanned {
  readonly opened: OpenedInput
  readonly rows: HeldRows
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
  /** Rejected or dropped. */
  readonly excluded: Bits
  readonly warned: Bits
  readonly verdict: Verdict
  readonly outputs: ReturnType<typeof textOutputs>
}

const PROGRESS_EVERY_MS = 250
/** What is known is shown before the rows are brought in: both take the same processors. */
const IMPORT_DELAY_MS = 300

/** A workspace over one backend. Rows are known by ordinal; sets of rows are bit sets, so filters and totals cost microseconds. */
export function openWorkspace(host: WorkspaceHost): Workspace {
  return new BackendWorkspace(host)
}

class BackendWorkspace implements Workspace {
  private loaded: Loaded | undefined
  private opened: OpenedInput | undefined
  private judged: Judged | undefined
  private profiles: readonly ColumnProfile[] = []
  private readonly clock: RunClock
  private readonly budget: ByteBudget
  private answers = new Answers()
  private readonly cellBits = new Map<string, Bits>()
  /** What was selected last, and under which verdict. */
  private selected: { readonly key: string, readonly judged: Judged | undefined, readonly bits: Promise<Bits> } | undefined
  private latestRevision = -1
  private loads = 0
  /** Ends what a reading still does. */
  private reading = new AbortController()
  private tell: (event: WorkspaceEvent) => void = () => undefined
  private rows: HeldRows | undefined
  private crew: Crew | undefined
  /** Ends an earlier pass over the segments. */
  private passing = new AbortController()

  constructor(private readonly host: WorkspaceHost) {
    this.clock = { nowMicros: BigInt(host.startedAt.getTime()) * 1000n }
    this.budget = new ByteBudget(host.inFlightBytes ?? 48_000_000)
  }

  private get context() {
    return { dialect: duckdb, clock: this.clock }
  }

  async load(spec: SourceSpec, onEvent: (event: WorkspaceEvent) => void, { known = NOTHING_KNOWN, recipe }: LoadOptions = {}): Promise<void> {
    const started = performance.now()
    await this.leave()
    const load = this.loads
    const tell = atEase(event => { if (load === this.loads) onEvent(event) })
    this.tell = tell
    const { host: { source, backend, input, keptBytes = 400_000_000, heldBytes = 2_400_000_000 }, budget, context } = this
    try {
      const preview = await previewInput(source, spec, input)
      if (preview) tell({ type: 'head', detected: preview.detected, rows: preview.head })
      const opened = await openInput(preview ? told(source, tell) : source, spec, input)
      this.opened = opened
      const { detected, head } = opened
      tell({ type: 'head', detected, rows: head })
      const name = nameOfInput(opened, spec)
      const before = known.get(name) as KnownInput | undefined
      if (before) this.answers.recall(known)
      let profiles = before?.profiles
      const rows = new HeldRows({ backend, opened, budget, heldBytes, keptBytes, context, tell, signal: this.reading.signal, isProfileWanted: () => profiles === undefined })
      this.rows = rows
      const onProgress: OnReading = progress => { tell({ type: 'progress', ...progress }) }
      const scanned = before?.scanned ?? await this.judgedReading(rows, opened, recipe, onProgress) ?? await rows.scan(onProgress)
      rows.recognize(scanned)
      const { counts, malformed } = scanned
      this.loaded = {
        ...scanned, scanned, opened, rows, name, fingerprint: await opened.fingerprint?.() ?? scanned.fingerprint, dialect: detected.dialect,
        parseBits: Bits.of(counts.physical, malformed.ordinals.map(ordinal => ordinal - 1)),
      }
      tell({ type: 'loaded', records: counts.physical, malformed: counts.malformed, blankLines: counts.blankLines, ms: performance.now() - started })
      profiles ??= await this.profile(rows, scanned)
      this.profiles = profiles
      tell({ type: 'profiled', profiles })
      this.knowReadable(profiles)
    } catch (error) {
      tell({ type: 'failed', error: toPlainError(error) })
      throw error
    }
  }

  /** A first reading that brings no rows into the engine and judges them on the way; undefined where that gains nothing. */
  private async judgedReading(rows: HeldRows, opened: OpenedInput, recipe: Recipe | undefined, onProgress: OnReading): Promise<Scanned | undefined> {
    const { text, detected: { columns, dialect } } = opened
    const { judgedFirstBytes = 200_000_000, prefilteredFirstBytes = Math.min(judgedFirstBytes, 20_000_000) } = this.host
    if (!recipe || text.size < prefilteredFirstBytes) return undefined
    const plan = compiled(recipe, columns.map(name => ({ name, type: string }))).plan
    if (!plan) return undefined
    const questions = rowLocalPart(this.answers.open(plan))
    if (!isAnything(questions)) return undefined
    // Of a smaller one the profile would come later by more than the verdict comes sooner.
    const isLarge = text.size >= judgedFirstBytes
    const passes = passesFor(questions, dialect, this.context, isLarge ? 2 : 1)
    return isLarge || passes[0].prefilter ? this.readThrough(rows, opened, passes, onProgress) : undefined
  }

  /** Judges segment by segment; an earlier pass that is under way is for a recipe that nobody waits for any more. */
  private async readThrough(rows: HeldRows, { text, detected: { dialect } }: OpenedInput, passes: readonly [Pass, ...Pass[]], onProgress: OnReading): Promise<Scanned> {
    const { host, budget, answers, context } = this
    this.passing.abort(new EngineError('superseded', 'a newer recipe is being judged'))
    const passing = this.passing = new AbortController()
    const crew = this.crew ??= new Crew(host.backend, host.openHelpers)
    return judgeSegments(text, passes, { crew, answers, context, check: scanned => { rows.recognize(scanned) } }, {
      dialect, budget, signal: AbortSignal.any([passing.signal, this.reading.signal]), onProgress: progress => { onProgress({ totalBytes: text.size, ...progress }) },
    })
  }

  /** Of all columns, as many at a time as the engine can hold. */
  private async profile(rows: HeldRows, { columns, counts }: Scanned): Promise<readonly ColumnProfile[]> {
    // From now on the helpers would only take memory, unless no question can be answered without them.
    if (rows.fitWhole) await this.dismissCrew()
    const profiles: ColumnProfile[] = []
    for (const only of rows.groups) profiles.push(...await rows.ask(only, async backend => profileSource({ backend, counted: await rows.counted(), columns, only, numRows: counts.wellFormed })))
    return profiles
  }

  /** Fields of the types that the profile found need no judging where it found no cell of another type. */
  private knowReadable(profiles: readonly ColumnProfile[]): void {
    const fields = profiles.filter(isReadThroughout).map(typedField)
    const checks = compiled({ schema: { fields } }, this.sourceColumns).plan?.checks ?? []
    const unknown = checks.filter(({ fingerprint, stage }) => stage === 'cast' && !this.answers.results.has(fingerprint))
    this.answers.take(unknown, unknown.map(() => new Bits(this.input.counts.physical)), 0)
  }

  private forget(): void {
    this.loaded = undefined
    this.judged = undefined
    this.answers = new Answers()
    this.cellBits.clear()
    this.selected = undefined
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
    const { plan, issues, columns } = compiled(recipe, this.sourceColumns)
    if (!plan) return this.unjudged(revision, issues, columns, started)
    const evaluated = await this.evaluate(plan, revision)
    const judged = this.sumUp(plan, { revision, issues, columns, started, evaluated })
    this.judged = { ...judged, recipe, outputs: textOutputs(plan, this.clock) }
    // The next edit will need them.
    this.input.rows.askSoon(IMPORT_DELAY_MS)
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

  /** Finds out what a verdict needs and is not known; gives how many checks that were. */
  private async evaluate(plan: Plan, revision: number): Promise<number> {
    const { input: { rows, opened, counts }, answers, context, host: { judgedByTextsRows = 100_000 } } = this
    const stale = answers.open(plan).checks.length
    if (!rows.fitWhole) {
      const local = rowLocalPart(answers.open(plan))
      if (isAnything(local)) {
        await this.readThrough(rows, opened, passesFor(local, opened.detected.dialect, context), ({ bytesRead, totalBytes }) => { this.tell({ type: 'importing', bytesRead, totalBytes }) })
        this.tell({ type: 'imported' })
      }
    }
    const questions = answers.open(plan)
    if (isAnything(questions)) {
      await judgeTable(questions, { rows, answers, physical: counts.physical, wellFormed: counts.wellFormed, isByTexts: counts.wellFormed >= judgedByTextsRows, context, isSuperseded: () => revision < this.latestRevision })
    }
    return stale
  }

  private sumUp(
    plan: Plan, { revision, issues, columns, started, evaluated }: { revision: number, issues: Verdict['issues'], columns: readonly Column[], started: number, evaluated: number },
  ): Omit<Judged, 'recipe' | 'outputs'> {
    const { counts: scanned, parseBits } = this.input
    const { answers } = this
    const checks = plan.checks.map(check => present(answers.results.get(check.fingerprint), 'a result for each check'))
    const dropped = answers.dropped.get(fingerprint(plan.rel)) ?? { bits: new Bits(scanned.physical), counts: new Map<number, number>() }
    const resultOf = (check: number): CheckResult => present(checks[check], 'a result for each check')
    const failing = (severity: 'error' | 'warn'): Bits[] => plan.checks.flatMap((check, index) => check.severity === severity ? [resultOf(index).bits] : [])
    const rejected = Bits.union(scanned.physical, [...failing('error'), parseBits])
    const warned = Bits.union(scanned.physical, failing('warn')).without(rejected)
    const excluded = rejected.or(dropped.bits)
    const counts: Counts = {
      physical: scanned.physical, blank_lines: scanned.blankLines,
      valid: scanned.physical - excluded.count(),
      rejected: rejected.count(), warned: warned.count(),
      dropped: Object.fromEntries(plan.dropping.map(({ by, id }) => [id, dropped.counts.get(by) ?? 0])),
    }
    assertConserved(counts)
    const reached = scanned.wellFormed - dropped.bits.count()
    const checkCounts = plan.checks.map((check, index): CheckCount => {
      const { bits, ms } = resultOf(index)
      const unreadable = check.unreadable.map(other => resultOf(other).bits)
      return { failed: bits.count(), ms, checked: check.applies ? answers.applying.get(check.fingerprint) ?? 0 : reached - countOfAny(scanned.physical, unreadable) }
    })
    const rules = ruleResults(plan, checkCounts, plan.batch.length === 0 ? [] : answers.figures.get(figuresKey(plan)) ?? [], scanned.physical, scanned.malformed)
    const verdict: Verdict = { revision, issues, columns, counts, rules, quality: qualityOf(rules), ms: performance.now() - started, evaluated }
    return { plan, checks, dropped: dropped.bits, rejected, excluded, warned, verdict }
  }

  /** The rows a filter leaves, as bits of ordinal - 1. Page after page is asked of one. */
  private select(filter: RowFilter): Promise<Bits> {
    const { judged } = this
    const key = JSON.stringify(filter)
    if (this.selected?.key === key && this.selected.judged === judged) return this.selected.bits
    const bits = this.selectedBy(filter)
    const selected = this.selected = { key, judged, bits }
    bits.catch(() => { if (this.selected === selected) this.selected = undefined })
    return bits
  }

  private async selectedBy({ rows, rule, column, cell }: RowFilter): Promise<Bits> {
    const { parseBits } = this.input
    const failing = (wanted: (check: Check) => boolean): Bits =>
      Bits.union(parseBits.size, this.judged?.plan.checks.flatMap((check, index) => wanted(check) ? [present(this.judged?.checks[index], 'a result for each check').bits] : []) ?? [])
    let selected = this.rowsThatAre(rows)
    if (rule !== undefined) selected = selected.and(rule === PARSE_RULE ? parseBits : failing(check => check.ruleId === rule))
    if (column !== undefined) selected = selected.and(failing(check => check.columns.includes(column)))
    if (cell) selected = selected.and(await this.cellsThatAre(cell.column, cell.part))
    return selected
  }

  private rowsThatAre(status: RowFilter['rows']): Bits {
    const { judged, input: { parseBits } } = this
    const all = Bits.all(parseBits.size)
    const none = new Bits(parseBits.size)
    switch (status) {
      case 'all': return all
      case 'rejected': return judged?.rejected ?? parseBits
      case 'warned': return judged?.warned ?? none
      case 'dropped': return judged?.dropped ?? none
      case 'valid': return all.without(judged?.excluded ?? parseBits)
    }
  }

  private async cellsThatAre(column: string, part: 'valid' | 'mismatched' | 'missing'): Promise<Bits> {
    const key = `${part} ${column}`
    const known = this.cellBits.get(key)
    if (known) return known
    const position = this.input.columns.indexOf(column)
    const profile = this.profiles[position]
    if (!profile) return new Bits(this.input.counts.physical)
    const { rows } = this.input
    const ordinals = await rows.ask([position], async backend => {
      if (profile.type === 'json' || profile.type === 'array') {
        await rows.prepareTexts(profile.type, castOfProfile(profile), `select distinct c${position} as value from source where c${position} is not null`)
      }
      return (await backend.query(cellStateSql(profile, position, part))).columns[0] ?? []
    })
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
    const { plan, rejected, excluded, recipe } = judged
    yield* exportRows(kind, {
      run: runIdentity(recipe, { runId: host.runId, startedAt: host.startedAt, uri: host.source.name, inputFingerprint: input.fingerprint }),
      plan, rejected, excluded, wordsOf: ordinal => this.wordsOf(ordinal), malformed: input.malformed,
      input: this.scannedInput, rows: input.rows, budget: this.budget, context,
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
    const { rows, opened } = this
    this.rows = undefined
    this.opened = undefined
    this.forget()
    await this.dismissCrew()
    // A segment of this input must not come into the table of the next.
    await rows?.leave()
    await opened?.close()
  }

  private async dismissCrew(): Promise<void> {
    const { crew } = this
    this.crew = undefined
    await crew?.dismiss()
  }

  async close(): Promise<void> {
    await this.leave()
    await this.host.backend.close()
  }
}

/** How many rows are in any of the sets; each set knows how many it has, and mostly there is one or none. */
function countOfAny(size: number, sets: readonly Bits[]): number {
  const [first, ...others] = new Set(sets)
  return others.length === 0 ? first?.count() ?? 0 : Bits.union(size, sets).count()
}

/** A recipe's plan for an input, with everything there is to say against it. */
function compiled(recipe: Recipe, source: readonly Column[]) {
  const checked = checkRecipe(recipe)
  const made = checked.recipe && !hasErrors(checked.issues) ? compilePlan(checked.recipe, source) : undefined
  return { plan: made?.plan, issues: [...checked.issues, ...made?.issues ?? []], columns: made?.columns ?? source }
}

/** Whether the type's cast reads every cell: of other types the profile says so by other means, or of other texts. */
const isReadThroughout = ({ type, mismatched, nullWords, numberForm }: ColumnProfile): boolean =>
  mismatched === 0 && nullWords === undefined && numberForm === undefined && type !== 'string' && type !== 'json' && type !== 'array'

/** A source that is unpacked before it can be scanned: how far that is. */
function told(source: ByteSource, tell: (event: WorkspaceEvent) => void): ByteSource {
  return counted(source, bytes => { tell({ type: 'progress', isUnpacking: true, bytesRead: Math.min(bytes, source.size), totalBytes: source.size, records: 0, malformed: 0 }) })
}

/** Progress is told so often and no more, but for its end: drawing each piece that is read would take a processor of its own. */
function atEase(tell: (event: WorkspaceEvent) => void): (event: WorkspaceEvent) => void {
  let last = -Infinity
  return event => {
    if ((event.type === 'progress' || event.type === 'importing') && event.bytesRead < event.totalBytes) {
      const now = performance.now()
      if (now - last < PROGRESS_EVERY_MS) return
      last = now
    }
    tell(event)
  }
}
