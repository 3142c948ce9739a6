import { Plus, X } from 'lucide-react'
import { useState } from 'react'
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

/** Rows of key and value. A row counts once it has a key. */
export function RecordInput({ label, value, onCommit, of, prefersText, keys }: RecordInputProps) {
  const [pending, setPending] = useState<{ readonly key: string, readonly text: string }>()
  const entries: Entries = Object.entries(value ?? {})
  const commit = (next: Entries) => onCommit(next.length === 0 ? undefined : Object.fromEntries(next))
  const read = (text: string) => readScalar(text, of, prefersText)
  const listId = `${label.replaceAll(/\W/g, '')}-keys`
  const finish = (next: { key: string, text: string }) => {
    setPending(next.key === '' ? next : undefined)
    if (next.key !== '') commit(addEntry(entries, next.key, read(next.text)))
  }
  return (
    <div role="group" {...useFieldGroup()} className="flex flex-col gap-1">
      <datalist id={listId}>{keys.map(key => <option key={key} value={key} />)}</datalist>
      {entries.map(([key, to], index) => (
        <div key={key} className="grid grid-cols-[1fr_auto_1fr_auto] items-center gap-1.5">
          <CommitInput {...apartFromField} aria-label={`${label}: key ${index + 1}`} list={listId} value={key} onCommit={next => commit(changeEntry(entries, index, next, to))} />
          <span aria-hidden className="text-faint">→</span>
          <CommitInput {...apartFromField} aria-label={`${label}: value of ${key}`} value={showScalar(to)} onCommit={text => commit(changeEntry(entries, index, key, read(text)))} />
          <IconButton size="sm" label={`Remove ${key}`} icon={<X />} onClick={() => commit(entries.filter((_, at) => at !== index))} />
        </div>
      ))}
      {pending && (
        <div className="grid grid-cols-[1fr_auto_1fr_auto] items-center gap-1.5">
          <CommitInput {...apartFromField} autoFocus aria-label={`${label}: new key`} list={listId} value={pending.key} onCommit={key => finish({ ...pending, key })} />
          <span aria-hidden className="text-faint">→</span>
          <CommitInput {...apartFromField} aria-label={`${label}: new value`} value={pending.text} onCommit={text => finish({ ...pending, text })} />
          <IconButton size="sm" label="Remove the new row" icon={<X />} onClick={() => setPending(undefined)} />
        </div>
      )}
      <Button size="sm" variant="ghost" className="self-start" disabled={pending !== undefined} onClick={() => setPending({ key: '', text: '' })}><Plus /> Add row</Button>
    </div>
  )
}
