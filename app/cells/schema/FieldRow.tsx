import { ChevronRight, CircleAlert, KeyRound } from 'lucide-react'
import { memo } from 'react'
import { formatPath, type Issue } from '../../../engine/base/issue.ts'
import { TYPE_NAMES } from '../../../engine/index.ts'
import type { FieldSpec } from '../../../engine/recipe/index.ts'
import { useSessionHandle } from '../../session/session.ts'
import { Badge, Button, Checkbox, cn, Combobox, Tooltip, type Option } from '../../ui/index.ts'
import { FailingCount } from '../FailingCount.tsx'
import { dateFormats } from './date-formats.ts'
import { FieldDetails } from './FieldDetails.tsx'
import { constraintsOf, dateFormatChange, dateFormatOf, isTemporal, typeChange, typeOf, type FieldChange, type Finding } from './fields.ts'

/** The columns of the table; rows and header share them. */
export const fieldGrid = 'grid grid-cols-[1.75rem_minmax(8rem,1.3fr)_7rem_8.5rem_4.25rem_3.75rem_minmax(7rem,1.5fr)_minmax(8rem,1.5fr)] items-center gap-x-2 px-2'

const typeOptions = TYPE_NAMES.map((name): Option => ({ value: name, label: name }))
/** A control that looks like text until one comes near: a box in every cell would drown what they say. */
const inTable = 'h-6 border-transparent bg-transparent shadow-none hover:border-line-control hover:bg-surface data-[state=open]:border-line-control'
const ISO = 'iso:'
const CONSTRAINTS_SHOWN = 3

export interface FieldRowProps {
  field: FieldSpec
  /** Its place in the recipe, from 0. */
  index: number
  findings: readonly Finding[]
  /** With paths from the field on. */
  issues: readonly Issue[]
  isKey: boolean
  isOpen: boolean
  onToggle: (name: string) => void
}

/** One field: its declaration in a line, everything else below it when opened. */
export const FieldRow = memo(function FieldRow({ field, index, findings, issues, isKey, isOpen, onToggle }: FieldRowProps) {
  const session = useSessionHandle()
  const { name } = field
  const change = (made: FieldChange) => session.dispatch({ op: 'changeField', name, change: made })
  const constraints = constraintsOf(field)
  const detailsId = `field-${index}-details`
  return (
    <>
      <div role="row" aria-rowindex={index + 2} data-row={index} className={cn(fieldGrid, 'min-h-9 hover:bg-hover/50', isOpen && 'bg-hover/50')}>
        <div role="cell" data-col="details">
          <Button variant="ghost" size="sm" className="w-6 px-0" aria-label={`Details of ${name}`} aria-expanded={isOpen} aria-controls={detailsId} onClick={() => onToggle(name)}>
            <ChevronRight className={cn('size-4 transition-transform', isOpen && 'rotate-90')} />
          </Button>
        </div>
        <div role="rowheader" className="flex min-w-0 items-center gap-1.5">
          <span className="truncate font-medium" title={name}>{name}</span>
          {isKey && <KeyRound aria-label="in the primary key" className="size-3 shrink-0 text-accent-ink" />}
          {issues.length > 0 && <IssueMark issues={issues} />}
        </div>
        <div role="cell" data-col="type">
          {/* Not a Select: that one renders its options while closed, which a row that scrolls by has no time for. */}
          <Combobox aria-label={`Type of ${name}`} value={typeOf(field)} onValueChange={type => change(typeChange(field, type))} options={typeOptions} className={inTable} />
        </div>
        <div role="cell" data-col="format">{isTemporal(field) && <DateFormat field={field} onChange={change} />}</div>
        <div role="cell" data-col="required" className="flex justify-center">
          <Checkbox aria-label={`${name} is required`} checked={field.required ?? false} onCheckedChange={isOn => change({ required: isOn || undefined })} />
        </div>
        <div role="cell" data-col="unique" className="flex justify-center">
          <Checkbox aria-label={`${name} is unique`} checked={field.unique ?? false} onCheckedChange={isOn => change({ unique: isOn || undefined })} />
        </div>
        <div role="cell" className="flex min-w-0 items-center gap-1 overflow-hidden">
          {constraints.slice(0, CONSTRAINTS_SHOWN).map(text => <Badge key={text} className="shrink" title={text}><span className="truncate">{text}</span></Badge>)}
          {constraints.length > CONSTRAINTS_SHOWN && <Badge tone="accent">+{constraints.length - CONSTRAINTS_SHOWN}</Badge>}
        </div>
        <div role="cell" data-col="failing" className="flex min-w-0 flex-wrap items-center gap-1 py-1">
          {findings.map(({ ruleId, check, failed, severity }) => <FailingCount key={ruleId} ruleId={ruleId} failed={failed} severity={severity} word={check} subject={`${name} ${check}`} />)}
        </div>
      </div>
      <div role="row" id={detailsId} hidden={!isOpen}>
        {isOpen && <div role="cell" aria-colspan={8}><FieldDetails field={field} issues={issues} /></div>}
      </div>
    </>
  )
})

function DateFormat({ field, onChange }: { field: FieldSpec, onChange: (change: FieldChange) => void }) {
  const written = dateFormatOf(field)
  const hasTime = typeOf(field) !== 'date'
  const numOthers = (field.formats?.length ?? 0) - 1
  const labelOf = (format: string) => format === written && numOthers > 0 ? `${format} +${numOthers}` : format
  const known = dateFormats.filter(({ format, hasTime: timed }) => hasTime || !timed || format === written).map(({ format, example }): Option => ({ value: format, label: labelOf(format), hint: example }))
  const own = written === undefined || known.some(({ value }) => value === written) ? [] : [{ value: written, label: labelOf(written) }]
  return (
    <Combobox
      aria-label={`Date format of ${field.name}`}
      value={written ?? ISO}
      onValueChange={picked => onChange(dateFormatChange(field, picked === ISO ? undefined : picked))}
      onCreate={text => onChange(dateFormatChange(field, text))}
      options={[{ value: ISO, label: 'ISO 8601', hint: 'no format' }, ...own, ...known]}
      searchPlaceholder="Find or write %d/%m/%Y"
      className={cn(inTable, written !== undefined && 'font-mono text-xs')}
    />
  )
}

function IssueMark({ issues }: { issues: readonly Issue[] }) {
  const text = issues.map(({ path, message, hint }) => [formatPath(path), message, hint].filter(Boolean).join(': ')).join(' · ')
  return (
    <Tooltip content={text}>
      <button type="button" aria-label={`Issue: ${text}`} className="flex size-5 shrink-0 items-center justify-center rounded-sm text-mismatched">
        <CircleAlert aria-hidden className="size-3.5" />
      </button>
    </Tooltip>
  )
}
