import { cn } from '../ui/index.ts'
import { visibleShares } from './scale.ts'

export interface BarPart {
  readonly id: string
  readonly count: number
  /** The fill, such as `bg-valid`. */
  readonly fill: string
  /** What a pointer sees on it. */
  readonly title: string
  readonly onPress?: () => void
}

/**
 * Parts of a whole in one line. Decoration for those who see it: the same figures have to stand beside it as text, and what a
 * press does has to be a button there.
 */
export function StackedBar({ parts, className }: { parts: readonly BarPart[], className?: string }) {
  const shares = visibleShares(parts.map(part => part.count), 0.02)
  return (
    <div aria-hidden className={cn('flex h-2 w-full gap-px overflow-hidden rounded-full bg-hover', className)}>
      {parts.map((part, index) => part.count > 0 && (
        <div
          key={part.id}
          title={part.title}
          onClick={part.onPress}
          className={cn('h-full transition-[width,filter] duration-200', part.fill, part.onPress && 'cursor-pointer hover:brightness-110')}
          style={{ width: `${(shares[index] ?? 0) * 100}%` }}
        />
      ))}
    </div>
  )
}
