import { Plus, X } from 'lucide-react'
import { useId, useState, type FocusEvent } from 'react'
import { Button, IconButton, useFieldGroup } from '../../ui/index.ts'
import { apartFromField } from './apart.ts'
import { CommitInput } from './CommitInput.tsx'
import { readScalar, showScalar, type Scalar, type ScalarKind } from './controls.ts'
import { addEntry, changeEntry, type Entries } from './entries.ts'

export interface RecordInputProps {
  /** What the record is, for the names of its boxes. */
  label: string
  value: Readonly<Record<string, Scalar>> | undefined
  /** undefined when no row is left. */
  onCommit: (value: Record<string, Scalar> | undefined) => void
  of: readonly ScalarKind[]
  prefersText: boolean
  /** Offered while a key is typed. */
  keys: readonly string[]
}

/** Rows of key and value. A new row counts once it has a key and the focus has left it. */
export function RecordInput({ label, value, onCommit, of, prefersText, keys }: RecordInputProps) {
  const listId = useId()
  const [pending, setPending] = useState<{ readonly key: string, readonly text: string }>()
  const entries: Entries = Object.entries(value ?? {})
  const commit = (next: Entries) => onCommit(next.length === 0 ? undefined : Object.fromEntries(next))
  const read = (text: string) => readScalar(text, of, prefersText)
  const finish = (row: { key: string, text: string }) => {
    setPending(undefined)
    commit(addEntry(entries, row.key, read(row.text)))
  }
  return (
    <div role="group" {...useFieldGroup()} className="flex flex-col gap-1">
      <datalist id={listId}>{keys.map(key => <option key={key} value={key} />)}</datalist>
      {entries.map(([key, to], index) => (
        <Row
          key={index}
          name={`${label} ${index + 1}`}
          listId={listId}
          entry={{ key, text: showScalar(to) }}
          onKey={next => commit(changeEntry(entries, index, next, to))}
          onText={text => commit(changeEntry(entries, index, key, read(text)))}
          onRemove={() => commit(entries.filter((_, at) => at !== index))}
        />
      ))}
      {pending && (
        <Row
          // The place it will have, so that the boxes, and the focus in them, stay when it becomes an entry.
          key={entries.length}
          isNew
          name={`${label} ${entries.length + 1}`}
          listId={listId}
          entry={pending}
          onKey={key => setPending({ ...pending, key })}
          onText={text => pending.key === '' ? setPending({ ...pending, text }) : finish({ ...pending, text })}
          onLeave={row => row.key !== '' && finish(row)}
          onRemove={() => setPending(undefined)}
        />
      )}
      <Button size="sm" variant="ghost" className="self-start" disabled={pending !== undefined && pending.key === ''} onClick={() => setPending({ key: '', text: '' })}><Plus /> Add row</Button>
    </div>
  )
}

interface RowProps {
  name: string
  listId: string
  entry: { readonly key: string, readonly text: string }
  isNew?: boolean
  onKey: (key: string) => void
  onText: (text: string) => void
  onLeave?: (entry: { readonly key: string, readonly text: string }) => void
  onRemove: () => void
}

function Row({ name, listId, entry, isNew = false, onKey, onText, onLeave, onRemove }: RowProps) {
  const leave = (event: FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) onLeave?.(entry)
  }
  return (
    <div onBlur={leave} className="grid grid-cols-[1fr_auto_1fr_auto] items-center gap-1.5">
      <CommitInput {...apartFromField} autoFocus={isNew} aria-label={`${name}, key`} list={listId} value={entry.key} onCommit={onKey} />
      <span aria-hidden className="text-faint">→</span>
      <CommitInput {...apartFromField} aria-label={`${name}, value`} value={entry.text} onCommit={onText} />
      <IconButton size="sm" label={entry.key === '' ? `Remove ${name}` : `Remove ${entry.key}`} icon={<X />} onClick={onRemove} />
    </div>
  )
}
