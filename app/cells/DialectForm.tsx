import { useEffect, useState } from 'react'
import type { CsvDialect } from '../../engine/index.ts'
import { Checkbox, Combobox, Field, NumberInput, SegmentedControl, Select, TagsInput, useToast } from '../ui/index.ts'
import { delimiterName, delimiterNamed, delimiterOptions, encodingOptions, NO_QUOTE, quoteOptions, withEmptyToken, withQuote } from './dialect-options.ts'

export interface DialectFormProps {
  dialect: CsvDialect
  onChange: (change: Partial<CsvDialect>) => void
}

/** How the file is read, each part to be set right where detection was wrong. Every change reads the file anew. */
export function DialectForm({ dialect, onChange }: DialectFormProps) {
  const showToast = useToast()
  const pickDelimiter = (choice: string) => {
    const delimiter = delimiterNamed(choice)
    if (Array.from(delimiter).length === 1) onChange({ delimiter })
    else showToast({ tone: 'warning', title: 'A delimiter is one character', description: `“${delimiter}” is more. Type the single character that stands between cells.` })
  }
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <Field label="Encoding" className="w-34"><Select value={dialect.encoding} onValueChange={encoding => onChange({ encoding })} options={encodingOptions} /></Field>
      <Field label="Delimiter" className="w-32">
        <Combobox value={delimiterName(dialect.delimiter)} onValueChange={pickDelimiter} onCreate={pickDelimiter} options={delimiterOptions(dialect.delimiter)} searchPlaceholder="Or type one character" />
      </Field>
      <Field label="Quote" className="w-26"><Select value={dialect.quote ?? NO_QUOTE} onValueChange={choice => onChange(withQuote(choice))} options={quoteOptions(dialect.quote)} /></Field>
      <Field label="First record" className="w-auto">
        <SegmentedControl
          value={dialect.header > 0 ? 'header' : 'data'}
          onValueChange={choice => onChange({ header: choice === 'header' ? 1 : 0 })}
          options={[{ value: 'header', label: 'header' }, { value: 'data', label: 'data' }]}
          className="h-7"
        />
      </Field>
      <Field label="Skip lines" className="w-20"><SkipRows value={dialect.skip_rows} onChange={rows => onChange({ skip_rows: rows })} /></Field>
      <Field label="Missing when" className="min-w-44 flex-1">
        <TagsInput
          value={dialect.null_tokens.filter(token => token !== '')}
          onValueChange={tokens => onChange({ null_tokens: withEmptyToken(tokens, dialect.null_tokens.includes('')) })}
          placeholder="N/A, NULL, …"
        />
      </Field>
      <div className="mt-5 flex h-7 items-center">
        <Checkbox
          label="or empty"
          checked={dialect.null_tokens.includes('')}
          onCheckedChange={isMissing => onChange({ null_tokens: withEmptyToken(dialect.null_tokens, isMissing) })}
        />
      </div>
    </div>
  )
}

/** Lines to skip are typed digit by digit and stepped with arrow keys; the file is read anew only once that rests. */
function SkipRows({ value, onChange }: { value: number, onChange: (value: number) => void }) {
  const [draft, setDraft] = useState<number | null>(null)
  useEffect(() => {
    if (draft === null) return
    const timer = setTimeout(() => {
      setDraft(null)
      if (draft !== value) onChange(draft)
    }, 600)
    return () => clearTimeout(timer)
  }, [draft, value, onChange])
  return <NumberInput value={draft ?? value} onValueChange={next => setDraft(next ?? 0)} min={0} isInteger />
}
