import type { Backend, CountedTexts } from '../backends/backend.ts'
import { EngineError, toPlainError } from '../base/errors.ts'
import type { CastSpec } from '../data/cast.ts'
import type { ByteBudget } from '../flow/budget.ts'
import type { Scanned, ScanProgress } from '../formats/csv/index.ts'
import type { HostType, Plan } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { HostValues } from './host-values.ts'
import { ingest } from './ingest.ts'
import { KeptColumns } from './kept-columns.ts'
import type { OpenedInput } from './open-input.ts'
import type { WorkspaceEvent } from './workspace-api.ts'

export interface HeldRowsOptions {
  readonly backend: Backend
  readonly opened: OpenedInput
  readonly budget: ByteBudget
  /** Most bytes that the columns in the engine may be expected to take. */
  readonly heldBytes: number
  /** Most bytes of computed columns beside them. */
  readonly keptBytes: number
  readonly context: PrintContext
  readonly tell: (event: WorkspaceEvent) => void
  readonly signal: AbortSignal
  /** Whether there is to be a profile still, for which texts are counted. */
  readonly isProfileWanted: () => boolean
}

/** Of an input that does not fit no more than half of what would fit is held at a time: what its profile needs beside is larger too. */
const SHARE_OF_PARTS = 2

/** Of the table with the texts that were counted. */
const COUNTS = 'source_counts'

export type OnReading = (progress: ScanProgress & { readonly totalBytes: number }) => void

/**
 * An input's rows in the engine's table `source`. They are read in when somebody asks: all columns where they fit into the engine,
 * otherwise those that are asked about, in the place of those asked about before.
 */
export class HeldRows {
  /** The columns that fit into the engine together, by position; one group where all do. */
  readonly groups: readonly (readonly number[])[]
  readonly kept: KeptColumns
  private readonly hostValues: HostValues
  /** What each column will take in the engine. */
  private readonly expectedBytes: readonly number[]
  private held: ReadonlySet<number> = new Set()
  private coming: Promise<unknown> | undefined
  private counts: Promise<CountedTexts> | undefined
  /** Where columns take each other's place, one question after another. */
  private turns: Promise<unknown> = Promise.resolve()
  private importTimer: ReturnType<typeof setTimeout> | undefined
  private fingerprint: string | undefined

  constructor(private readonly options: HeldRowsOptions) {
    this.expectedBytes = expectedBytes(options.opened)
    const fitWhole = this.expectedBytes.reduce((sum, bytes) => sum + bytes, 0) <= options.heldBytes
    this.groups = fitWhole ? [this.expectedBytes.map((_, column) => column)] : grouped(this.expectedBytes, options.heldBytes / SHARE_OF_PARTS)
    this.kept = new KeptColumns(options.backend, options.keptBytes)
    this.hostValues = new HostValues(options.backend)
  }

  get fitWhole(): boolean {
    return this.groups.length <= 1
  }

  /** The first reading of the input, which brings the first group in on the way. */
  async scan(onProgress: OnReading): Promise<Scanned> {
    const reading = this.read(this.groups[0] ?? [], onProgress)
    this.coming = reading
    const scanned = await reading
    this.recognize(scanned)
    return scanned
  }

  /** Told what a reading found elsewhere. @throws EngineError `file_changed` as {@link checkSame} does */
  recognize(scanned: Scanned): void {
    this.checkSame(scanned)
    this.fingerprint = scanned.fingerprint
  }

  /** Told what another reading found. @throws EngineError `file_changed` when that is not what was found first: nothing it said may be used. */
  checkSame({ fingerprint }: Scanned): void {
    if (this.fingerprint !== undefined && fingerprint !== this.fingerprint) {
      throw new EngineError('file_changed', `${this.options.opened.text.name} is not what it was when it was judged`, { hint: 'Open the file again.' })
    }
  }

  /** Works on the engine while these columns, by position, are in its table. */
  async ask<T>(columns: readonly number[], work: (backend: Backend) => Promise<T>): Promise<T> {
    const { backend } = this.options
    if (this.fitWhole) {
      await (this.coming ??= this.bring(this.groups[0] ?? []))
      return work(backend)
    }
    const turn = this.turns.then(async () => {
      await this.coming?.catch(() => undefined)
      if (!columns.every(column => this.held.has(column))) await this.bring(this.together(columns))
      return work(backend)
    })
    this.turns = turn.catch(() => undefined)
    return turn
  }

  /** Texts that were counted while the columns came in that are in the table; to be asked for within {@link ask}. */
  counted(): Promise<CountedTexts> {
    if (this.counts) return this.counts
    const counts = this.counts = this.takeCounts()
    // Who asks next does without.
    counts.catch(() => { if (this.counts === counts) this.counts = undefined })
    return counts
  }

  private async takeCounts(): Promise<CountedTexts> {
    const { backend, signal } = this.options
    // They may be those of the next input by now.
    signal.throwIfAborted()
    return { table: COUNTS, columns: new Set(await backend.takeCounts?.(COUNTS)) }
  }

  private async dropCounts(): Promise<void> {
    await this.counts?.catch(() => undefined)
    this.counts = undefined
    await this.options.backend.query(`drop table if exists ${COUNTS}`)
  }

  /** Reads the columns in, should nobody ask before, after a moment in which what is known already is shown. */
  askSoon(delayMs: number): void {
    clearTimeout(this.importTimer)
    if (this.fitWhole && this.coming === undefined) this.importTimer = setTimeout(() => { void this.ask([], () => Promise.resolve()).catch(() => undefined) }, delayMs)
  }

  /** Makes ready what the SQL of a plan looks up. */
  prepareValues(plan: Plan): Promise<void> {
    return this.hostValues.prepare(plan, 'source', this.options.context)
  }

  prepareTexts(type: HostType, spec: CastSpec, valuesSql: string): Promise<void> {
    return this.hostValues.prepareTexts(type, spec, valuesSql, this.options.context)
  }

  /** Resolves when nothing comes into the engine any more; the signal has to be aborted before. */
  async leave(): Promise<void> {
    clearTimeout(this.importTimer)
    await this.coming?.catch(() => undefined)
    await this.turns
    await this.kept.settled()
    // An engine that is lost has lost them, too.
    if (this.counts) await this.dropCounts().catch(() => undefined)
  }

  /** These and those that are there, where they fit together. */
  private together(columns: readonly number[]): readonly number[] {
    const all = [...new Set([...this.held, ...columns])]
    return all.reduce((bytes, column) => bytes + (this.expectedBytes[column] ?? 0), 0) <= this.options.heldBytes / SHARE_OF_PARTS ? all : columns
  }

  private bring(columns: readonly number[]): Promise<void> {
    const { tell } = this.options
    const reading = this.read(columns, progress => { tell({ type: 'importing', ...progress }) }).then(() => { tell({ type: 'imported' }) })
    this.coming = reading
    reading.catch((error: unknown) => {
      // Who asks next tries again.
      if (this.coming === reading) this.coming = undefined
      tell({ type: 'failed', error: toPlainError(error) })
    })
    return reading
  }

  private async read(columns: readonly number[], onProgress: OnReading): Promise<Scanned> {
    const { backend, budget, signal, isProfileWanted, opened: { text, detected: { dialect } } } = this.options
    if (this.held.size === 0) await this.kept.clear()
    this.held = new Set()
    await this.dropCounts()
    const scanned = await ingest(text, backend, { dialect, budget, signal, held: columns, isCounted: isProfileWanted(), onProgress: progress => { onProgress({ totalBytes: text.size, ...progress }) } })
    this.checkSame(scanned)
    this.held = new Set(columns)
    return scanned
  }
}

/** Columns in order, by position, cut into groups of which each is expected to fit. */
function grouped(expected: readonly number[], heldBytes: number): readonly (readonly number[])[] {
  const groups: number[][] = []
  let room = 0
  expected.forEach((bytes, column) => {
    if (groups.length === 0 || bytes > room) {
      groups.push([])
      room = heldBytes
    }
    groups.at(-1)?.push(column)
    room -= bytes
  })
  return groups
}

/** A text takes sixteen bytes in the engine, and more where it does not fit into twelve of them. */
const CELL_BYTES = 16
const INLINE_BYTES = 12

/** What each column will take in the engine, going by the first rows. */
function expectedBytes({ text, head, detected: { columns } }: OpenedInput): readonly number[] {
  const cells = new Array<number>(columns.length).fill(head.length * CELL_BYTES)
  let textBytes = 0
  for (const row of head) {
    row.forEach((cell, column) => {
      const length = cell?.length ?? 0
      textBytes += length + 1
      if (length > INLINE_BYTES) cells[column] = (cells[column] ?? 0) + length
    })
  }
  return cells.map(bytes => textBytes === 0 ? 0 : bytes * text.size / textBytes)
}
