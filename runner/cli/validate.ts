import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { Option, type Command } from 'commander'
import { compilePlan, formatPath, hasErrors, isCertain, writeRecipe, type Issue, type Recipe } from '../../engine/node.ts'
import { compileOnInput } from './compile-input.ts'
import { EXIT, reportIssues } from './errors.ts'
import { counted } from './printable.ts'
import { collectVar, inputPath, readRecipeFile, withInput, type CheckedFile, type Vars } from './recipe-file.ts'

interface ValidateOptions {
  readonly input?: string
  readonly var: Vars
  readonly printResolved?: boolean
  readonly json?: boolean
}

export function validateCommand(program: Command): void {
  program.command('validate').alias('check').argument('<recipe>').description('say what is wrong or doubtful in a recipe, and where')
    .option('--input <file>', 'check it against the columns of this file instead of source.path')
    .option('--var <name=value>', 'sets a variable of the recipe', collectVar, {})
    .option('--print-resolved', 'print the recipe with its templates filled in')
    .addOption(new Option('--json', 'print the issues as JSON').conflicts('printResolved'))
    .action(async (path: string, options: ValidateOptions) => { process.exitCode = await validate(path, options) })
}

async function validate(path: string, { input, json, printResolved, ...options }: ValidateOptions): Promise<number> {
  const file = await readRecipeFile(path, withInput(options.var, input))
  const shape = file.issues.map(issue => isOpenInput(issue) ? { ...issue, severity: 'warning' as const } : issue)
  const against = await checkAgainstInput(file, shape, input)
  const issues = [...shape, ...against.issues.filter(issue => !isOpenTemplate(issue, shape)).map(file.locate)]
  const isWrong = hasErrors(issues)
  if (json) process.stdout.write(`${JSON.stringify(issues.map(issue => ({ file: path, ...issue })), null, 2)}\n`)
  else reportIssues(path, issues)
  if (printResolved && file.rendered !== undefined) process.stdout.write(writeRecipe(file.rendered))
  else if (!json && !isWrong) process.stdout.write(`${path}: ok, ${against.how}\n`)
  return isWrong ? EXIT.recipe : EXIT.done
}

const OPEN_TEMPLATE = 'unresolved_template'

/** A recipe may leave its input to whoever runs it. */
const isOpenInput = ({ code, path }: Issue): boolean => code === OPEN_TEMPLATE && path.join('.') === 'source.path'

/** Whether an issue is about a text that is not what it will be. */
const isOpenTemplate = ({ path }: Issue, shape: readonly Issue[]): boolean =>
  shape.some(issue => issue.code === OPEN_TEMPLATE && formatPath(issue.path) === formatPath(path))

interface Checked {
  readonly issues: readonly Issue[]
  readonly how: string
}

async function checkAgainstInput({ path, readable }: CheckedFile, shape: readonly Issue[], given: string | undefined): Promise<Checked> {
  if (!readable) return { issues: [], how: '' }
  // A source that is not understood is read otherwise than its author means, and an open template is not yet what a step does.
  const hasOtherColumns = shape.some(({ severity, code, path: [part] }) => severity === 'error' && (part === 'source' || (part === 'transform' && code === OPEN_TEMPLATE)))
  const input = shape.some(isOpenInput) || hasOtherColumns ? undefined : inputPath(path, readable, given)
  if (input === undefined || (given === undefined && !existsSync(input))) {
    const why = input === undefined ? 'it names no input: pass one with --input FILE to check its columns' : `its columns were not checked: there is no ${relative('', input)}`
    return { issues: issuesWithoutInput(readable), how: why }
  }
  const { detected, compiled } = await compileOnInput(readable, input)
  const checks = compiled.plan ? counted(compiled.plan.checks.length + compiled.plan.batch.length, 'check') : 'no checks'
  return { issues: compiled.issues, how: `${checks} on the ${counted(detected.columns.length, 'column')} of ${relative('', input) || input}` }
}

/** As much as the declared fields alone tell. */
function issuesWithoutInput(recipe: Recipe): readonly Issue[] {
  const declared = (recipe.schema?.fields ?? []).map(({ name }) => ({ name, type: { name: 'string' } as const }))
  return compilePlan(recipe, declared).issues.filter(isCertain)
}
