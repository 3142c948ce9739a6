import { Command } from 'cmdk'
import { ArrowLeft, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Badge, Button, Dialog, DialogClose } from '../../ui/index.ts'
import type { ColumnChoice } from '../forms/columns.ts'
import { withValue } from '../forms/controls.ts'
import type { FormValue, SpecForm } from '../forms/spec.ts'
import { SpecFields } from '../forms/SpecEditor.tsx'
import { specTroubles } from '../forms/spec-troubles.ts'
import { findKinds, type KindChoice } from './kinds.ts'

export interface AddDialogProps {
  /** What is added: `step`, `rule`. */
  noun: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  kinds: readonly KindChoice[]
  formOf: (kind: string) => SpecForm | undefined
  columns: readonly ColumnChoice[]
  commonName: string
  /** A kind with valid parameters. */
  onAdd: (kind: string, value: FormValue) => void
}

/** First the kind, found by what it does, then its parameters. */
export function AddDialog({ noun, isOpen, onOpenChange, kinds, formOf, columns, commonName, onAdd }: AddDialogProps) {
  const [kind, setKind] = useState<string>()
  const chosen = kinds.find(choice => choice.kind === kind)
  const form = kind === undefined ? undefined : formOf(kind)
  const close = (next: boolean) => {
    if (!next) setKind(undefined)
    onOpenChange(next)
  }
  if (chosen && form) {
    return (
      <Dialog isOpen={isOpen} onOpenChange={close} size="lg" title={chosen.title} description={chosen.doc}>
        <NewSpec
          key={chosen.kind}
          noun={noun}
          form={form}
          columns={columns}
          commonName={commonName}
          onBack={() => setKind(undefined)}
          onAdd={value => {
            close(false)
            onAdd(chosen.kind, value)
          }}
        />
      </Dialog>
    )
  }
  return (
    <Dialog isOpen={isOpen} onOpenChange={close} size="lg" title={`Add a ${noun}`}>
      <KindList noun={noun} kinds={kinds} onPick={setKind} />
    </Dialog>
  )
}

function KindList({ noun, kinds, onPick }: { noun: string, kinds: readonly KindChoice[], onPick: (kind: string) => void }) {
  const [search, setSearch] = useState('')
  const groups = findKinds(kinds, search)
  return (
    <Command label={`Kinds of ${noun}`} shouldFilter={false} loop>
      <div className="flex items-center gap-2 rounded-md border border-line-control px-2.5 has-focus-visible:outline-2 has-focus-visible:outline-focus">
        <Search aria-hidden className="size-4 shrink-0 text-faint" />
        <Command.Input autoFocus value={search} onValueChange={setSearch} placeholder={`Search ${kinds.length} kinds of ${noun}: what should it do?`} className="h-8 w-full bg-transparent text-sm outline-none" />
      </div>
      <Command.List label={`Kinds of ${noun}`} className="mt-2 h-[min(26rem,52vh)] scroll-py-1 overflow-y-auto">
        {groups.length === 0 && <p className="px-2 py-6 text-center text-sm text-muted">No {noun} does that. Try another word, or write it in the recipe.</p>}
        {groups.map(({ name, kinds: found }) => (
          <Command.Group
            key={name}
            {...(name === '' ? {} : { heading: name })}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:capitalize"
          >
            {found.map(choice => (
              <Command.Item key={choice.kind} value={choice.kind} onSelect={() => onPick(choice.kind)} className="rounded-md px-2 py-1.5 data-[selected=true]:bg-hover">
                <div className="flex items-baseline gap-2">
                  <span className="font-medium">{choice.title}</span>
                  <span className="font-mono text-2xs text-faint">{choice.kind}</span>
                  {choice.group !== undefined && name === '' && <Badge className="ml-auto">{choice.group}</Badge>}
                </div>
                <p className="line-clamp-2 text-xs text-muted">{choice.doc}</p>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}

interface NewSpecProps {
  noun: string
  form: SpecForm
  columns: readonly ColumnChoice[]
  commonName: string
  onBack: () => void
  onAdd: (value: FormValue) => void
}

function NewSpec({ noun, form, columns, commonName, onBack, onAdd }: NewSpecProps) {
  const [value, setValue] = useState<FormValue>({})
  // What is missing is said once the form was sent; what was filled in wrongly at once.
  const [wasSent, setSent] = useState(false)
  const troubles = specTroubles(form, value)
  const shown = wasSent ? troubles : troubles.filter(({ key }) => value[key] !== undefined)
  const send = () => {
    setSent(true)
    if (troubles.length === 0) onAdd(value)
  }
  const fields = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The dialog takes the focus itself when the list that had it goes away; the first control takes it after that.
    const frame = requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('[role=radio][aria-checked=true], input, textarea, [role=combobox]')?.focus())
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <div ref={fields}>
      <SpecFields form={form} value={value} troubles={shown} columns={columns} commonName={commonName} onCommit={(field, next) => setValue(now => withValue(now, field, next))} />
      <div className="sticky -bottom-4 -mb-4 flex items-center gap-2 bg-raised pt-3 pb-4">
        <Button variant="ghost" onClick={onBack} className="mr-auto -ml-2"><ArrowLeft /> Other kinds</Button>
        <DialogClose asChild><Button>Cancel</Button></DialogClose>
        <Button variant="primary" onClick={send}>Add {noun}</Button>
      </div>
    </div>
  )
}
