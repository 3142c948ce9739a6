import * as z from 'zod'
import { functions } from '../../engine/algebra/index.ts'
import { recipeJsonSchema, writeRecipe } from '../../engine/recipe/index.ts'
import { formats } from '../../engine/rules/formats/index.ts'
import { rules } from '../../engine/rules/index.ts'
import { steps } from '../../engine/steps/index.ts'

interface Property { readonly description?: string, readonly type?: string | readonly string[], readonly enum?: readonly unknown[], readonly default?: unknown, readonly anyOf?: readonly { readonly type?: string | readonly string[] }[] }

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function typeOf({ type, enum: values, anyOf }: Property): string {
  if (values) return values.map(value => `\`${String(value)}\``).join(' ')
  return [...new Set([type ?? anyOf?.map(option => option.type ?? 'object') ?? 'any'].flat(2))].join(' or ')
}

function parameters(schema: z.ZodObject): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, Property>, required?: string[] }
  const rows = Object.entries(properties).map(([name, property]) => {
    const note = [property.description ?? '', property.default === undefined ? '' : `Default \`${JSON.stringify(property.default)}\`.`].filter(Boolean).join('. ').replaceAll('..', '.')
    return `| \`${name}\`${required.includes(name) ? ' *' : ''} | ${cell(typeOf(property))} | ${cell(note)} |`
  })
  return rows.length === 0 ? 'No parameters.\n' : ['| parameter | type | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n')
}

const example = (value: unknown): string => `\`\`\`yaml\n${writeRecipe([value])}\`\`\`\n`
const generatedNote = '<!-- Made by scripts/docs.ts from the code. Do not edit. -->\n'

function rulesPage(): string {
  const list = rules.map(({ kind, title, doc, dimension, target, params, example: sample }) =>
    `## \`${kind}\`\n\n**${title}** · ${dimension} · looks at ${{ column: 'each column', columns: 'all its columns together', row: 'the row', table: 'the table' }[target]}\n\n${doc}\n\n${parameters(params)}\n${example({ type: kind, ...sample })}`)
  return `${generatedNote}# Rules\n\nEvery rule also takes \`id\`, \`severity\` (error rejects the row, warn flags it), \`where\` (a condition), \`mostly\` (the share that has to pass), \`message\`, \`active\`, \`tags\`, \`owner\`, \`description\`. Rules on columns take \`column\` or \`columns\`: a name, a list, \`"*"\`, \`{ matches: pattern }\` or \`{ type: date }\`. Nulls pass unless the rule is about nulls. Parameters with * are required.\n\n${list.join('\n')}\n## Named formats\n\n| format | what it is | examples |\n| --- | --- | --- |\n${formats.map(format => `| \`${format.name}\` | ${cell(format.doc)} | ${format.examples.slice(0, 2).map(text => `\`${cell(text)}\``).join(' ')} |`).join('\n')}\n`
}

function stepsPage(): string {
  const list = steps.map(({ kind, title, doc, params, example: sample }) => `## \`${kind}\`\n\n**${title}**\n\n${doc}\n\n${parameters(params)}\n${example({ type: kind, ...sample })}`)
  return `${generatedNote}# Steps\n\nSteps run in order, before the schema's types and the rules. \`active: false\` switches one off. Parameters with * are required.\n\n${list.join('\n')}`
}

function functionsPage(): string {
  const rows = Object.values(functions).map(({ usage, doc, example: [source, value] }) => `| \`${cell(usage)}\` | ${cell(doc)} | \`${cell(source)}\` → \`${cell(value)}\` |`)
  return `${generatedNote}# Functions and operators\n\nHow expressions are written is in [expressions.md](expressions.md). Every example below is run by the tests in TypeScript and in DuckDB.\n\n| written | meaning | example |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

/** The text of every generated file, by its path. */
export function generatedDocs(): Readonly<Record<string, string>> {
  return {
    'docs/rules.md': rulesPage(), 'docs/steps.md': stepsPage(), 'docs/functions.md': functionsPage(),
    'docs/recipe.schema.json': `${JSON.stringify(recipeJsonSchema())}\n`,
  }
}
