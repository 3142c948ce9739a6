import * as z from 'zod'
import { derive } from '../algebra/derive.ts'
import { reference, type RelColumn } from '../algebra/rel.ts'
import { columnSelector, unknownColumn } from '../algebra/select.ts'
import { doubt, hasErrors, problem, type Issue } from '../base/issue.ts'
import { lowerText, upperText } from '../data/letter-case.ts'
import { matchesPart, replaceAll, replacementProblem } from '../data/pattern.ts'
import { defineStep, type StepContext } from './define.ts'
import { newColumnName } from './new-columns.ts'
import { patternAt } from './patterns.ts'

type NameStyle = (name: string) => string

const STYLES = {
  /** Words in lower case, joined by `_`: `firstName`, `First name` and `FIRST-NAME` are all `first_name`. */
  snake_case: name => lowerText((name.match(WORDS) ?? []).join('_')),
  lower: lowerText,
  upper: upperText,
} as const satisfies Record<string, NameStyle>

/** The words of a name: capitals up to the last before a small letter (`HTTP` in `HTTPServer`), or small letters after at most one capital. */
const WORDS = /\p{Lu}[\p{Lu}\p{M}\p{N}]*(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{Lm}\p{Lo}\p{Lt}\p{M}\p{N}]+/gu

export const renameColumns = defineStep({
  kind: 'rename_columns',
  title: 'Rename columns',
  doc: 'Gives columns new names: those in mapping the name written there; the others of columns by replacing what pattern matches in their names with replacement (\\1 is its first group), then by style. No two columns may end up with one name.',
  example: { mapping: { fname: 'first_name' } },
  params: z.object({
    mapping: z.record(z.string(), newColumnName).optional().describe('New names by old ones'),
    pattern: z.string().min(1).optional().describe('An RE2 pattern; every match in a name is replaced'),
    replacement: z.string().optional().describe('What takes the place of each match; nothing when left out'),
    style: z.enum(['snake_case', 'lower', 'upper']).optional().describe('snake_case writes "First name" as first_name'),
    columns: columnSelector.default('*').describe('The columns that pattern and style look at'),
  }),
  lower: ({ mapping = {}, pattern: source, replacement, style, columns: selector }, context) => {
    const { columns } = context
    if (source === undefined && style === undefined && Object.keys(mapping).length === 0) {
      return context.report(problem('missing_parameter', [], 'renaming needs mapping, pattern or style'))
    }
    if (source === undefined && replacement !== undefined) context.report(problem('missing_parameter', ['replacement'], 'a replacement needs the pattern whose matches it replaces'))
    const known = new Set(columns.map(column => column.name))
    context.report(...Object.keys(mapping).filter(name => !known.has(name)).map(name => unknownColumn(name, known, ['mapping', name])))
    const selected = new Set(context.select(selector).map(column => column.name))
    const replace = source === undefined ? undefined : replacing(context, source, replacement ?? '', selected)
    if (hasErrors(context.issues)) return undefined
    const renamed = columns.map((column): Renamed => {
      if (Object.hasOwn(mapping, column.name)) return { column, name: mapping[column.name] ?? '', path: ['mapping', column.name] }
      if (!selected.has(column.name)) return { column, name: column.name, path: [] }
      const replaced = replace ? replace(column.name) : column.name
      return { column, name: style === undefined ? replaced : STYLES[style](replaced), path: [style === undefined ? 'pattern' : 'style'] }
    })
    const issues = nameTroubles(renamed)
    if (issues.length > 0) return context.report(...issues)
    return { rel: derive(context.input, renamed.map(({ column, name }) => ({ name, expr: reference(column) }))) }
  },
})

interface Renamed {
  readonly column: RelColumn
  readonly name: string
  /** The parameter that gave the name. */
  readonly path: readonly string[]
}

function replacing(context: StepContext, source: string, replacement: string, names: ReadonlySet<string>): NameStyle | undefined {
  const pattern = patternAt(context, source, ['pattern'])
  if (!pattern) return undefined
  const trouble = replacementProblem(pattern, replacement)
  if (trouble) return context.report({ ...problem('bad_replacement', ['replacement'], trouble.message), offset: trouble.offset })
  if (![...names].some(name => matchesPart(name, pattern))) context.report(doubt('no_columns', ['pattern'], 'the pattern matches in no column name'))
  return name => replaceAll(name, pattern, replacement) ?? name
}

/** Names that came out empty, or the same for two columns. The columns that kept their name are never to blame. */
function nameTroubles(renamed: readonly Renamed[]): readonly Issue[] {
  const byName = new Map<string, Renamed[]>()
  for (const each of renamed) byName.set(each.name, [...byName.get(each.name) ?? [], each])
  return [...byName].flatMap(([name, those]) => {
    if (name === '') return those.map(({ column, path }) => problem('empty_name', path, `"${column.name}" would have no name left`, 'Give it one in mapping.'))
    if (those.length === 1) return []
    const kept = those.find(({ column }) => column.name === name)
    if (kept) {
      return those.filter(each => each !== kept).map(({ column, path }) =>
        problem('column_exists', path, `"${column.name}" cannot be called "${name}": there is such a column already`, 'Choose another name, or rename or drop that column.'))
    }
    const last = those.at(-1)
    return [problem('repeated_name', last?.path ?? [], `${those.map(({ column }) => `"${column.name}"`).join(' and ')} would all be called "${name}"`, 'Give all but one of them another name in mapping.')]
  })
}
