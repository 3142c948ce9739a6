import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/** A bordered piece of the page. `CardHeader` and `CardBody` keep its rhythm. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={cn('min-w-0 rounded-lg border border-line bg-surface shadow-raise', className)} {...rest} />
}

export interface CardHeaderProps {
  title: ReactNode
  detail?: ReactNode
  /** Buttons at the right edge. */
  actions?: ReactNode
  level?: 2 | 3 | 4
  className?: string
}

export function CardHeader({ title, detail, actions, level = 2, className }: CardHeaderProps) {
  const Heading = `h${level}` as const
  return (
    <header className={cn('flex min-h-10 items-center justify-between gap-3 border-b border-line px-3 py-1.5', className)}>
      <div className="flex min-w-0 items-baseline gap-2">
        <Heading className="truncate text-sm font-semibold">{title}</Heading>
        {detail !== undefined && <span className="truncate text-xs text-faint">{detail}</span>}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-1">{actions}</div>}
    </header>
  )
}

export function CardBody({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={cn('p-3', className)} {...rest} />
}
