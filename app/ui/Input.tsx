'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { useFieldControl } from './Field.tsx'
import { controlBox } from './styles.ts'

/** One line of text. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="text" autoComplete="off" spellCheck={false} {...useFieldControl()} className={cn(controlBox, 'h-7', className)} {...rest} />
}
