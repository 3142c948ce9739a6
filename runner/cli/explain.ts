import { relative } from 'node:path'
import type { Command } from 'commander'
import {
  canStream, duckdb, hasErrors, hostCasts, isRejectedSql, isRowLocal, RecipeError, stepNamed, verdictSql, type Check, type Plan, type Recipe,
} from '../../engine/node.ts'
import { compileOnInput } from './compile-input.ts'
import { IssuesFound, reportIssues } from './errors.ts'
import { counted, printable, tableLines } from './printable.ts'
import { collectVar, loadRecipe, requiredInput, withInput, type Vars } from './recipe-file.ts'
import { layOutSql } from './sql-layout.ts'

interface ExplainOptions {
  readonly input?: string
  readonly var: Vars
  readonly engine: string
}

export function explainCommand(program: Command): void {
  program.command('explain').argument('<recipe>').description('show the plan of a recipe on an input: steps, checks, and the SQL')
    .option('--input <file>', 'replaces source.path')
    .option('--var <name=value>', 'sets a variable of the recipe', collectVar, {})
    .option('--engine <name>', 'whose SQL to show: native (DuckDB)', 'native')
    .action(explain)
}

async function explain(path: string, options: ExplainOptions): Promise<void> {
  if (options.engine !== 'native') throw new RecipeError('unknown_engine', `there is no engine "${options.engine}" here`, { hint: 'Engines: native.' })
  const file = await loadRecipe(path, withInput(options.var, options.input))
  const input = requiredInput(file, options.input)
  const { compiled: { plan, issues } } = await compileOnInput(file.recipe, input)
  const located = [...file.issues, ...issues.map(file.locate)]
  if (!plan || hasErrors(located)) throw new IssuesFound(path, located)
  reportIssues(path, located)
  const sections = [
    [`${file.recipe.name ?? path}: ${counted(plan.source.length, 'column')} of ${relative('', input) || input}`, ...sourceLines(plan)],
    stepLines(file.recipe, plan), checkLines(plan), tableRuleLines(plan), outputLines(file.recipe, plan), wayLines(plan), sqlLines(plan),
  ]
  process.stdout.write(`${sections.filter(lines => lines.length > 0).map(lines => lines.join('\n')).join('\n\n')}\n`)
}

function sourceLines({ source }: Plan): readonly string[] {
  return source.map(({ name }, index) => `  ${`c${index}`.padEnd(4)} ${printable(name)}`)
}

function stepLines({ transform, schema }: Recipe, plan: Plan): readonly string[] {
  const dropping = new Set(plan.dropping.map(({ by }) => by))
  const steps = (transform?.steps ?? []).map(({ type, active, description, ...params }, index) => {
    const what = `${stepNamed(type)?.title ?? type} (${type}) ${Object.entries(params).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')}`
    const note = active === false ? ' — switched off' : dropping.has(index + 1) ? ' — rows it drops are counted under it' : ''
    return printable(`  ${index + 1}. ${what}${note}${description === undefined ? '' : ` — ${description}`}`)
  })
  const casts = (schema?.fields ?? []).filter(({ type = 'string' }) => type !== 'string')
    .map(({ name, type, date_format: format, formats = format === undefined ? [] : [format] }) =>
      printable(`  ${name} as ${JSON.stringify(type).replaceAll('"', '')}${formats.length === 0 ? '' : ` (${formats.join(' or ')})`}`))
  return [
    ...steps.length === 0 ? ['Steps: none'] : ['Steps:', ...steps],
    ...casts.length === 0 ? [] : ['Then reads:', ...casts],
  ]
}

function checkLines({ checks }: Plan): readonly string[] {
  if (checks.length === 0) return ['Checks: none']
  const rows = checks.map(({ ruleId, severity, columns, message, mostly }, bit) =>
    [`  ${bit}`, severity, printable(ruleId), printable(columns.join(', '), 40), printable(message) + (mostly < 1 ? ` (passes when ${mostly * 100} % do)` : '')])
  return [`Checks, one bit of a row's verdict each (bit i is bit i % 32 of word i / 32):`, ...tableLines(['  bit', 'severity', 'rule', 'columns', 'a failing row'], rows, ['right', 'left', 'left', 'left', 'left'])]
}

function tableRuleLines({ batch }: Plan): readonly string[] {
  if (batch.length === 0) return []
  return ['Rules about the whole table, over the accepted rows:', ...batch.map(({ ruleId, severity, message, columns }) => printable(`  ${severity} ${ruleId}: ${message.replaceAll('{column}', columns.join(', '))}`))]
}

function outputLines({ destination }: Recipe, plan: Plan): readonly string[] {
  const where = destination?.path === undefined ? 'to where `run --out` says' : `to ${destination.path}`
  return [printable(`Output ${where}: ${plan.output.map(({ name, typed }) => `${name} ${typed.type.name}`).join(', ')}`)]
}

/** Why rows cannot go straight through; the same conditions as {@link canStream}. */
function reasonsToStage(plan: Plan): readonly string[] {
  const { checks, batch, rel } = plan
  const naming = (ids: readonly string[]): string => printable([...new Set(ids)].join(', '))
  const of = (isSuch: (check: Check) => boolean): readonly string[] => checks.filter(isSuch).map(({ ruleId }) => ruleId)
  const duplicates = of(({ fails }) => fails.kind === 'duplicates')
  const conditional = of(({ applies }) => applies !== null)
  return [
    ...!isRowLocal(rel) ? ['a step compares rows with each other'] : [],
    ...duplicates.length > 0 ? [`${naming(duplicates)} compares rows with each other`] : [],
    ...conditional.length > 0 ? [`the rows that ${naming(conditional)} looks at have to be counted`] : [],
    ...hostCasts(plan).length > 0 ? ['json and array values are read outside the data engine'] : [],
    ...batch.length > 0 ? [`${naming(batch.map(({ ruleId }) => ruleId))} is about the whole table`] : [],
  ]
}

function wayLines(plan: Plan): readonly string[] {
  if (canStream(plan)) return ['Way: streams. Each record goes once from the file through the checks to its output; memory does not grow with the file.']
  return ['Way: staged. The records are first loaded into a table (spilled to disk when large), because:', ...reasonsToStage(plan).map(reason => `  - ${reason}`)]
}

function sqlLines(plan: Plan): readonly string[] {
  const context = { dialect: duckdb, clock: { nowMicros: BigInt(Date.now()) * 1000n } }
  return [
    '-- SQL (DuckDB). "source" is the numbered records: ord, c0, c1 …; every query inside numbers its columns anew; o0, o1 … are the output.',
    layOutSql(verdictSql(plan, 'source', context, 'typed')),
    `-- A row is valid when: dropped is null and not ${isRejectedSql(plan)}`,
  ]
}
