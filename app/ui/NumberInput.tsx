'use client'

import { useState, type ComponentProps, type KeyboardEvent } from 'react'
import { cn } from './cn.ts'
import { useFieldControl } from './Field.tsx'
import { readNumber, step as stepTo } from './number.ts'
import { controlBox } from './styles.ts'

export interface NumberInputProps extends Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onChange' | 'min' | 'max' | 'step' | 'type'> {
  /** null is an empty box. */
  value: number | null
  /** Called with every number typed that is within bounds, and with null when emptied; never with anything else. */
  onValueChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  isInteger?: boolean
  /** Shown after the number: "rows", "MB", "%". */
  unit?: string
}

/** A number. Arrow keys step by `step`, with Shift by ten of them; what is not a number in bounds is marked and not reported. */
export function NumberInput(props: NumberInputProps) {
  const { value, onValueChange, min = -Infinity, max = Infinity, step = 1, isInteger = false, unit, className, onKeyDown, onBlur, ...rest } = props
  const [draft, setDraft] = useState<string>()
  const limits = { min, max, isInteger }
  const shown = draft ?? (value === null ? '' : String(value))
  const isWrong = draft !== undefined && readNumber(draft, limits) === undefined

  const type = (text: string) => {
    setDraft(text)
    const read = readNumber(text, limits)
    if (read !== undefined && read !== value) onValueChange(read)
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event)
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (direction === 0 || event.defaultPrevented) return
    event.preventDefault()
    setDraft(undefined)
    onValueChange(stepTo(value ?? 0, direction * step * (event.shiftKey ? 10 : 1), limits))
  }
  return (
    <span className="relative flex w-full min-w-0">
      <input
        type="text"
        inputMode={isInteger ? 'numeric' : 'decimal'}
        autoComplete="off"
        role="spinbutton"
        {...useFieldControl()}
        {...(value === null ? {} : { 'aria-valuenow': value })}
        {...(Number.isFinite(min) ? { 'aria-valuemin': min } : {})}
        {...(Number.isFinite(max) ? { 'aria-valuemax': max } : {})}
        {...(isWrong ? { 'aria-invalid': true } : {})}
        className={cn(controlBox, 'h-7 text-right', unit !== undefined && 'pr-12', className)}
        {...rest}
        value={shown}
        onChange={event => type(event.currentTarget.value)}
        onKeyDown={press}
        onBlur={event => {
          setDraft(undefined)
          onBlur?.(event)
        }}
      />
      {unit !== undefined && <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-xs text-faint">{unit}</span>}
    </span>
  )
}
