import { Braces, Brackets, Calendar, CalendarClock, Clock, DecimalsArrowRight, Hash, Ruler, ToggleLeft, Type, type LucideIcon } from 'lucide-react'
import type { TypeName } from '../../engine/index.ts'
import { cn } from '../ui/index.ts'

const icons: Record<TypeName, LucideIcon> = {
  string: Type, integer: Hash, number: Ruler, decimal: DecimalsArrowRight, boolean: ToggleLeft, date: Calendar, datetime: CalendarClock,
  timestamp: CalendarClock, time: Clock, json: Braces, array: Brackets,
}

/** The type of a column as a small picture; the word stands beside it or in its tooltip. */
export function TypeMark({ type, className }: { type: TypeName, className?: string }) {
  const Icon = icons[type]
  return <Icon aria-hidden className={cn('size-3.5 shrink-0 text-faint', className)} />
}
