'use client'

import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Spinner } from './Spinner.tsx'
import { icons } from './styles.ts'

export const buttonLook = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors select-none',
    'aria-disabled:pointer-events-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50',
    icons,
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent shadow-raise hover:bg-accent-strong',
        secondary: 'border-line-strong bg-surface text-ink shadow-raise hover:bg-hover data-[state=open]:bg-hover',
        ghost: 'border-transparent text-muted hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink',
        danger: 'border-transparent bg-mismatched-soft text-mismatched-ink hover:border-mismatched',
      },
      size: {
        sm: 'h-6 px-2 text-xs',
        md: 'h-7 px-2.5 text-sm',
        lg: 'h-9 px-4 text-md',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonLook> {
  /** Shows a spinner and refuses presses, keeping focus and name. */
  isBusy?: boolean
  /** Lends the look to the one child element, such as a link. */
  asChild?: boolean
}

export function Button({ variant, size, isBusy = false, asChild = false, className, children, onClick, ...rest }: ButtonProps) {
  const look = cn(buttonLook({ variant, size }), className)
  if (asChild) return <Slot.Root className={look} onClick={onClick} {...rest}>{children}</Slot.Root>
  return (
    <button
      type="button"
      className={look}
      onClick={isBusy ? undefined : onClick}
      {...(isBusy ? { 'aria-busy': true, 'aria-disabled': true } : {})}
      {...rest}
    >
      {isBusy && <Spinner className="text-current" />}
      {children}
    </button>
  )
}
