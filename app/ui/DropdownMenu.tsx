'use client'

import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'
import { defined } from './defined.ts'
import { Kbd } from './Kbd.tsx'
import { icons, overlay, overlayItem } from './styles.ts'

export interface DropdownMenuProps {
  /** One button. */
  trigger: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  className?: string
  /** MenuItem, MenuCheckboxItem, MenuRadioGroup, MenuSub, MenuLabel, MenuSeparator. */
  children: ReactNode
}

const surface = cn(overlay, 'max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1')

/** A menu of actions behind a button; named by that button. */
export function DropdownMenu({ trigger, isOpen, onOpenChange, align = 'start', side = 'bottom', className, children }: DropdownMenuProps) {
  return (
    <Radix.Root modal={false} {...defined({ open: isOpen, onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content side={side} align={align} sideOffset={4} collisionPadding={8} className={cn(surface, className)}>{children}</Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface MenuItemProps extends ComponentProps<typeof Radix.Item> {
  icon?: ReactNode
  shortcut?: string
  isDangerous?: boolean
}

export function MenuItem({ icon, shortcut, isDangerous = false, className, children, ...rest }: MenuItemProps) {
  return (
    <Radix.Item className={cn(overlayItem, icons, '[&_svg]:text-faint', isDangerous && 'text-mismatched-ink [&_svg]:text-mismatched', className)} {...rest}>
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </Radix.Item>
  )
}

export function MenuCheckboxItem({ className, children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(overlayItem, 'pl-7.5', className)} {...rest}>
      <Radix.ItemIndicator className="absolute left-2"><Check aria-hidden className="size-3.5 text-accent-ink" /></Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  )
}

export const MenuRadioGroup = Radix.RadioGroup

export function MenuRadioItem({ icon, className, children, ...rest }: ComponentProps<typeof Radix.RadioItem> & { icon?: ReactNode }) {
  return (
    <Radix.RadioItem className={cn(overlayItem, icons, 'pl-7.5', className)} {...rest}>
      <Radix.ItemIndicator className="absolute left-2"><Check aria-hidden className="size-3.5 text-accent-ink" /></Radix.ItemIndicator>
      {icon}
      {children}
    </Radix.RadioItem>
  )
}

export function MenuSub({ label, icon, children }: { label: ReactNode, icon?: ReactNode, children: ReactNode }) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={cn(overlayItem, icons, '[&_svg]:text-faint data-[state=open]:bg-hover')}>
        {icon}
        <span className="flex-1">{label}</span>
        <ChevronRight aria-hidden />
      </Radix.SubTrigger>
      <Radix.Portal><Radix.SubContent sideOffset={2} collisionPadding={8} className={surface}>{children}</Radix.SubContent></Radix.Portal>
    </Radix.Sub>
  )
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn('px-2 pt-1.5 pb-1 text-2xs font-medium text-faint', className)} {...rest} />
}

export function MenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn('-mx-1 my-1 h-px bg-line', className)} {...rest} />
}
