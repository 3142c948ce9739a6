import type { ReactNode } from 'react'
import { cn } from './cn.ts'

export interface EmptyStateProps {
  icon?: ReactNode
  title: string
  /** What would be here and how it comes here. */
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

export function EmptyState({ icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center justify-center gap-1 px-6 py-10 text-center', className)}>
      {icon !== undefined && <div aria-hidden className="mb-2 flex size-9 items-center justify-center rounded-lg border border-line bg-sunken text-muted [&_svg]:size-4.5">{icon}</div>}
      <p className="text-md font-medium">{title}</p>
      {children !== undefined && <div className="max-w-96 text-sm text-muted">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex gap-2">{actions}</div>}
    </div>
  )
}
