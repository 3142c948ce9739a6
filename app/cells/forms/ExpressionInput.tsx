import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { Issue } from '../../../engine/base/issue.ts'
import { parseExpression } from '../../../engine/index.ts'
import { Badge, cn, Textarea } from '../../ui/index.ts'
import type { ColumnChoice } from './columns.ts'
import { expressionWords, wordBefore, wordsFor, type ExpressionWord } from './expression-words.ts'

export interface ExpressionInputProps {
  value: string
  /** The finished text, whether it can be read or not. */
  onCommit: (text: string) => void
  columns: readonly ColumnChoice[]
  placeholder?: string
}

const OFFERED = 8
/** How much of the text before a mistake is shown, in characters. */
const BEFORE = 24

/** An expression with columns and functions offered while typing, and its first mistake shown where it is. Enter finishes, Shift+Enter breaks the line. */
export function ExpressionInput({ value, onCommit, columns, placeholder = "age >= 18 and country <> 'US'" }: ExpressionInputProps) {
  const listId = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState<string>()
  const [caret, setCaret] = useState<number>()
  const [active, setActive] = useState(0)
  const words = useMemo(() => expressionWords(columns), [columns])
  const text = draft ?? value
  const parsed = useMemo(() => text.trim() === '' ? undefined : parseExpression(text), [text])
  const word = caret === undefined ? undefined : wordBefore(text, caret)
  const offered = word && word.typed !== '' ? wordsFor(words, word.typed, OFFERED).filter(({ label }) => label !== word.typed) : []
  const isOpen = offered.length > 0

  const close = () => setCaret(undefined)
  const type = (next: string, at: number | undefined) => {
    setDraft(next)
    setCaret(at)
    setActive(0)
  }
  const take = ({ text: taken }: ExpressionWord) => {
    if (!word || caret === undefined) return
    const next = text.slice(0, word.from) + taken + text.slice(caret)
    type(next, undefined)
    const end = word.from + taken.length
    requestAnimationFrame(() => box.current?.setSelectionRange(end, end))
  }
  const commit = () => {
    close()
    setDraft(undefined)
    if (draft !== undefined && draft !== value) onCommit(draft.trim())
  }
  const pressInList = (event: KeyboardEvent): boolean => {
    const chosen = offered[active]
    if (!isOpen || !chosen) return false
    if (event.key === 'ArrowDown') setActive((active + 1) % offered.length)
    else if (event.key === 'ArrowUp') setActive((active + offered.length - 1) % offered.length)
    else if (event.key === 'Tab' && !event.shiftKey) take(chosen)
    else if (event.key === 'Enter' && !event.shiftKey) take(chosen)
    else if (event.key === 'Escape') close()
    else return false
    return true
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (pressInList(event)) {
      event.preventDefault()
      event.stopPropagation()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      commit()
    } else if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation()
      event.preventDefault()
      setDraft(undefined)
      close()
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      setCaret(event.currentTarget.selectionStart)
    }
  }
  return (
    <div className="relative">
      <Textarea
        ref={box}
        rows={1}
        aria-autocomplete="list"
        aria-controls={listId}
        {...(isOpen ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
        {...(parsed?.ok === false ? { 'aria-invalid': true, 'aria-errormessage': `${listId}-mistake` } : {})}
        placeholder={placeholder}
        value={text}
        onChange={event => type(event.currentTarget.value, event.currentTarget.selectionStart)}
        onKeyDown={press}
        onBlur={commit}
        className="min-h-7 font-mono text-xs leading-5"
      />
      <div
        id={listId}
        role="listbox"
        aria-label="Columns and functions"
        hidden={!isOpen}
        className="absolute top-full left-0 z-50 mt-1 w-full min-w-72 rounded-lg border border-line-strong bg-raised p-1 shadow-overlay"
      >
        {offered.map((option, index) => (
          <div
            key={`${option.kind} ${option.label}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onMouseDown={event => {
              event.preventDefault()
              take(option)
            }}
            className={cn('flex items-baseline gap-2 rounded-sm px-2 py-0.5 text-xs', index === active && 'bg-hover')}
          >
            <span className="shrink-0 font-mono">{option.kind === 'function' ? option.detail : option.label}</span>
            <span className="min-w-0 flex-1 truncate text-faint">{option.kind === 'function' ? option.doc : option.detail}</span>
            <span className="shrink-0 text-2xs text-faint">{option.kind}</span>
          </div>
        ))}
      </div>
      {parsed?.ok === false && <div id={`${listId}-mistake`} role="status"><Mistake text={text} issue={parsed.issue} /></div>}
    </div>
  )
}

/** The first mistake of an expression, with the text from where it starts. */
function Mistake({ text, issue: { message, hint, offset: at = 0 } }: { text: string, issue: Issue }) {
  const isAtEnd = text.slice(at).trim() === ''
  return (
    <div className="mt-1 text-xs text-mismatched-ink">
      <p>
        <Badge tone="mismatched" className="mr-1.5">{isAtEnd ? 'at the end' : `at character ${at + 1}`}</Badge>
        {message}.{hint !== undefined && <span className="text-muted"> {hint}</span>}
      </p>
      {!isAtEnd && (
        <p aria-hidden className="mt-0.5 truncate font-mono text-faint">
          {at > BEFORE && '…'}{text.slice(Math.max(0, at - BEFORE), at)}
          <span className="text-mismatched-ink underline decoration-wavy underline-offset-2">{text.slice(at)}</span>
        </p>
      )}
    </div>
  )
}
