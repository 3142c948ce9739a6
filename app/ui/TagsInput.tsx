'use client'

import { X } from 'lucide-react'
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { cn } from './cn.ts'
import { useFieldControl } from './Field.tsx'
import { controlBox } from './styles.ts'
import { addTags, splitTags } from './tags.ts'

export interface TagsInputProps {
  value: readonly string[]
  onValueChange: (value: string[]) => void
  placeholder?: string
  isDisabled?: boolean
  'aria-label'?: string
  className?: string
}

/** A list of texts. Enter adds what is typed, Backspace in an empty box takes the last away, pasting splits on lines, tabs and commas. */
export function TagsInput({ value, onValueChange, placeholder = 'Add…', isDisabled = false, className, ...rest }: TagsInputProps) {
  const [draft, setDraft] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const add = (tags: readonly string[]) => {
    setDraft('')
    const next = addTags(value, tags)
    if (next.length > value.length) onValueChange(next)
  }
  const remove = (index: number) => {
    onValueChange(value.filter((_, at) => at !== index))
    box.current?.focus()
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add([draft])
    } else if (event.key === 'Backspace' && draft === '' && value.length > 0) {
      remove(value.length - 1)
    }
  }
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const tags = splitTags(event.clipboardData.getData('text'))
    if (tags.length < 2) return
    event.preventDefault()
    add(tags)
  }
  return (
    <div
      className={cn(
        controlBox,
        'flex min-h-7 cursor-text flex-wrap items-center gap-1 px-1 py-0.5 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus has-aria-invalid:border-mismatched',
        isDisabled && 'pointer-events-none border-line bg-sunken text-faint shadow-none',
        className,
      )}
      onMouseDown={event => {
        if (event.target === event.currentTarget) event.preventDefault()
        box.current?.focus()
      }}
    >
      {value.map((tag, index) => (
        <span key={tag} className="inline-flex h-5 max-w-full items-center gap-0.5 rounded-sm bg-hover pl-1.5 text-xs">
          <span className="truncate whitespace-pre">{tag}</span>
          <button
            type="button"
            disabled={isDisabled}
            aria-label={`Remove ${tag}`}
            onClick={() => remove(index)}
            className="flex size-5 items-center justify-center rounded-sm text-faint hover:text-ink"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        ref={box}
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...useFieldControl()}
        {...rest}
        disabled={isDisabled}
        value={draft}
        placeholder={value.length === 0 ? placeholder : ''}
        onChange={event => setDraft(event.currentTarget.value)}
        onKeyDown={press}
        onPaste={paste}
        onBlur={() => add([draft])}
        className="h-5 min-w-16 flex-1 bg-transparent px-1 text-sm outline-none"
      />
    </div>
  )
}
