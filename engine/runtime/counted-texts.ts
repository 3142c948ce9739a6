import { childrenOf, type FunctionName, type TypedExpr } from '../algebra/index.ts'
import type { Backend, CountedTexts } from '../backends/backend.ts'
import { EngineError } from '../base/errors.ts'
import { Bits } from '../data/bits.ts'
import { columnsLookedAt, verdictSql, type Check, type Plan } from '../plan/index.ts'
import type { PrintContext } from '../sql/dialect.ts'
import { addToSets, type Answers } from './known.ts'

export interface TextsHost {
  readonly backend: Backend
  readonly counted: CountedTexts
  readonly answers: Answers
  readonly physical: number
  readonly context: PrintContext
  /** Whether what a check reads was computed before and is at hand row by row. */
  readonly isKept: (check: Check) => boolean
  readonly isSuperseded: () => boolean
}

/** Checks of a column that go into one query: the bits of a word. */
const CHECKS_A_QUERY = 32

/**
 * Answers checks by judging the different texts of the one column that each looks at, and finding the rows that have one of those that fail:
 * a column has a few thousand where it has a million rows. Gives the checks that are left: those of columns that were not counted, of
 * several columns or rows, and those that are as quick to answer row by row.
 */
export async function judgeTexts(plan: Plan, checks: readonly Check[], host: TextsHost): Promise<readonly Check[]> {
  const { columns } = host.counted
  if (columns.size === 0) return checks
  const groups = new Map<number, Check[]>()
  for (const [check, column] of columnsLookedAt(plan, checks)) {
    if (column === undefined || !columns.has(column) || (host.isKept(check) && isQuick(check))) continue
    groups.set(column, [...groups.get(column) ?? [], check])
  }
  for (const [column, group] of groups) {
    for (let start = 0; start < group.length; start += CHECKS_A_QUERY) {
      if (host.isSuperseded()) throw new EngineError('superseded', 'a newer recipe is being judged')
      await judgeColumn(plan, column, group.slice(start, start + CHECKS_A_QUERY), host)
    }
  }
  const answered = new Set([...groups.values()].flat())
  return checks.filter(check => !answered.has(check))
}

async function judgeColumn(plan: Plan, column: number, checks: readonly Check[], { backend, counted: { table }, answers, physical, context }: TextsHost): Promise<void> {
  const started = performance.now()
  // Texts in the place of rows, and one row without any: what is missing is judged as well.
  const texts = `(select cast(rowid as integer) as ord, v as c${column} from ${table} where col = ${column} union all select -1, cast(null as varchar))`
  const failing = `select texts.v, judged.w0 from (${verdictSql({ ...plan, checks }, texts, context)}) judged left join ${table} texts on texts.rowid = judged.ord where judged.w0 <> 0`
  const { columns: [ordinals = [], words = []] } = await backend.query(`select source.ord, failing.w0 from source join (${failing}) failing on source.c${column} is not distinct from failing.v`)
  const sets = checks.map(() => new Bits(physical))
  for (let i = 0; i < ordinals.length; i++) addToSets(sets, 0, Number(words[i]), Number(ordinals[i]) - 1)
  answers.take(checks, sets, performance.now() - started)
}

const PATTERNS: ReadonlySet<FunctionName> = new Set<FunctionName>(['matches', 'contains_match', 'replace_regex', 'extract'])
/** Longer lists are compared with one value after the other. */
const SHORT_LIST = 3

/** Whether it takes no longer for a row than to look its text up. */
const isQuick = ({ fails }: Check): boolean => fails.kind === 'row' && !isLong(fails.expr)

const isLong = (expr: TypedExpr): boolean =>
  (expr.kind === 'call' && PATTERNS.has(expr.fn)) || (expr.kind === 'in' && expr.values.length > SHORT_LIST) || childrenOf(expr).some(isLong)
