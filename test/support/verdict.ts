import { afterAll, expect } from 'vitest'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { Issue } from '../../engine/base/issue.ts'
import { formatValue, parseCell } from '../../engine/data/cast.ts'
import type { Prefilter } from '../../engine/data/prefilter.ts'
import type { Value } from '../../engine/data/type.ts'
import { accepts } from '../../engine/data/automaton.ts'
import { compilePlan, judgeRows, prefilterOf, sureRowsOf, verdictSql, wordCount, type JudgedRow, type Plan } from '../../engine/plan/index.ts'
import { checkRecipe, type Recipe } from '../../engine/recipe/index.ts'
import { prepareHostValues } from '../../engine/runtime/host-values.ts'
import { canStream } from '../../engine/runtime/run.ts'
import type { ResultColumn } from '../../engine/backends/backend.ts'
import { keepBom } from '../../engine/sql/keep-bom.ts'
import { printExpr } from '../../engine/sql/print-expr.ts'
import { duckdb, duckdbInOrder } from '../../engine/sql/dialects/duckdb.ts'
import type { TypedExpr } from '../../engine/algebra/index.ts'

/** A table as the reader hands it over, and a recipe for it. */
export interface Case {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly recipe: Recipe
}

/** The instant tests run at: 2024-03-01T12:00:00Z. */
export const clock = { nowMicros: 1_709_294_400_000_000n }
const context = { dialect: duckdb, clock }
const inOrder = { dialect: duckdbInOrder, clock }

let connection: Promise<DuckDBConnection> | undefined
const native = (): Promise<DuckDBConnection> => connection ??= DuckDBInstance.create(':memory:', { threads: '2' }).then(instance => instance.connect())
afterAll(async () => { (await connection)?.closeSync(); connection = undefined })

const textColumns = (columns: readonly string[]) => columns.map(name => ({ name, type: { name: 'string' as const } }))

/** Everything wrong with a recipe for an input of these columns. */
export function issuesOf(recipe: Recipe, columns: readonly string[]): readonly Issue[] {
  const checked = checkRecipe({ schemaflow: 1, ...recipe })
  return [...checked.issues, ...checked.readable ? compilePlan(checked.readable, textColumns(columns)).issues : []]
}

export function planOf({ recipe, columns }: Pick<Case, 'recipe' | 'columns'>): Plan {
  const checked = checkRecipe({ schemaflow: 1, ...recipe })
  const compiled = checked.recipe && compilePlan(checked.recipe, textColumns(columns))
  const issues = [...checked.issues, ...compiled?.issues ?? []].filter(issue => issue.severity === 'error')
  if (!compiled?.plan || issues.length > 0) throw new Error(`recipe has issues: ${issues.map(issue => `${issue.path.join('.')}: ${issue.message} ${issue.hint ?? ''}`).join('; ')}`)
  return compiled.plan
}

/** A cell as a SQL literal. */
export const cellLiteral = (cell: string | null): string => cell === null ? 'null::varchar' : cell.includes('\0')
  ? cell.split('\0').map(part => duckdb.quoteText(part)).join(' || chr(0) || ') : duckdb.quoteText(cell)

/** The table as `source` in a DuckDB. */
async function load(db: DuckDBConnection, { columns, rows }: Case): Promise<void> {
  await db.run(`create or replace temp table source (ord bigint${columns.map((_, index) => `, c${index} varchar`).join('')})`)
  for (let start = 0; start < rows.length; start += 500) {
    const values = rows.slice(start, start + 500).map((row, index) => `(${[String(start + index + 1), ...row.map(cellLiteral)].join(', ')})`)
    await db.run(`insert into source values ${values.join(', ')}`)
  }
}

/** DuckDB's threads keep the order of rows through these operators only: anything else in the plan of a run that streams would lose it. */
const KEEP_ORDER = ['PROJECTION', 'FILTER', 'SEQ_SCAN', 'DUMMY_SCAN', 'EMPTY_RESULT']

async function expectToKeepOrder(plan: Plan): Promise<void> {
  if (!canStream(plan)) return
  // The table is still there.
  const explained = await (await native()).runAndReadAll(`explain (format json) ${verdictSql(plan, 'source', inOrder, 'typed')}`)
  const operators = [...String(explained.getRows()[0]?.[1]).matchAll(/"name": "(\w+)\s*"/g)].map(([, name = '']) => name)
  expect(operators).not.toEqual([])
  expect(operators.filter(name => !KEEP_ORDER.includes(name))).toEqual([])
}

interface DuckRow { readonly ordinal: number, readonly dropped: number | null, readonly words: readonly number[], readonly text: readonly (string | null)[] }

async function judgeInDuckDb(plan: Plan, testCase: Case): Promise<readonly DuckRow[]> {
  const db = await native()
  await load(db, testCase)
  await prepareHostValues(plan, 'source', context, { query: async sql => {
    const reader = await db.runAndReadAll(sql)
    return { numRows: reader.currentRowCount, columns: reader.getColumns() as ResultColumn[] }
  } })
  const words = wordCount(plan)
  const texts = plan.output.map((_, index) => `${keepBom(`o${index}`)} as o${index}`)
  const names = ['ord', 'dropped', ...Array.from({ length: words }, (_, index) => `w${index}`), ...texts]
  const judged = async (sql: string): Promise<readonly DuckRow[]> => {
    const reader = await db.runAndReadAll(`select ${names.join(', ')} from (${sql}) order by ord`)
    return reader.getRows().map(row => ({
      ordinal: Number(row[0]), dropped: row[1] === null ? null : Number(row[1]),
      words: row.slice(2, 2 + words).map(Number), text: row.slice(2 + words) as (string | null)[],
    }))
  }
  const sql = verdictSql(plan, 'source', context, 'text')
  const rows = await judged(sql)
  if (canStream(plan)) {
    const sqlInOrder = verdictSql(plan, 'source', inOrder, 'text')
    if (sqlInOrder !== sql) expect(await judged(sqlInOrder)).toEqual(rows)
  }
  return rows
}

const nulls = { null_tokens: [''], quoted_nulls: false }
type Cells = readonly (string | null)[]

/** Whether a plan's prefilter is sure of a row as a file would have it: missing cells are empty, empty ones quoted. Undefined where it says nothing. */
export function surenessOf(plan: Plan): ((cells: Cells) => boolean) | undefined {
  const prefilter = prefilterOf(plan, plan.checks.filter(({ fails }) => fails.kind === 'row'), nulls)
  return prefilter && (cells => isSureOf(prefilter, cells))
}

const isSureOf = (prefilter: Prefilter, cells: Cells): boolean => prefilter.every((sure, position) => {
  const cell = cells[position] ?? null
  if (sure === null) return true
  if (cell === null) return accepts(sure.plain, '')
  return Buffer.byteLength(cell) <= sure.mostBytes && accepts(sure.quoted, cell) && (cell === '' || accepts(sure.plain, cell))
})

/** Of a row that is sure, the output is its cells as they are read. */
function expectSureRowsAsRead(plan: Plan, rows: readonly JudgedRow[], { rows: cells }: Case): void {
  const sure = sureRowsOf(plan, nulls)
  const sureRows = sure ? rows.filter(({ ordinal }) => isSureOf(sure.prefilter, cells[ordinal - 1] ?? [])) : []
  expect(sureRows.map(({ typed }) => typed)).toEqual(sureRows.map(({ ordinal }) => sure?.output.map(({ from, spec }) => {
    const cell = cells[ordinal - 1]?.[from] ?? null
    return cell === null ? null : parseCell(cell, spec)
  })))
  expect(sureRows.filter(({ dropped, words }) => dropped !== null || words.some(word => word !== 0))).toEqual([])
}

/** A row that the prefilter is sure of breaks no rule that looks at it alone. */
function expectSureRowsToPass(plan: Plan, rows: readonly JudgedRow[], { rows: cells }: Case): void {
  const isSure = surenessOf(plan)
  if (!isSure) return
  const broken = rows.filter(({ words }) => plan.checks.some(({ fails }, bit) => fails.kind === 'row' && ((words[bit >>> 5] ?? 0) >>> (bit & 31) & 1) === 1))
  expect(broken.map(({ ordinal }) => cells[ordinal - 1] ?? []).filter(isSure)).toEqual([])
}

/** The verdict by the row evaluator and by native DuckDB, which have to agree on every bit and every text. */
export async function judgeBoth(testCase: Case): Promise<{ readonly plan: Plan, readonly rows: readonly JudgedRow[] }> {
  const plan = planOf(testCase)
  const rows = judgeRows(plan, testCase.rows.map((cells, index) => ({ ordinal: index + 1, cells })), clock)
  const inDuckDb = await judgeInDuckDb(plan, testCase)
  expect(inDuckDb).toEqual(rows.map(({ ordinal, dropped, words, text }) => ({ ordinal, dropped, words, text })))
  expectSureRowsToPass(plan, rows, testCase)
  expectSureRowsAsRead(plan, rows, testCase)
  return { plan, rows }
}

/** The ordinals (from 1) that fail each rule, by rule id; rules that nothing fails are absent. */
export async function verdictOf(testCase: Case): Promise<Readonly<Record<string, readonly number[]>>> {
  const { plan, rows } = await judgeBoth(testCase)
  await expectToKeepOrder(plan)
  const failing: Record<string, number[]> = {}
  plan.checks.forEach(({ ruleId }, bit) => {
    for (const row of rows) {
      if (((row.words[bit >>> 5] ?? 0) >>> (bit & 31) & 1) === 1) (failing[ruleId] ??= []).push(row.ordinal)
    }
  })
  return failing
}

/** Each row after the steps: which step dropped it (null: none) and its cells as text. */
export async function outputOf(testCase: Case): Promise<readonly { readonly dropped: number | null, readonly cells: readonly (string | null)[] }[]> {
  const { plan, rows } = await judgeBoth(testCase)
  await expectToKeepOrder(plan)
  return rows.map(({ dropped, text }) => ({ dropped, cells: text }))
}

/** The names of the output columns. */
export function outputColumns(testCase: Pick<Case, 'recipe' | 'columns'>): readonly string[] {
  return planOf(testCase).output.map(column => column.name)
}

/** A constant expression's value as text, by native DuckDB. */
export async function evaluateInDuckDb(expr: TypedExpr): Promise<string | null> {
  const text: TypedExpr = { kind: 'call', fn: 'to_text', args: [expr], type: { name: 'string' } }
  const sql = printExpr(expr.type.name === 'string' ? expr : text, () => 'null', context)
  const reader = await (await native()).runAndReadAll(`select ${keepBom(sql)}`)
  return reader.getRows()[0]?.[0] as string | null
}

export const showValue = (value: Value, type: TypedExpr['type']): string | null => formatValue(value, type)
