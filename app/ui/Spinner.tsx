import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

/** A turning ring that says what is being waited for. Without a label it is decoration beside text that says it. */
export function Spinner({ label, className }: { label?: string, className?: string }) {
  // What turns is a box around the drawing: inside of a drawing every frame would be made anew by the page, and not by the compositor.
  const ring = <span aria-hidden className={cn('inline-flex size-3.5 shrink-0 animate-tick text-faint', className)}><LoaderCircle className="size-full" /></span>
  return label === undefined ? ring : <span role="status" aria-label={label} className="inline-flex">{ring}</span>
}
