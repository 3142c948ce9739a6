import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'

/** A turning ring that says what is being waited for. Without a label it is decoration beside text that says it. */
export function Spinner({ label, className }: { label?: string, className?: string }) {
  const ring = <LoaderCircle aria-hidden className={cn('size-3.5 shrink-0 animate-tick text-faint', className)} />
  return label === undefined ? ring : <span role="status" aria-label={label} className="inline-flex">{ring}</span>
}
