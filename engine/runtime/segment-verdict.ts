import { isRowLocal } from '../algebra/index.ts'
import type { QueryResult } from '../backends/backend.ts'
import { Bits } from '../data/bits.ts'
import type { Prefilter } from '../data/prefilter.ts'
import type { CsvDialect, Scanned } from '../formats/csv/index.ts'
import type { ByteSource } from '../formats/source.ts'
import { appliesSql, checksOfOneColumn, hostCasts, prefilterOf, verdictSql, wordCount, type Plan } from '../plan/index.ts'
import { fingerprint } from '../base/fingerprint.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { columnsOfSource, type SourceSql } from '../sql/print-rel.ts'
import type { Crew } from './crew.ts'
import { handSegments, type ReadingOptions } from './ingest.ts'
import { addDropped, addToSets, type Answers, type Questions } from './known.ts'

/** Smaller than those that stay in an engine: several engines have one each. */
const SEGMENT_BYTES = 8_000_000

export interface SegmentHost {
  readonly crew: Crew
  readonly answers: Answers
  readonly context: PrintContext
  /** Sees what each reading found before any answer of it counts; throws where that is another input. */
  readonly check: (scanned: Scanned) => void
}

/** What of the questions each row answers for itself; the others need the rows together. */
export function rowLocalPart({ plan, checks, applying, dropped }: Questions): Questions {
  const isLocal = isRowLocal(plan.rel) && hostCasts(plan).length === 0
  return {
    plan, figures: false, applying: isLocal ? applying : [], dropped: isLocal && dropped,
    checks: isLocal ? checks.filter(check => check.fails.kind === 'row') : [],
  }
}

/** Questions that are answered in one reading, and what answers them for most rows without an engine. */
export interface Pass {
  readonly questions: Questions
  readonly prefilter: Prefilter | undefined
}

/** A second reading has to spare the engines at least this share of the columns. */
const WORTH_SPARED = 0.5

/**
 * How questions of {@link rowLocalPart} are best answered. Where only some of the checks have a prefilter, the input is read twice: once
 * for them, and once for all the other questions, when engines take in every row, but only the columns that those read; unless
 * `mostReadings` is 1.
 */
export function passesFor(questions: Questions, dialect: CsvDialect, context: PrintContext, mostReadings: 1 | 2 = 2): readonly [Pass, ...Pass[]] {
  const { plan, checks, applying, dropped } = questions
  const alone = checksOfOneColumn(plan, checks)
  if (alone.length === checks.length && applying.length === 0 && !dropped) return [{ questions, prefilter: prefilterOf(plan, checks, dialect) }]
  if (mostReadings === 1) return [{ questions, prefilter: undefined }]
  const others: Questions = { ...questions, checks: checks.filter(check => !alone.includes(check)) }
  const columns = (asked: Questions): number => columnsOfSource(rows => questionsSql(asked, rows, context)).length
  const prefilter = alone.length > 0 && columns(others) <= columns(questions) * WORTH_SPARED ? prefilterOf(plan, alone, dialect) : undefined
  if (!prefilter) return [{ questions, prefilter }]
  return [{ questions: { ...questions, checks: alone, applying: [], dropped: false }, prefilter }, { questions: others, prefilter: undefined }]
}

/**
 * Answers questions segment by segment. No engine keeps one: memory grows with the rows that fail and not with the input, and as many
 * engines work on it as there are in the crew. Gives what the first reading found.
 */
export async function judgeSegments(source: ByteSource, passes: readonly [Pass, ...Pass[]], host: SegmentHost, { onProgress, ...options }: ReadingOptions): Promise<Scanned> {
  const [first, ...others] = passes
  const share = 1 / passes.length
  const scanned = await judgePass(source, first, host, { ...options, onProgress: progress => onProgress?.({ ...progress, bytesRead: share * progress.bytesRead }) })
  const { physical, malformed } = scanned.counts
  for (const [index, pass] of others.entries()) {
    await judgePass(source, pass, host, { ...options, onProgress: ({ bytesRead }) => onProgress?.({ records: physical, malformed, bytesRead: share * ((index + 1) * source.size + bytesRead) }) })
  }
  return scanned
}

async function judgePass(source: ByteSource, { questions, prefilter }: Pass, { crew, answers, context, check }: SegmentHost, options: ReadingOptions): Promise<Scanned> {
  const started = performance.now()
  const found = new FoundRows(questions)
  const queries = (rows: string): readonly string[] => questionsSql(questions, rows, context)
  const wanted = columnsOfSource(rows => questionsSql(questions, rows, context))
  const scanned = await handSegments(source, { segmentBytes: SEGMENT_BYTES, ...options, prefilter }, () => Promise.resolve(), ({ text }, layout) =>
    crew.work(async engine => { found.add(await engine.look(text, layout, wanted, queries)) }))
  check(scanned)
  found.answer(answers, scanned.counts.physical, performance.now() - started)
  return scanned
}

function questionsSql({ plan, checks, applying }: Questions, rows: SourceSql, context: PrintContext): readonly string[] {
  const part: Plan = { ...plan, checks }
  const words = Array.from({ length: wordCount(part) }, (_, index) => `w${index}`)
  const verdict = `select ${['ord', 'coalesce(dropped, 0)::integer as dropped', ...words].join(', ')} from (${verdictSql(part, rows, context)}) where ${['dropped is not null', ...words.map(word => `${word} <> 0`)].join(' or ')}`
  return applying.length === 0 ? [verdict] : [verdict, appliesSql(plan, applying, rows, context)]
}

/** What the segments' answers come to. */
class FoundRows {
  private readonly segments: QueryResult[] = []
  private readonly applying: number[]

  constructor(private readonly questions: Questions) {
    this.applying = questions.applying.map(() => 0)
  }

  add([verdict, applying]: readonly QueryResult[]): void {
    if (verdict && verdict.numRows > 0) this.segments.push(verdict)
    applying?.columns.forEach((column, index) => { this.applying[index] = (this.applying[index] ?? 0) + Number(column[0] ?? 0) })
  }

  answer(answers: Answers, physical: number, ms: number): void {
    const { plan, checks, applying, dropped } = this.questions
    const sets = checks.map(() => new Bits(physical))
    const gone = { bits: new Bits(physical), counts: new Map<number, number>() }
    for (const { numRows, columns: [ordinals = [], steps = [], ...words] } of this.segments) {
      for (let row = 0; row < numRows; row++) {
        const ordinal = Number(ordinals[row])
        addDropped(gone, ordinal, Number(steps[row]))
        for (let at = 0; at < words.length; at++) addToSets(sets, at * 32, Number(words[at]?.[row] ?? 0), ordinal - 1)
      }
    }
    answers.take(checks, sets, ms)
    applying.forEach((check, index) => { answers.applying.set(check.fingerprint, this.applying[index] ?? 0) })
    if (dropped) answers.dropped.set(fingerprint(plan.rel), gone)
  }
}
