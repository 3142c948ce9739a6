import { Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Issue } from '../../../engine/base/issue.ts'
import { ruleNamed } from '../../../engine/index.ts'
import { fieldSchema, type FieldSpec } from '../../../engine/recipe/index.ts'
import { useSessionHandle } from '../../session/session.ts'
import { Button, Field } from '../../ui/index.ts'
import { isWrittenAsText, type ColumnChoice } from '../forms/columns.ts'
import { CommitInput } from '../forms/CommitInput.tsx'
import { formFields, withValue, type FormField } from '../forms/controls.ts'
import { ParamsForm } from '../forms/ParamsForm.tsx'
import { troublesOf } from '../forms/troubles.ts'
import { toTroubles } from '../issues.ts'
import { fieldsOf, keysFor, removeField, renameField, typeOf } from './fields.ts'

const IN_ROW = new Set(['name', 'type', 'required', 'unique', 'date_format'])
const noColumns: readonly ColumnChoice[] = []

/** The controls of a field's type, and those of keys that are set though they mean nothing for it. */
function detailFields(field: FieldSpec): readonly FormField[] {
  const meant: readonly string[] = keysFor(typeOf(field))
  const shown = formFields(fieldSchema).filter(({ key }) => !IN_ROW.has(key) && (meant.includes(key) || field[key as keyof FieldSpec] !== undefined))
  return shown.toSorted((a, b) => place(meant, a.key) - place(meant, b.key)).map(formField => formField.key === 'format' ? namedFormat(formField) : formField)
}

const place = (keys: readonly string[], key: string): number => keys.includes(key) ? keys.indexOf(key) : keys.length

/** The formats that have a name are chosen from the rule that knows them. */
function namedFormat(formField: FormField): FormField {
  const rule = ruleNamed('format')
  const control = rule && formFields(rule.params).find(({ key }) => key === 'format')?.control
  return { ...formField, label: 'Named format', ...(control?.kind === 'choice' ? { control } : {}) }
}

/** Everything about a field that its row has no room for. A change that does not fit stays here, with what is wrong. */
export function FieldDetails({ field, issues }: { field: FieldSpec, issues: readonly Issue[] }) {
  const session = useSessionHandle()
  const [base, setBase] = useState(field)
  const [draft, setDraft] = useState<Readonly<Record<string, unknown>>>(field)
  const [nameTaken, setNameTaken] = useState<string>()
  if (field !== base) {
    setBase(field)
    setDraft(field)
  }
  const fields = useMemo(() => detailFields(field), [field])
  const troubles = useMemo(() => troublesOf(fieldSchema, fields, draft), [fields, draft])
  const change = (formField: FormField, value: unknown) => {
    const changed = withValue(draft, formField, value)
    setDraft(changed)
    if (troublesOf(fieldSchema, fields, changed).length > 0) return
    // A change that waited for another one to be put right goes along with it.
    const keys = [...new Set([...Object.keys(changed), ...Object.keys(base)])].filter(key => changed[key] !== base[key as keyof FieldSpec])
    session.dispatch({ op: 'changeField', name: field.name, change: Object.fromEntries(keys.map(key => [key, changed[key]])) })
  }
  const rename = (text: string) => {
    const name = text.trim()
    const { recipe } = session.getState()
    const isTaken = name !== field.name && fieldsOf(recipe).some(other => other.name === name)
    setNameTaken(isTaken ? name : undefined)
    if (name !== '' && name !== field.name && !isTaken) session.dispatch({ op: 'setRecipe', recipe: renameField(recipe, field.name, name) })
  }
  const remove = () => session.dispatch({ op: 'setRecipe', recipe: removeField(session.getState().recipe, field.name) })
  return (
    <div role="group" aria-label={`Details of ${field.name}`} className="flex flex-col gap-3 border-t border-line bg-canvas px-4 py-3">
      <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-2">
        <Field label="Name" hint="As the column is called after the steps" error={nameTaken === undefined ? undefined : `There is a field “${nameTaken}” already.`}>
          <CommitInput value={field.name} onCommit={rename} />
        </Field>
        <Button size="sm" variant="ghost" className="mt-5.5 self-start justify-self-end hover:text-mismatched-ink" onClick={remove}><Trash2 /> Remove field</Button>
      </div>
      <ParamsForm
        isDense
        key={typeOf(field)}
        fields={fields}
        value={draft}
        troubles={troubles.length > 0 ? troubles : toTroubles(issues)}
        columns={noColumns}
        prefersText={isWrittenAsText(typeOf(field))}
        onCommit={change}
      />
    </div>
  )
}
