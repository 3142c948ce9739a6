import type { ColumnSelector } from '../../../engine/index.ts'
import { asList, formFields, showScalar, type FormField } from './controls.ts'
import { describeColumns } from './columns.ts'
import type { FormValue, SpecForm } from './spec.ts'

/** A piece of a summary: words, or something the author wrote. */
export interface SummaryPart {
  readonly text: string
  readonly isCode?: true
}

const SHOWN_VALUES = 4

/** What a step or rule does, after its title: which columns, and every parameter that is not as it is anyway. */
export function summarize(form: SpecForm, value: FormValue): readonly SummaryPart[] {
  return formFields(form.own).flatMap((field): readonly SummaryPart[] => {
    const written = value[field.key]
    return written === undefined && field.control.kind !== 'columns' ? [] : describe(field, written ?? field.fallback)
  })
}

function describe(field: FormField, value: unknown): readonly SummaryPart[] {
  const label = field.label.charAt(0).toLowerCase() + field.label.slice(1)
  switch (field.control.kind) {
    case 'columns': return value === undefined ? [] : [{ text: describeColumns(value as ColumnSelector) }]
    case 'column': return [{ text: showScalar(value) }]
    case 'expression': return [{ text: showScalar(value), isCode: true }]
    case 'text': return field.control.isCode || field.key === 'pattern' ? [{ text: label }, { text: showScalar(value), isCode: true }] : [{ text: `${label} ${quoted(value)}` }]
    case 'switch': return [{ text: value === false ? `not ${label}` : label }]
    case 'values':
    case 'choices': return [{ text: `${label} ${some(asList(value).map(showScalar))}` }]
    case 'record': return [{ text: some(Object.entries(value as object).map(([key, to]) => `${key} → ${showScalar(to)}`)) }]
    case 'list': return [{ text: `${label} ${asList(value).length}` }]
    case 'group':
    case 'json': return [{ text: label }, { text: JSON.stringify(value), isCode: true }]
    case 'choice': return [{ text: `${label} ${showScalar(value).replaceAll('_', ' ')}` }]
    case 'number':
    case 'scalar':
    case 'type': return [{ text: `${label} ${showScalar(value)}` }]
  }
}

const quoted = (value: unknown): string => typeof value === 'string' ? `“${value}”` : showScalar(value)

function some(texts: readonly string[]): string {
  if (texts.length <= SHOWN_VALUES) return texts.join(', ')
  return `${texts.slice(0, SHOWN_VALUES - 1).join(', ')} and ${texts.length - SHOWN_VALUES + 1} more`
}
