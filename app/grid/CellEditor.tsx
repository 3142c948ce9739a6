import { useEffect, useRef, type KeyboardEvent } from 'react'
import { editedText } from './cell-edit.ts'

export interface CellEdit {
  /** null makes the value missing. */
  readonly text: string | null
}

export interface CellEditorProps {
  readonly label: string
  readonly text: string | null
  /** The new value, or undefined if nothing was changed. `byKey`: Enter or Ctrl+Backspace, so the focus belongs back on the cell. */
  readonly onDone: (edit: CellEdit | undefined, byKey: boolean) => void
}

/** Beyond the first; further lines scroll. */
const shownLines = 5

/** An editor in place of a cell. Enter or leaving commits, Shift+Enter starts a new line, Escape cancels, Ctrl+Backspace makes the value missing. */
export function CellEditor({ label, text, onDone }: CellEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const wasTouched = useRef(false)
  const isDone = useRef(false)

  useEffect(() => {
    area.current?.focus({ preventScroll: true })
    area.current?.select()
  }, [])

  const finish = (edit: CellEdit | undefined, byKey: boolean) => {
    if (isDone.current) return
    isDone.current = true
    onDone(edit, byKey)
  }
  const commit = (byKey: boolean) => {
    const edited = editedText(text, area.current?.value ?? '', wasTouched.current)
    finish(edited === undefined ? undefined : { text: edited }, byKey)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') finish(undefined, true)
    else if (event.key === 'Backspace' && (event.ctrlKey || event.metaKey)) finish(text === null ? undefined : { text: null }, true)
    else if (event.key === 'Enter' && !event.shiftKey) commit(true)
    else return
    event.preventDefault()
  }

  return (
    <textarea
      ref={area}
      aria-label={label}
      placeholder={text === null ? 'null' : ''}
      defaultValue={text ?? ''}
      rows={Math.min(shownLines, text?.match(/\n|\r\n?/g)?.length ?? 0) + 1}
      spellCheck={false}
      onChange={() => { wasTouched.current = true }}
      onKeyDown={onKeyDown}
      onCopy={event => event.stopPropagation()}
      onDoubleClick={event => event.stopPropagation()}
      onBlur={() => commit(false)}
      className="absolute top-0 left-0 z-10 min-h-full w-full min-w-40 resize-none bg-raised px-2.5 py-[calc((var(--grid-row-height)-1.25rem)/2)] text-left text-sm whitespace-pre shadow-overlay outline-2 -outline-offset-2 outline-focus"
    />
  )
}
