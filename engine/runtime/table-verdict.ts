import { EngineError } from '../base/errors.ts'
import { fingerprint } from '../base/fingerprint.ts'
import type { Backend } from '../backends/backend.ts'
import { Bits } from '../data/bits.ts'
import { appliesSql, batchSql, checkSql, droppedSql, hostCasts, verdictSql, type Check } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { columnsOfSource } from '../sql/print-rel.ts'
import { judgeTexts } from './counted-texts.ts'
import type { HeldRows } from './held-rows.ts'
import type { KeptPlan } from './kept-columns.ts'
import { addDropped, addToSets, figuresKey, type Answers, type DroppedRows, type Questions } from './known.ts'

export interface TableHost {
  readonly rows: HeldRows
  readonly answers: Answers
  readonly physical: number
  readonly wellFormed: number
  /** Whether columns are judged by their different texts, where those are known. */
  readonly isByTexts: boolean
  readonly context: PrintContext
  /** Whether the answers are no longer wanted. */
  readonly isSuperseded: () => boolean
}

/** How many checks go into one query. */
const CHECKS_A_QUERY = 32

/** Answers questions about rows that are in an engine's table. */
export async function judgeTable(questions: Questions, host: TableHost): Promise<void> {
  const { plan, checks, applying, dropped, figures } = questions
  const { rows, answers, context } = host
  await rows.ask(columnsAsked(questions, context), async backend => {
    await rows.prepareValues(plan)
    if (dropped) answers.dropped.set(fingerprint(plan.rel), await droppedRows(questions, backend, host))
    const left = !host.isByTexts ? checks : await judgeTexts(plan, checks, { ...host, backend, counted: await rows.counted(), isKept: check => rows.kept.has(plan, [check]) })
    // Where columns take each other's place nothing lasts that is computed from them.
    const kept: KeptPlan = left.length > 0 && rows.fitWhole ? await rows.kept.prepare(plan, left, host.wellFormed, context) : rows.kept.reading(plan)
    for (const group of inGroups(left)) {
      if (host.isSuperseded()) throw new EngineError('superseded', 'a newer recipe is being judged')
      await judgeGroup(kept, group, backend, host)
    }
    // Somebody who changes a check changes it again: from its column's values it is answered sooner. What the SQL looks up may be another plan's by then.
    if (checks.length === 1 && left.length === 0 && rows.fitWhole && hostCasts(plan).length === 0) rows.kept.prepareSoon(plan, checks, host.wellFormed, context)
    if (applying.length > 0) {
      const { columns } = await backend.query(appliesSql(kept.plan, applying, kept.source, context))
      applying.forEach((check, index) => answers.applying.set(check.fingerprint, Number(columns[index]?.[0] ?? 0)))
    }
    if (figures) {
      const { columns } = await backend.query(batchSql(kept.plan, kept.source, context))
      answers.figures.set(figuresKey(plan), columns.map(column => column[0] === null || column[0] === undefined ? null : Number(column[0])))
    }
  })
}

/** The source's columns, by position, that the answers are found in. */
function columnsAsked({ plan, checks, applying, dropped, figures }: Questions, context: PrintContext): readonly number[] {
  return columnsOfSource(source => {
    if (dropped) droppedSql(plan, source, context)
    if (checks.length > 0) verdictSql({ ...plan, checks }, source, context)
    if (applying.length > 0) appliesSql(plan, applying, source, context)
    if (figures) batchSql(plan, source, context)
    for (const { valuesSql } of hostCasts(plan)) valuesSql(source, context)
  })
}

/** Checks that compare rows are answered one by one, the others many at once. */
function inGroups(checks: readonly Check[]): readonly (readonly Check[])[] {
  const rowChecks = checks.filter(check => check.fails.kind === 'row')
  const groups: (readonly Check[])[] = checks.filter(check => check.fails.kind === 'duplicates').map(check => [check])
  for (let start = 0; start < rowChecks.length; start += CHECKS_A_QUERY) groups.push(rowChecks.slice(start, start + CHECKS_A_QUERY))
  return groups
}

async function judgeGroup({ plan, source }: KeptPlan, checks: readonly Check[], backend: Backend, { answers, physical, context }: TableHost): Promise<void> {
  const started = performance.now()
  const sets = checks.map(() => new Bits(physical))
  const [only, another] = checks
  if (only && !another) {
    // Half the time of asking for words, which have to be made for every row.
    const { columns: [ordinals = []] } = await backend.query(checkSql(plan, only, source, context))
    for (let i = 0; i < ordinals.length; i++) sets[0]?.add(Number(ordinals[i]) - 1)
  } else {
    const { columns: [ordinals = [], words = []] } = await backend.query(`select ord, w0 from (${verdictSql({ ...plan, checks }, source, context)}) where w0 <> 0`)
    for (let i = 0; i < ordinals.length; i++) addToSets(sets, 0, Number(words[i]), Number(ordinals[i]) - 1)
  }
  answers.take(checks, sets, performance.now() - started)
}

async function droppedRows({ plan }: Questions, backend: Backend, { physical, context }: TableHost): Promise<DroppedRows> {
  const { columns: [ordinals = [], steps = []], numRows } = await backend.query(droppedSql(plan, 'source', context))
  const dropped = { bits: new Bits(physical), counts: new Map<number, number>() }
  for (let i = 0; i < numRows; i++) addDropped(dropped, Number(ordinals[i]), Number(steps[i]))
  return dropped
}
