import type { Backend } from '../backends/backend.ts'
import { present } from '../base/assert.ts'
import type { DataType } from '../data/type.ts'
import { keepableColumns, keepableMarks, keptSql, readingKept, type Check, type KeepableColumn, type Plan } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'
import type { SourceSql } from '../sql/print-rel.ts'

interface KeptColumn {
  readonly fingerprint: string
  readonly type: DataType
}

interface KeptTable {
  readonly name: string
  readonly columns: readonly KeptColumn[]
  readonly bytes: number
}

/** What is not kept yet. */
interface Missing {
  readonly columns: readonly KeepableColumn[]
  /** What says which rows steps drop; undefined where that is kept, or none are. */
  readonly marks: string | undefined
  readonly bytes: number
}

/** A plan and the table it is to run on. */
export interface KeptPlan {
  readonly plan: Plan
  readonly source: SourceSql
}

/** Of the tables, to be rid of them all at once. */
const SCHEMA = 'kept'
/** Bytes the marks of dropped rows take a row. */
const MARKS_WIDTH = 4
const MARKS_TYPE: DataType = { name: 'integer' }
/** In which the rows of a verdict are shown. */
const KEEPING_DELAY_MS = 300

/**
 * Computed columns that stay in the engine beside the source, row by row in the same order, so that a changed rule reads
 * numbers and dates and does not cast their texts again. Bounded by bytes: the oldest go first.
 */
export class KeptColumns {
  private tables: readonly KeptTable[] = []
  private made = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  /** One statement of ours after another. */
  private queue: Promise<unknown> = Promise.resolve()

  constructor(private readonly backend: Backend, private readonly limitBytes: number) {}

  /** The plan over what is kept, after keeping what these checks read; `rows` is how many rows the source has. */
  prepare(plan: Plan, checks: readonly Check[], rows: number, context: PrintContext): Promise<KeptPlan> {
    return this.inTurn(async () => {
      const missing = this.missing(plan, checks, rows)
      if (missing.bytes > 0 && missing.bytes <= this.limitBytes) {
        await this.makeRoom(missing.bytes)
        await this.keep(plan, missing, context)
      }
      return this.reading(plan)
    })
  }

  /** Keeps the same after a moment in which nobody asks for it again, where there is room: somebody may be reading what is kept. */
  prepareSoon(plan: Plan, checks: readonly Check[], rows: number, context: PrintContext): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.inTurn(async () => {
        const missing = this.missing(plan, checks, rows)
        if (missing.bytes > 0 && this.bytes + missing.bytes <= this.limitBytes) await this.keep(plan, missing, context)
      }).catch(() => undefined)
    }, KEEPING_DELAY_MS)
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work)
    this.queue = turn.catch(() => undefined)
    return turn
  }

  /** What these checks read and that is not kept. */
  private missing(plan: Plan, checks: readonly Check[], rows: number): Missing {
    const kept = this.fingerprints()
    const columns = keepableColumns(plan, checks).filter(({ fingerprint }) => !kept.has(fingerprint))
    const marks = keepableMarks(plan)
    const isMissing = marks !== undefined && !kept.has(marks)
    return { columns, marks: isMissing ? marks : undefined, bytes: rows * columns.reduce((sum, { width }) => sum + width, isMissing ? MARKS_WIDTH : 0) }
  }

  private async keep(plan: Plan, { columns, marks, bytes }: Missing, context: PrintContext): Promise<void> {
    const name = `t${this.made++}`
    const { plan: known, source } = this.reading(plan)
    await this.backend.query(`create table ${SCHEMA}.${name} as ${keptSql(known, columns.map(column => column.name), marks !== undefined, source, context)}`)
    const made = [...columns, ...marks === undefined ? [] : [{ fingerprint: marks, type: MARKS_TYPE }]]
    this.tables = [...this.tables, { name, columns: made.map(({ fingerprint, type }) => ({ fingerprint, type })), bytes }]
  }

  /** The plan over what is kept by now. */
  reading(plan: Plan): KeptPlan {
    const { tables } = this
    if (tables.length === 0) return { plan, source: 'source' }
    const first = plan.source.length
    const places = tables.flatMap(({ name, columns }) => columns.map((_, index) => ({ name, sql: `${name}.k${index}` })))
    // The engine reads these tables side by side.
    const source = (read: readonly number[]): string => {
      const own = read.filter(index => index < first).map(index => `source.c${index}`)
      const kept = read.filter(index => index >= first).map(index => ({ index, ...present(places[index - first], 'a kept column') }))
      const joined = [...new Set(kept.map(({ name }) => name))]
      return `(select ${['source.ord', ...own, ...kept.map(({ index, sql }) => `${sql} as c${index}`)].join(', ')} from source${joined.map(name => ` positional join ${SCHEMA}.${name}`).join('')})`
    }
    return { plan: readingKept(plan, tables.flatMap(table => table.columns)), source }
  }

  /** Whether all that these checks read and that is worth keeping is kept. */
  has(plan: Plan, checks: readonly Check[]): boolean {
    const kept = this.fingerprints()
    return keepableColumns(plan, checks).every(({ fingerprint }) => kept.has(fingerprint))
  }

  private fingerprints(): ReadonlySet<string> {
    return new Set(this.tables.flatMap(({ columns }) => columns.map(({ fingerprint }) => fingerprint)))
  }

  /** Resolves when nothing is being kept, nor will be. */
  async settled(): Promise<void> {
    clearTimeout(this.timer)
    await this.queue
  }

  private get bytes(): number {
    return this.tables.reduce((sum, table) => sum + table.bytes, 0)
  }

  private async makeRoom(bytes: number): Promise<void> {
    while (this.bytes + bytes > this.limitBytes) {
      const [oldest, ...rest] = this.tables
      if (!oldest) return
      this.tables = rest
      await this.backend.query(`drop table ${SCHEMA}.${oldest.name}`)
    }
  }

  /** Forgets everything, whoever kept it in this engine: the source is to be another. */
  clear(): Promise<void> {
    clearTimeout(this.timer)
    return this.inTurn(async () => {
      this.tables = []
      await this.backend.query(`drop schema if exists ${SCHEMA} cascade`)
      await this.backend.query(`create schema ${SCHEMA}`)
    })
  }
}
