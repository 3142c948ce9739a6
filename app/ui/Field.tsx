'use client'

import { CircleAlert } from 'lucide-react'
import { createContext, useContext, useId, useMemo, type ReactNode } from 'react'
import { cn } from './cn.ts'

interface FieldWiring {
  readonly controlId: string
  readonly labelId: string
  readonly describedBy: string | undefined
  readonly isInvalid: boolean
  readonly isRequired: boolean
}

const FieldContext = createContext<FieldWiring | undefined>(undefined)

export interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong and what to do; marks the control invalid while present. */
  error?: ReactNode
  isRequired?: boolean
  /** Label left of the control, for dense settings. */
  isInline?: boolean
  className?: string
  /** One control of this kit; it takes its id, name and descriptions from here. */
  children: ReactNode
}

export function Field({ label, hint, error, isRequired = false, isInline = false, className, children }: FieldProps) {
  const id = useId()
  const hasError = error !== undefined && error !== null && error !== false && error !== ''
  const describedBy = [hint !== undefined && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ') || undefined
  const wiring = useMemo(
    () => ({ controlId: `${id}-control`, labelId: `${id}-label`, describedBy, isInvalid: hasError, isRequired }),
    [id, describedBy, hasError, isRequired],
  )
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', isInline && 'grid grid-cols-[minmax(6rem,30%)_1fr] items-center gap-x-3', className)}>
      <label id={wiring.labelId} htmlFor={wiring.controlId} className="text-xs font-medium text-muted">
        {label}
        {isRequired && <span aria-hidden className="text-mismatched-ink"> *</span>}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      {hint !== undefined && <p id={`${id}-hint`} className={cn('text-xs text-faint', isInline && 'col-start-2')}>{hint}</p>}
      {hasError && (
        <p id={`${id}-error`} className={cn('flex items-start gap-1 text-xs text-mismatched-ink', isInline && 'col-start-2')}>
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

interface ControlAttributes {
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  'aria-required'?: true
}

/** What a control inside a Field says of itself; nothing outside of one. A control spreads its own props after these. */
export function useFieldControl(): ControlAttributes {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.controlId,
    ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }),
    ...(field.isInvalid ? { 'aria-invalid': true as const } : {}),
    ...(field.isRequired ? { 'aria-required': true as const } : {}),
  }
}

/** The same for a group of controls, which a `<label for>` cannot name. */
export function useFieldGroup(): { 'aria-labelledby'?: string, 'aria-describedby'?: string } {
  const field = useContext(FieldContext)
  if (!field) return {}
  return { 'aria-labelledby': field.labelId, ...(field.describedBy === undefined ? {} : { 'aria-describedby': field.describedBy }) }
}
