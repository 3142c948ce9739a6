import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({ extend: { theme: { shadow: ['raise', 'overlay'] } } })

/** Joins class names; of two utilities that set the same thing, the later one wins, so a caller's `className` overrides ours. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
