import { CircleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { formFields, withValue, type FormField } from './controls.ts'
import type { ColumnChoice } from './columns.ts'
import { ParamsForm } from './ParamsForm.tsx'
import type { FormValue, SpecForm } from './spec.ts'
import { specTroubles } from './spec-troubles.ts'
import type { Trouble } from './troubles.ts'

export interface SpecFieldsProps {
  form: SpecForm
  value: FormValue
  troubles: readonly Trouble[]
  columns: readonly ColumnChoice[]
  onCommit: (field: FormField, value: unknown) => void
  /** Name of the fold with what every rule or step has. */
  commonName: string
}

/** The parameters of a kind, then what every step or rule has. */
export function SpecFields({ form, value, troubles, columns, onCommit, commonName }: SpecFieldsProps) {
  const shared = { value, troubles, columns, onCommit }
  const own = formFields(form.own)
  return (
    <div className="flex flex-col gap-3">
      {own.length > 0 && <ParamsForm {...shared} fields={own} {...(own.length > 6 ? { foldName: 'More parameters' } : {})} />}
      <ParamsForm {...shared} fields={formFields(form.common)} foldName={commonName} />
    </div>
  )
}

export interface SpecEditorProps extends Omit<SpecFieldsProps, 'troubles' | 'onCommit'> {
  /** What the recipe's check says about it beyond its own shape, such as unknown columns. */
  remarks: readonly Trouble[]
  /** A finished change that makes a valid step or rule. */
  onCommit: (value: FormValue) => void
}

/** A step or rule being edited. A change that leaves it invalid stays here, with what is wrong, until it is made good. */
export function SpecEditor({ form, value, remarks, onCommit, ...rest }: SpecEditorProps) {
  const [base, setBase] = useState(value)
  const [draft, setDraft] = useState(value)
  if (value !== base) {
    setBase(value)
    setDraft(value)
  }
  const troubles = useMemo(() => specTroubles(form, draft), [form, draft])
  const change = (field: FormField, next: unknown) => {
    const changed = withValue(draft, field, next)
    setDraft(changed)
    if (specTroubles(form, changed).length === 0) onCommit(changed)
  }
  const isHeldBack = troubles.length > 0 && draft !== base
  return (
    <div className="flex flex-col gap-2">
      <SpecFields {...rest} form={form} value={draft} troubles={troubles.length > 0 ? troubles : remarks} onCommit={change} />
      {isHeldBack && (
        <p role="status" className="flex items-center gap-1.5 text-xs text-mismatched-ink">
          <CircleAlert aria-hidden className="size-3.5" /> Not applied until this is put right.
        </p>
      )}
    </div>
  )
}
