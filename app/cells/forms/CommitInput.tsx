import { useState, type ComponentProps, type KeyboardEvent } from 'react'
import { cn, Input, NumberInput } from '../../ui/index.ts'

/** A text being typed, told once it is finished: on Enter or when the focus leaves. Escape takes it back. */
function useCommit(value: string, onCommit: (text: string) => void) {
  const [draft, setDraft] = useState<string>()
  const commit = () => {
    setDraft(undefined)
    if (draft !== undefined && draft !== value) onCommit(draft)
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) commit()
    if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation()
      event.preventDefault()
      setDraft(undefined)
    }
  }
  return { shown: draft ?? value, setDraft, commit, press }
}

type Common = 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'defaultValue'

export interface CommitInputProps extends Omit<ComponentProps<typeof Input>, Common> {
  value: string
  /** The finished text, once a change. */
  onCommit: (text: string) => void
  /** Hears every keystroke, for checks while typing. */
  onDraft?: (text: string) => void
  isCode?: boolean
}

export function CommitInput({ value, onCommit, onDraft, isCode = false, className, ...rest }: CommitInputProps) {
  const { shown, setDraft, commit, press } = useCommit(value, onCommit)
  const type = (text: string) => {
    setDraft(text)
    onDraft?.(text)
  }
  return (
    <Input {...rest} className={cn(isCode && 'font-mono text-xs', className)} value={shown} onChange={event => type(event.currentTarget.value)} onBlur={commit} onKeyDown={press} />
  )
}

export interface CommitNumberProps extends Omit<ComponentProps<typeof NumberInput>, 'value' | 'onValueChange' | 'onBlur' | 'onKeyDown'> {
  value: number | null
  onCommit: (value: number | null) => void
}

/** A number told once it is finished; what is no number in bounds is never told. */
export function CommitNumber({ value, onCommit, className, ...rest }: CommitNumberProps) {
  const [draft, setDraft] = useState<number | null>()
  const commit = () => {
    setDraft(undefined)
    if (draft !== undefined && draft !== value) onCommit(draft)
  }
  return (
    <NumberInput
      {...rest}
      className={cn('text-left', className)}
      value={draft === undefined ? value : draft}
      onValueChange={setDraft}
      onBlur={commit}
      onKeyDown={event => event.key === 'Enter' && commit()}
    />
  )
}
