import { useState } from 'react'
import { type ColumnSelector, TYPE_NAMES, type TypeName } from '../../../engine/index.ts'
import { SegmentedControl, Select, type Option } from '../../ui/index.ts'
import { ColumnPicker } from './ColumnPicker.tsx'
import { modeOf, namesOf, type ColumnChoice, type SelectorMode } from './columns.ts'
import { CommitInput } from './CommitInput.tsx'

export interface ColumnsInputProps {
  value: ColumnSelector | undefined
  /** undefined when nothing is chosen. */
  onCommit: (selector: ColumnSelector | undefined) => void
  columns: readonly ColumnChoice[]
}

const modes: readonly Option<SelectorMode>[] = [
  { value: 'names', label: 'Chosen' },
  { value: 'all', label: 'All columns' },
  { value: 'matches', label: 'By name' },
  { value: 'type', label: 'By type' },
]
const typeOptions = TYPE_NAMES.map((name): Option<TypeName> => ({ value: name, label: name }))

/** Which columns: chosen by name, all, those whose name matches a pattern, or those of a type. */
export function ColumnsInput({ value, onCommit, columns }: ColumnsInputProps) {
  const [asked, setAsked] = useState<SelectorMode>()
  const mode = asked ?? modeOf(value)
  const change = (next: SelectorMode) => {
    // "All" says everything by itself; the others wait for what is chosen.
    setAsked(next === 'all' ? undefined : next)
    if (next === 'all') onCommit('*')
  }
  const commit = (selector: ColumnSelector | undefined) => {
    setAsked(undefined)
    onCommit(selector)
  }
  const names = namesOf(value)
  return (
    <div className="flex min-w-0 flex-wrap items-start gap-x-3 gap-y-1.5 *:last:min-w-56 *:last:flex-1">
      <SegmentedControl className="h-7" size="sm" aria-label="How columns are chosen" value={mode} onValueChange={change} options={modes} />
      {mode === 'names' && <ColumnPicker value={names} onValueChange={picked => commit(picked.length === 0 ? undefined : picked)} columns={columns} />}
      {mode === 'matches' && (
        <CommitInput isCode placeholder="amount_.*" value={typeof value === 'object' && 'matches' in value ? value.matches : ''} onCommit={matches => commit(matches === '' ? undefined : { matches })} />
      )}
      {mode === 'type' && <Select value={typeof value === 'object' && 'type' in value ? value.type : ''} onValueChange={type => commit({ type })} options={typeOptions} placeholder="Choose a type…" />}
    </div>
  )
}
