import { cn } from './cn.ts'

/** Keys to press, one box each: `Shift+Enter` is two at once, `D D` one after the other. */
export function Kbd({ keys, className }: { keys: string, className?: string }) {
  return (
    <span className="inline-flex items-center gap-0.5 whitespace-nowrap">
      {keys.split(/[+ ]/).map((key, index) => (
        <kbd
          key={index}
          className={cn(
            'inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-2xs leading-none text-muted',
            className,
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
