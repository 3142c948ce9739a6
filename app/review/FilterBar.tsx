import { X } from 'lucide-react'
import { memo, useMemo } from 'react'
import type { Counts, RowFilter, RuleResult } from '../../engine/index.ts'
import { formatCount, formatCounted } from '../charts/index.ts'
import { Button, cn, Combobox, SegmentedControl } from '../ui/index.ts'
import { cellText, cleared, columnChoices, isNarrowed, ROWS, ruleChoices, totalOf, withColumn, withoutCell, withRows, withRule, type KindOf } from './filter.ts'

interface FilterProps {
  readonly filter: RowFilter
  readonly onFilter: (filter: RowFilter) => void
}

const words: Readonly<Record<RowFilter['rows'], string>> = { all: 'All', valid: 'Valid', rejected: 'Rejected', warned: 'Warned', dropped: 'Dropped' }
const dots: Readonly<Record<RowFilter['rows'], string>> = { all: '', valid: 'bg-valid', rejected: 'bg-mismatched', warned: 'bg-warning', dropped: 'bg-missing' }

/** Rows by verdict, with true totals. */
export const VerdictFilter = memo(function VerdictFilter({ filter, onFilter, counts }: FilterProps & { readonly counts: Counts }) {
  const segments = ROWS.map(rows => {
    const count = totalOf(rows, counts)
    const dot = dots[rows] !== '' && <span aria-hidden className={cn('size-2 rounded-full', count === 0 ? 'bg-line-strong' : dots[rows])} />
    return { value: rows, label: `${words[rows]} ${formatCount(count)}`, icon: dot }
  })
  return <SegmentedControl aria-label="Verdict" value={filter.rows} onValueChange={rows => onFilter(withRows(filter, rows))} options={segments} />
})

/** Lifts a choice. What is chosen goes by `=` and its name, so that no name can be taken for this. */
const ANY = 'any'

export interface FailureFilterProps extends FilterProps {
  readonly rules: readonly RuleResult[]
  /** The columns of the data, in order. */
  readonly columns: readonly string[]
  readonly kindOf: KindOf
}

/** Rows by what is wrong with them: by rule, by column, by the state of a cell. */
export const FailureFilter = memo(function FailureFilter({ filter, onFilter, rules, columns, kindOf }: FailureFilterProps) {
  const ruleList = useMemo(() => ruleChoices(rules, kindOf), [rules, kindOf])
  const columnList = useMemo(() => columnChoices(rules, columns, kindOf), [rules, columns, kindOf])
  const ruleOptions = [
    ...filter.rule === undefined ? [] : [{ value: ANY, label: 'Any rule' }],
    ...ruleList.map(({ id, title, failing }) => ({ value: `=${id}`, label: `${id} · ${title}`, hint: failing })),
  ]
  const columnOptions = [
    ...filter.column === undefined ? [] : [{ value: ANY, label: 'Any column' }],
    ...columnList.map(({ name, rules: count }) => ({ value: `=${name}`, label: name, hint: formatCounted(count, 'rule') })),
  ]
  const chooseRule = (value: string) => {
    const rule = ruleList.find(({ id }) => value === `=${id}`)
    if (rule || value === ANY) onFilter(withRule(filter, rule))
  }
  return (
    <div role="group" aria-label="What is wrong" className="flex min-w-0 flex-wrap items-center gap-2">
      <Combobox
        aria-label={filter.rule === undefined ? 'Rule' : `Rule ${filter.rule}`}
        value={filter.rule === undefined ? '' : `=${filter.rule}`}
        onValueChange={chooseRule}
        options={withChosen(ruleOptions, filter.rule)}
        placeholder="Any rule"
        searchPlaceholder="Search rules"
        emptyText="No row fails such a rule"
        className="w-72"
      />
      <Combobox
        aria-label={filter.column === undefined ? 'Column' : `Column ${filter.column}`}
        value={filter.column === undefined ? '' : `=${filter.column}`}
        onValueChange={value => onFilter(withColumn(filter, value === ANY ? undefined : value.slice(1)))}
        options={withChosen(columnOptions, filter.column)}
        placeholder="Any column"
        searchPlaceholder="Search columns"
        emptyText="No row has an error there"
        className="w-40"
      />
      {filter.cell && (
        <span className="inline-flex h-7 max-w-64 items-center gap-1 rounded-md bg-accent-soft pl-2 text-sm font-medium text-accent-ink">
          <span className="truncate" title={cellText(filter.cell)}>{cellText(filter.cell)}</span>
          <button
            type="button"
            aria-label={`Remove filter ${cellText(filter.cell)}`}
            onClick={() => onFilter(withoutCell(filter))}
            className="grid size-6 shrink-0 place-items-center rounded-sm hover:bg-hover"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      )}
      {isNarrowed(filter) && <Button variant="ghost" aria-label="Clear filters" onClick={() => onFilter(cleared(filter))}>Clear</Button>}
    </div>
  )
})

/** What is chosen stays named when no row fails it any more. */
function withChosen<T extends { readonly value: string, readonly label: string }>(options: readonly T[], chosen: string | undefined) {
  if (chosen === undefined || options.some(({ value }) => value === `=${chosen}`)) return options
  return [...options, { value: `=${chosen}`, label: chosen, hint: 'nothing fails' }]
}
