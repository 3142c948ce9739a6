import { Binary, Braces, Brackets, Calendar, CalendarClock, Clock, Decimal, Hash, Percent, ToggleLeft, Type, type LucideIcon } from 'lucide-react'
import type { TypeName } from '../../engine/data/type.ts'
import { cn } from '../ui/index.ts'

const icons: Record<TypeName, LucideIcon> = {
  string: Type, integer: Hash, number: Decimal, decimal: Percent, boolean: ToggleLeft, date: Calendar, datetime: CalendarClock,
  timestamp: CalendarClock, time: Clock, json: Braces, array: Brackets,
}

/** The type of a column as a small picture; the word stands beside it or in its tooltip. */
export function TypeMark({ type, className }: { type: TypeName, className?: string }) {
  const Icon = icons[type] ?? Binary
  return <Icon aria-hidden className={cn('size-3.5 shrink-0 text-faint', className)} />
}
