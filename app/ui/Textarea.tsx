'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { useFieldControl } from './Field.tsx'
import { controlBox } from './styles.ts'

/** Text of several lines; grows with what it holds where the browser can. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={3}
      spellCheck={false}
      {...useFieldControl()}
      className={cn(controlBox, 'field-sizing-content min-h-16 resize-y py-1', className)}
      {...rest}
    />
  )
}
