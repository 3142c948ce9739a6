import { useEffect, useState } from 'react'
import type { CsvDialect } from '../../engine/index.ts'
import { Checkbox, Combobox, Field, NumberInput, Select, TagsInput, useToast } from '../ui/index.ts'
import {
  delimiterName, delimiterNamed, delimiterOptions, DOUBLED, encodingOptions, escapeOptions, headerOptions, NO_QUOTE, quoteOptions, withEmptyToken, withQuote,
} from './dialect-options.ts'

/** Parts of the dialect; undefined leaves one to detection. */
export type DialectChange = { readonly [K in keyof CsvDialect]?: CsvDialect[K] | undefined }

export interface DialectFormProps {
  dialect: CsvDialect
  onChange: (change: DialectChange) => void
}

const MOST_DELIMITER_CHARACTERS = 16

/** How the file is read, each part to be set right where detection was wrong. Every change reads the file anew. */
export function DialectForm({ dialect, onChange }: DialectFormProps) {
  const showToast = useToast()
  const pickDelimiter = (choice: string) => {
    const delimiter = delimiterNamed(choice)
    if (Array.from(delimiter).length <= MOST_DELIMITER_CHARACTERS) onChange({ delimiter })
    else showToast({ tone: 'warning', title: 'That delimiter is too long', description: `It can have up to ${MOST_DELIMITER_CHARACTERS} characters. Type what stands between cells.` })
  }
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <Field label="Encoding" className="w-36"><Combobox value={dialect.encoding} onValueChange={encoding => onChange({ encoding })} options={encodingOptions} searchPlaceholder="Name or language" /></Field>
      <Field label="Delimiter" className="w-32">
        <Combobox value={delimiterName(dialect.delimiter)} onValueChange={pickDelimiter} onCreate={pickDelimiter} options={delimiterOptions(dialect.delimiter)} searchPlaceholder="Or type what it is" />
      </Field>
      <Field label="Quote" className="w-26"><Select value={dialect.quote ?? NO_QUOTE} onValueChange={choice => onChange(withQuote(choice))} options={quoteOptions(dialect.quote)} /></Field>
      {dialect.quote !== null && (
        <Field label="Quote in quotes" className="w-30">
          <Select value={dialect.escape === dialect.quote || dialect.escape === null ? DOUBLED : dialect.escape} onValueChange={choice => onChange({ escape: choice === DOUBLED ? dialect.quote : choice })} options={escapeOptions(dialect)} />
        </Field>
      )}
      <Field label="Header" className="w-36"><Select value={String(dialect.header)} onValueChange={choice => onChange({ header: Number(choice) })} options={headerOptions(dialect.header)} /></Field>
      <Field label="Skip at top" className="w-22"><LineCount value={dialect.skip_rows} onChange={rows => onChange({ skip_rows: rows })} /></Field>
      <Field label="Skip at end" className="w-22"><LineCount value={dialect.skip_footer} onChange={rows => onChange({ skip_footer: rows })} /></Field>
      <NullTokens dialect={dialect} onChange={onChange} />
      {dialect.trailing_delimiter && (
        <div className="mt-5 flex h-7 items-center">
          <Checkbox label="ignore a delimiter behind the last cell" checked onCheckedChange={() => onChange({ trailing_delimiter: false })} />
        </div>
      )}
    </div>
  )
}

/** Which cells mean "no value": of every format. */
export function NullTokens({ dialect, onChange }: DialectFormProps) {
  return (
    <>
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
    </>
  )
}

/** Lines to skip are typed digit by digit and stepped with arrow keys; the file is read anew only once that rests. */
function LineCount({ value, onChange }: { value: number, onChange: (value: number) => void }) {
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
