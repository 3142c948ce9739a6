'use client'

import { Progress as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface ProgressProps {
  /** Share done, 0 to 1; null while the whole is not known. */
  value: number | null
  /** What is under way: the accessible name, and the words above the bar. */
  label: string
  /** Figures at the right: rows, rate, time left. */
  detail?: ReactNode
  /** Shows the bar alone; the label stays for screen readers. */
  isBare?: boolean
  tone?: 'accent' | 'valid' | 'mismatched' | 'warning'
  className?: string
}

const fills = { accent: 'bg-accent', valid: 'bg-valid', mismatched: 'bg-mismatched', warning: 'bg-warning' }

export function Progress({ value, label, detail, isBare = false, tone = 'accent', className }: ProgressProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10
  return (
    <div className={cn('min-w-0', className)}>
      {!isBare && (
        <div className="mb-1 flex justify-between gap-3 text-xs">
          <span className="truncate text-muted">{label}</span>
          <span className="shrink-0 text-faint">{detail ?? (percent === null ? '' : `${Math.floor(percent)}%`)}</span>
        </div>
      )}
      <Radix.Root value={percent} max={100} aria-label={label} className="h-1.5 overflow-hidden rounded-full bg-hover">
        <Radix.Indicator
          className={cn('h-full rounded-full', fills[tone], percent === null && 'w-2/5 animate-sweep')}
          // Moved, not widened: nothing has to be laid out anew.
          {...(percent === null ? {} : { style: { translate: `${percent - 100}% 0` } })}
        />
      </Radix.Root>
    </div>
  )
}
