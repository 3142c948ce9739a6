'use client'

import type { ComponentProps, ReactNode } from 'react'
import { Button, type ButtonProps } from './Button.tsx'
import { cn } from './cn.ts'
import { defined } from './defined.ts'
import { Tooltip } from './Tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'asChild' | 'children'> {
  /** What pressing it does: its accessible name and its tooltip. */
  label: string
  icon: ReactNode
  shortcut?: string
  side?: ComponentProps<typeof Tooltip>['side']
}

const square = { sm: 'w-6 px-0', md: 'w-7 px-0', lg: 'w-9 px-0' }

export function IconButton({ label, icon, shortcut, side, variant = 'ghost', size = 'md', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} {...defined({ shortcut, side })}>
      <Button aria-label={label} variant={variant} size={size} className={cn(square[size ?? 'md'], '[&_svg]:size-4', className)} {...rest}>
        {icon}
      </Button>
    </Tooltip>
  )
}
