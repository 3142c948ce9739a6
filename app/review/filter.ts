import type { Counts, RowFilter, RuleResult } from '../../engine/index.ts'
import { formatCounted } from '../charts/index.ts'

/** The rule that malformed records fail. */
export const PARSE_RULE = 'parse'

export const ROWS = ['all', 'valid', 'rejected', 'warned', 'dropped'] as const satisfies readonly RowFilter['rows'][]

/** True total of rows with this verdict. Warned rows are valid rows; the others add up to the physical records. */
export function totalOf(rows: RowFilter['rows'], { physical, valid, rejected, warned, dropped }: Counts): number {
  switch (rows) {
    case 'all': return physical
    case 'valid': return valid
    case 'rejected': return rejected
    case 'warned': return warned
    case 'dropped': return Object.values(dropped).reduce((sum, count) => sum + count, 0)
  }
}

/** Whether the filter asks for more than a verdict. */
export function isNarrowed({ rule, column, cell }: RowFilter): boolean {
  return rule !== undefined || column !== undefined || cell !== undefined
}

/** The same for two filters exactly when they ask for the same rows. */
export function filterKey({ rows, rule, column, cell }: RowFilter): string {
  return JSON.stringify([rows, rule ?? null, column ?? null, cell ? [cell.column, cell.part] : null])
}

export function withRows(filter: RowFilter, rows: RowFilter['rows']): RowFilter {
  return { ...filter, rows }
}

/**
 * Only rows that fail `rule`; undefined lifts that. A rule that rejects is looked for among the rejected, one that warns among all rows
 * unless only valid ones are wanted: otherwise the answer would lack rows that the rule's count promises.
 */
export function withRule(filter: RowFilter, rule: Pick<RuleResult, 'id' | 'severity'> | undefined): RowFilter {
  const { rule: _, ...others } = filter
  if (!rule) return others
  const fitting: readonly RowFilter['rows'][] = rule.severity === 'error' ? ['rejected', 'all'] : ['all', 'warned', 'valid']
  const [usual = 'all'] = fitting
  return { ...others, rule: rule.id, rows: fitting.includes(filter.rows) ? filter.rows : usual }
}

/** Only rows with an error on `column`; undefined lifts that. Rows without errors have none there. */
export function withColumn(filter: RowFilter, column: string | undefined): RowFilter {
  const { column: _, ...others } = filter
  return column === undefined ? others : { ...others, column }
}

export function withoutCell(filter: RowFilter): RowFilter {
  const { cell: _, ...others } = filter
  return others
}

export function cleared({ rows }: RowFilter): RowFilter {
  return { rows }
}

/** `email mismatched` */
export function cellText({ column, part }: NonNullable<RowFilter['cell']>): string {
  return `${column} ${part}`
}

/** What the filter asks for, in words: `rejected rows failing email.format`. */
export function describeFilter({ rows, rule, column, cell }: RowFilter): string {
  return [
    `${rows} rows`,
    rule === undefined ? '' : rule === PARSE_RULE ? 'that are malformed records' : `failing ${rule}`,
    column === undefined ? '' : `with an error on ${column}`,
    cell ? `with ${cellText(cell)}` : '',
  ].filter(part => part !== '').join(' ')
}

/** What is known of a kind of rule: its title, and whether it speaks of rows at all or of the whole table. */
export interface RuleKind {
  readonly title: string
  readonly isAboutRows: boolean
}

export type KindOf = (kind: string) => RuleKind

/** A rule that rows can be filtered by, over all its columns. */
export interface RuleChoice extends Pick<RuleResult, 'id' | 'severity'> {
  readonly title: string
  /** `312 rows`; of a rule with several checks, which a row can fail twice: `340 failures`. */
  readonly failing: string
}

/** The rules that some row fails, most failures first. */
export function ruleChoices(results: readonly RuleResult[], kindOf: KindOf): readonly RuleChoice[] {
  const byId = new Map<string, RuleResult[]>()
  for (const result of results) {
    if (result.failed > 0 && kindOf(result.kind).isAboutRows) byId.set(result.id, [...byId.get(result.id) ?? [], result])
  }
  return [...byId]
    .map(([id, parts]) => ({ id, parts, failed: parts.reduce((sum, part) => sum + part.failed, 0) }))
    .toSorted((a, b) => b.failed - a.failed)
    .map(({ id, parts, failed }) => ({
      id,
      severity: parts.some(({ severity }) => severity === 'error') ? 'error' : 'warn',
      title: kindOf(parts[0]?.kind ?? id).title,
      failing: formatCounted(failed, parts.length === 1 ? 'row' : 'failure'),
    }))
}

/** A column on which some row has an error, and how many rules find one there. */
export interface ColumnChoice {
  readonly name: string
  readonly rules: number
}

/** The columns that failing rules are about, in the order of `columns`, then those that steps have removed since. */
export function columnChoices(results: readonly RuleResult[], columns: readonly string[], kindOf: KindOf): readonly ColumnChoice[] {
  const rules = new Map<string, Set<string>>()
  for (const { id, kind, failed, columns: named } of results) {
    if (failed === 0 || !kindOf(kind).isAboutRows) continue
    for (const name of named) rules.set(name, (rules.get(name) ?? new Set()).add(id))
  }
  const known = new Set(columns)
  const names = [...columns.filter(name => rules.has(name)), ...[...rules.keys()].filter(name => !known.has(name))]
  return names.map(name => ({ name, rules: rules.get(name)?.size ?? 0 }))
}
