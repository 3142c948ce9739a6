import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const look = cva('inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0', {
  variants: {
    tone: {
      neutral: 'bg-hover text-muted',
      accent: 'bg-accent-soft text-accent-ink',
      valid: 'bg-valid-soft text-valid-ink',
      mismatched: 'bg-mismatched-soft text-mismatched-ink',
      missing: 'bg-missing-soft text-missing-ink',
      warning: 'bg-warning-soft text-warning-ink',
    },
  },
  defaultVariants: { tone: 'neutral' },
})

export type Tone = NonNullable<VariantProps<typeof look>['tone']>

/** A word or a count with a meaning. Colour alone never carries it: the words or an icon do too. */
export function Badge({ tone, className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span className={cn(look({ tone }), className)} {...rest} />
}
