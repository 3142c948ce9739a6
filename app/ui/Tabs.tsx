'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { icons } from './styles.ts'

/** `<Tabs value onValueChange><TabList aria-label><Tab value/>…</TabList><TabPanel value/>…</Tabs>` */
export const Tabs = Radix.Root

export function TabList({ className, ...rest }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn('flex items-end gap-4 border-b border-line', className)} {...rest} />
}

export function Tab({ className, ...rest }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        '-mb-px inline-flex h-8 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium text-muted transition-colors',
        'hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink disabled:opacity-50',
        icons,
        className,
      )}
      {...rest}
    />
  )
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cn('pt-3', className)} {...rest} />
}
