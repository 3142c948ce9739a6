import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { checkRecipe, ConnectorError, describeCause, hasErrors, readRecipe, RecipeError, renderTemplates, type Issue, type Recipe } from '../../engine/node.ts'
import { IssuesFound } from './errors.ts'

/** A recipe read from a file, with its templates rendered. */
export interface RecipeFile {
  readonly path: string
  readonly recipe: Recipe
  /** Warnings; errors are thrown. */
  readonly issues: readonly Issue[]
  /** Adds line and column of the file to an issue. */
  readonly locate: (issue: Issue) => Issue
}

/** A recipe file that may have errors: `recipe` is absent when the document has no recipe's shape. */
export type CheckedFile = Omit<RecipeFile, 'recipe'> & {
  readonly recipe?: Recipe
  /** What of the document has a recipe's shape, to find more issues in; never to be run. */
  readonly readable?: Recipe
  /** The document with its templates rendered, keys in their author's order. */
  readonly rendered: unknown
}

export type Vars = Readonly<Record<string, string>>

/** For `--var k=v`, given any number of times. */
export function collectVar(text: string, vars: Vars): Vars {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`Write --var name=value.`)
  return { ...vars, [text.slice(0, at)]: text.slice(at + 1) }
}

/** `--input FILE` is also the variable `input`. */
export const withInput = (vars: Vars, input: string | undefined): Vars => input === undefined ? vars : { input, ...vars }

/**
 * Reads, renders and checks a recipe.
 * @throws IssuesFound with every error and warning; as {@link readRecipeFile}.
 */
export async function loadRecipe(path: string, vars: Vars): Promise<RecipeFile> {
  const { recipe, issues, locate } = await readRecipeFile(path, vars)
  if (!recipe || hasErrors(issues)) throw new IssuesFound(path, issues)
  return { path, recipe, issues, locate }
}

/**
 * The same with the issues returned.
 * @throws RecipeError when there is no such file; ConnectorError when it cannot be read.
 */
export async function readRecipeFile(path: string, vars: Vars): Promise<CheckedFile> {
  const document = readRecipe(await readText(path))
  if (document.issues.length > 0) return { path, issues: document.issues, locate: document.locate, rendered: undefined }
  const own = (document.value ?? {}) as { name?: unknown, vars?: unknown }
  const scope = { var: { ...declaredVars(own.vars), ...vars }, env: process.env, recipe: { name: typeof own.name === 'string' ? own.name : '' } }
  const rendered = renderTemplates(document.value, scope)
  const { issues: found, ...checked } = checkRecipe(rendered.value)
  const issues = [...rendered.issues, ...found].map(document.locate)
  return { path, issues, locate: document.locate, rendered: rendered.value, ...checked }
}

/** The variables that a recipe gives values to; what is no map of values is an issue that `checkRecipe` finds. */
function declaredVars(vars: unknown): Vars {
  if (vars === null || typeof vars !== 'object') return {}
  return Object.fromEntries(Object.entries(vars).flatMap(([name, value]) => value === null || typeof value === 'object' ? [] : [[name, String(value)]]))
}

/** Where a recipe's input is: `--input` is relative to the working folder, `source.path` to the recipe. */
export function inputPath(recipePath: string, { source }: Recipe, input: string | undefined): string | undefined {
  if (input !== undefined) return resolve(input)
  return source?.path === undefined ? undefined : resolve(dirname(recipePath), source.path)
}

/** @throws RecipeError `no_input` */
export function requiredInput({ path, recipe }: RecipeFile, input: string | undefined): string {
  const found = inputPath(path, recipe, input)
  if (found === undefined) throw new RecipeError('no_input', 'the recipe names no input', { hint: 'Pass one with --input FILE, or set source.path.' })
  return found
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') throw new RecipeError('recipe_missing', `there is no recipe ${path}`, { cause, hint: '`schemaflow init` writes one to start from.' })
    throw new ConnectorError('recipe_unreadable', `the recipe ${path} cannot be read: ${describeCause(cause)}`, { cause })
  }
}
