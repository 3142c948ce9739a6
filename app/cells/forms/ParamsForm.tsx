import { ChevronRight, Plus, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { type ColumnSelector, parseExpression } from '../../../engine/index.ts'
import { Button, Checkbox, cn, Combobox, Field, IconButton, Select, Switch, TagsInput, useFieldGroup, type Option } from '../../ui/index.ts'
import { ColumnPicker } from './ColumnPicker.tsx'
import { ColumnsInput } from './ColumnsInput.tsx'
import { holdTexts, type ColumnChoice } from './columns.ts'
import { CommitInput, CommitNumber } from './CommitInput.tsx'
import { asList, readScalar, showScalar, withValue, type Control, type FormField, type Scalar } from './controls.ts'
import { ExpressionInput } from './ExpressionInput.tsx'
import { RecordInput } from './RecordInput.tsx'
import type { FormValue } from './spec.ts'
import type { Trouble } from './troubles.ts'

export interface ParamsFormProps {
  fields: readonly FormField[]
  value: FormValue
  /** What is wrong, by key; shown beside the controls. */
  troubles: readonly Trouble[]
  columns: readonly ColumnChoice[]
  /** A finished change; undefined takes the key away. */
  onCommit: (field: FormField, value: unknown) => void
  /** Whether simple values are written as texts; by the columns among the values when left out. */
  prefersText?: boolean
  /** Name of the fold that holds optional parameters which say nothing; without it all are in sight. */
  foldName?: string
  /** Up to four beside each other instead of two. */
  isDense?: boolean
  className?: string
}

/** The controls of a set of parameters, two beside each other where there is room. */
export function ParamsForm({ fields, value, troubles, columns, onCommit, prefersText, foldName, isDense = false, className }: ParamsFormProps) {
  const isPlain = ({ key, isRequired, control }: FormField) => foldName === undefined || isRequired || control.kind === 'columns' || value[key] !== undefined
  // What was in sight stays there while it is edited, even when its last value is taken away.
  const [inSight] = useState(() => new Set(fields.filter(isPlain).map(({ key }) => key)))
  const isShown = (field: FormField) => inSight.has(field.key) || isPlain(field)
  const folded = fields.filter(field => !isShown(field))
  const isShortFold = folded.length < 3
  const rows = (shown: readonly FormField[]) => shown.map(field => (
    <ParamField
      key={field.key}
      field={field}
      value={value}
      columns={columns}
      prefersText={prefersText ?? holdTexts((value.columns ?? value.column) as ColumnSelector | undefined, columns)}
      error={troubles.find(({ key }) => key === field.key)?.message}
      onCommit={next => onCommit(field, next)}
    />
  ))
  const grid = cn('grid grid-cols-1 gap-x-4 gap-y-3', isDense ? 'sm:grid-cols-2 lg:grid-cols-4' : 'md:grid-cols-2')
  return (
    <div className={cn('flex flex-col gap-3', className)}>
      <div className={grid}>{rows(isShortFold ? fields : fields.filter(isShown))}</div>
      {!isShortFold && <Fold name={foldName ?? ''} count={folded.length}><div className={grid}>{rows(folded)}</div></Fold>}
    </div>
  )
}

function Fold({ name, count, children }: { name: string, count: number, children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="-ml-1">
        <ChevronRight className={cn('transition-transform', isOpen && 'rotate-90')} />
        {name} ({count})
      </Button>
      {isOpen && <div className="pt-2">{children}</div>}
    </div>
  )
}

interface ParamFieldProps {
  field: FormField
  value: FormValue
  columns: readonly ColumnChoice[]
  prefersText: boolean
  error: string | undefined
  onCommit: (value: unknown) => void
}

const isWide = ({ kind }: Control): boolean => kind === 'columns' || kind === 'expression' || kind === 'record' || kind === 'list' || kind === 'group' || kind === 'json'

function ParamField({ field, value, columns, prefersText, error, onCommit }: ParamFieldProps) {
  const { key, label, hint, isRequired, fallback, control } = field
  const written = value[key]
  const wide = isWide(control) ? 'md:col-span-2' : ''
  if (control.kind === 'switch') {
    return (
      <div className="flex flex-col gap-0.5">
        <Switch label={label} checked={(written ?? fallback) === true} onCheckedChange={isOn => onCommit(isOn || fallback !== undefined ? isOn : undefined)} />
        {hint !== undefined && <p className="text-xs text-faint">{hint}</p>}
      </div>
    )
  }
  // An expression shows its own mistake while it is typed, at its place.
  const isSaid = control.kind === 'expression' && typeof written === 'string' && written !== '' && !parseExpression(written).ok
  const shownHint = [hint, fallback === undefined || control.kind === 'columns' || control.kind === 'choice' ? undefined : `${showScalar(fallback)} when left out`].filter(Boolean).join('; ')
  return (
    <Field label={label} isRequired={isRequired} error={isSaid ? undefined : error} className={wide} {...(shownHint === '' ? {} : { hint: shownHint })}>
      <ParamControl field={field} written={written} columns={columns} prefersText={prefersText} onCommit={onCommit} />
    </Field>
  )
}

interface ParamControlProps {
  field: FormField
  written: unknown
  columns: readonly ColumnChoice[]
  prefersText: boolean
  onCommit: (value: unknown) => void
}

const orNothing = (text: string): string | undefined => text === '' ? undefined : text

function ParamControl({ field, written, columns, prefersText, onCommit }: ParamControlProps) {
  const { key, label, control } = field
  switch (control.kind) {
    case 'text': return <CommitInput isCode={control.isCode || key === 'pattern'} value={showScalar(written)} onCommit={text => onCommit(orNothing(text))} />
    case 'number': {
      const { min, max, isInteger } = control
      return (
        <CommitNumber
          value={typeof written === 'number' ? written : null}
          isInteger={isInteger}
          {...(max !== undefined && max <= 1 && !isInteger ? { step: 0.01 } : {})}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
          onCommit={number => onCommit(number ?? undefined)}
        />
      )
    }
    case 'scalar': return <CommitInput value={showScalar(written)} onCommit={text => onCommit(text === '' ? undefined : readScalar(text, control.of, prefersText))} />
    case 'choice': return <Choice field={field} options={control.options} written={written} onCommit={onCommit} />
    case 'type': return <Choice field={field} options={control.options} written={written} onCommit={onCommit} />
    case 'choices': return <Choices options={control.options} written={asList(written)} onCommit={onCommit} />
    case 'values': return (
      <TagsInput
        value={asList(written).map(showScalar)}
        onValueChange={texts => onCommit(texts.length === 0 ? undefined : texts.map(text => keptOrRead(asList(written), text, () => readScalar(text, control.of, prefersText))))}
      />
    )
    case 'record': return (
      <RecordInput
        label={label}
        value={written as Record<string, Scalar> | undefined}
        onCommit={onCommit}
        of={control.of}
        prefersText={prefersText}
        keys={columns.map(({ name }) => name)}
      />
    )
    case 'columns': return <ColumnsInput value={(written ?? field.fallback) as ColumnSelector | undefined} onCommit={onCommit} columns={columns} />
    case 'column': return <ColumnPicker isSingle placeholder="Choose a column…" value={asList(written).map(showScalar)} onValueChange={([name]) => onCommit(name)} columns={columns} />
    case 'expression': return <ExpressionInput value={showScalar(written)} onCommit={text => onCommit(orNothing(text))} columns={columns} />
    case 'group': return <Group fields={control.fields} value={(written ?? {}) as FormValue} columns={columns} onCommit={next => onCommit(Object.keys(next).length === 0 ? undefined : next)} />
    case 'list': return <GroupList label={label} fields={control.fields} items={asList(written) as readonly FormValue[]} columns={columns} onCommit={onCommit} />
    case 'json': return <CommitInput isCode value={written === undefined ? '' : JSON.stringify(written)} onCommit={text => onCommit(readJson(text))} />
    case 'switch': return null
  }
}

/** A value that was there keeps its kind; a new text is read. */
function keptOrRead(values: readonly unknown[], text: string, read: () => Scalar): unknown {
  return values.find(value => showScalar(value) === text) ?? read()
}

/** The JSON a text holds; a text that is none stays a text, which the check then refuses. */
function readJson(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

const UNSET = 'unset:'
/** A longer list is searched, not read. */
const SEARCHED_FROM = 15

function Choice({ field, options, written, onCommit }: { field: FormField, options: readonly Scalar[], written: unknown, onCommit: (value: unknown) => void }) {
  const labelFor = (option: Scalar) => showScalar(option).replaceAll('_', ' ')
  const shown = options.map((option): Option => ({ value: JSON.stringify(option), label: labelFor(option), ...(option === field.fallback ? { hint: 'when left out' } : {}) }))
  const canBeUnset = !field.isRequired && field.fallback === undefined
  const value = written ?? field.fallback
  const props = {
    value: value === undefined ? (canBeUnset ? UNSET : '') : JSON.stringify(value),
    onValueChange: (picked: string) => onCommit(picked === UNSET ? undefined : JSON.parse(picked)),
    options: canBeUnset ? [{ value: UNSET, label: 'Not set' }, ...shown] : shown,
  }
  return shown.length > SEARCHED_FROM ? <Combobox {...props} /> : <Select {...props} />
}

function Choices({ options, written, onCommit }: { options: readonly Scalar[], written: readonly unknown[], onCommit: (value: unknown) => void }) {
  const toggle = (option: Scalar, isOn: boolean) => {
    const next = options.filter(other => other === option ? isOn : written.includes(other))
    onCommit(next.length === 0 ? undefined : next)
  }
  return (
    <div role="group" {...useFieldGroup()} className="flex flex-wrap gap-x-4">
      {options.map(option => <Checkbox key={showScalar(option)} label={showScalar(option).replaceAll('_', ' ')} checked={written.includes(option)} onCheckedChange={isOn => toggle(option, isOn)} />)}
    </div>
  )
}

function Group({ fields, value, columns, onCommit }: { fields: readonly FormField[], value: FormValue, columns: readonly ColumnChoice[], onCommit: (value: FormValue) => void }) {
  return (
    <div role="group" {...useFieldGroup()} className="rounded-md border border-line p-2">
      <ParamsForm fields={fields} value={value} troubles={[]} columns={columns} onCommit={(field, next) => onCommit(withValue(value, field, next))} />
    </div>
  )
}

interface GroupListProps {
  label: string
  fields: readonly FormField[]
  items: readonly FormValue[]
  columns: readonly ColumnChoice[]
  onCommit: (items: readonly FormValue[] | undefined) => void
}

function GroupList({ label, fields, items, columns, onCommit }: GroupListProps) {
  return (
    <div role="group" {...useFieldGroup()} className="flex flex-col gap-1.5">
      {items.map((item, index) => (
        <div key={index} className="flex items-start gap-1.5">
          <div className="min-w-0 flex-1"><Group fields={fields} value={item} columns={columns} onCommit={next => onCommit(items.with(index, next))} /></div>
          <IconButton size="sm" label={`Remove ${label} ${index + 1}`} icon={<X />} onClick={() => onCommit(items.length === 1 ? undefined : items.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button size="sm" variant="ghost" className="self-start" onClick={() => onCommit([...items, {}])}><Plus /> Add</Button>
    </div>
  )
}
