import type { ReactNode } from 'react'
import { cn } from '../ui/index.ts'

/** What the file dialog offers first; whatever is dropped is tried all the same. */
export const DATA_FILES = '.csv,.tsv,.txt,.psv,.xlsx,.xlsm,.xls,.ods,.json,.jsonl,.ndjson,.parquet,.avro,.arrow,.feather,.gz,.zip,.bz2,.xz,.zst'
export const RECIPE_FILES = '.yaml,.yml,.json'

export interface FileInputProps {
  /** The visible label, which is the input's name. */
  children: ReactNode
  accept: string
  onFile: (file: File) => void
  size?: 'sm' | 'lg'
  className?: string
}

const sizes = { sm: 'h-6 px-2 text-xs [&_svg]:size-3.5', lg: 'h-9 px-4 text-md [&_svg]:size-4' }

/** A file input that looks like a button: the input itself takes focus and keys, its label is what one sees. */
export function FileInput({ children, accept, onFile, size = 'lg', className }: FileInputProps) {
  return (
    <label
      className={cn(
        'relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md bg-accent font-medium whitespace-nowrap text-on-accent shadow-raise transition-colors hover:bg-accent-strong',
        'has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-focus',
        sizes[size],
        className,
      )}
    >
      {children}
      <input
        type="file"
        accept={accept}
        className="absolute inset-0 size-full cursor-default opacity-0 file:hidden"
        onChange={event => {
          const file = event.currentTarget.files?.[0]
          // The same file can be chosen again.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </label>
  )
}
