import * as z from 'zod'
import { call, column, isIn, nothing, text } from '../algebra/expr.ts'
import { columnSelector } from '../algebra/select.ts'
import { problem, type Issue } from '../base/issue.ts'
import { lowerText } from '../data/letter-case.ts'
import { defineStep } from './define.ts'
import { mapText } from './map-text.ts'
import { writtenValue } from './written.ts'

export const mapValues = defineStep({
  kind: 'map_values',
  title: 'Map values',
  doc: 'Replaces the cells in columns whose whole text is a key of mapping by its value; null as a value makes them missing. Cells with another text stay, or with otherwise: null become missing. Missing cells stay missing.',
  example: { columns: ['country'], mapping: { Germany: 'DE', Deutschland: 'DE', France: 'FR' } },
  params: z.object({
    columns: columnSelector.describe('The text columns to change'),
    mapping: z.record(z.string(), writtenValue.nullable()).describe('New texts by old ones'),
    ignore_case: z.boolean().default(false).describe('Whether keys are found in any case'),
    otherwise: z.enum(['keep', 'null']).default('keep').describe('What becomes of texts that are no key'),
  }),
  lower: ({ columns, mapping, ignore_case: ignoresCase, otherwise }, context) => {
    const entries = Object.entries(mapping).map(([key, value]): Entry => ({ written: key, key: ignoresCase ? lowerText(key) : key, value: value === null ? null : String(value) }))
    if (entries.length === 0) return context.report(problem('missing_parameter', ['mapping'], 'the mapping is empty'))
    const conflicts = conflictsAmong(entries)
    if (conflicts.length > 0) return context.report(...conflicts)
    const keysByValue = new Map<string | null, string[]>()
    for (const { key, value } of entries) keysByValue.set(value, [...keysByValue.get(value) ?? [], key])
    return mapText(context, columns, name => {
      const subject = ignoresCase ? call('lower', column(name)) : column(name)
      const branches = [...keysByValue].map(([value, keys]) => ({ when: isIn(subject, keys.map(text)), then: value === null ? nothing : text(value) }))
      return { kind: 'case', branches, otherwise: otherwise === 'keep' ? column(name) : nothing }
    })
  },
})

interface Entry {
  readonly written: string
  readonly key: string
  /** Null stands for missing. */
  readonly value: string | null
}

/** Keys that are the same in lower case but stand for different values. */
function conflictsAmong(entries: readonly Entry[]): readonly Issue[] {
  const first = new Map<string, Entry>()
  return entries.flatMap(entry => {
    const earlier = first.get(entry.key) ?? entry
    first.set(entry.key, earlier)
    return earlier.value === entry.value ? [] : [problem('repeated_key', ['mapping', entry.written], `in any case this is the key "${earlier.written}", which stands for another value`, 'Remove one of them, or set ignore_case: false.')]
  })
}
