import type { CsvDialect, Detected } from '../../engine/index.ts'
import { Combobox, Field, Select } from '../ui/index.ts'
import { headerOptions } from './dialect-options.ts'
import { NullTokens, type DialectChange } from './DialectForm.tsx'
import { SheetPreview } from './SheetPreview.tsx'

export interface TableFormProps {
  detected: Detected
  dialect: CsvDialect
  /** What the recipe says; undefined leaves it to detection. */
  header: number | undefined
  onDialect: (change: DialectChange) => void
  onSheet: (sheet: string) => void
}

const FOUND = 'found'

/** How a workbook, or another format that is no CSV, is read. Every change reads the file anew. */
export function TableForm({ detected, dialect, header, onDialect, onSheet }: TableFormProps) {
  const { format, sheet, sheets } = detected
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      {sheets.length > 0 && (
        <div className="flex items-end gap-2">
          <Field label="Sheet" className="w-56">
            <Combobox
              value={sheet ?? ''} onValueChange={onSheet} searchPlaceholder="Name of a sheet"
              options={sheets.map(({ name, isHidden }) => ({ value: name, label: name, ...isHidden ? { hint: 'hidden' } : {} }))}
            />
          </Field>
          {sheets.length > 1 && <SheetPreview sheets={sheets} sheet={sheet} onSheet={onSheet} />}
        </div>
      )}
      {(format === 'excel' || format === 'fixed_width') && (
        <Field label="Header" className="w-40">
          <Select value={header === undefined ? FOUND : String(header)} onValueChange={choice => onDialect({ header: choice === FOUND ? undefined : Number(choice) })} options={[{ value: FOUND, label: 'found by itself' }, ...headerOptions(header ?? 1)]} />
        </Field>
      )}
      <NullTokens dialect={dialect} onChange={onDialect} />
    </div>
  )
}

/** Which file of an archive. */
export function MemberPicker({ members, member, onMember }: { members: readonly string[], member: string | undefined, onMember: (member: string) => void }) {
  return (
    <Field label="File in the archive" className="w-72">
      <Combobox value={member ?? ''} onValueChange={onMember} searchPlaceholder="Name of a file" options={members.map(name => ({ value: name, label: name }))} />
    </Field>
  )
}
