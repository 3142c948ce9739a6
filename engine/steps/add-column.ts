import * as z from 'zod'
import { bool, double, int, text, type Expr } from '../algebra/expr.ts'
import { problem } from '../base/issue.ts'
import { defineStep, type StepContext } from './define.ts'
import { expressionText, parseAt } from './expression-text.ts'
import { areFree, columnName, columnAt, insertColumns, newColumnName } from './new-columns.ts'
import { parseTemplate } from './template.ts'
import { writtenValue, type Written } from './written.ts'

export const addColumn = defineStep({
  kind: 'add_column',
  title: 'Add a column',
  doc: 'Adds a column that holds, in every row, the constant value, or the result of the expression expr, or the text made by template: "{first} {last}" puts the cells of those columns between the braces\' places, a missing cell as empty text. It stands at the end, or after the column named by after.',
  example: { name: 'full_name', template: '{first} {last}' },
  params: z.object({
    name: newColumnName.describe('What the new column is called'),
    value: writtenValue.optional().describe('The same value in every row: a text, a number, true or false'),
    expr: expressionText.optional().meta({ title: 'Expression', format: 'expression' }).describe('Computed in every row'),
    template: z.string().min(1).optional().describe('Text with column names in braces; \\{ is a brace'),
    after: columnName.optional().describe('The column it stands behind; the last one when left out'),
  }),
  lower: ({ name, after, ...given }, context) => {
    const isFree = areFree(context, [name], () => ['name'])
    const place = after === undefined ? undefined : columnAt(context, after, ['after'])
    const source = contentOf(given, context)
    const expr = source && context.resolve(source.expr, source.path)
    if (!expr || !isFree || (after !== undefined && !place)) return undefined
    return { rel: insertColumns(context.input, [{ name, expr }], after === undefined ? {} : { after }) }
  },
})

interface Given {
  readonly value?: Written | undefined
  readonly expr?: string | undefined
  readonly template?: string | undefined
}

function contentOf({ value, expr, template }: Given, context: StepContext): { readonly expr: Expr, readonly path: readonly string[] } | undefined {
  const [first, second] = Object.entries({ value, expr, template }).flatMap(([key, given]) => given === undefined ? [] : [key])
  if (first === undefined) return context.report(problem('missing_parameter', [], 'a new column needs value, expr or template'))
  if (second !== undefined) return context.report(problem('too_many_parameters', [second], `a new column has one source, and ${first} is given already`, `Remove ${first} or ${second}.`))
  const parsed = expr !== undefined ? parseAt(context, expr, ['expr']) : template !== undefined ? parseTemplate(context, template, ['template']) : value !== undefined ? literalOf(value) : undefined
  return parsed && { expr: parsed, path: [first] }
}

/** A whole number is an integer as far as JavaScript reads it exactly. */
function literalOf(value: Written): Expr {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return bool(value)
  return Number.isSafeInteger(value) ? int(value) : double(value)
}
