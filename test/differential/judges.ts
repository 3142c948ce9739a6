import type { Backend } from '../../engine/backends/backend.ts'
import { openDuckDbNative } from '../../engine/backends/node/duckdb-native.ts'
import { judgeRows, verdictSql, wordCount, type Plan } from '../../engine/plan/index.ts'
import { prepareHostValues } from '../../engine/runtime/host-values.ts'
import { duckdb } from '../../engine/sql/dialects/duckdb.ts'
import { keepBom } from '../../engine/sql/keep-bom.ts'
import { cellLiteral, clock as usualClock, planOf, type Case } from '../support/verdict.ts'
import { openWasmInNode } from '../support/wasm.ts'

/** A case that may say when it is run, as ISO 8601 with an offset. */
export interface DatedCase extends Case {
  readonly clock?: string
}

/** A row's verdict: the step that dropped it, one bit a check, and its cells as text. */
export interface JudgedCells {
  readonly dropped: number | null
  readonly words: readonly number[]
  readonly text: readonly (string | null)[]
}

/** One of the ways to a verdict, all of which have to lead to the same. */
export interface Judge {
  readonly name: string
  readonly judge: (plan: Plan, testCase: DatedCase) => Promise<readonly JudgedCells[]>
}

const clockOf = ({ clock }: DatedCase): { readonly nowMicros: bigint } => clock === undefined ? usualClock : { nowMicros: BigInt(Date.parse(clock)) * 1000n }

export const rowEvaluator: Judge = {
  name: 'the row evaluator',
  judge: (plan, testCase) => Promise.resolve(judgeRows(plan, testCase.rows.map((cells, index) => ({ ordinal: index + 1, cells })), clockOf(testCase))
    .map(({ dropped, words, text }) => ({ dropped, words: [...words], text: [...text] }))),
}

/** A data engine as a judge: the rows as its source, the verdict by its SQL. */
export function judgeOf(backend: Backend): Judge {
  return {
    name: backend.engine.name,
    judge: async (plan, testCase) => {
      const context = { dialect: duckdb, clock: clockOf(testCase) }
      await backend.createSource({ columns: testCase.columns.length, nulls: { null_tokens: [''], quoted_nulls: true } })
      await backend.query(`insert into source values ${testCase.rows.map((row, index) => `(${[String(index + 1), ...row.map(cellLiteral)].join(', ')})`).join(', ')}`)
      await prepareHostValues(plan, 'source', context, backend)
      const numWords = wordCount(plan)
      const names = [...Array.from({ length: numWords }, (_, word) => `w${word}`), ...plan.output.map((_, index) => `${keepBom(`o${index}`)} as o${index}`)]
      const { columns, numRows } = await backend.query(`select dropped, ${names.join(', ')} from (${verdictSql(plan, 'source', context, 'text')}) order by ord`)
      return Array.from({ length: numRows }, (_, row): JudgedCells => {
        const [dropped, ...rest] = columns.map(column => column[row] ?? null)
        return { dropped: dropped as number | null, words: rest.slice(0, numWords) as number[], text: rest.slice(numWords) as (string | null)[] }
      })
    },
  }
}

export interface Bench {
  /** The row evaluator first, whose verdict the others are held against. */
  readonly judges: readonly Judge[]
  readonly backends: readonly Backend[]
  readonly close: () => Promise<void>
}

/** Every judge there is: the row evaluator, native DuckDB, and the Wasm that browsers run. */
export async function openBench(): Promise<Bench> {
  const backends = [await openDuckDbNative(), await openWasmInNode()]
  return { judges: [rowEvaluator, ...backends.map(judgeOf)], backends, close: async () => { for (const backend of backends) await backend.close() } }
}

/** What each judge says, or the error it ends in, by its name. Undefined for a case whose recipe makes no plan. */
export async function verdictsOf(testCase: DatedCase, judges: readonly Judge[]): Promise<Readonly<Record<string, readonly JudgedCells[] | Error>> | undefined> {
  const plan = planIfAny(testCase)
  if (!plan) return undefined
  const verdicts: Record<string, readonly JudgedCells[] | Error> = {}
  for (const { name, judge } of judges) verdicts[name] = await judge(plan, testCase).catch((error: unknown) => error instanceof Error ? error : new Error(String(error)))
  return verdicts
}

function planIfAny(testCase: DatedCase): Plan | undefined {
  try {
    return planOf(testCase)
  } catch {
    return undefined
  }
}
